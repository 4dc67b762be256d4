"""Two notifiers that are killed while they send, and services that misbehave; then what arrived is counted at the services."""

import re
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from subprocess import Popen

from sqlalchemy import Engine, func, select

from alerts.database import UnitOfWork
from alerts.ledger import Ledger
from alerts.notify.tables import MESSAGES
from schemas.findings.finding import Severity
from tests.integration.notify.notifying import notifying
from tests.servers.robots import Robot, robot
from tests.unit.alerts.builders import HOUR, found, standing

LEADS = 24
KILLS = 4


def leads_of(service: Robot, *, repeats: bool) -> Counter[int]:
    """The number of times that each lead arrived, in messages that are marked as possible repeats, or in the others."""
    texts = [one.text for one in service.taken if ("可能重复" in one.text) == repeats]
    return Counter(int(number) for text in texts for number in re.findall(r"#(\d+)", text))


def test_nothing_is_lost_and_only_what_says_so_is_repeated(url: str, engine: Engine) -> None:
    now = time.time_ns() // 1_000_000
    with robot("wecom") as chat, robot("webhook") as gateway, Ledger.open(url) as ledger, ExitStack() as stack:
        processes = [stack.enter_context(notifying(url, chat.address, gateway.address)) for _ in range(2)]
        chat.next(*["throttle", "taken_then_reset", "error", "busy", "taken_then_error"])
        gateway.next(*["reset", "taken_then_reset", "throttle"])
        for number in range(LEADS):
            subject = f"{number:064x}"
            ledger.apply(
                [standing(1, found(now // HOUR - 5, subject=subject, severity=Severity.GRAVE), subject=subject)]
            )
            if number % (LEADS // KILLS) == 2:
                (chat if number % 2 else gateway).after = kill_once(processes, chat, gateway)
                wait_for_an_end(processes)
                processes = [stack.enter_context(notifying(url, chat.address, gateway.address)) for _ in range(2)]
        wait(lambda: leads_of(gateway, repeats=False) + leads_of(gateway, repeats=True) == everyone(), 240)
        wait(lambda: outstanding(engine) == 0, 240)

        at_chat, again = leads_of(chat, repeats=False), leads_of(chat, repeats=True)

    assert set(at_chat + again) == set(range(1, LEADS + 1))
    assert {lead: count for lead, count in at_chat.items() if count > 1} == {}
    assert leads_of(gateway, repeats=False) + leads_of(gateway, repeats=True) == everyone()


def everyone() -> Counter[int]:
    return Counter(range(1, LEADS + 1))


def wait_for_an_end(processes: list[Popen[bytes]]) -> None:
    wait(lambda: any(each.poll() is not None for each in processes))


def kill_once(processes: list[Popen[bytes]], *services: Robot) -> Callable[[], None]:
    """Kill both notifiers between what a service took and its answer, once."""
    victims = list(processes)

    def kill() -> None:
        for service in services:
            service.after = lambda: None
        for each in victims:
            each.kill()

    return kill


def outstanding(engine: Engine) -> int:
    query = select(func.count()).where(MESSAGES.c.state.in_(["waiting", "leased"]))
    with UnitOfWork(engine, writes=False) as unit:
        return int(unit.connection.execute(query).scalar_one())


def wait(true: Callable[[], bool], within_s: float = 120) -> None:
    until = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < until, "it did not come about in time"
        time.sleep(0.02)

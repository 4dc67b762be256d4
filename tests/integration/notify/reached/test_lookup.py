"""Name servers that never answer, and channels that failed: they hold up no other channel, and not the end of a notifier."""

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from alerts.notify import notifier as notifying
from alerts.notify import pools
from alerts.notify.channels import lookup
from alerts.notify.channels.answer import Answer, Outcome
from alerts.notify.channels.carrier import Carrier
from alerts.notify.outbox.leasing import Delivering
from alerts.notify.parcel import Parcel
from alerts.notify.text.rendering import Writer
from alerts.routing import Channel, RouteStep
from schemas.findings.finding import Severity
from tests.integration.notify.bureau import NOON, SENT, Bureau, holds
from tests.integration.notify.test_odd_answers import parcel
from tests.servers.robots import robot
from tests.unit.notify.desk import NAMES, Desk, channel_of, told

WAIT_S = 60
MANY = 40


@dataclass
class NameServer:
    """A name server that answers nothing about `*.hangs` until it is released."""

    wanted: Counter[str] = field(default_factory=Counter)
    released: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def name_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[NameServer]:
    server, real = NameServer(), socket.getaddrinfo

    def looked_up(host: Any, *rest: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else str(host)
        if name.endswith(".hangs"):
            server.wanted[name] += 1
            server.released.wait(WAIT_S)
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return real(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(lookup, "LOOKUP_S", 0.3)
    yield server
    server.released.set()


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("webhook", "http://a.hangs/x"),
        ("wecom", "https://b.hangs/send"),
        ("smtp", "smtp://c.hangs/d@e.example"),
        ("smtp", "smtps://d.hangs/d@e.example"),
    ],
)
def test_a_name_that_is_never_found_is_unreached_and_the_attempt_ends(
    name_server: NameServer, kind: str, address: str
) -> None:
    answers = [Carrier()(channel_of("phone", kind, address), parcel(), NOON) for _ in range(3)]

    assert {answer.outcome for answer in answers} == {Outcome.UNREACHED}
    assert set(name_server.wanted.values()) == {1}  # one lookup at a time, however often it is wanted
    name_server.released.set()


def test_a_name_that_cannot_be_written_is_an_answer() -> None:
    for kind, address in (("webhook", f"http://{'x' * 70}.example/"), ("smtp", f"smtp://{'x' * 70}.example/d@e.f")):
        answer = Carrier()(channel_of("phone", kind, address), parcel(), NOON)
        assert answer.outcome in {Outcome.UNREACHED, Outcome.MISCONFIGURED}


def hanging(number: int) -> Channel:
    kind, scheme = ("webhook", "http://") if number % 2 else ("smtp", "smtp://")
    return channel_of(f"a{number:02}", kind, f"{scheme}n{number}.hangs/d@e.example", "")


def test_many_channels_whose_names_are_never_found_hold_up_no_other(bureau: Bureau, name_server: NameServer) -> None:
    with robot("webhook") as service:
        hung = [hanging(number) for number in range(MANY)]
        people = [told(one.id, (one.id,)) for one in hung] + [told("zhao", ("z",))]
        bureau.desk = Desk((RouteStep(0, "on_duty", tuple(people)),)).with_entries(
            *hung, channel_of("z", "webhook", service.address, "")
        )
        writer = Writer(NAMES, frozenset({"https://c.example"}))
        sending = Delivering("n", bureau.desk, writer, bureau.links)
        notifier = notifying.Notifier(bureau.engine, sending, Carrier(), lambda _: bureau.now)
        bureau.finds(holds(severity=Severity.GRAVE))
        stop = threading.Event()
        running = threading.Thread(target=notifier.run, args=(stop, 0.01, lambda _error: None))
        running.start()

        try:
            service.wait_taken(1, WAIT_S)
        finally:
            stop.set()
            running.join(WAIT_S)

    assert not running.is_alive()
    assert not name_server.released.is_set()


def test_channels_that_failed_last_have_threads_of_their_own(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CHANNELS_AT_ONCE", "FAILED_AT_ONCE"):
        monkeypatch.setattr(pools, name, 1)
    bureau.desk = Desk((RouteStep(0, "on_duty", (told("li", ("bad",)), told("wang", ("good",)))),))
    arrived, released, fails = threading.Event(), threading.Event(), [True]

    def carry(channel: Channel, _parcel: Parcel, _now: int) -> Answer:
        if channel.id == "good":
            arrived.set()
            return SENT
        if fails:
            fails.clear()
            return Answer(Outcome.UNREACHED, "", "")
        released.wait(WAIT_S)
        return SENT

    bureau.service = carry  # type: ignore[assignment]
    bureau.finds(holds(severity=Severity.GRAVE))
    first = bureau.notifier()
    first.plan()
    assert first.deliver("bad") == 1
    bureau.passes(60_000)
    stop = threading.Event()
    running = threading.Thread(target=bureau.notifier().run, args=(stop, 0.01, lambda _error: None))
    running.start()

    try:
        assert arrived.wait(WAIT_S)
    finally:
        released.set()
        stop.set()
        running.join(WAIT_S)

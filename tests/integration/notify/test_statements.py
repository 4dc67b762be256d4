"""The ways to the database that a lead costs, on both databases: under load each is a wait, and an inspector waits for all."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from alerts.notify.channels.answer import Answer, Outcome
from alerts.notify.outbox.leasing import LEASE_MS
from alerts.routing import Policy, RouteStep
from schemas.findings.finding import Severity
from tests.integration.notify.bureau import Bureau, holds
from tests.unit.notify.desk import GRAVE, MINUTE, OTHER, Desk, told

ON_TWO_CHANNELS = Desk(steps=(RouteStep(0, "on_duty", (told("wang", ("phone", "mail")),)),))


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements of an engine while the `with` lasts."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):  # of SQLite alone, in the same process
            found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_a_grave_lead_on_two_channels_costs_thirty_three_statements_at_most(bureau: Bureau) -> None:
    bureau.desk = ON_TWO_CHANNELS
    notifier = bureau.notifier()
    bureau.finds(holds(severity=Severity.GRAVE), subject="a" * 64)
    bureau.round(notifier)
    bureau.finds(holds(severity=Severity.GRAVE), subject="b" * 64)

    with counted(bureau.engine) as statements:
        told_of = bureau.round(notifier)

    assert len(told_of) == 2
    assert len(statements) <= 33, "\n".join(statements)


def test_leads_that_come_together_share_their_statements(bureau: Bureau) -> None:
    bureau.desk = ON_TWO_CHANNELS
    notifier = bureau.notifier()
    for number in range(20):
        bureau.finds(holds(severity=Severity.GRAVE), subject=f"{number:064x}")

    with counted(bureau.engine) as statements:
        told_of = bureau.round(notifier)

    assert len(told_of) == 2
    # those of one lead, of two channels that are new, and the look for what reached nobody
    assert len(statements) <= 37, "\n".join(statements)


def test_a_notifier_without_work_costs_two_statements(bureau: Bureau) -> None:
    bureau.finds(holds(severity=Severity.GRAVE))
    notifier = bureau.notifier()
    bureau.round(notifier)

    with counted(bureau.engine) as statements:
        bureau.round(notifier)

    assert len(statements) == 2, "\n".join(statements)


class Broken(Desk):
    """A desk whose policies cannot be read once it is broken, but those of what is grave."""

    is_broken = False

    def policy(self, severity: str | None) -> Policy:
        if self.is_broken and severity != "grave":
            raise KeyError(severity)
        return GRAVE if severity == "grave" else OTHER


def test_an_answer_is_recorded_though_the_next_message_cannot_be_leased(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.desk = Broken()
    notifier = bureau.notifier()
    bureau.finds(holds(severity=Severity.GRAVE), subject="a" * 64)
    bureau.finds(holds(), subject="b" * 64)
    notifier.plan()
    bureau.passes(MINUTE)
    monkeypatch.setattr(Broken, "is_broken", True)

    with pytest.raises(KeyError):
        notifier.deliver("phone")

    assert bureau.states() == ["sent", "waiting"]
    assert [outcome for outcome, _ in bureau.attempts()] == ["sent"]


def test_what_arrived_in_a_lease_that_was_over_is_a_repeat_afterwards(bureau: Bureau) -> None:
    slow, other = bureau.notifier(), bureau.notifier()
    bureau.finds(holds(severity=Severity.GRAVE))
    slow.plan()
    throttled = Answer(Outcome.THROTTLED, "45009", "too often", 1_000)

    def outlives_its_lease() -> None:
        bureau.service.during = lambda: None
        bureau.service.answers = [throttled]
        bureau.passes(LEASE_MS)
        other.deliver("phone")
        bureau.service.answers = []

    bureau.service.during = outlives_its_lease
    slow.deliver("phone")
    bureau.passes(MINUTE)

    assert [one.repeat for one in bureau.round()] == [True]
    assert [outcome for outcome, _ in bureau.attempts()] == ["sent", "throttled", "sent"]

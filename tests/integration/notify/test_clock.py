"""A clock that was ahead and is set back holds up no message, no robot and no escalation."""

from alerts.notify.channels.answer import Answer, Outcome
from schemas.findings.finding import Severity
from schemas.legal_days import DAY_MS
from tests.integration.notify.bureau import Bureau, holds

HOUR = 3_600_000
AWAY = Answer(Outcome.UNREACHED, "ConnectError", "")


def test_attempts_of_a_later_instant_fill_no_budget(bureau: Bureau) -> None:
    bureau.budget = 2
    bureau.passes(DAY_MS)
    for number in range(2):
        bureau.finds(holds(severity=Severity.GRAVE), subject=f"{number}" * 64)
        assert len(bureau.round()) == 1
    bureau.passes(-DAY_MS)

    bureau.finds(holds(severity=Severity.GRAVE), subject="9" * 64)

    assert bureau.round() == []  # two in this minute, by the clock of now
    bureau.passes(61_000)
    assert len(bureau.round()) == 1


def test_a_message_and_a_channel_that_wait_for_a_later_instant_are_tried_now(bureau: Bureau) -> None:
    bureau.passes(DAY_MS)
    bureau.service.answers = [AWAY]
    bureau.finds(holds(severity=Severity.GRAVE))
    assert bureau.round() == []
    bureau.passes(-DAY_MS)

    assert len(bureau.round()) == 1


def test_a_running_notifier_sees_that_the_clock_was_set_back_without_an_attempt(bureau: Bureau) -> None:
    notifier = bureau.notifier()
    bureau.passes(DAY_MS)
    bureau.finds(holds(severity=Severity.SERIOUS))
    assert bureau.round(notifier) == []  # it waits a minute for more
    bureau.passes(-DAY_MS)

    assert len(bureau.round(notifier)) == 1


def test_what_nobody_signs_goes_on_by_the_clock_of_now(bureau: Bureau) -> None:
    bureau.passes(DAY_MS)
    bureau.finds(holds(severity=Severity.GRAVE))
    assert len(bureau.round()) == 1
    bureau.passes(-DAY_MS)
    assert bureau.round() == []

    bureau.passes(HOUR)

    assert bureau.round() != []

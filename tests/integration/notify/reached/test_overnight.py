"""What quiet hours held back comes as one message for each reader, whatever its groups; what is grave does not wait."""

from alerts.database import UnitOfWork
from alerts.notify.channels.answer import Answer, Outcome
from alerts.notify.outbox.silencing import add_silence
from alerts.notify.stages.holding import Silence
from alerts.routing import RouteStep
from schemas.findings.finding import Finding, Severity
from tests.integration.notify.bureau import Bureau, holds, ms
from tests.unit.notify.desk import MINUTE, Desk, told

MIDNIGHT, MORNING = ms("2026-12-01T00:00"), ms("2026-12-01T07:30")
ALONE = Desk((RouteStep(0, "on_duty", (told("wang", ("phone", "mail")),)),))


def of(rule: str, severity: Severity = Severity.MINOR) -> Finding:
    found = holds(severity=severity)
    return found.model_copy(update={"rule": rule, "finding_id": rule})


def night(bureau: Bureau, *findings: Finding) -> None:
    """At midnight these are found, each of its own subject."""
    bureau.now, bureau.desk = MIDNIGHT, ALONE
    for number, finding in enumerate(findings):
        bureau.finds(finding, subject=f"{number:064x}")
    assert bureau.round() == []


THREE = (of("rest_missed"), of("rest_missed"), of("daily_hours"))
"""Of two groups."""


def test_of_several_groups_each_channel_gets_one_message_in_the_morning(bureau: Bureau) -> None:
    night(bureau, *THREE)
    bureau.now = MORNING - 1
    assert bureau.round() == []
    bureau.now = MORNING

    came = bureau.round()

    assert sorted(one.channel for one in came) == ["mail", "phone"]
    assert all(one.text.startswith("【夜间汇总】多项规则 3条") for one in came)
    for one in came:
        assert "线索 #1 #2 #3" in one.text
        assert "应休未休 2\n" in one.text
    bureau.passes(60 * MINUTE)
    assert bureau.round() == []
    assert sorted(bureau.states()) == ["dropped"] * 2 + ["sent"] * 2


def test_one_group_keeps_its_own_words(bureau: Bureau) -> None:
    night(bureau, THREE[0])
    bureau.now = MORNING

    assert ["夜间汇总" in one.text for one in bureau.round()] == [False, False]


def test_what_was_signed_or_withdrawn_in_the_night_is_in_no_message_and_signing_one_of_it_stops_it(
    bureau: Bureau,
) -> None:
    night(bureau, *THREE)
    bureau.signs(1)
    bureau.finds(subject=f"{1:064x}")
    bureau.now = MORNING

    came = bureau.round()

    assert [("#1" in one.text, "#2" in one.text, "#3" in one.text) for one in came] == [(False, False, True)] * 2


def test_what_is_grave_comes_at_midnight_and_is_in_no_message_of_the_morning(bureau: Bureau) -> None:
    bureau.now, bureau.desk = MIDNIGHT, ALONE
    bureau.finds(of("rest_missed", Severity.GRAVE), subject="a" * 64)
    at_once = bureau.round()
    for number, finding in enumerate(THREE):
        bureau.finds(finding, subject=f"{number:064x}")
    bureau.round()
    bureau.now = MORNING

    came = bureau.round()

    assert [("#1" in one.text) for one in at_once] == [True, True]
    assert [("#1 " in one.text, "#2 #3 #4" in one.text) for one in came] == [(False, True)] * 2


def test_a_group_that_is_silenced_in_the_night_stays_by_itself_and_holds_up_no_other(bureau: Bureau) -> None:
    night(bureau, *THREE)
    until = MORNING + 60 * MINUTE
    with UnitOfWork(bureau.engine) as unit:
        add_silence(unit.connection, Silence(0, "daily_hours", None, None, MIDNIGHT, until, "li", "known"))
        unit.commit()
    bureau.now = MORNING

    early = bureau.round()
    bureau.now = until
    late = bureau.round()

    assert ["#1 #2" in one.text for one in early] == [True, True]
    assert ["#3" in one.text for one in (*early, *late)] == [False, False, True, True]


def test_what_was_told_and_withdrawn_in_the_night_is_closed_in_one_message(bureau: Bureau) -> None:
    bureau.desk = ALONE
    for number, finding in enumerate(THREE):
        bureau.finds(finding, subject=f"{number:064x}")
    bureau.round()
    bureau.passes(2 * MINUTE)
    assert len(bureau.round()) == 4
    bureau.now = MIDNIGHT
    for number in range(3):
        bureau.finds(subject=f"{number:064x}")
    assert bureau.round() == []
    bureau.now = MORNING

    came = bureau.round()

    assert [(one.text.startswith("【撤回】"), "#1 #2 #3" in one.text) for one in came] == [(True, True)] * 2


def test_it_is_tried_again_as_one_and_repeats_are_marked(bureau: Bureau) -> None:
    night(bureau, *THREE)
    bureau.now = MORNING
    bureau.service.answers = [Answer(Outcome.UNKNOWN, "ReadError", "cut")] * 2
    first = bureau.round()
    bureau.passes(10 * MINUTE)

    again = bureau.round()

    assert [(one.repeat, "#1 #2 #3" in one.text) for one in (*first, *again)] == [(False, True)] * 2 + [
        (True, True)
    ] * 2

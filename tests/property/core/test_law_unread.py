"""Unread values of the law decide nothing by themselves: each finding is made with them and with the values read before."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import example, given, settings

from schemas.findings.finding import Finding, Kind, Severity
from schemas.instants import from_rfc3339
from streams.core.workers.judge import Judge
from streams.law.table import Law
from tests.oracle.days import Pick, worker_day
from tests.property.core.drawn import SEEDS, built
from tests.property.core.feeding import UNREAD_BREAK, UNREAD_LIMIT, fold, heard, law_with, standing, the_law
from tests.property.core.live import Service
from tests.property.core.shifts import Tick, shift, ticks

WORKER = "ab" * 32
DAY = "2022-06-01"
PAY = (Path(__file__).parents[2] / "cases/worked/pay_below_minimum.jsonl").read_bytes().splitlines()
UNREAD = [case for case in map(orjson.loads, PAY) if "unread wage" in case["about"] or "NC-WL" in case["about"]]
COMPARED = ("kind", "starts_at", "ends_at", "measured", "measured_low", "measured_high", "limit", "severity")


def found(events: list[dict[str, Any]], now: str, law: Law, rule: str) -> list[Finding]:
    judge, at = Judge(law), from_rfc3339(now)
    fold(judge, heard(events), at)
    return [each for each in standing(judge, at) if each.rule == rule]


@pytest.mark.parametrize("case", UNREAD, ids=lambda case: f"{case['about'][:12]} {case['events'][-1]['amount_fen']}")
def test_an_unread_wage_decides_nothing_by_itself(case: dict[str, Any]) -> None:
    given = [each.model_dump(mode="json") for each in found(case["events"], case["now"], the_law(), case["rule"])]

    assert [[each[name] for name in COMPARED] for each in given] == [
        [each[name] for name in COMPARED] for each in case["findings"]
    ]
    assert [each["reasons"] for each in given] == [each["reasons"] or [] for each in case["findings"]]


def session(*hours: str) -> list[dict[str, Any]]:
    """Sessions of stated times, each `from-to` of the day in Shanghai."""
    return [
        {
            "event_id": f"{number}-{kind}",
            "kind": f"session.{kind}",
            "platform_id": "hema",
            "worker_id": WORKER,
            "sector": "delivery",
            "area": "360104",
            "occurred_at": f"{DAY}T{clock}:00+08:00",
            "session_id": f"s{number}",
        }
        for number, each in enumerate(hours)
        for kind, clock in zip(("online", "offline"), each.split("-"), strict=True)
    ]


def unread(parameter: str, *values: str) -> Law:
    """Our law with unread values of `rest_missed` from the day on; before them ours were read."""
    rows = ", ".join(f"{{from: {DAY}, value: {value}, source: policy, status: unread}}" for value in values)
    return law_with(f"parameters: {{{parameter}: {{values: [{rows}]}}}}")


def rest(law: Law, *hours: str, rule: str = "rest_missed") -> list[tuple[object, ...]]:
    given = found(session(*hours), f"{DAY}T15:00:00.000Z", law, rule)
    return [(each.kind, each.measured, each.limit, each.severity, each.reasons) for each in given]


HOUR = 3_600_000


def test_what_an_unread_limit_alone_finds_is_undecidable_with_its_figures() -> None:
    assert rest(unread("limit", "3 h"), "08:00-11:30") == [
        (Kind.UNDECIDABLE, 7 * HOUR // 2, 3 * HOUR, None, ("law_unread",))
    ]


def test_what_the_limit_read_before_alone_finds_is_undecidable_with_its_figures() -> None:
    assert rest(unread("limit", "5 h"), "08:00-12:30") == [
        (Kind.UNDECIDABLE, 9 * HOUR // 2, 4 * HOUR, None, ("law_unread",))
    ]


def test_what_both_find_has_figures_and_severity_of_the_limit_read_before() -> None:
    law = unread("limit", "3 h")

    (finding,) = found(session("08:00-12:10"), f"{DAY}T15:00:00.000Z", law, "rest_missed")

    assert (finding.kind, finding.limit, finding.severity, finding.reasons) == (
        Kind.BREACH,
        4 * HOUR,
        Severity.MINOR,
        (),
    )
    assert [each.value for each in finding.law if each.parameter == "rest_missed.limit"] == ["14400000", "10800000"]
    assert "结论相同" in finding.summary.zh


def test_stretches_parted_by_an_unread_break_belong_to_the_one_that_the_break_read_before_parts_not() -> None:
    law = unread("break", "10 min")

    assert rest(law, "08:00-10:00", "10:15-12:30") == [
        (Kind.UNDECIDABLE, 17 * HOUR // 4, 4 * HOUR, None, ("law_unread",))
    ]
    assert rest(law, "08:00-12:30", "12:45-17:30") == [(Kind.BREACH, 37 * HOUR // 4, 4 * HOUR, Severity.GRAVE, ())]


def test_a_value_that_stands_unread_and_says_what_was_read_changes_nothing() -> None:
    law = unread("limit", "240 min")

    assert rest(law, "08:00-12:10") == [(Kind.BREACH, 25 * HOUR // 6, 4 * HOUR, Severity.MINOR, ())]


def test_days_before_an_unread_value_are_judged_as_ever() -> None:
    law = law_with("parameters: {limit: {values: [{from: 2022-06-02, value: 3 h, source: policy, status: unread}]}}")

    assert rest(law, "08:00-11:30") == []
    assert rest(law, "08:00-12:10") == [(Kind.BREACH, 25 * HOUR // 6, 4 * HOUR, Severity.MINOR, ())]


def test_advice_by_unread_values_alone_is_not_given() -> None:
    early, soon = unread("limit", "3 h"), [*session("08:00-11:00")[:1]]
    heartbeat = {**soon[0], "kind": "session.heartbeat"}
    beats = [
        {**heartbeat, "event_id": f"b{minute}", "occurred_at": f"{DAY}T{8 + minute // 60:02}:{minute % 60:02}:00+08:00"}
        for minute in range(0, 231, 2)
    ]

    def advised(law: Law, now: str) -> list[Kind]:
        upto = [each for each in beats if from_rfc3339(each["occurred_at"]) <= from_rfc3339(now)]
        return [each.kind for each in found([*soon, *upto], now, law, "rest_due")]

    assert advised(early, f"{DAY}T02:50:00.000Z") == []
    assert advised(early, f"{DAY}T03:50:00.000Z") == []
    assert advised(the_law(), f"{DAY}T03:50:00.000Z") == [Kind.WARNING]


def test_where_nothing_was_read_before_what_is_found_is_undecidable() -> None:
    none = law_with("parameters: {limit: {values: [{from: 2022-05-12, value: 3 h, source: policy, status: unread}]}}")

    assert rest(none, "08:00-12:10") == [(Kind.UNDECIDABLE, 25 * HOUR // 6, 3 * HOUR, None, ("law_unread",))]
    assert rest(none, "08:00-11:00") == []


def day_in_service(pick: Pick) -> list[Tick]:
    return ticks(pick, pick((shift, shift, worker_day))(pick))


@pytest.mark.parametrize("overlay", [UNREAD_LIMIT, UNREAD_BREAK], ids=["limit", "break"])
@settings(max_examples=8)
@given(seed=SEEDS)
@example(seed=13771016)  # a stretch that begins to run again ten minutes after its finding was said
def test_what_was_last_said_live_by_unread_values_is_what_a_replay_would_say(seed: int, overlay: str) -> None:
    day, law = built(day_in_service, seed), law_with(overlay)
    service = Service(Judge(law), Judge(law))

    for tick in day:
        service.hear(tick.rows, tick.now)
        service.tick(tick.now)

        if not tick.rows:
            service.must_be_true_at(tick.now)

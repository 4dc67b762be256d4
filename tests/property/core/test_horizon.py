from collections.abc import Iterable

import pytest
from hypothesis import given, settings

from schemas.findings.finding import Finding
from schemas.instants import from_rfc3339, rfc3339
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.core.workers.not_taken import TooLate
from streams.law.table import Law
from tests.oracle.days import WORKER, Pick, worker_day
from tests.oracle.law import HOUR
from tests.oracle.scripts import Event
from tests.property.core.drawn import SEEDS, built
from tests.property.core.feeding import UNREAD_BREAK, Heard, fold, heard, law_with, standing, the_law
from tests.property.core.reused import reusing_week
from tests.property.core.shifts import shift


def week(pick: Pick) -> list[Heard]:
    """Days of one worker, one or more days apart, each session and order with an id of its own; by time."""
    rows: list[Heard] = []
    later = 0
    for number in range(5):
        events = pick((worker_day, shift))(pick)
        rows += [(platform, row) for platform, row in heard(moved(event, number, later) for event in events)]
        later += pick((24, 24, 48, 72, 120)) * HOUR
    return sorted(rows, key=lambda each: each[1].at)


def moved(event: Event, number: int, later: int) -> Event:
    """The event on a later day."""
    ids = {key: f"{event[key]}-day{number}" for key in ("session_id", "order_id", "event_id") if key in event}
    times = {key: rfc3339(from_rfc3339(event[key]) + later) for key in ("occurred_at", "starts_at") if key in event}
    return event | ids | times


def since(findings: Iterable[Finding], instant: int | None) -> list[Finding]:
    return [finding for finding in findings if instant is None or finding.starts_at >= instant]


def due_since(findings: Iterable[Finding], instant: int | None) -> list[Finding]:
    return [each for each in findings if instant is None or each.due_at is None or each.due_at >= instant]


@pytest.mark.parametrize("law", [the_law(), law_with(UNREAD_BREAK)], ids=["as it is", "an unread break"])
@settings(max_examples=10)
@given(seed=SEEDS)
def test_with_a_horizon_a_judge_says_of_what_is_not_settled_what_one_without_says(seed: int, law: Law) -> None:
    rows = built(week, seed)
    judge, unlimited = Judge(law, HORIZON_MS), Judge(law)

    for number in range(0, len(rows), 25):
        batch = rows[number : number + 25]
        now = batch[-1][1].at
        late = fold(judge, batch, now)
        fold(unlimited, batch, now)
        said = {each.subject: each for each in judge.everything(now)}

        assert late == []
        settled = said[WORKER].speaks_from
        assert since(said[WORKER].findings, settled) == since(standing(unlimited, now), settled)


@settings(max_examples=10)
@given(SEEDS)
def test_so_it_does_where_ids_come_again_and_again(seed: int) -> None:
    """The findings about pushes where the break was certainly due: an end that comes days later may have moved it."""
    rows = built(reusing_week, seed)
    judge, unlimited = Judge(the_law(), HORIZON_MS), Judge(the_law())

    for number in range(0, len(rows), 25):
        batch = rows[number : number + 25]
        now = batch[-1][1].at
        late = fold(judge, batch, now)
        fold(unlimited, batch, now)
        said = {each.subject: each for each in judge.everything(now)}
        settled = said[WORKER].speaks_from

        assert late == []
        assert due_since(since(said[WORKER].findings, settled), settled) == due_since(
            since(standing(unlimited, now), settled), settled
        )


@settings(max_examples=10)
@given(SEEDS)
def test_a_row_behind_the_horizon_is_given_back_and_changes_nothing(seed: int) -> None:
    rows = built(week, seed)
    now = rows[-1][1].at
    judge = Judge(the_law(), HORIZON_MS)
    fold(judge, rows, now)
    list(judge.everything(now))  # says all, then cuts
    (before,) = judge.everything(now)

    behind = [row for row in rows if row[1].at + 4 * HOUR < (before.speaks_from or 0)]
    late = fold(judge, behind, now)
    (after,) = judge.everything(now)

    assert [each.row for each in late] == [row for _, row in behind]
    assert all(isinstance(each, TooLate) and each.settled == before.speaks_from for each in late)
    assert after.findings == before.findings

"""Pay by the period with a horizon: days whose events were cut are judged again by their rows, as one judges that keeps all."""

from collections.abc import Iterable
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings

from schemas.findings.finding import Finding
from schemas.legal_days import DAY_MS
from schemas.legal_days import day_start as starts
from schemas.legal_days import legal_day as day_at
from schemas.work import PayRow
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.facts.days.memory import ORDERS_DAYS
from streams.law.table import Law
from tests.oracle.days import MORNING, WORKER, Pick
from tests.oracle.law import HOUR, legal_day
from tests.oracle.pay.days import paid_day
from tests.oracle.pay.facts import day_start
from tests.property.core.drawn import SEEDS, built
from tests.property.core.feeding import Heard, fold, heard, law_settling, standing
from tests.property.core.live import by_row_or_events
from tests.property.core.pay.test_horizon import moved, on_day_one
from tests.stored import dumped

DAYS = 45
LATE = (0, 0, 0, 1, 3, 9, 20, 30)
"""Days by which pay is sent after the instant that it names."""


def told_days(pick: Pick) -> list[tuple[int, Heard]]:
    """Paid days of one worker over weeks, each row with the instant (ms) at which it is sent; work in time, pay when it comes."""
    told: list[tuple[int, Heard]] = []
    begins = first = day_start(legal_day(MORNING))
    number = 0
    while begins < first + DAYS * DAY_MS:
        late = pick(LATE) * DAY_MS
        rows = heard(moved(event, number, begins) for event in on_day_one(paid_day(pick)))
        for platform, row in rows:
            told.append((row.at + (late if isinstance(row, PayRow) else 0), (platform, row)))
        begins += pick((2, 2, 3, 3, 8, 15)) * DAY_MS
        number += 1
    return sorted(told, key=lambda each: each[0])


def of_pay(findings: Iterable[Finding], since: int) -> list[dict[str, Any]]:
    """The findings about pay of days from an instant on, without what rows have no more."""
    kept = sorted((f for f in findings if f.rule == "pay_below_minimum" and f.starts_at >= since), key=_key)
    return [by_row_or_events(finding) for finding in kept]


def _key(finding: Finding) -> tuple[str, int]:
    return finding.platform or "", finding.starts_at


@pytest.mark.parametrize("by", ["week", "month", "day"])
@settings(max_examples=2)
@given(seed=SEEDS)
@example(seed=189197764888286)  # an entry is stated anew for another day once the events of its order are cut
@example(seed=1083)  # of an entry that is for no day an earlier statement, which is for one, comes again
@example(seed=26857513036935)  # an entry names days of which even the rows are forgotten, with hours of their own
def test_days_of_which_rows_are_left_are_judged_as_one_judges_that_keeps_all(by: str, seed: int) -> None:
    follow(law_settling(("hema", by), ("suda", by)), seed, by)


def follow(law: Law, seed: int, by: str) -> None:
    """Give the same to a judge with a horizon and to one without, but what the first refuses, and compare each half day."""
    told, shuffle = built(told_days, seed), Random(seed)
    judge, unlimited, units = Judge(law, HORIZON_MS), Judge(law), dict[bytes, bytes]()
    heard_before: list[Heard] = []
    first, last = told[0][0] // DAY_MS * DAY_MS, told[-1][0]
    for now in (*range(first, last + 12 * HOUR, 12 * HOUR), *range(last + DAY_MS, last + 80 * DAY_MS, 5 * DAY_MS)):
        due = [row for at, row in told if now - 12 * HOUR < at <= now]
        late = {id(each.row) for each in fold(judge, due, now)}
        fold(unlimited, [row for row in due if id(row[1]) not in late], now)
        fold(judge, shuffle.sample(heard_before, min(5, len(heard_before))), now)  # what comes again changes nothing
        heard_before += [row for row in due if id(row[1]) not in late]
        list(judge.evaluate_due(now))
        if shuffle.random() < 0.1:  # somebody takes over
            units |= dumped(judge.roster)
            judge = Judge(law, HORIZON_MS)
            judge.load(units, now)
        watched = judge.roster.workers.get(WORKER)
        if watched is None or shuffle.random() < 0.7:
            continue
        (said,) = (each for each in judge.everything(now) if each.subject == WORKER)
        since = said.days_from or 0
        if by == "day":
            since = max(since, starts(day_at(now - ORDERS_DAYS * DAY_MS)))
        assert of_pay(said.findings, since) == of_pay(standing(unlimited, now), since), (seed, now)

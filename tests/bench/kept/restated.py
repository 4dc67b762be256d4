"""The cost when a platform restates the pay of weeks: of many people at once, whose events are cut, in any order.

Each order of 35 days has one pay entry; the platform settles by the month and states every entry anew. Judge alone, in this
process: how many statements a second are taken, and how long the longest turn of the loop is, since all others wait for that.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from random import Random

from schemas.legal_days import DAY_MS, Day, day_start, legal_day
from schemas.work import AcceptanceRow, AnyRow, Group, OrderRow, PayRow, Step
from streams.agents.keeper import EVALUATED_AT_ONCE, FOLDED_AT_ONCE
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.core.workers.partition import MOST_STATEMENTS
from streams.law.table import Law
from tests.bench.figure import Figure
from tests.bench.kept.days import law_settling_by
from tests.bench.workload import HOUR_MS, SEED

_PEOPLE = 2_000
_DAYS = 35
_ORDERS = 13
"""A day: 455 in all, as people of the simulated city have."""

_FIRST: Day = legal_day(1_764_547_200_000)
_PLATFORM = "hema"
_LONGEST_MS = 50


def restated(scale: float) -> Iterator[Figure]:
    """Everything once, shuffled; then one entry of each, as a correction has it."""
    people = max(1, round(_PEOPLE * scale))
    judge, now = _lived(law_settling_by("month"), people)
    rows = [row for number in range(people) for row in _statements(number, now)]
    Random(SEED).shuffle(rows)
    yield from _taken(judge, rows, now, "each entry anew")
    now += DAY_MS
    rows = [next(_statements(number, now)) for number in range(people)]
    yield from _taken(judge, rows, now, "one entry of each")


def _lived(law: Law, people: int) -> tuple[Judge, int]:
    """A judge that keeps of everybody the rows of the days alone, and its now (ms)."""
    judge = Judge(law, HORIZON_MS)
    for day in range(_FIRST, _FIRST + _DAYS):
        for number in range(people):
            judge.fold(_group(_day(number, day)), day_start(day) + 23 * HOUR_MS)
    now = day_start(_FIRST + _DAYS) + 6 * HOUR_MS
    for _ in range(2):
        for _ in judge.everything(now):
            pass
        now += 3 * DAY_MS
    return judge, now


def _taken(judge: Judge, rows: Sequence[AnyRow], now: int, what: str) -> Iterator[Figure]:
    folded, evaluated = list[float](), list[float]()
    for first in range(0, len(rows), FOLDED_AT_ONCE):
        began = time.process_time()
        if judge.fold(_group(rows[first : first + FOLDED_AT_ONCE]), now):
            raise RuntimeError("pay of remembered days was refused")
        folded.append(time.process_time() - began)
    while judge.behind:
        began = time.process_time()
        for _ in judge.evaluate_due(now, EVALUATED_AT_ONCE, weight=MOST_STATEMENTS, heavy=False):
            pass
        evaluated.append(time.process_time() - began)
        now += 1
    note = f"{len(rows):,} statements about {len({row.worker for row in rows})} people"
    yield Figure(f"statements a second, {what}", len(rows) / sum([*folded, *evaluated]), "1/s", note=note)
    yield Figure(f"longest turn of taking, {what}", max(folded) * 1000, "ms", _LONGEST_MS, True, note)
    yield Figure(f"longest turn of judging, {what}", max(evaluated) * 1000, "ms", _LONGEST_MS, True, note)


def _group(rows: Iterable[AnyRow]) -> Group:
    return Group(_PLATFORM, f"feed.{_PLATFORM}", 0, [*rows])


def _orders(number: int, day: Day) -> Iterator[tuple[str, int]]:
    """The orders of a person's day with the instants (ms) at which they begin; each takes 20 minutes."""
    for index in range(_ORDERS):
        yield f"o-{number}-{day}-{index}", day_start(day) + (9 * 60 + 45 * index) * 60_000


def _day(number: int, day: Day) -> list[AnyRow]:
    rows: list[AnyRow] = []
    for name, on in _orders(number, day):
        end = on + HOUR_MS // 3
        rows += [
            AcceptanceRow(*_of(number, on), name, f"a{name}", on, "pushed", None, None),
            OrderRow(*_of(number, end), name, Step.ENDED, None),
            _pay(number, name, end, end, 800),
        ]
    return rows


def _statements(number: int, now: int) -> Iterator[PayRow]:
    """Each entry of a person, stated anew an hour before `now` (ms)."""
    for day in range(_FIRST, _FIRST + _DAYS):
        for name, on in _orders(number, day):
            yield _pay(number, name, on + HOUR_MS // 3, now - HOUR_MS, 500)


def _pay(number: int, order: str, at: int, said_at: int, fen: int) -> PayRow:
    return PayRow(*_of(number, at), f"e{order}", said_at, 0, "v", "pay.accrued", "piece", fen, order)


def _of(number: int, at: int) -> tuple[str, int, str, str, int, int, None]:
    return f"{number:064x}", at, "360104", "delivery", 0, 0, None

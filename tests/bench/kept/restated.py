"""The cost when a platform restates the pay of weeks: of many people at once, whose events are cut, in any order.

Each order of 35 days has one pay entry; the platform settles by the month and states every entry anew. Judge alone, in this
process: how many statements a second are taken, and how long the longest turn of the loop is, since all others wait for that.
Turns are in CPU time, and the collector is set as that of a worker's process, whose longest run is stated apart.
"""

import gc
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from random import Random

from schemas.legal_days import DAY_MS, Day, day_start, legal_day
from schemas.work import AcceptanceRow, AnyRow, Group, OrderRow, PayRow, Step
from streams.agents.keeper import EVALUATED_AT_ONCE, FOLDED_AT_ONCE
from streams.agents.spells import LONGEST_S
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.core.workers.partition import MOST_STATEMENTS
from streams.law.table import Law
from streams.process import collect_seldom
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
    collect_seldom()
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


class _Turns:
    """The CPU time of turns without the collector's, and its longest run (s). Mutable."""

    def __init__(self) -> None:
        self.times = list[float]()
        self.collected = 0.0
        self._began = self._collecting = self._since = 0.0

    def begin(self) -> None:
        self._began, self._collecting = time.process_time(), 0.0

    @property
    def lasts(self) -> float:
        return time.process_time() - self._began - self._collecting

    def end(self) -> None:
        self.times.append(self.lasts)

    def note(self, phase: str, _: dict[str, int]) -> None:
        """Note that the collector begins or ends."""
        if phase == "start":
            self._since = time.process_time()
            return
        spent = time.process_time() - self._since
        self._collecting += spent
        self.collected = max(self.collected, spent)


def _taken(judge: Judge, rows: Sequence[AnyRow], now: int, what: str) -> Iterator[Figure]:
    folded, evaluated = _Turns(), _Turns()
    with _noting(folded):
        _fold(judge, rows, now, folded)
    with _noting(evaluated):
        _evaluate(judge, now, evaluated)
    note = f"{len(rows):,} statements about {len({row.worker for row in rows})} people"
    took = sum([*folded.times, *evaluated.times])
    yield Figure(f"statements a second, {what}", len(rows) / took, "1/s", note=note)
    for name, turns in (("taking", folded), ("judging", evaluated)):
        longest = max(turns.times, default=0.0) * 1000
        yield Figure(f"longest turn of {name}, {what}", longest, "ms", _LONGEST_MS, True, note)
    collected = max(folded.collected, evaluated.collected) * 1000
    yield Figure(f"longest run of the collector, {what}", collected, "ms", _LONGEST_MS, True, note)


def _fold(judge: Judge, rows: Sequence[AnyRow], now: int, turns: _Turns) -> None:
    """Take the rows as a keeper does: some, and more until the turn has lasted so long."""
    turns.begin()
    for first in range(0, len(rows), FOLDED_AT_ONCE):
        if judge.fold(_group(rows[first : first + FOLDED_AT_ONCE]), now):
            raise RuntimeError("pay of remembered days was refused")
        if turns.lasts > LONGEST_S:
            turns.end()
            turns.begin()


def _evaluate(judge: Judge, now: int, turns: _Turns) -> None:
    """Evaluate everybody who is due, the heavy ones as they are lent: what is done of that in the loop is a turn."""
    while judge.behind:
        turns.begin()
        for _ in judge.evaluate_due(now, EVALUATED_AT_ONCE, weight=MOST_STATEMENTS, heavy=False):
            pass
        turns.end()
        while (heavy := judge.begin(now)) is not None:
            result = judge.evaluator.evaluate(heavy, now, may_settle=True)
            turns.begin()
            judge.conclude(result)
            judge.take_back()
            turns.end()
        now += 1


@contextmanager
def _noting(turns: _Turns) -> Iterator[None]:
    gc.callbacks.append(turns.note)
    yield
    gc.callbacks.remove(turns.note)


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

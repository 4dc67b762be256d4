"""The cost of one more event of a worker, by how many there are already: to fold it, and to evaluate the worker.

The judge alone, in this process, without horizon and budgets. Each kind is sent by time, and once more in a random order.
"""

import gc
import time
from collections.abc import Iterator
from random import Random
from statistics import median

from schemas.work import AnyRow, Group
from streams.core.workers.judge import Judge
from streams.law.files import packaged_law
from streams.rules.evidence import MOST_LINES
from tests.bench.figure import Figure
from tests.bench.growth_of.declared import growth_of_declared
from tests.bench.growth_of.kinds import DAY_MS, KINDS, SINCE, Kind, rows
from tests.bench.growth_of.weather import growth_of_weather

_SIZES = (1_000, 8_000, 64_000)
_RECORD = 100
"""Rows a record."""
_LAST = 2_000
"""Rows over which the cost of folding is taken, at the end; at least half of all."""
_ASKS = 3
"""Asks of which the shortest counts."""
_MOST_S = 60.0
"""Seconds; after a longer measurement the next size is left out."""


def growth(scale: float, of: str = "") -> Iterator[Figure]:
    """For each kind the cost at the largest size, which is to be at most twice that at the smallest.

    `of`: those kinds alone whose name and order have this in it.
    """
    sizes = [round(size * scale) for size in _SIZES]
    for name, kind in KINDS.items():
        for order in ("by time", "shuffled"):
            if of in f"{name}, {order}":
                yield from _figures(f"{name}, {order}", kind, sizes, shuffled=order == "shuffled")
    yield from growth_of_weather(sizes, of)
    yield from growth_of_declared(sizes, of)


def _figures(name: str, kind: Kind, sizes: list[int], *, shuffled: bool) -> Iterator[Figure]:
    found: dict[str, list[float]] = {"fold": [], "fold again": [], "wait": [], "fall due": [], "ask": []}
    for size in sizes:
        began = time.process_time()
        made = rows(kind, size)
        if shuffled:
            Random(size).shuffle(made)
        for what, cost in _costs(made).items():
            found[what].append(cost)
        gc.collect()
        if time.process_time() - began > _MOST_S:
            break
    for what, costs in found.items():
        note = ", ".join(f"{size:,}: {cost:,.1f}" for size, cost in zip(sizes, costs, strict=False))
        yield Figure(f"{what}: {name}", costs[-1], "us an event", 2 * costs[0], True, note)


def _costs(made: list[AnyRow]) -> dict[str, float]:
    """By what is done, the CPU time (us) for each row."""
    judge, end = Judge(packaged_law(), most_lines=MOST_LINES), SINCE + 2 * DAY_MS
    last = min(_LAST, len(made) // 2)
    _fold(judge, made[:-last], end)
    fold = _fold(judge, made[-last:], end)
    again = _fold(judge, made[-last:], end)
    ahead = Judge(packaged_law())
    _fold(ahead, made[:-last], SINCE - 1000 * DAY_MS)
    wait = _fold(ahead, made[-last:], SINCE - 1000 * DAY_MS)
    due = _let_in(ahead, end) / len(made) * 1e6
    asked = min(_ask(judge, end + each) for each in range(_ASKS))
    return {"fold": fold, "fold again": again, "wait": wait, "fall due": due, "ask": asked / len(made) * 1e6}


def _let_in(judge: Judge, now: int) -> float:
    began = time.process_time()
    for watched in judge.roster.workers.values():
        judge.accounts.let_in(watched, now)
    return time.process_time() - began


def _ask(judge: Judge, now: int) -> float:
    for watched in judge.roster.workers.values():
        watched.keep({})  # so that each judges the day's pay
    began = time.process_time()
    list(judge.everything(now))
    return time.process_time() - began


def _fold(judge: Judge, made: list[AnyRow], now: int) -> float:
    """Fold rows in records; gives the median of the records' cost a row."""
    costs = [0.0]
    for at in range(0, len(made), _RECORD):
        group = Group("hema", "feed.hema", 0, made[at : at + _RECORD])
        began = time.process_time()
        judge.fold(group, now)
        costs.append((time.process_time() - began) / len(group.rows) * 1e6)
    return median(costs)

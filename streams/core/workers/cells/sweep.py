"""The sweep: goes over all workers of a judge, some at a time, and adds up the cells that the pace partitions get.

A worker's share is worked out anew at each sweep and never kept: it is as much as the facts themselves. Nothing of a bucket that
was counted is cut off before the sweep is over, so that each share is in the sums or among the final cells, and never in both.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from schemas.instants import NEVER
from streams.core.evaluating import RaisedError
from streams.core.state.finals import CellBatch, Cells
from streams.core.watched import Watched
from streams.core.workers.judge import Judge
from streams.core.workers.stale import is_heavy, weight_of
from streams.facts.areas.cell import CellSums


@dataclass(frozen=True, slots=True)
class SweptCells:
    """The result of a sweep: the cells as they go on, and by bucket the final ones that the pace may not have."""

    live: Cells
    finals: dict[int, list[CellBatch]]


class CellSweep:
    """One sweep at a time; mutable: it keeps the workers still to be counted. `heavy`: those to be counted apart, next."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._ahead = self._workers(judge.roster.buckets)
        self._sums = CellSums()
        self.heavy: Watched | None = None

    def step(self, now: int, most: int = NEVER, *, heavy: bool = True) -> bool:
        """Count workers at `now` (ms), no more once these have so many statements; whether there are more.

        Unless `heavy`, it stops at a worker whose count takes long.
        """
        self._judge.now = max(self._judge.now, now)
        while most > 0 and self.heavy is None:
            watched = next(self._ahead, None)
            if watched is None:
                return False
            statements = watched.facts.statements
            if not heavy and is_heavy(statements):
                self.heavy = watched
            else:
                self._count(watched)
                most -= weight_of(statements)
        return True

    def _count(self, watched: Watched) -> None:
        try:
            self._judge.evaluator.add_activity(watched, self._sums, self._judge.now)
        except RaisedError as raised:
            self._judge.put_aside(watched, raised)

    def cells_of(self, watched: Watched, now: int) -> Cells:
        """The cells that a worker adds at `now` (ms); it changes nothing. `RaisedError` where they cannot be worked out."""
        sums = CellSums()
        self._judge.evaluator.add_activity(watched, sums, now)
        return sums.cells()

    def add_heavy(self, cells: Cells) -> None:
        """Add what the heavy worker adds, who is then counted."""
        for key, cell in cells.items():
            self._sums.add(key, cell)
        self.heavy = None

    def pass_over(self, raised: RaisedError) -> None:
        """Set the heavy worker aside, whose cells cannot be worked out."""
        if self.heavy is not None:
            self._judge.put_aside(self.heavy, raised)
        self.heavy = None

    def end(self) -> SweptCells:
        """Ends the sweep with its result; from now on buckets may be cut off again."""
        roster = self._judge.roster
        finals = {bucket: batches for bucket, each in roster.finals.items() if (batches := each.sendable())}
        for each in roster.finals.values():
            for key, cell in each.pending():
                self._sums.add(key, cell)
        roster.counted.clear()
        return SweptCells(self._sums.cells(), finals)

    def _workers(self, buckets: list[int]) -> Iterator[Watched]:
        roster = self._judge.roster
        for bucket in buckets:
            roster.counted.add(bucket)
            yield from roster.members(bucket)


def all_cells(judge: Judge, now: int) -> Cells:
    """All cells of a judge at `now` (ms), those of what was cut off with them."""
    sweep = CellSweep(judge)
    sweep.step(now)
    counted = sweep.end()
    sums = CellSums()
    final = (batch.cells for batches in counted.finals.values() for batch in batches)
    for key, cell in chain(counted.live.items(), chain.from_iterable(final)):
        sums.add(key, cell)
    return sums.cells()

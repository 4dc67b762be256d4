"""The sweep: goes over all workers of a judge, some at a time, and adds up the cells that the pace is told.

A worker's share is worked out anew at each sweep and never kept: it is as much as the facts themselves. Nothing of a bucket that
was counted is cut off before the sweep is over, so that each share is in the sums or among the final cells, and never in both.
"""

from dataclasses import dataclass
from itertools import chain

from streams.core.finals import Batch, Cells
from streams.core.judge import Judge
from streams.facts.cell import Sums


@dataclass(frozen=True, slots=True)
class Counted:
    """The result of a sweep: the cells as they go on, and by bucket the final ones that the pace may not have."""

    live: Cells
    finals: dict[int, list[Batch]]


class CellSweep:
    """Mutable: it remembers which buckets are still to be counted. One sweep at a time."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._ahead = judge.roster.buckets
        self._sums = Sums()

    def step(self, now: int, most: int) -> bool:
        """Count the workers of so many buckets at `now` (ms); whether there are more."""
        roster = self._judge.roster
        for bucket in self._ahead[:most]:
            roster.counted.add(bucket)
            for watched in roster.members(bucket):
                self._judge.add_activity(watched, self._sums, now)
        del self._ahead[:most]
        return bool(self._ahead)

    def end(self) -> Counted:
        """What came out; from now on buckets may be cut off again."""
        roster = self._judge.roster
        finals = {bucket: batches for bucket, each in roster.finals.items() if (batches := each.to_tell())}
        for each in roster.finals.values():
            for key, cell in each.untold():
                self._sums.add(key, cell)
        roster.counted.clear()
        return Counted(self._sums.cells(), finals)


def all_cells(judge: Judge, now: int) -> Cells:
    """All cells of a judge at `now` (ms), those of what was cut off with them."""
    sweep = CellSweep(judge)
    sweep.step(now, len(judge.roster.buckets))
    counted = sweep.end()
    sums = Sums()
    final = (batch.cells for batches in counted.finals.values() for batch in batches)
    for key, cell in chain(counted.live.items(), chain.from_iterable(final)):
        sums.add(key, cell)
    return sums.cells()

"""Offsets without a record, and how far a partition may be committed in spite of them. It decides nothing else.

What a transaction took back leaves its offsets behind, and so does what retention removed while nobody read. A hundred million of
them fit into 80 MB of a feed. Faust lists each as a number, in this worker and in every one that follows; here a stretch of them
is two numbers. Faust also counts the record behind such a stretch to it, as if it were done with.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from faust.transport.consumer import Consumer
from faust.types.tuples import TP, ack_lock

Stretch = tuple[int, int]
"""Offsets without a record: the first, and the one behind the last."""


class WithGaps(Consumer):
    """Part of Faust's consumer: the stretches without a record of each partition, and the offset to be committed."""

    abstract = True

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._gap: Any = defaultdict(list)  # by this name Faust forgets those of a partition that is taken away

    async def _add_gap(self, tp: TP, offset_from: int, offset_to: int) -> None:
        """Faust's call, where the record of `offset_to` came and those before it, from `offset_from` on, are none."""
        self._gap[tp].append((offset_from, offset_to))

    def _new_offset(self, tp: TP) -> int | None:
        """Faust's call: the offset up to which all is done with; None where that is no further than before."""
        with ack_lock:
            done, gaps, committed = self._acked[tp], self._gap[tp], self._committed_offset[tp]
            if not done:
                return None
            done.sort()
            gaps.sort()
            first = min(done[0], gaps[0][0]) if gaps else done[0]
            if committed and first - committed > 1:
                return None
            number, end = run_from(first, done, gaps)
            self._acked_index[tp].difference_update(done[:number])
            del done[:number]
            self._gap[tp] = [gap for gap in gaps if gap[1] > end]
            return end


def run_from(first: int, done: Sequence[int], gaps: Sequence[Stretch]) -> tuple[int, int]:
    """The number of those `done` with that follow one another from `first` on, gaps aside; and the offset behind. Both ascend.

    >>> run_from(34, [34, 35, 40, 41, 43], [(36, 40)])
    (4, 42)
    """
    number, end, left = 0, first, iter(gaps)
    gap = next(left, None)
    while True:
        if number < len(done) and done[number] <= end:
            end = max(end, done[number] + 1)
            number += 1
        elif gap is not None and gap[0] <= end:
            end = max(end, gap[1])
            gap = next(left, None)
        else:
            return number, end

"""A set of intervals that grows at its end: what it was before stays as it is, and is not copied."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from streams.facts.worktime.intervals import Interval


@dataclass(frozen=True, slots=True)
class GrowingTimes:
    """The `last` interval (ms) and those before it; `number` is that of all. The first one made has none."""

    last: Interval = (0, 0)
    before: "GrowingTimes | None" = None
    number: int = 0

    def joined(self, times: Iterable[Interval]) -> "GrowingTimes":
        """With the intervals of a set, all after it; one that touches the last goes on with it."""
        grown = self
        for start, end in times:
            if grown.number and grown.last[1] == start:
                grown = GrowingTimes((grown.last[0], end), grown.before, grown.number)
            else:
                grown = GrowingTimes((start, end), grown, grown.number + 1)
        return grown

    def listed(self) -> list[Interval]:
        """The set of intervals, ascending."""
        found, at = [], self
        while at.number and at.before is not None:
            found.append(at.last)
            at = at.before
        return found[::-1]


NO_TIMES: Final = GrowingTimes()
"""The set of no interval."""

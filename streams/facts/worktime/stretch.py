"""A stretch: coverage whose parts are separated by less than a qualifying break, and how long it is.

High reading: unknown time is work. Low: it is rest. Each low stretch lies in one high stretch and takes its terms. The length of
a qualifying break is an argument; nothing here decides what is too long.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from streams.facts.worktime.intervals import Interval, length

BreakAt = Callable[[str, str, int, str], int | None]
"""The least length (ms) of a qualifying break for an area and sector at an instant (ms); None where no law is in force."""

WORKED, ELAPSED = "worked", "elapsed"
"""The measures of a stretch: the sum of its coverage, or the time from its first to its last instant."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Parts of coverage, ascending, that no qualifying break separates. Instants in ms, `[start, end)`."""

    parts: Sequence[Interval]

    @property
    def start(self) -> int:
        """The first instant of coverage."""
        return self.parts[0][0]

    @property
    def end(self) -> int:
        """The end of the last part."""
        return self.parts[-1][1]

    @property
    def interval(self) -> Interval:
        """From the first instant to the last."""
        return (self.start, self.end)

    def measured(self, measure: str) -> int:
        """The length (ms) by the measure, `worked` or `elapsed`."""
        return self.end - self.start if measure == ELAPSED else length(self.parts)

    def reaches(self, limit: int, measure: str) -> int | None:
        """The instant (ms) at which the measure reaches the limit (ms), or None where it does not."""
        if self.measured(measure) < limit:
            return None
        if measure == ELAPSED:
            return self.start + limit
        left = limit
        for start, end in self.parts:
            if end - start >= left:
                return start + left
            left -= end - start
        return self.end


@dataclass(frozen=True, slots=True)
class HighStretch(Stretch):
    """A stretch of the high reading, with the low stretches that lie in it."""

    lows: tuple[Stretch, ...]


def split(parts: Sequence[Interval], separates: Callable[[int, int], bool]) -> list[list[Interval]]:
    """Group ascending parts; a gap `[start, end)` for which `separates` holds begins a new group.

    >>> split([(0, 2), (3, 4), (9, 10)], lambda start, end: end - start > 1)
    [[(0, 2), (3, 4)], [(9, 10)]]
    """
    groups: list[list[Interval]] = []
    for part in parts:
        if groups and not separates(groups[-1][-1][1], part[0]):
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups

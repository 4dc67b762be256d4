"""A session as a fact: its points and its pulses, kept so that merging is free of order and repetition.

Points are `(at, sort, area, sector)` with sort 1 for *on* and 0 for *off*. Pulses are kept as runs, whose neighbours are at
most the pulse tolerance apart: a run is the hull of such a group, and depends on the set of pulses alone.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection
from itertools import pairwise
from sys import intern

import msgspec

OFF, ON = 0, 1

Point = tuple[int, int, str, str]
"""`(at in ms, 1 for on or 0 for off, area, sector)`."""


class Session(msgspec.Struct, array_like=True, gc=False):
    """What is known of one session. It changes with each event of it; the changes commute and repeat without effect.

    `runs` is flat: start, end, start, end, …, ascending; both ends are pulses. `first` is the earliest pulse with its area
    and sector. `left_at`: where the horizon has cut it off, the first point (ms) of another session after the last sign of
    this one, which it was left for; -1 for none.
    """

    points: list[Point] = []
    runs: list[int] = []
    first: tuple[int, str, str] | None = None
    left_at: int = -1

    def add_point(self, point: Point) -> bool:
        """Add a point to the set; false when it was there."""
        at = bisect_left(self.points, point)
        if at < len(self.points) and self.points[at] == point:
            return False
        insort(self.points, point)
        return True

    def add_pulse(self, at: int, area: str, sector: str, tolerance: int) -> bool:
        """Add a heartbeat to the runs; false when the session knew as much before."""
        before = self.first
        if before is None or at < before[0]:
            self.first = (at, intern(area), intern(sector))
        elif at == before[0]:
            self.first = max(before, (at, area, sector))
        self.runs, grew = joined(self.runs, at, tolerance)
        return grew or self.first != before

    def signs(self) -> int:
        """How many points and runs of pulses are kept of it."""
        return len(self.points) + len(self.runs) // 2

    def last(self) -> int:
        """The last instant (ms) of which the session says anything."""
        points = self.points[-1][0] if self.points else self.runs[-1]
        return max(points, self.runs[-1]) if self.runs else points

    def all_points(self) -> list[Point]:
        """The points that count.

        Where the earliest pulse comes before all points, it is an *on* among them. An instant with both *on* and *off* is none:
        it is a pulse and nothing else (`both`).
        """
        points = self.points
        if self.first is not None and (not points or self.first[0] < points[0][0]):
            points = [(self.first[0], ON, self.first[1], self.first[2]), *points]
        both = self.both()
        return [point for point in points if point[0] not in both] if both else points

    def begins(self) -> int:
        """The first instant (ms) of which the session says anything; it must say something."""
        return min([each[0] for each in self.points[:1]] + self.runs[:1])

    def both(self) -> set[int]:
        """The instants (ms) at which the session is said to begin and to end."""
        return {one[0] for one, other in pairwise(self.points) if one[0] == other[0] and one[1] != other[1]}


def with_pulses(runs: list[int], instants: Collection[int], tolerance: int) -> list[int]:
    """The flat runs with more pulses, in whatever order these come.

    >>> with_pulses([0, 100, 500, 600], {300, 900}, 200)
    [0, 600, 900, 900]
    """
    if not instants:
        return runs
    merged: list[int] = []
    for start, end in sorted([*zip(runs[::2], runs[1::2], strict=True), *((at, at) for at in instants)]):
        if merged and start <= merged[-1] + tolerance:
            merged[-1] = max(merged[-1], end)
        else:
            merged += (start, end)
    return merged


def joined(runs: list[int], at: int, tolerance: int) -> tuple[list[int], bool]:
    """The flat runs with one more pulse, and whether they changed. The list given may be changed and given back.

    >>> joined([0, 100, 500, 600], 300, 200)
    ([0, 600], True)
    """
    if runs and runs[-1] < at <= runs[-1] + tolerance:
        runs[-1] = at
        return runs, True
    # the runs that this pulse touches are those that end at or after `at - tolerance` and start at or before `at + tolerance`
    lo = bisect_left(runs, at - tolerance) & ~1
    hi = (bisect_right(runs, at + tolerance) + 1) & ~1
    if lo >= hi:
        return [*runs[:lo], at, at, *runs[lo:]], True
    start, end = min(at, runs[lo]), max(at, runs[hi - 1])
    if [start, end] == runs[lo:hi]:
        return runs, False
    return [*runs[:lo], start, end, *runs[hi:]], True

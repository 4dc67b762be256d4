"""The last place: the area and sector of a worker at an instant, by the latest point or first acceptance.

What happens outside the city gives no place: the last place stays the last one inside.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

from schemas.instants import NEVER
from schemas.outside import is_outside
from streams.facts.worktime.intervals import Interval, union

Place = tuple[int, int, str, str]
"""`(since when in ms, rank, area, sector)`. The rank decides between places of one instant: off 0, on 1, acceptance 2."""

PlaceSpan = tuple[int, int, tuple[str, str] | None]
"""`[start, end)` in ms, and area and sector; None where the worker is outside, or where no place is known."""

ACCEPTANCE = 2
"""The rank of the place of an acceptance, the highest."""

_AFTER_ALL = ACCEPTANCE + 1
"""A rank behind every place of an instant."""


class PlacesByTime:
    """The places of a worker on one platform, or on all together, by time; those outside the city are kept apart.

    Iterating gives all of them, by time.
    """

    __slots__ = ("_inside", "_stated")

    def __init__(self, places: Iterable[Place]) -> None:
        self._stated = sorted(places)
        inside = [place for place in self._stated if not is_outside(place[2])]
        self._inside = self._stated if len(inside) == len(self._stated) else inside

    def at(self, instant: int) -> tuple[str, str] | None:
        """Area and sector of the last place inside at or before the instant (ms); before the first place, that first one.

        Several places of one instant: the largest by `(rank, area, sector)`. None where there is no place inside at all.
        """
        place = self.place_at(instant)
        return None if place is None else place[2:]

    def place_at(self, instant: int) -> Place | None:
        """The place that `at` gives, with its instant."""
        if not self._inside:
            return None
        instant = max(instant, self._inside[0][0])
        return self._inside[bisect_right(self._inside, (instant, _AFTER_ALL)) - 1]

    def spans(self) -> list[PlaceSpan]:
        """All time, divided wherever the place changes."""
        if self._stated is self._inside:
            found: dict[int, tuple[str, str] | None] = {
                place[0]: place[2:] for place in self._stated
            }  # of one instant the last one decides
        else:
            instants = dict.fromkeys(place[0] for place in self._stated)
            found = {at: self.at(at) if self.inside_at(at) else None for at in instants}
        spans: list[PlaceSpan] = []
        since, now = -NEVER, next(iter(found.values()), None)
        for at, place in found.items():
            if place != now:
                spans.append((since, at, now))
                since, now = at, place
        return [*spans, (since, NEVER, now)]

    def first(self) -> int | None:
        """The instant (ms) of the first place inside; None where there is none."""
        return self._inside[0][0] if self._inside else None

    def inside_at(self, instant: int) -> bool:
        """True unless the last place stated at or before the instant (ms) is outside; before the first, that first one."""
        if self._stated is self._inside:
            return True
        index = bisect_right(self._stated, (max(instant, self._stated[0][0]), _AFTER_ALL)) - 1
        return not is_outside(self._stated[index][2])

    def inside_at_or_within(self, instant: int, end: int) -> bool:
        """True if the last place at the instant is inside, or one inside is stated after it up to `end` (ms), included."""
        if self.inside_at(instant):
            return True
        after = bisect_right(self._inside, (instant, _AFTER_ALL))
        return after < len(self._inside) and self._inside[after][0] <= end

    def outside_spans(self, until: int) -> list[Interval]:
        """The time after a place outside, up to the next one inside or `until` (ms), ascending."""
        if self._stated is self._inside:
            return []
        edges = [*(place[0] for place in self._stated), until]
        last = {place[0]: is_outside(place[2]) for place in self._stated}  # of one instant the last one decides
        found = [(start, end) for start, end in pairwise(edges) if start < end and last[start]]
        return union(found)

    def last_before(self, instant: int) -> Place | None:
        """The last place inside, strictly before the instant (ms), or None."""
        return _last_before(self._inside, instant)

    def outside_before(self, instant: int) -> Place | None:
        """The last place stated strictly before the instant (ms), where it is outside, else None."""
        place = _last_before(self._stated, instant)
        return place if place is not None and is_outside(place[2]) else None

    def __iter__(self) -> Iterator[Place]:
        return iter(self._stated)


def _last_before(places: list[Place], instant: int) -> Place | None:
    index = bisect_right(places, (instant, -1))
    return places[index - 1] if index else None

"""The last place: the area and sector of a worker at an instant, by the latest point or first acceptance."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

Place = tuple[int, int, str, str]
"""`(since when in ms, rank, area, sector)`. The rank decides between places of one instant: off 0, on 1, acceptance 2."""

ACCEPTANCE = 2
"""The rank of the place of an acceptance, the highest."""


class PlacesByTime:
    """The places of a worker on one platform, or on all together, by time."""

    __slots__ = ("_places",)

    def __init__(self, places: Iterable[Place]) -> None:
        self._places = sorted(places)

    def at(self, instant: int) -> tuple[str, str] | None:
        """Area and sector of the last place at or before the instant (ms); before the first place, that first one.

        Of places of one instant it is the largest by `(rank, area, sector)`. None where there is no place at all.
        """
        if not self._places:
            return None
        instant = max(instant, self._places[0][0])
        place = self._places[bisect_right(self._places, (instant, ACCEPTANCE + 1)) - 1]
        return place[2], place[3]

    def last_before(self, instant: int) -> Place | None:
        """The last place strictly before the instant (ms), or None."""
        index = bisect_right(self._places, (instant, -1))
        return self._places[index - 1] if index else None

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places)

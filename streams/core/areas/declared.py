"""The measures that platforms declare against bad weather, found by platform, sector and area. Pure."""

from bisect import insort
from collections import Counter
from collections.abc import Callable
from heapq import heappop, heappush

from schemas.feed.reading import Mitigation

Place = tuple[str, str, str]
"""Platform, sector and area."""


class DeclaredMeasures:
    """Those of a pace partition; mutable. One more costs a search in those of its platform, and the next view a copy of them.

    `number` is how many each platform has declared. One is found from the instant on at which it was declared.
    """

    def __init__(self, reaches: Callable[[str, str], bool]) -> None:
        """Begin with none; `reaches` tells of a county, city, province or zone, and an area, if the one is or holds the other."""
        self._reaches = reaches
        self.number: Counter[str] = Counter()
        self._to_come: list[tuple[int, int, Mitigation]] = []
        self._lines: dict[tuple[str, str], dict[str, list[Mitigation]]] = {}
        self._at: dict[Place, tuple[Mitigation, ...]] = {}

    def add(self, declared: Mitigation) -> None:
        """Add one that is not known."""
        self.number[declared.platform] += 1
        heappush(self._to_come, (declared.at, self.number.total(), declared))

    def at(self, place: Place, now: int) -> tuple[Mitigation, ...]:
        """Those that concern a place and were declared up to `now` (ms), by their beginning; the same object while they are."""
        while self._to_come and self._to_come[0][0] <= now:
            self._find(heappop(self._to_come)[2])
        found = self._at.get(place)
        if found is None:
            platform, sector, area = place
            lines = self._lines.get((platform, sector), {})
            found = self._at[place] = _together([line for code, line in lines.items() if self._reaches(code, area)])
        return found

    def concerns(self, declared: Mitigation, place: Place) -> bool:
        """True for a measure of this platform and sector, in an area that this one is or lies in."""
        platform, sector, area = place
        return (declared.platform, declared.sector) == (platform, sector) and self._reaches(declared.area, area)

    def _find(self, declared: Mitigation) -> None:
        lines = self._lines.setdefault((declared.platform, declared.sector), {})
        insort(lines.setdefault(declared.area, []), declared, key=_by_beginning)
        for place in [place for place in self._at if self.concerns(declared, place)]:
            del self._at[place]


def _together(lines: list[list[Mitigation]]) -> tuple[Mitigation, ...]:
    if len(lines) == 1:
        return tuple(lines[0])
    return tuple(sorted((each for line in lines for each in line), key=_by_beginning))


def _by_beginning(declared: Mitigation) -> tuple[int, int, str]:
    return declared.from_at, declared.until_at, declared.event_id

"""A view of one platform and sector in one area at an instant: its cells, the weather there, and what the platform declared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from schemas.feed.reading import Mitigation
from streams.facts.areas.cell import Cell
from streams.facts.weather.by_kind import Episodes
from streams.facts.weather.episode import Episode

AreaCells = Sequence[tuple[str, Cell]]
"""Areas, each with its cell of a slot."""


def no_cells(_slot: int) -> AreaCells:
    """The cells beside an area that has no other beside it."""
    return ()


@dataclass(frozen=True, slots=True)
class AreaView:
    """All that is known at `now` (ms). `cell_of` returns the cell of a slot, an empty one where nothing was added.

    `cells_beside` returns those of the same slot in the areas beside it: of a zone its counties, of a county its zones.
    `episodes` are all of the area, of whatever kind, by start, as far as known at `now`. `mitigations` are those of the
    platform and sector that reach the area, by their beginning. Episodes that begin before `settled` (ms) are judged no more.
    """

    platform: str
    sector: str
    area: str
    now: int
    cell_of: Callable[[int], Cell]
    episodes: Sequence[Episode]
    mitigations: tuple[Mitigation, ...]
    settled: int = 0
    cells_beside: Callable[[int], AreaCells] = no_cells

    @property
    def reach(self) -> tuple[frozenset[str], int]:
        """The area, and the instant (ms) at which its first episode begins; `now` where there is none."""
        first = Episodes.of(self.episodes).first_start()
        return frozenset({self.area}), self.now if first is None else first

    @property
    def subject(self) -> str:
        """The subject of findings about it: `platform/sector/area`."""
        return subject_of(self.platform, self.sector, self.area)


def subject_of(platform: str, sector: str, area: str) -> str:
    """The subject of findings about an area: `platform/sector/area`.

    >>> subject_of("hema", "delivery", "360104")
    'hema/delivery/360104'
    """
    return f"{platform}/{sector}/{area}"

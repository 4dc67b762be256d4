"""The facts of a pace partition: the cells of its areas, the weather, and what platforms declare; and its state, in units.

It does not decide what follows from it, nor which area is evaluated.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from math import inf

import msgspec

from schemas.feed.reading import Mitigation
from schemas.legal_days import DAY_MS
from schemas.weather.warning import WeatherRow
from streams.core.area_record import FinalCells, LiveCells
from streams.core.areas.cell_day import CellDays, ChangedDay, DayKey, by_day
from streams.core.areas.declared import DeclaredMeasures, Place
from streams.core.areas.sky import ReachedBy, Sky
from streams.core.areas.state import (
    REST,
    PaceRest,
    day_key,
    decode_day,
    decode_rest,
    decode_weather,
    encode_unit,
    unit_of,
    weather_number,
    weather_unit,
)
from streams.core.areas.weather_pieces import WeatherPieces
from streams.core.state.stored import Units
from streams.facts.areas.area_view import AreaCells, AreaView
from streams.facts.areas.cell import Cell, CellKey
from streams.law.registers.budget import Budget

SETTLED_MS = 7 * DAY_MS
"""The time after its end for which an episode is judged again when something changes, live."""

KEPT_MS = 29 * DAY_MS
"""The time before the earliest episode still judged for which cells are kept: four weeks are looked back."""


def no_area(_area: str) -> tuple[str, ...]:
    """The areas beside an area, where none is known to be."""
    return ()


class Known:
    """The facts of a partition; mutable: each record adds to them."""

    def __init__(
        self,
        reached_by: ReachedBy,
        lies_in: Mapping[str, tuple[str, ...]],
        budgets: Mapping[str, Budget] | None = None,
        beside: ReachedBy = no_area,
    ) -> None:
        """Begin with nothing; `budgets` of each platform bound what it may declare, None for no bound.

        `beside` returns the areas beside an area, whose cells stand in for its own in a baseline.
        """
        self.beside = beside
        self._budgets = budgets or {}
        self.sky = Sky(reached_by, lies_in)
        self.declared = DeclaredMeasures(self.sky.reaches)
        self._weather = WeatherPieces()
        self._cells = CellDays()
        self._rest = PaceRest()
        self._rest_is_dirty = False
        self._pieces: dict[int, list[LiveCells]] = {}

    @property
    def settled(self) -> int:
        """The instant (ms) before which nothing is judged any more."""
        return self._rest.settled

    @property
    def dirty(self) -> int:
        """The number of units that changed since they were dumped."""
        return len(self._cells.dirty) + len(self._weather.dirty) + self._rest_is_dirty

    def cells(self) -> Iterator[tuple[CellKey, Cell]]:
        """All cells that are kept, empty ones too."""
        return self._cells.cells()

    def take_live(self, cells: LiveCells, offset: int) -> Iterable[ChangedDay]:
        """Let the cells of a judge be these; the days that changed. Cells of an offset that is known already are left out.

        Of cells in pieces nothing counts before the last piece has come.
        """
        if not self._is_current(cells.source, cells.incarnation, offset):
            return ()
        pieces = self._gathered(cells)
        if len(pieces) < cells.pieces:
            return ()
        own = chain.from_iterable(each.cells for each in pieces)
        beside = chain.from_iterable(each.beside for each in pieces)
        return self._cells.replace(cells.source, by_day(own, beside), offset)

    def _gathered(self, cells: LiveCells) -> list[LiveCells]:
        """The pieces that came one after the other up to this one; none where one before it is missing."""
        before = self._pieces.pop(cells.source, []) if cells.piece else []
        follows = [(each.incarnation, each.pieces, each.piece) for each in before]
        if follows != [(cells.incarnation, cells.pieces, number) for number in range(cells.piece)]:
            return []
        gathered = [*before, cells]
        if len(gathered) < cells.pieces:
            self._pieces[cells.source] = gathered
        return gathered

    def take_final(self, cells: FinalCells, offset: int) -> Iterable[ChangedDay]:
        """Add final cells, each batch once; gives the days that changed."""
        counted = cells.number <= self._rest.applied.get(cells.bucket, 0)
        if counted or not self._is_current(cells.source, cells.incarnation, offset):
            return ()
        self._rest.applied[cells.bucket] = cells.number
        self._rest_is_dirty = True
        return self._cells.add_final(by_day(cells.cells, cells.beside), offset)

    def is_beside(self, key: DayKey) -> bool:
        """True for a day of an area that another pace partition evaluates."""
        return self._cells.is_beside(key)

    def take_weather(self, rows: Iterable[WeatherRow]) -> None:
        """Add what weather messages come to."""
        self._weather.add(self.sky.take(rows))

    def take_declared(self, mitigations: Iterable[Mitigation]) -> tuple[set[Mitigation], list[Mitigation]]:
        """Add what platforms declare; gives what is new, and what was not taken since it is beyond a budget."""
        fresh: set[Mitigation] = set()
        beyond: list[Mitigation] = []
        for each in mitigations:
            # where it stood in the feed is no part of it: one that is said twice is one
            declared = msgspec.structs.replace(each, offset=0, index=0, partition=0)
            if declared in self._rest.declared:
                continue
            if self.declared.number[each.platform] >= self._most_declared(each.platform):
                beyond.append(each)
                continue
            fresh.add(declared)
            self._rest.declared.add(declared)
            self.declared.add(declared)
        self._rest_is_dirty |= bool(fresh)
        return fresh, beyond

    def _most_declared(self, platform: str) -> float:
        return self._budgets[platform].declared if platform in self._budgets else inf

    def view(self, place: Place, now: int) -> AreaView:
        """The view of an area at `now` (ms)."""
        platform, sector, area = place

        def cell_of(slot: int) -> Cell:
            return self._cells.cell(CellKey(platform, sector, area, slot))

        def cells_beside(slot: int) -> AreaCells:
            return [(near, self._cells.cell(CellKey(platform, sector, near, slot))) for near in self.beside(area)]

        return AreaView(
            platform=platform,
            sector=sector,
            area=area,
            now=now,
            cell_of=cell_of,
            episodes=self.sky.over(area),
            mitigations=self.declared.at(place, now),
            settled=self._rest.settled,
            cells_beside=cells_beside,
        )

    def dump(self, offset: int) -> list[Units]:
        """The units that changed, as they are after the record of that offset: days and weather, and then the rest.

        The second part is to be written when the first is.
        """
        units: Units = []
        for key in sorted(self._cells.dirty):
            day = self._cells.get(key)
            units.append(
                (unit_of(key), None if day is None else encode_unit(msgspec.structs.replace(day, upto=offset)))
            )
        for number in sorted(self._weather.dirty):
            piece = self._weather.get(number)
            units.append((weather_unit(number), None if piece is None else encode_unit(piece)))
        rest: Units = []
        if self._rest_is_dirty:
            rest.append((REST, encode_unit(msgspec.structs.replace(self._rest, upto=offset))))
        self._cells.dirty.clear()
        self._weather.dirty.clear()
        self._rest_is_dirty = False
        return [units, rest]

    def load(self, unit: bytes, state: bytes) -> tuple[DayKey | None, int]:
        """Take over a unit as it was dumped; gives its day and the offset up to which it was written, -1 for weather.

        None for what is no day of an area that is evaluated here. `UnreadableState` where the bytes are none.
        """
        if unit == REST:
            self._load_rest(decode_rest(state))
            return None, self._rest.upto
        number = weather_number(unit)
        if number is not None:
            piece = decode_weather(state)
            self._weather.load(number, piece)
            self.sky.take(piece)
            return None, -1
        key, day = day_key(unit), decode_day(state)
        self._cells.load(key, day)
        return (None if day.beside else key), day.upto

    def _load_rest(self, rest: PaceRest) -> None:
        """Take over the rest. Weather that a release before stored with it is put into pieces, and all that written anew."""
        self._weather.add(self.sky.take(rest.weather))
        self._rest_is_dirty |= bool(rest.weather)
        self._rest = msgspec.structs.replace(rest, weather=set())
        self._index_declared()

    def write_anew(self, unit: bytes) -> None:
        """Have a unit in the next dump."""
        number = weather_number(unit)
        if unit == REST:
            self._rest_is_dirty = True
        elif number is not None:
            self._weather.dirty.add(number)
        else:
            self._cells.dirty.add(day_key(unit))

    def trim(self, now: int) -> None:
        """Forget at `now` (ms) what is long over, and pack the cells that are final."""
        self._cells.pack()
        settled = self.sky.begun_by((now - SETTLED_MS) // DAY_MS * DAY_MS)
        if settled <= self._rest.settled:
            return
        self._rest.settled = settled
        self._rest_is_dirty = True
        self._cells.drop_before(settled - KEPT_MS)
        self.sky.drop_before(settled - KEPT_MS)
        self._weather.keep(self.sky.rows)
        self._rest.declared = {each for each in self._rest.declared if each.until_at >= settled}
        self._index_declared()

    def _index_declared(self) -> None:
        self.declared = DeclaredMeasures(self.sky.reaches)
        for each in self._rest.declared:
            self.declared.add(each)

    def _is_current(self, source: int, incarnation: int, offset: int) -> bool:
        """True for cells to be taken: not those of a replaced judge, nor those that the state beside the cells has counted."""
        if offset <= self._rest.upto or incarnation < self._rest.incarnations.get(source, 0):
            return False
        if self._rest.incarnations.get(source) != incarnation:
            self._rest.incarnations[source] = incarnation
            self._rest_is_dirty = True
        return True

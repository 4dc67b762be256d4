"""The cells of one platform, sector and area over a day of slots, as the pace keeps them: final ones, and those of each judge."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

import msgspec

from schemas.legal_days import DAY_MS
from streams.facts.areas.cell import NOTHING, SLOT_MS, Cell, CellKey, CellRow

SLOTS = DAY_MS // SLOT_MS


class DayKey(NamedTuple):
    """A day of cells: `day` counts from 1970 in UTC, as slots do; it is how they are stored and no legal day."""

    platform: str
    sector: str
    area: str
    day: int


class ChangedDay(NamedTuple):
    """A day of cells that has changed, and the first slot in it that did."""

    key: DayKey
    slot: int


def day_of(key: CellKey) -> DayKey:
    """The day in which a cell lies."""
    return DayKey(key.platform, key.sector, key.area, key.slot // SLOTS)


class CellDay(msgspec.Struct, array_like=True):
    """A day of cells, mutable: by slot, the `final` ones, and the latest live ones of each judge, by its work partition.

    `upto`: the offset of the record up to which it was written. Cells of an earlier record are in it already. `beside`: another
    pace partition evaluates the area; its cells are here for the baselines of the areas beside it.
    """

    final: dict[int, Cell] = {}
    live: dict[int, dict[int, Cell]] = {}
    upto: int = -1
    beside: bool = False

    def add_final(self, slot: int, cell: Cell) -> None:
        """Add what has become final in a slot."""
        self.final[slot] = self.final.get(slot, NOTHING).plus(cell)

    def replace(self, source: int, cells: dict[int, Cell]) -> int | None:
        """Put the cells of a judge in the place of its former ones; the first slot in which they differ, None where in none."""
        before = self.live.get(source, {})
        if before == cells:
            return None
        self.live[source] = cells
        if not cells:
            del self.live[source]
        return min(slot for slot in before.keys() | cells.keys() if before.get(slot) != cells.get(slot))

    def slots(self) -> set[int]:
        """The slots of which anything is known."""
        return self.final.keys() | {slot for each in self.live.values() for slot in each}

    def cell(self, slot: int) -> Cell:
        """The sum of a slot."""
        cell = self.final.get(slot, NOTHING)
        for each in self.live.values():
            more = each.get(slot)
            if more is not None:
                cell = cell.plus(more)
        return cell


class DealtDays(NamedTuple):
    """The cells of a record by day and slot; `beside` are the days of areas that another pace partition evaluates."""

    days: dict[DayKey, dict[int, Cell]]
    beside: frozenset[DayKey]


def by_day(own: Iterable[CellRow], beside: Iterable[CellRow]) -> DealtDays:
    """The cells of a record by day: of areas evaluated here, and of those beside them."""
    days: dict[DayKey, dict[int, Cell]] = {}
    near = list(beside)
    for key, cell in chain(own, near):
        day = days.setdefault(day_of(key), {})
        day[key.slot] = day[key.slot].plus(cell) if key.slot in day else cell
    return DealtDays(days, frozenset(day_of(key) for key, _ in near))


_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(CellDay).decode


class CellDays:
    """All cells of a pace partition. Mutable; `dirty` are the days that changed since they were dumped.

    Weeks are kept, and of them hours are looked at: a day that is final is kept packed, in a tenth of the memory.
    """

    def __init__(self) -> None:
        self.dirty: set[DayKey] = set()
        self._days: dict[DayKey, CellDay] = {}
        self._packed: dict[DayKey, bytes] = {}
        self._of_source: dict[int, set[DayKey]] = {}

    def load(self, key: DayKey, day: CellDay) -> None:
        """Take over a day as it was written."""
        self._days[key] = day
        for source in day.live:
            self._of_source.setdefault(source, set()).add(key)

    def get(self, key: DayKey) -> CellDay | None:
        """A day, None where nothing is known of it."""
        day = self._days.get(key)
        if day is None and key in self._packed:
            day = self._days[key] = _unpack(self._packed.pop(key))
        return day

    def is_beside(self, key: DayKey) -> bool:
        """True for a day of an area that another pace partition evaluates."""
        day = self.get(key)
        return day is not None and day.beside

    def replace(self, source: int, cells: DealtDays, offset: int) -> Iterator[ChangedDay]:
        """Let the cells of a judge be these and no others; gives the days that changed by it."""
        before = self._of_source.get(source, set())
        self._of_source[source] = set(cells.days)
        for key in before | cells.days.keys():
            day = self.get(key) or self._begin(key, cells)
            if offset <= day.upto:
                self._of_source[source].add(key)  # what it is now a later record has said
            elif (slot := day.replace(source, cells.days.get(key, {}))) is not None:
                self.dirty.add(key)
                yield ChangedDay(key, slot)

    def add_final(self, cells: DealtDays, offset: int) -> Iterator[ChangedDay]:
        """Add final cells; gives the days that changed by it."""
        for key, slots in cells.days.items():
            day = self.get(key) or self._begin(key, cells)
            if offset > day.upto:
                for slot, cell in slots.items():
                    day.add_final(slot, cell)
                self.dirty.add(key)
                yield ChangedDay(key, min(slots))

    def cell(self, key: CellKey) -> Cell:
        """The sum of a cell."""
        day = self.get(day_of(key))
        return NOTHING if day is None else day.cell(key.slot)

    def cells(self) -> Iterator[tuple[CellKey, Cell]]:
        """All cells, in no order."""
        for key in [*self._days, *self._packed]:
            day = self.get(key) or CellDay()
            for slot in day.slots():
                yield CellKey(key.platform, key.sector, key.area, slot), day.cell(slot)

    def pack(self) -> None:
        """Pack the days that are final; one that is looked at or added to again is unpacked then."""
        for key in [key for key, day in self._days.items() if not day.live and key not in self.dirty]:
            self._packed[key] = _pack(self._days.pop(key))

    def drop_before(self, at: int) -> None:
        """Forget the days that have ended by an instant (ms)."""
        for key in [key for key in (*self._days, *self._packed) if (key.day + 1) * DAY_MS <= at]:
            self._days.pop(key, None)
            self._packed.pop(key, None)
            self.dirty.add(key)

    def _begin(self, key: DayKey, cells: DealtDays) -> CellDay:
        day = self._days[key] = CellDay(beside=key in cells.beside)
        return day

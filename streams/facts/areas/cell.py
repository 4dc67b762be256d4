"""Cells: the sums of one platform, sector, area and slot, a slot being ten minutes of the clock.

Sums are exact and free of order: a cell is the sum over the workers there. Nothing here decides what counts as busy or eased.
"""

import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from streams.facts.worktime.intervals import Interval

SLOT_MS = 600_000
"""Length of a slot; slots begin at whole multiples of it since 1970, in UTC and on the local clock alike."""


class CellKey(NamedTuple):
    """The key of a cell: `slot` is the number of the slot since 1970, `[slot, slot + 1) * SLOT_MS` in ms."""

    platform: str
    sector: str
    area: str
    slot: int


class Cell(NamedTuple):
    """The sums of a cell.

    `low` and `high`: active time in ms on the online basis, in either reading. `accepted`: orders by their first acceptance.
    `pushes`: of those that the platform pushed, the instants in ms within the slot, packed (see `push_instants`).
    `promised`, `promised_ms`, `metres`: over orders with both a promise and a distance, their number, the time promised from
    the beginning of execution on, and the distance.
    """

    low: int = 0
    high: int = 0
    accepted: int = 0
    pushes: bytes = b""
    promised: int = 0
    promised_ms: int = 0
    metres: int = 0

    @property
    def pushed(self) -> int:
        """The number of orders that the platform pushed."""
        return len(self.pushes) // _PUSH.size

    def plus(self, other: "Cell") -> "Cell":
        """Add two cells."""
        return Cell(
            self.low + other.low,
            self.high + other.high,
            self.accepted + other.accepted,
            _sorted(self.pushes + other.pushes) if self.pushes and other.pushes else self.pushes or other.pushes,
            self.promised + other.promised,
            self.promised_ms + other.promised_ms,
            self.metres + other.metres,
        )

    def less(self, part: "Cell") -> "Cell":
        """Subtract a part that was added before."""
        return Cell(
            self.low - part.low,
            self.high - part.high,
            self.accepted - part.accepted,
            b"".join(sorted((Counter(_chunks(self.pushes)) - Counter(_chunks(part.pushes))).elements())),
            self.promised - part.promised,
            self.promised_ms - part.promised_ms,
            self.metres - part.metres,
        )


CellRow = tuple[CellKey, Cell]
"""A cell with its key."""

NOTHING = Cell()
"""The cell of a slot to which nothing was added."""

_PUSH = struct.Struct(">I")


def slot_of(at: int) -> int:
    """The slot in which an instant (ms) lies."""
    return at // SLOT_MS


def slot_interval(slot: int) -> Interval:
    """The slot as `[start, end)` in ms."""
    return slot * SLOT_MS, (slot + 1) * SLOT_MS


def push_instants(slot: int, cell: Cell) -> Iterator[int]:
    """The instants (ms) of the orders pushed in that slot, in ascending order."""
    return (slot * SLOT_MS + at for (at,) in _PUSH.iter_unpack(cell.pushes))


class CellSums:
    """Cells that are still being added up: mutable, since the sums run over thousands of workers."""

    __slots__ = ("_pushes", "_sums")

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str, str], dict[int, list[int]]] = {}
        self._pushes: dict[tuple[tuple[str, str, str], int], list[bytes]] = {}

    def add_time(self, where: tuple[str, str, str], start: int, end: int, *, known: bool) -> None:
        """Add active time `[start, end)` (ms) of a platform, sector and area, slot by slot; `known`: in both readings."""
        slots = self._slots(where)
        at, slot = start, start // SLOT_MS
        while at < end:
            sums = slots.get(slot)
            if sums is None:
                sums = slots[slot] = [0] * 6
            slot += 1
            until = min(end, slot * SLOT_MS)
            sums[_HIGH] += until - at
            if known:
                sums[_LOW] += until - at
            at = until

    def add_order(self, where: tuple[str, str, str], at: int, *, pushed: bool, promised_ms: int, metres: int) -> None:
        """Add an order of a platform, sector and area that was accepted at an instant (ms).

        `pushed`: by the platform; `promised_ms`: the time promised, and the distance, -1 where one of both is not known.
        """
        slot = at // SLOT_MS
        slots = self._slots(where)
        sums = slots.get(slot)
        if sums is None:
            sums = slots[slot] = [0] * 6
        sums[_ACCEPTED] += 1
        if pushed:
            self._pushes.setdefault((where, slot), []).append(_PUSH.pack(at % SLOT_MS))
        if promised_ms >= 0:
            sums[_PROMISED] += 1
            sums[_PROMISED_MS] += promised_ms
            sums[_METRES] += metres

    def add(self, key: CellKey, cell: Cell) -> None:
        """Add a cell that was summed up elsewhere."""
        where = (key.platform, key.sector, key.area)
        sums = self._slots(where).setdefault(key.slot, [0] * 6)
        for i, more in enumerate((cell.low, cell.high, cell.accepted, cell.promised, cell.promised_ms, cell.metres)):
            sums[i] += more
        if cell.pushes:
            self._pushes.setdefault((where, key.slot), []).append(cell.pushes)

    def cells(self) -> dict[CellKey, Cell]:
        """The cells as summed so far."""
        return {
            CellKey(*where, slot): self._cell((where, slot), *sums)
            for where, slots in self._sums.items()
            for slot, sums in slots.items()
        }

    def _slots(self, where: tuple[str, str, str]) -> dict[int, list[int]]:
        slots = self._sums.get(where)
        if slots is None:
            slots = self._sums[where] = {}
        return slots

    def _cell(
        self,
        key: tuple[tuple[str, str, str], int],
        low: int,
        high: int,
        accepted: int,
        promised: int,
        promised_ms: int,
        metres: int,
    ) -> Cell:
        pushes = _sorted(b"".join(self._pushes.get(key, ())))
        return Cell(low, high, accepted, pushes, promised, promised_ms, metres)


_LOW, _HIGH, _ACCEPTED, _PROMISED, _PROMISED_MS, _METRES = range(6)


def in_pieces(rows: Iterable[CellRow], most: int) -> Iterator[list[CellRow]]:
    """Divide cells into lists of about `most` bytes each, so that none is too large for a record; their sums are the same.

    A cell with more pushes than fit is divided into several of one key, which the reader adds up.
    """
    piece: list[CellRow] = []
    size = 0
    for key, cell in rows:
        for part in _parts(cell, most):
            piece.append((key, part))
            size += size_of(piece[-1:])
            if size >= most:
                yield piece
                piece, size = [], 0
    if piece:
        yield piece


def size_of(rows: Iterable[CellRow]) -> int:
    """The size of the cells in a record, in bytes, about."""
    return sum(_ROW_BYTES + len(cell.pushes) for _, cell in rows)


def difference(before: Mapping[CellKey, Cell], after: Mapping[CellKey, Cell]) -> dict[CellKey, Cell]:
    """Subtract the cells after from those before, cell by cell; cells that are equal are left out."""
    rest = ((key, before.get(key, NOTHING).less(after.get(key, NOTHING))) for key in before.keys() | after.keys())
    return {key: cell for key, cell in rest if cell != NOTHING}


_ROW_BYTES = 100
"""Bytes of a cell without pushes: a key of three short words and a slot, and six numbers of up to nine bytes."""


def _parts(cell: Cell, most: int) -> Iterator[Cell]:
    whole = max(1, most // _PUSH.size) * _PUSH.size
    yield cell._replace(pushes=cell.pushes[:whole]) if len(cell.pushes) > whole else cell
    for at in range(whole, len(cell.pushes), whole):
        yield Cell(pushes=cell.pushes[at : at + whole])


def _chunks(pushes: bytes) -> list[bytes]:
    return [pushes[i : i + _PUSH.size] for i in range(0, len(pushes), _PUSH.size)]


def _sorted(pushes: bytes) -> bytes:
    return pushes if len(pushes) <= _PUSH.size else b"".join(sorted(_chunks(pushes)))

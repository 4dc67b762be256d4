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
        self._sums: dict[CellKey, list[int]] = {}
        self._pushes: dict[CellKey, list[bytes]] = {}

    def add_time(self, key: CellKey, low: int, high: int) -> None:
        """Add active time (ms) in either reading."""
        sums = self._of(key)
        sums[_LOW] += low
        sums[_HIGH] += high

    def add_order(self, key: CellKey, pushed_at: int | None) -> None:
        """Add an accepted order; where the platform pushed it, with the instant (ms) of its acceptance."""
        self._of(key)[_ACCEPTED] += 1
        if pushed_at is not None:
            self._pushes.setdefault(key, []).append(_PUSH.pack(pushed_at % SLOT_MS))

    def add_promise(self, key: CellKey, promised_ms: int, metres: int) -> None:
        """Add the time promised for an order and its distance."""
        sums = self._of(key)
        sums[_PROMISED] += 1
        sums[_PROMISED_MS] += promised_ms
        sums[_METRES] += metres

    def add(self, key: CellKey, cell: Cell) -> None:
        """Add a cell that was summed up elsewhere."""
        sums = self._of(key)
        for i, more in enumerate((cell.low, cell.high, cell.accepted, cell.promised, cell.promised_ms, cell.metres)):
            sums[i] += more
        if cell.pushes:
            self._pushes.setdefault(key, []).append(cell.pushes)

    def cells(self) -> dict[CellKey, Cell]:
        """The cells as summed so far."""
        return {key: self._cell(key, *sums) for key, sums in self._sums.items()}

    def _of(self, key: CellKey) -> list[int]:
        sums = self._sums.get(key)
        if sums is None:
            sums = self._sums[key] = [0] * 6
        return sums

    def _cell(
        self, key: CellKey, low: int, high: int, accepted: int, promised: int, promised_ms: int, metres: int
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

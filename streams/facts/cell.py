"""Cells: the sums of one platform, sector, area and slot, a slot being ten minutes of the clock.

Sums are exact and free of order: a cell is what the workers there add to it. Nothing here decides what counts as busy or eased.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from streams.facts.intervals import Interval

SLOT_MS = 600_000
"""Length of a slot; slots begin at whole multiples of it since 1970, in UTC and on the local clock alike."""


class CellKey(NamedTuple):
    """Which cell: `slot` is the number of the slot since 1970, `[slot, slot + 1) * SLOT_MS` in ms."""

    platform: str
    sector: str
    area: str
    slot: int


class Cell(NamedTuple):
    """What was summed up in a cell.

    `low` and `high`: active time in ms on the online basis, in either reading. `accepted`: orders by their first acceptance.
    `pushes`: of those that the platform pushed, the instants in ms within the slot, packed (see `push_instants`).
    `promised`, `promised_ms`, `metres`: over orders with both a promise and a distance, their number, the time promised from
    the beginning of execution on, and the way.
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
        """The sum of both."""
        return Cell(
            self.low + other.low,
            self.high + other.high,
            self.accepted + other.accepted,
            _sorted(self.pushes + other.pushes),
            self.promised + other.promised,
            self.promised_ms + other.promised_ms,
            self.metres + other.metres,
        )


NOTHING = Cell()
"""The cell of a slot in which nothing was."""

_PUSH = struct.Struct(">I")


def slot_of(at: int) -> int:
    """The slot in which an instant (ms) lies."""
    return at // SLOT_MS


def slot_interval(slot: int) -> Interval:
    """The slot as `[start, end)` in ms."""
    return slot * SLOT_MS, (slot + 1) * SLOT_MS


def packed_push(at: int) -> bytes:
    """An instant (ms) as it stands in `pushes`."""
    return _PUSH.pack(at % SLOT_MS)


def push_instants(slot: int, cell: Cell) -> Iterator[int]:
    """The instants (ms) of the orders pushed in that slot, in ascending order."""
    return (slot * SLOT_MS + at for (at,) in _PUSH.iter_unpack(cell.pushes))


def _sorted(pushes: bytes) -> bytes:
    if len(pushes) <= _PUSH.size:
        return pushes
    return b"".join(sorted(pushes[i : i + _PUSH.size] for i in range(0, len(pushes), _PUSH.size)))

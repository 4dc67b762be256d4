"""The final cells of a bucket: what its workers added to cells and the horizon has cut off, until the pace has it for good.

The pace adds them up for ever, so each must reach it once, whatever dies meanwhile. They are put into numbered batches: a batch
is made when the bucket is dumped, is sent only when the broker has that dump, and is sent again with the same number and the
same cells as long as nobody knows that it arrived. The pace takes each number of a bucket once.
"""

from collections.abc import Iterator

import msgspec

from streams.facts.areas.cell import NOTHING, Cell, CellKey, in_pieces

MOST_BYTES = 1 << 20
"""Bytes of the cells of a record or a batch, about: an eighth of what a broker takes, and ten thousand usual cells."""

Cells = dict[CellKey, Cell]


class CellBatch(msgspec.Struct, frozen=True, array_like=True):
    """Final cells under the number by which the pace knows whether it has them. Numbers rise within a bucket."""

    number: int
    cells: list[tuple[CellKey, Cell]]


class Finals:
    """The final cells of one bucket; mutable. `open` are in no dump yet; those beyond `_safe` may be in none that survives."""

    def __init__(self, batches: list[CellBatch] | None = None, number: int = 0) -> None:
        """Begin with what a dump held: that has survived."""
        self.batches = batches or []
        self.number = number
        self._open: Cells = {}
        self._safe = number

    def add(self, cells: Cells) -> None:
        """Add what was just cut off."""
        for key, cell in cells.items():
            self._open[key] = self._open.get(key, NOTHING).plus(cell)

    def seal(self) -> None:
        """Put what is open into batches: the bucket is being dumped."""
        for piece in in_pieces(self._open.items(), MOST_BYTES):
            self.number += 1
            self.batches = [*self.batches, CellBatch(self.number, piece)]
        self._open = {}

    def survived(self, number: int) -> None:
        """The broker has the dump that was made when the latest batch had this number."""
        self._safe = max(self._safe, number)

    def sendable(self) -> list[CellBatch]:
        """The batches that the pace may have."""
        return [batch for batch in self.batches if batch.number <= self._safe]

    def arrived(self, number: int) -> None:
        """The pace's topic has the batches up to this number."""
        self.batches = [batch for batch in self.batches if batch.number > number]

    def pending(self) -> Iterator[tuple[CellKey, Cell]]:
        """The cells that the pace may not have as final yet: they are sent with the live cells."""
        yield from self._open.items()
        for batch in self.batches:
            if batch.number > self._safe:
                yield from batch.cells

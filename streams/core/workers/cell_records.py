"""Records for the topic `pace` of the cells that a sweep counted: each cell to the partition of its subject. Pure."""

from collections.abc import Iterable, Iterator

from schemas.topics import PACE
from streams.core.area_record import FinalCells, LiveCells, PacePart, encode_pace, pace_partition
from streams.core.outgoing import Outgoing
from streams.core.state.finals import MOST_BYTES
from streams.core.workers.cell_sweep import SweptCells
from streams.facts.areas.cell import CellRow, in_pieces, size_of


def cell_records(source: int, incarnation: int, counted: SweptCells, partitions: int) -> list[Outgoing]:
    """The records to send: to every pace partition, since cells that it has may be none now.

    Final cells come first: for a moment they count twice, and not for a moment not at all.
    """
    live = _dealt(counted.live.items(), partitions)
    finals = [
        (bucket, batch.number, _dealt(batch.cells, partitions))
        for bucket, batches in counted.finals.items()
        for batch in batches
    ]
    out: list[Outgoing] = []
    for number in range(partitions):
        sendable = [FinalCells(source, incarnation, bucket, batch, rows[number]) for bucket, batch, rows in finals]
        parts = list(_in_records(each for each in sendable if each.cells))
        parts += ([each] for each in _live(source, incarnation, live[number]))
        out += [Outgoing(PACE, None, encode_pace(each), number) for each in parts]
    return out


def _dealt(cells: Iterable[CellRow], partitions: int) -> list[list[CellRow]]:
    """The cells by the partition that they belong to."""
    dealt: list[list[CellRow]] = [[] for _ in range(partitions)]
    for key, cell in cells:
        dealt[pace_partition(key, partitions)].append((key, cell))
    return dealt


def _live(source: int, incarnation: int, cells: list[CellRow]) -> Iterator[LiveCells]:
    pieces = list(in_pieces(cells, MOST_BYTES)) or [[]]
    for number, piece in enumerate(pieces):
        yield LiveCells(source, incarnation, piece, number, len(pieces))


def _in_records(finals: Iterable[FinalCells]) -> Iterator[list[PacePart]]:
    """Batches together as long as they come to less than a record should hold; each by itself is no more than that."""
    parts: list[PacePart] = []
    size = 0
    for each in finals:
        more = size_of(each.cells)
        if parts and size + more > MOST_BYTES:
            yield parts
            parts, size = [], 0
        parts.append(each)
        size += more
    if parts:
        yield parts

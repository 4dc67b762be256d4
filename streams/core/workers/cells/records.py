"""Records for the topic `pace` of the cells that a sweep counted. Pure.

Each cell goes to the partition of its subject, and to those of the areas beside it, whose baseline it may stand in for.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from schemas.topics import PACE
from streams.core.area_record import FinalCells, LiveCells, PacePart, encode_pace, pace_partition
from streams.core.outgoing import Outgoing
from streams.core.state.finals import MOST_BYTES
from streams.core.workers.cells.sweep import SweptCells
from streams.facts.areas.cell import CellRow, in_pieces, size_of


class Dealing(NamedTuple):
    """The terms on which cells are dealt: the number of pace partitions, and the areas beside an area."""

    partitions: int
    beside: Callable[[str], Iterable[str]]


class _Dealt(NamedTuple):
    """The cells for one partition: of areas that it evaluates, and of areas beside them."""

    own: list[CellRow]
    beside: list[CellRow]


def cell_records(source: int, incarnation: int, counted: SweptCells, dealing: Dealing) -> list[Outgoing]:
    """The records to send: to every pace partition, since cells that it has may be none now.

    Final cells come first: for a moment they count twice, and not for a moment not at all.
    """
    live = _dealt(counted.live.items(), dealing)
    finals = [
        (bucket, batch.number, _dealt(batch.cells, dealing))
        for bucket, batches in counted.finals.items()
        for batch in batches
    ]
    out: list[Outgoing] = []
    for number in range(dealing.partitions):
        sendable = [FinalCells(source, incarnation, bucket, batch, *dealt[number]) for bucket, batch, dealt in finals]
        parts = list(_in_records(each for each in sendable if each.cells or each.beside))
        parts += ([each] for each in _live(source, incarnation, live[number]))
        out += [Outgoing(PACE, None, encode_pace(each), number) for each in parts]
    return out


def _dealt(cells: Iterable[CellRow], dealing: Dealing) -> list[_Dealt]:
    """The cells by the partition that they belong to, and by those beside."""
    dealt = [_Dealt([], []) for _ in range(dealing.partitions)]
    for key, cell in cells:
        own = pace_partition(key, dealing.partitions)
        dealt[own].own.append((key, cell))
        near = {pace_partition(key._replace(area=area), dealing.partitions) for area in dealing.beside(key.area)}
        for number in near - {own}:
            dealt[number].beside.append((key, cell))
    return dealt


def _live(source: int, incarnation: int, dealt: _Dealt) -> Iterator[LiveCells]:
    """The cells in records; a piece has own cells or those beside, and never both."""
    pieces = [_Dealt(piece, []) for piece in in_pieces(dealt.own, MOST_BYTES)] or [_Dealt([], [])]
    pieces += [_Dealt([], piece) for piece in in_pieces(dealt.beside, MOST_BYTES)]
    for number, piece in enumerate(pieces):
        yield LiveCells(source, incarnation, piece.own, number, len(pieces), piece.beside)


def _in_records(finals: Iterable[FinalCells]) -> Iterator[list[PacePart]]:
    """Batches together as long as they come to less than a record should hold; each by itself is no more than that."""
    parts: list[PacePart] = []
    size = 0
    for each in finals:
        more = size_of(each.cells) + size_of(each.beside)
        if parts and size + more > MOST_BYTES:
            yield parts
            parts, size = [], 0
        parts.append(each)
        size += more
    if parts:
        yield parts

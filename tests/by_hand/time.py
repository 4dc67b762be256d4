"""Sums of time, as one does them with a pencil: elementary pieces between all instants at which anything begins or ends."""

from collections.abc import Iterable
from itertools import pairwise

from tests.by_hand.sheets import Interval, Piece, Thing

HOUR = 3_600_000


def union(pieces: Iterable[Interval]) -> list[Interval]:
    out: list[Interval] = []
    for start, end in sorted(pieces):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        elif start < end:
            out.append((start, end))
    return out


def length(pieces: Iterable[Interval]) -> int:
    return sum(end - start for start, end in pieces)


def less(whole: Interval, taken: Iterable[Interval]) -> list[Interval]:
    """The rest of one interval."""
    edges = sorted({*whole, *(edge for piece in taken for edge in piece if whole[0] < edge < whole[1])})
    taken = list(taken)
    return union((a, b) for a, b in pairwise(edges) if not any(start <= a and b <= end for start, end in taken))


def spans(pieces: Iterable[Piece], *, known: bool) -> list[Interval]:
    """The known time, or all of it."""
    return union((each.start, each.end) for each in pieces if each.known or not known)


def of_platforms(things: Iterable[Thing], *, known: bool) -> dict[str, int]:
    """Each platform's own time in the evidence, zero left out."""
    names = {each.platform for each in things}
    sums = {
        name: length(spans((each.piece for each in things if each.platform == name), known=known)) for name in names
    }
    return {name: ms for name, ms in sums.items() if ms}


def doubts(pieces: Iterable[Piece]) -> set[str]:
    """The reasons of what is unknown and is not known by another piece."""
    work = spans(pieces, known=True)
    return {
        reason for each in pieces if not each.known and less((each.start, each.end), work) for reason in each.reasons
    }


def band(amount: int, bounds: list[int | str]) -> str:
    passed = sum(amount > int(bound) for bound in bounds)
    return ("minor", "serious", "grave")[passed]

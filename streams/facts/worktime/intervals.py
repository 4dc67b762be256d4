"""Half-open intervals `[start, end)` of whole milliseconds: unions, differences, cuts and sums. Knows no law and no event.

A *set of intervals* is a list of pairs in ascending order, none empty, no two touching.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter

Interval = tuple[int, int]
"""`[start, end)` in milliseconds."""

start_of, end_of = itemgetter(0), itemgetter(1)
"""The ends of an interval (ms), as keys to search by."""


def union(pieces: Iterable[Interval]) -> list[Interval]:
    """Unite pieces, given in any order, into a set of intervals.

    >>> union([(5, 9), (0, 3), (3, 4), (7, 7)])
    [(0, 4), (5, 9)]
    """
    out: list[Interval] = []
    reach = None
    begin = 0
    for start, end in sorted(pieces, key=start_of):
        if start >= end:
            continue
        if reach is None:
            begin, reach = start, end
        elif start > reach:
            out.append((begin, reach))
            begin, reach = start, end
        elif end > reach:
            reach = end
    if reach is not None:
        out.append((begin, reach))
    return out


def minus(whole: Iterable[Interval], taken: Sequence[Interval]) -> list[Interval]:
    """Subtract one set of intervals from another.

    >>> minus([(0, 10)], [(2, 3), (9, 12)])
    [(0, 2), (3, 9)]
    """
    out: list[Interval] = []
    first = 0
    for start, end in whole:
        at = start
        while first < len(taken) and taken[first][1] <= start:
            first += 1
        for i in range(first, len(taken)):
            lo, hi = taken[i]
            if lo >= end:
                break
            if lo > at:
                out.append((at, lo))
            at = max(at, hi)
        if at < end:
            out.append((at, end))
    return out


def within(pieces: Iterable[Interval], start: int, end: int) -> list[Interval]:
    """The parts of the pieces that lie in `[start, end)`.

    >>> within([(0, 4), (6, 9)], 3, 7)
    [(3, 4), (6, 7)]
    """
    return [
        (max(lo, start), min(hi, end)) for lo, hi in pieces if lo < end and hi > start and max(lo, start) < min(hi, end)
    ]


def clipped(pieces: Sequence[Interval], start: int, end: int) -> list[Interval]:
    """Unite the parts of pieces, given in any order, that lie in `[start, end)`; most traces have one piece.

    >>> clipped([(6, 9), (0, 4), (3, 5)], 2, 7)
    [(2, 5), (6, 7)]
    """
    if len(pieces) != 1:
        return union(within(pieces, start, end)) if pieces else []
    lo, hi = pieces[0]
    piece = (max(start, lo), min(end, hi))
    return [piece] if piece[0] < piece[1] else []


def cut(pieces: Sequence[Interval], start: int, end: int) -> list[Interval]:
    """Like `within`, for a set of intervals: only those that share time with `[start, end)` are read.

    >>> cut([(0, 4), (6, 9), (12, 14)], 3, 7)
    [(3, 4), (6, 7)]
    """
    first = bisect_right(pieces, start, key=end_of)
    last = bisect_left(pieces, end, key=start_of)
    return within(pieces[first:last], start, end)


def covers(whole: Sequence[Interval], start: int, end: int) -> bool:
    """True if a set of intervals covers all of `[start, end)`, which is not empty.

    >>> covers([(0, 4), (6, 9)], 6, 8), covers([(0, 4), (6, 9)], 3, 7)
    (True, False)
    """
    at = bisect_right(whole, start, key=start_of)
    return at > 0 and whole[at - 1][1] >= end


def length(pieces: Iterable[Interval]) -> int:
    """The sum of the lengths, in milliseconds; of a set of intervals, the time that it covers."""
    return sum(end - start for start, end in pieces)


def overlaps(one: Interval, other: Interval) -> bool:
    """True if the two share time; touching at an instant is not sharing."""
    return one[0] < other[1] and other[0] < one[1]

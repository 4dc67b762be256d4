"""Unknown time that is not work by another fact, divided wherever the reasons change for which it is unknown."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from streams.facts.worktime.coverage import Reason, Unknown
from streams.facts.worktime.intervals import Interval, minus, union, within


class UnknownSpan(NamedTuple):
    """`[start, end)` in ms, and all reasons for which it is unknown, sorted."""

    start: int
    end: int
    reasons: tuple[str, ...]


def unknown_spans(unknown: Iterable[Unknown], work: Sequence[Interval], interval: Interval) -> list[UnknownSpan]:
    """The unknown time in an interval, less a set of intervals that are work, by time.

    >>> unknown_spans([(0, 6, Reason.OPEN_ORDER), (4, 9, Reason.PULSE_GAP)], [(1, 5)], (0, 8))
    [UnknownSpan(start=0, end=1, reasons=('open_order',)), UnknownSpan(start=5, end=6, reasons=('open_order', 'pulse_gap')), \
UnknownSpan(start=6, end=8, reasons=('pulse_gap',))]
    """
    start, end = interval
    parts: dict[Reason, list[Interval]] = defaultdict(list)
    for lo, hi, reason in unknown:
        if lo < end and hi > start:
            parts[reason].append((lo, hi))
    # a reason begins and ends by turns, since in a set of intervals no two touch
    turns: dict[int, set[str]] = defaultdict(set)
    for reason, pieces in parts.items():
        for piece in minus(union(within(pieces, start, end)), work):
            for at in piece:
                turns[at].add(reason.value)
    found: list[UnknownSpan] = []
    held: set[str] = set()
    for at, until in pairwise(sorted(turns)):
        held ^= turns[at]
        if held:
            found.append(UnknownSpan(at, until, tuple(sorted(held))))
    return found

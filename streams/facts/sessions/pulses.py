"""Runs of pulses (heartbeats): hulls of groups whose neighbours are at most the pulse tolerance apart.

They depend on the set of pulses alone. They are kept flat: start, end, start, end, …, ascending; both ends are pulses.
"""

from bisect import bisect_left, bisect_right
from operator import itemgetter

MOST = 512
"""Most numbers in a chunk: moving as many takes a tenth of a microsecond. A day of a person has some 20."""

_PAIR = 2
"""Numbers of a run."""

_first = itemgetter(0)


def add_pulse(runs: list[int], at: int, tolerance: int) -> tuple[list[int], bool]:
    """Add a pulse to flat runs; returns the runs and true if they changed. The list may be changed in place and returned.

    >>> add_pulse([0, 100, 500, 600], 300, 200)
    ([0, 600], True)
    """
    if runs and runs[-1] < at <= runs[-1] + tolerance:
        runs[-1] = at
        return runs, True
    return runs, put(runs, at, *touched(runs, at, tolerance))


def touched(runs: list[int], at: int, tolerance: int) -> tuple[int, int]:
    """The runs that a pulse lies in or joins, as a slice of the flat runs; where there are none, its place among them."""
    # those that end at or after `at - tolerance` and start at or before `at + tolerance`
    return bisect_left(runs, at - tolerance) & ~1, (bisect_right(runs, at + tolerance) + 1) & ~1


def put(runs: list[int], at: int, lo: int, hi: int) -> bool:
    """Add a pulse to the runs that it has `touched`, in place; true if they changed."""
    if lo == hi:
        runs[lo:hi] = (at, at)
        return True
    start, end = runs[lo], runs[hi - 1]
    if start <= at <= end and hi - lo == _PAIR:
        return False
    runs[lo:hi] = (min(at, start), max(at, end))
    return True


def touches(runs: list[int], at: int, tolerance: int) -> bool:
    """True if a pulse would lie in one of the flat runs, or join it."""
    lo, hi = touched(runs, at, tolerance)
    return lo < hi


def add_pulse_to_chunks(chunks: list[list[int]], at: int, tolerance: int) -> tuple[bool, int]:
    """Add a pulse to runs in chunks, none empty; returns true if they changed, and the growth of the number of runs.

    >>> chunks = [[0, 100], [500, 600]]
    >>> add_pulse_to_chunks(chunks, 300, 200), chunks
    ((True, -1), [[0, 600]])
    """
    # a pulse touches two runs at most, the later of which begins at or before `at + tolerance`
    number = max(0, bisect_right(chunks, at + tolerance, key=_first) - 1)
    if number and chunks[number - 1][-1] >= at - tolerance:
        number -= 1
        chunks[number : number + 2] = [chunks[number] + chunks[number + 1]]
    before = len(chunks[number])
    chunks[number], grew = add_pulse(chunks[number], at, tolerance)
    chunk = chunks[number]
    if len(chunk) > MOST:
        chunks[number : number + 1] = [chunk[: MOST // 2], chunk[MOST // 2 :]]
    return grew, (len(chunk) - before) // 2

"""Intervals by legal day: the days that they touch, and the time in each. Decides nothing about pay or law."""

from collections.abc import Iterable, Iterator

from schemas.legal_days import DAY_MS, Day, day_start, legal_day
from streams.facts.worktime.intervals import Interval


def days_of(intervals: Iterable[Interval]) -> Iterator[Day]:
    """The legal days that intervals share time with, in order, each once where the intervals ascend."""
    last = None
    for start, end in intervals:
        for day in range(legal_day(start), legal_day(end - 1) + 1):
            if day != last:
                yield day
                last = day


def day_interval(day: Day) -> Interval:
    """The legal day as an interval `[00:00, 24:00)` in ms."""
    return (day_start(day), day_start(day) + DAY_MS)


def ms_by_day(intervals: Iterable[Interval]) -> dict[Day, int]:
    """Sum the lengths (ms) of intervals by legal day; the days ascend where the intervals do."""
    sums: dict[Day, int] = {}
    for start, end in intervals:
        for day in days_of([(start, end)]):
            midnight, next_midnight = day_interval(day)
            sums[day] = sums.get(day, 0) + min(end, next_midnight) - max(start, midnight)
    return sums

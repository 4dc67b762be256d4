"""The row of a legal day made of the events, from the view of one platform or of all together."""

from collections.abc import Iterator
from itertools import pairwise

from schemas.legal_days import Day
from schemas.outside import is_outside
from streams.facts.days.row import DayRow, bits_of
from streams.facts.views.worker_view import ONLINE, ORDER, View
from streams.facts.worktime.by_day import day_interval, days_of
from streams.facts.worktime.intervals import Interval, cut, length, within


def rows_of(view: View, since: Day, until: Day) -> list[DayRow]:
    """The rows of the days from `since` on and before `until` on which there is time, known or not, ascending."""
    days = dict.fromkeys(days_of(view.coverage(ONLINE).high))
    return [_row(view, day) for day in days if since <= day < until]


def _row(view: View, day: Day) -> DayRow:
    interval = day_interval(day)
    orders, online = (
        [cut(reading, *interval) for reading in (coverage.low, coverage.high)]
        for coverage in (view.coverage(ORDER), view.coverage(ONLINE))
    )
    place = view.places.at((orders[1] or online[1])[0][0]) or ("", "")
    return DayRow(
        day,
        order_low=length(orders[0]),
        order_high=length(orders[1]),
        online_low=length(online[0]),
        online_high=length(online[1]),
        first=online[1][0][0] - interval[0],
        last=online[1][-1][1] - interval[0],
        longest_break=max((later[0] - one[1] for one, later in pairwise(online[1])), default=0),
        area=place[0],
        sector=place[1],
        inside=any(_accepted_inside(view, interval)) if orders[1] else False,
        why=bits_of(view.reasons(ORDER, *interval)) if orders[0] != orders[1] else 0,
    )


def _accepted_inside(view: View, interval: Interval) -> Iterator[bool]:
    """True for each order with time in the interval, known or not, that was accepted in the city."""
    for traces in view.platform_traces:
        for each in traces.touching(interval):
            for part, trace in each.parts:
                time = [*trace.work, *((start, end) for start, end, _ in trace.unknown)]
                if part.counted is not None and within(time, *interval):
                    yield not is_outside(part.counted.area)

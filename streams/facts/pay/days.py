"""Pay by legal day: which entries belong to a day, and with how much of their amount. Knows no minimum and no law.

An entry whose order has ended is spread over the days in which the order was worked on, in proportion to time; any other
belongs to the day of its own instant; one whose order nobody accepted belongs to no day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from streams.facts.orders.order import Order
from streams.facts.orders.time import ended_intervals
from streams.facts.pay.entry import PayEntry
from streams.facts.tolerance import Tolerance
from streams.facts.worktime.intervals import Interval
from streams.facts.worktime.sources import Sources
from streams.facts.worktime.view import ONLINE, View
from streams.law.days.calendar import DAY_MS, Day, day_start, legal_day

NEVER = 1 << 62
"""An instant (ms) that does not come."""


@dataclass(slots=True)
class DayPay:
    """The entries that belong to one legal day, by id, each with its part of the amount in fen; negative is deducted."""

    parts: dict[str, tuple[PayEntry, int]] = field(default_factory=dict)


def pay_by_day(sources: Sources, tolerance: Tolerance) -> dict[Day, DayPay]:
    """The pay of each legal day on a platform."""
    days: dict[Day, DayPay] = {}
    worked: dict[str, dict[Day, int]] = {}
    for name, entry in sources.entries.items():
        if entry.order not in worked:
            worked[entry.order] = _worked(sources.orders.get(entry.order), tolerance)
        for day, amount in _parts(entry, sources.orders, worked[entry.order]).items():
            days.setdefault(day, DayPay()).parts[name] = (entry, amount)
    return days


def orderless(sources: Sources) -> int:
    """How many entries on a platform name an order that nobody accepted, and so belong to no day."""
    return sum(_is_orderless(entry, sources.orders) for entry in sources.entries.values())


def open_from(view: View) -> int:
    """From which instant (ms) on the pay of a platform's days may change by facts that speak of later days alone.

    By an entry from before its order, or whose order is not known yet; and where no place is known from before the first work.
    """
    (sources,) = view.sources
    first = next(iter(view.places), None)
    covered = view.coverage(ONLINE).high[:1]
    loose = [
        entry.at
        for entry in sources.entries.values()
        if entry.order and (entry.order not in sources.orders or entry.at < sources.first_of(entry.order))
    ]
    if covered and (first is None or first[0] > covered[0][0]):
        loose.append(covered[0][0])
    return min(loose, default=NEVER)


def days_of(intervals: list[Interval]) -> Iterator[Day]:
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


def _is_orderless(entry: PayEntry, orders: Mapping[str, Order]) -> bool:
    order = orders.get(entry.order)
    return bool(entry.order) and (order is None or not order.acceptances)


def _worked(order: Order | None, tolerance: Tolerance) -> dict[Day, int]:
    """How long (ms) an order that has ended was worked on, by legal day, ascending."""
    worked: dict[Day, int] = {}
    for lo, hi in ended_intervals(order, tolerance) if order is not None else ():
        for day in days_of([(lo, hi)]):
            start, end = day_interval(day)
            worked[day] = worked.get(day, 0) + min(hi, end) - max(lo, start)
    return worked


def _parts(entry: PayEntry, orders: Mapping[str, Order], worked: dict[Day, int]) -> dict[Day, int]:
    if _is_orderless(entry, orders):
        return {}
    return _spread(entry, worked) if worked else {legal_day(entry.at): entry.signed_fen}


def _spread(entry: PayEntry, worked: dict[Day, int]) -> dict[Day, int]:
    """Whole fen, rounded down, the remainder to the last day."""
    whole, last = sum(worked.values()), next(reversed(worked))
    sign = 1 if entry.signed_fen >= 0 else -1
    parts = {day: entry.amount_fen * inside // whole for day, inside in worked.items() if day != last}
    parts[last] = entry.amount_fen - sum(parts.values())
    return {day: sign * amount for day, amount in parts.items()}

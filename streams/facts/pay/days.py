"""Pay by legal day: the entries that belong to a day, each with its part of the amount. Knows no minimum and no law.

An entry whose order has ended is spread over the days in which the order was worked on, in proportion to time; any other
belongs to the day of its own instant; one whose order nobody accepted belongs to no day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.instants import NEVER
from streams.facts.orders.parts import OrderPart, part_at
from streams.facts.pay.entry import PayEntry
from streams.facts.worktime.legal_days import ms_by_day
from streams.facts.worktime.platform_traces import PlatformTraces
from streams.facts.worktime.view import ONLINE, View
from streams.law.days.calendar import Day, legal_day


@dataclass(slots=True)
class DayPay:
    """The entries that belong to one legal day, by id, each with its part of the amount in fen; negative is deducted."""

    parts: dict[str, tuple[PayEntry, int]] = field(default_factory=dict)


def pay_by_day(traces: PlatformTraces) -> dict[Day, DayPay]:
    """Assign the entries of a platform to legal days."""
    days: dict[Day, DayPay] = {}
    worked: dict[OrderPart | None, dict[Day, int]] = {}
    for name, entry in traces.entries.items():
        order = _order(entry, traces.parts)
        if order not in worked:
            worked[order] = {} if order is None else ms_by_day(order.ended(traces.session_time))
        for day, amount in _parts(entry, order, worked[order]).items():
            days.setdefault(day, DayPay()).parts[name] = (entry, amount)
    return days


def count_orderless(traces: PlatformTraces) -> int:
    """Count the entries on a platform that name an order which nobody accepted, and so belong to no day."""
    return sum(_is_orderless(entry, _order(entry, traces.parts)) for entry in traces.entries.values())


def open_from(view: View) -> int:
    """The instant (ms) from which on the pay of a platform's days may change by facts of later days alone; `NEVER` for none.

    Later facts can move an entry that lies before its order, or whose order is not known yet, and place work before the first
    known place.
    """
    (traces,) = view.platform_traces
    first = view.places.first()
    covered = view.coverage(ONLINE).high[:1]
    movable = [
        entry.at
        for entry in traces.entries.values()
        if entry.order and (entry.order not in traces.orders or entry.at < traces.first_of(entry.order))
    ]
    if covered and (first is None or first > covered[0][0]):
        movable.append(covered[0][0])
    return min(movable, default=NEVER)


def _order(entry: PayEntry, parts: Mapping[str, tuple[OrderPart, ...]]) -> OrderPart | None:
    """The order of an entry: of those that share its id the last one accepted by then."""
    found = parts.get(entry.order) if entry.order else None
    return None if found is None else part_at(found, entry.at)


def _is_orderless(entry: PayEntry, order: OrderPart | None) -> bool:
    return bool(entry.order) and (order is None or order.counted is None)


def _parts(entry: PayEntry, order: OrderPart | None, worked: dict[Day, int]) -> dict[Day, int]:
    if _is_orderless(entry, order):
        return {}
    return _spread(entry, worked) if worked else {legal_day(entry.at): entry.signed_fen}


def _spread(entry: PayEntry, worked: dict[Day, int]) -> dict[Day, int]:
    """Divide an amount by time worked: whole fen, rounded down, the remainder to the last day."""
    whole, last = sum(worked.values()), next(reversed(worked))
    sign = 1 if entry.signed_fen >= 0 else -1
    parts = {day: entry.amount_fen * inside // whole for day, inside in worked.items() if day != last}
    parts[last] = entry.amount_fen - sum(parts.values())
    return {day: sign * amount for day, amount in parts.items()}

"""What of an order is kept behind the horizon, so that an id that is used again and again does not grow for ever.

Its first acceptance stays, which says how it counts, what was promised and where it is. Of the rest stays what may still say
something of the cut or later.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from streams.facts.orders.order import Acceptance, Order
from streams.facts.orders.time import last_own, own_events, paired, points
from streams.facts.pay.days import day_interval, days_of
from streams.facts.tolerance import Tolerance
from streams.facts.worktime.activity import SETTLED_MS
from streams.facts.worktime.intervals import Interval
from streams.law.days.calendar import Day


def cut_order(order: Order, at: int, tolerance: Tolerance) -> Order:
    """The order without what can no longer change what it says of `at` (ms), at which a break has passed, or of later.

    Of earlier instants it then says less, or the same; how long it was worked on before stays known by legal day.
    """
    if order.first() >= at:
        return order
    before = _before(order, at, tolerance)
    instants = _instants(order, at, before)
    own = () if before.open_on is None else (before.last,)
    return Order(
        acceptances=tuple(_acceptances(order, at, instants)),
        ends=tuple(end for end in order.ends if end >= at or end in instants),
        steps=(*own, *(step for step in order.steps if step >= at)),
        promises=_promises(order, at),
        settled=max(order.settled, at if before.open_on is None else before.open_on),
        worked=_by_day([*order.worked, *before.ended]),
    )


@dataclass(frozen=True, slots=True)
class _Before:
    """What was worked on the order before the cut.

    `open_on`: the *on* of which it is not over yet, with the order's `last` event before the cut and the end right after the *on*
    if that came before the cut too, which is not believed and bars all later ones.
    """

    ended: list[Interval]
    open_on: int | None = None
    last: int = 0
    barred_by: int | None = None


def _before(order: Order, at: int, tolerance: Tolerance) -> _Before:
    ons, offs, both = points(order)
    pairs = [(on, off) for on, off, _ in paired(ons, offs, tolerance) if on < at]
    ended = [(on, off) for on, off in pairs if off is not None and off < at]
    if not pairs or pairs[-1] in ended:
        return _Before(ended)
    on = pairs[-1][0]
    barred_by = next((off for off in offs if on < off < at), None)
    return _Before(ended, on, last_own(own_events(order, both), on, at), barred_by)


def _instants(order: Order, at: int, before: _Before) -> set[int]:
    """The instants (ms) before the cut whose ends stay, and one acceptance each that begins then: an end stays what it is."""
    found = {before.open_on, before.barred_by}
    # a booked acceptance that is not begun yet, or not heard of yet, is removed by the last end if by any before the cut
    found.update([end for end in order.ends if end < at][-1:])
    for first in order.acceptances[:1]:
        found.add(first.on_at)
        found.update([end for end in order.ends if first.at <= end < first.on_at][-1:])
    place = order.place()
    if place is not None:
        found.add(place[0])
    return {instant for instant in found if instant is not None and instant < at}


def _acceptances(order: Order, at: int, instants: set[int]) -> Iterator[Acceptance]:
    begun, left = set(order.begun_by()), set(instants)
    for number, acceptance in enumerate(order.acceptances):
        wanted = acceptance.on_at in left and acceptance in begun
        if wanted:
            left.remove(acceptance.on_at)
        if wanted or number == 0 or acceptance.on_at >= at:
            yield acceptance


def _promises(order: Order, at: int) -> tuple[tuple[int, int], ...]:
    """Those that count or may yet, with those that were made by acceptances."""
    until = order.acceptances[0].at + SETTLED_MS if order.acceptances else 0
    said = {(a.at, a.promised_at) for a in order.acceptances if a.promised_at >= 0}
    return tuple(sorted(each for each in {*said, *order.promises} if each[0] <= until or each[0] >= at))


def _by_day(intervals: list[Interval]) -> tuple[Interval, ...]:
    """One interval for each legal day, as long as the intervals are in it together."""
    sums: dict[Day, int] = {}
    for start, end in intervals:
        for day in days_of([(start, end)]):
            midnight, next_midnight = day_interval(day)
            sums[day] = sums.get(day, 0) + min(end, next_midnight) - max(start, midnight)
    return tuple((day_interval(day)[0], day_interval(day)[0] + ms) for day, ms in sums.items())

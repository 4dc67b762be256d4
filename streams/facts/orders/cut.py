"""The cut of an order at the horizon, so that an id that is used again and again does not grow for ever.

Its first acceptance stays: it decides place, promise and whether the order was pushed. Of the other statements those stay
that may still change coverage or pay at or after the cut.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from streams.facts.orders.order import PROMISE_CHANGES_MS, Acceptance, Order
from streams.facts.orders.time import last_own, own_events, paired, points
from streams.facts.tolerance import Tolerance
from streams.facts.worktime.intervals import Interval
from streams.facts.worktime.legal_days import day_interval, ms_by_day


def cut_order(order: Order, at: int, tolerance: Tolerance) -> Order:
    """Cut an order at an instant (ms) at which a break has passed: delete statements that change nothing at or after it.

    Before the cut its time becomes less, or stays the same; the length of ended work stays known by legal day.
    """
    if order.first_instant() >= at:
        return order
    before = _before(order, at, tolerance)
    instants = _instants(order, at, before)
    own = () if before.open_on is None else (before.last,)
    return Order(
        acceptances=tuple(_acceptances(order, at, instants)),
        ends=tuple(end for end in order.ends if end >= at or end in instants),
        steps=(*own, *(step for step in order.steps if step >= at)),
        promises=_promises(order, at),
        no_work_before=max(order.no_work_before, at if before.open_on is None else before.open_on),
        worked=_worked([*order.worked, *before.ended]),
    )


@dataclass(frozen=True, slots=True)
class _Before:
    """Work on the order before the cut.

    `ended`: the work that had ended. `open_on`: the *on* of work that had not, with `last`, the order's last event before the
    cut. `barred_by`: the end right after that *on*, where it came before the cut, too late to be believed: no later one counts.
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
    """The instants (ms) before the cut whose ends stay, with one acceptance each that begins then: each end keeps its effect."""
    found = {before.open_on, before.barred_by}
    # an acceptance booked for later, or one that arrives later, is cancelled by the last end before the cut if by any of them
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
    """The promises that count or may yet count, with those of the acceptances, which are deleted."""
    until = order.acceptances[0].at + PROMISE_CHANGES_MS if order.acceptances else 0
    return tuple(sorted(each for each in set(order.all_promises()) if each[0] <= until or each[0] >= at))


def _worked(intervals: list[Interval]) -> tuple[Interval, ...]:
    """One interval for each legal day, as long as the time of the intervals in that day."""
    return tuple((day_interval(day)[0], day_interval(day)[0] + ms) for day, ms in ms_by_day(intervals).items())

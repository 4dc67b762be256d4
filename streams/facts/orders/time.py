"""Order time: the work and the unknown time that follow from one order's acceptances and ends, up to `now`.

From an acceptance to a believed end right after it is work. From any other acceptance: work up to the order's own last
event before the next acceptance, then unknown.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from streams.facts.orders.order import Order
from streams.facts.tolerance import Tolerance
from streams.facts.worktime.coverage import Reason, Trace
from streams.facts.worktime.intervals import Interval


def trace_order(order: Order, now: int, tolerance: Tolerance, trace: Trace) -> None:
    """Add the work and the unknown time of an order to the trace.

    Every event of it must have occurred at or before `now`; the start of a booked order may lie later.
    """
    ons, offs, both = points(order)
    own: list[int] | None = None
    for on, off, next_on in paired(ons, offs, tolerance):
        if off is not None:
            trace.work.append((on, off))
        else:
            own = own_events(order, both) if own is None else own
            _open(on, next_on, last_own(own, on, next_on), now, tolerance, trace)


def ended_intervals(order: Order, tolerance: Tolerance) -> list[Interval]:
    """The intervals from an acceptance to a believed end of it, by time; `Order.worked` for those before the cut."""
    ons, offs, _ = points(order)
    return [*order.worked, *((on, off) for on, off, _ in paired(ons, offs, tolerance) if off is not None)]


def points(order: Order) -> tuple[list[int], tuple[int, ...], set[int]]:
    """The instants at which work begins, those at which it ends, and those of both, which are neither a beginning nor an end."""
    ons, offs = sorted({a.on_at for a in order.begun_by() if a.on_at >= order.no_work_before}), order.ends
    both = set(ons).intersection(offs)
    if both:
        return [on for on in ons if on not in both], tuple(off for off in offs if off not in both), both
    return ons, offs, both


def paired(ons: list[int], offs: tuple[int, ...], tolerance: Tolerance) -> Iterator[tuple[int, int | None, int | None]]:
    """Pair each *on* with the believed *off* right after it, if any, and the next *on*, if any."""
    for i, on in enumerate(ons):
        next_on = ons[i + 1] if i + 1 < len(ons) else None
        after = bisect_right(offs, on)
        off = offs[after] if after < len(offs) else None
        believed = off is not None and (next_on is None or off < next_on) and off - on <= tolerance.belief
        yield on, off if believed else None, next_on


def _open(on: int, next_on: int | None, last: int, now: int, tolerance: Tolerance, trace: Trace) -> None:
    trace.work.append((on, last))
    limit = last + tolerance.silence
    if next_on is not None:
        limit = min(limit, next_on)
    trace.add_unknown_to(last, limit, now, Reason.OPEN_ORDER)


def own_events(order: Order, both: set[int]) -> list[int]:
    """The instants (ms), ascending, of the order's own events that neither begin nor end it."""
    return sorted([*(a.at for a in order.acceptances), *order.steps, *both])


def last_own(own: list[int], on: int, until: int | None) -> int:
    """The order's own last event at or after an *on* and before an instant (ms); the *on* itself where there is none."""
    before = len(own) if until is None else bisect_left(own, until)
    return max(on, own[before - 1]) if before else on

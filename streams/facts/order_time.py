"""Order time: what one order's acceptances and ends say about work, up to `now`.

From an acceptance to a believed end right after it is work. From any other acceptance: work up to the order's own last
event before the next acceptance, then unknown.
"""

from streams.facts.coverage import Reason, Trace
from streams.facts.order import Order
from streams.facts.tolerance import Tolerance


def trace_order(order: Order, now: int, tolerance: Tolerance, trace: Trace) -> None:
    """Add what the order says to the trace.

    Every event of it must have occurred at or before `now`; the start of a booked one may lie later.
    """
    ons, offs = sorted(set(order.ons())), order.ends
    both = set(ons).intersection(offs)
    if both:
        ons = [on for on in ons if on not in both]
        offs = tuple(off for off in offs if off not in both)
    for i, on in enumerate(ons):
        next_on = ons[i + 1] if i + 1 < len(ons) else None
        off = next((end for end in offs if end > on), None)
        if off is not None and (next_on is None or off < next_on) and off - on <= tolerance.belief:
            trace.work.append((on, off))
        else:
            _open(order, on, next_on, both, now, tolerance, trace)


def _open(
    order: Order, on: int, next_on: int | None, both: set[int], now: int, tolerance: Tolerance, trace: Trace
) -> None:
    own = [a.at for a in order.acceptances]
    own += order.steps
    own += both
    last = max((at for at in own if at >= on and (next_on is None or at < next_on)), default=on)
    trace.work.append((on, last))
    limit = last + tolerance.silence
    if next_on is not None:
        limit = min(limit, next_on)
    trace.add_unknown_to(last, limit, now, Reason.OPEN_ORDER)

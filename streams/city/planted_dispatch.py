"""The orders pushed to somebody whose break was due, worked out from the plan of a shift and its orders.

Such an order was accepted, and begun, after 4 h of work and before the stretch ended. It is true from the next heartbeat
on: only then is it known that the stretch went on after it.
"""

from collections.abc import Iterable

from streams.city.orders import Order
from streams.city.planted import Planted
from streams.city.planted_rest import next_sign
from streams.city.shift import Offence, Session
from streams.city.shifts import LIMIT
from streams.city.spans import Span, reached


def planted_dispatch(
    missed: Planted, offence: Offence, orders: Iterable[tuple[Session, Span, Order]]
) -> Planted | None:
    """What must be found beside a missed break; None where the platform kept to it, or no one platform could have seen it."""
    if (offence.kind, offence.scope) != ("breach", "platform"):
        return None
    due = reached(offence.spans, LIMIT)
    for _, span, order in orders:
        if order.pushed and span in offence.spans and order.said > due:
            true_from = max(missed.true_from, next_sign(span, order.on))
            return missed.as_found("dispatch_during_rest", order.said, true_from)
    return None

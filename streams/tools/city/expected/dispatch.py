"""The orders pushed to somebody whose break was due, worked out from the plan of a shift and its orders.

Such an order was accepted, and begun, after 4 h of work and before the stretch ended. It is true from the next heartbeat
on: only then is it known that the stretch went on after it.
"""

from collections.abc import Iterable, Iterator

from streams.tools.city.expected.planted import Planted
from streams.tools.city.expected.rest import next_sign
from streams.tools.city.shifts.kinds import LIMIT
from streams.tools.city.shifts.orders import SimulatedOrder
from streams.tools.city.shifts.shift import Offence, SimulatedSession
from streams.tools.city.shifts.spans import WorkSpan, reached


def planted_dispatch(
    missed: Planted, offence: Offence, orders: Iterable[tuple[SimulatedSession, WorkSpan, SimulatedOrder]]
) -> Iterator[Planted]:
    """What must be found beside a missed break; nothing where the platform kept to it, or no one platform could have seen it."""
    if (offence.kind, offence.scope) != ("breach", "platform"):
        return
    due = reached(offence.spans, LIMIT)
    for _, span, order in orders:
        if order.pushed and span in offence.spans and order.said > due:
            true_from = max(missed.true_from, next_sign(span, order.on))
            yield missed.as_found("dispatch_during_rest", order.said, true_from)
            return

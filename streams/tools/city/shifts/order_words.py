"""The events of an order in order of time; what is said later than that, pay above all, goes to a heap of its own."""

import heapq
from collections.abc import Iterable, Iterator

from streams.tools.city.shifts.orders import SimulatedOrder
from streams.tools.city.wording import SimulatedEvent, Wording, instant


def order_events(
    orders: Iterable[SimulatedOrder], wording: Wording, later: list[SimulatedEvent]
) -> Iterator[SimulatedEvent]:
    """What is said of the orders at once, in order of time. What is said later is pushed on the heap `later` in time."""
    waiting: list[SimulatedEvent] = []
    for order in orders:
        while waiting and waiting[0].at < order.said:  # no later order was accepted before this one
            yield heapq.heappop(waiting)
        for event in _life(wording, order):
            heapq.heappush(waiting if event.at == event.occurred_at else later, event)
        for statement in order.pay:
            heapq.heappush(later, wording.pay(order.number, statement))
    while waiting:
        yield heapq.heappop(waiting)


def with_later(events: Iterable[SimulatedEvent], later: list[SimulatedEvent]) -> Iterator[SimulatedEvent]:
    """Events by the instant at which they are said, and between them those of the heap, which fills meanwhile."""
    for event in events:
        while later and later[0].at <= event.at:
            yield heapq.heappop(later)
        yield event
    while later:
        yield heapq.heappop(later)


def _life(wording: Wording, order: SimulatedOrder) -> Iterator[SimulatedEvent]:
    number, said, on = order.number, order.said, order.on
    own = b',"assigned":"%b","distance_m":%d,"promised_at":"%b"' % (
        b"pushed" if order.pushed else b"grabbed",
        order.metres,
        instant(order.promised),
    )
    yield wording.order(number, b"accepted", said, own + b',"starts_at":"%b"' % instant(on) if said < on else own)
    if order.picked_up:
        at, told = order.picked_up
        yield wording.order(number, b"picked_up", at)._replace(at=told)
    if order.anew:
        at, promised = order.anew
        yield wording.order(number, b"promise_changed", at, b',"promised_at":"%b"' % instant(promised))
    by = b',"by":"%b"' % order.by if order.by else b""
    end = wording.order(number, b"cancelled" if by else b"completed", order.off, by)
    yield end
    if order.again is not None:
        yield end._replace(at=order.again)

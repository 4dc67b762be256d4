"""The events of orders in order of time; those that are sent later than they occurred, pay above all, go to a heap."""

import heapq
from collections.abc import Iterable, Iterator

from streams.tools.city.events import EventTemplates, SimulatedEvent, instant
from streams.tools.city.shifts.orders import SimulatedOrder


def order_events(
    orders: Iterable[SimulatedOrder], templates: EventTemplates, later: list[SimulatedEvent]
) -> Iterator[SimulatedEvent]:
    """The events sent as they occur, in order of time. Each later one is on the heap `later` before its instant is reached."""
    waiting: list[SimulatedEvent] = []
    for order in orders:
        while waiting and waiting[0].at < order.accepted_at:  # no later order was accepted before this one
            yield heapq.heappop(waiting)
        for event in _life(templates, order):
            heapq.heappush(waiting if event.at == event.occurred_at else later, event)
        for statement in order.pay:
            heapq.heappush(later, templates.pay(order.number, statement))
    while waiting:
        yield heapq.heappop(waiting)


def with_later(events: Iterable[SimulatedEvent], later: list[SimulatedEvent]) -> Iterator[SimulatedEvent]:
    """Events in the order in which they are sent, and between them those of the heap, which fills meanwhile."""
    for event in events:
        while later and later[0].at <= event.at:
            yield heapq.heappop(later)
        yield event
    while later:
        yield heapq.heappop(later)


def _life(templates: EventTemplates, order: SimulatedOrder) -> Iterator[SimulatedEvent]:
    number, accepted_at, on = order.number, order.accepted_at, order.on
    own = b',"assigned":"%b","distance_m":%d,"promised_at":"%b"' % (
        b"pushed" if order.pushed else b"grabbed",
        order.metres,
        instant(order.promised),
    )
    booked = b',"starts_at":"%b"' % instant(on) if accepted_at < on else b""
    yield templates.order(number, b"accepted", accepted_at, own + booked)
    if order.picked_up:
        at, sent_at = order.picked_up
        yield templates.order(number, b"picked_up", at)._replace(at=sent_at)
    if order.new_promise:
        at, promised = order.new_promise
        yield templates.order(number, b"promise_changed", at, b',"promised_at":"%b"' % instant(promised))
    by = b',"by":"%b"' % order.cancelled_by if order.cancelled_by else b""
    end = templates.order(number, b"cancelled" if by else b"completed", order.off, by)
    yield end
    if order.repeated_at is not None:
        yield end._replace(at=order.repeated_at)

"""One worker-day as events: a pure function of scenario, worker and day."""

import heapq
from collections.abc import Iterator
from itertools import chain, pairwise
from operator import attrgetter
from random import Random

from schemas.legal_days import day_start, legal_day
from streams.tools.city.events import EventTemplates, SimulatedEvent
from streams.tools.city.people import PayLevel, Worker
from streams.tools.city.scenario import Scenario
from streams.tools.city.shifts.kinds import LIMIT
from streams.tools.city.shifts.order_events import order_events, with_later
from streams.tools.city.shifts.orders import OrderBounds, SimulatedOrder, span_orders
from streams.tools.city.shifts.shift import Shift, SimulatedSession
from streams.tools.city.spans import BEAT, SECOND, WorkSpan, reached

_NEVER = WorkSpan(0, 0)


def day_events(scenario: Scenario, who: Worker, day: int, shift: Shift) -> Iterator[SimulatedEvent]:
    """The events of a worker's shift in the order in which they are sent."""
    later: list[SimulatedEvent] = []
    events = with_later(_in_time(scenario, who, day, shift, later), later)
    for span, platform in scenario.delays(who, day, shift.sessions[0].spans[0].on):
        events = _delayed(events, span, platform)
    return events


def shift_orders(
    scenario: Scenario, who: Worker, day: int, shift: Shift
) -> Iterator[tuple[SimulatedSession, WorkSpan, SimulatedOrder]]:
    """The orders of a worker's shift, each with its session and the span of work that it lies in."""
    for turn, session in enumerate(shift.sessions):
        for span, orders in _spans(scenario, who, day, turn, session, shift):
            for order in orders:
                yield session, span, order


def quiet_spans(who: Worker, shift: Shift) -> tuple[WorkSpan, ...]:
    """Spans without an order in hand, by time.

    The minute in which an expected breach becomes true (see `orders`); and midnight for those who get the minimum wage to
    the fen: an order's pay is spread over two days in whole fen, and the first would have a part of a fen too little.
    """
    spans = [_due_minute(shift)] if _breach(shift) else []
    if who.pay is PayLevel.EXACT:
        first, last = shift.sessions[0].spans[0].on, max(each.spans[-1].off for each in shift.sessions)
        midnight = day_start(legal_day(first) + 1)
        spans += [WorkSpan(midnight, midnight)] if midnight <= last else []
    return tuple(sorted(spans))


def _due_minute(shift: Shift) -> WorkSpan:
    due = reached(shift.offence.spans, LIMIT) if shift.offence else 0
    return WorkSpan(due, due + BEAT + SECOND)


def _breach(shift: Shift) -> bool:
    return shift.offence is not None and shift.offence.kind == "breach"


def _unpushed(shift: Shift) -> WorkSpan:
    """The span in which nothing is pushed because a break is due, on platforms that keep to that; else an empty one."""
    offence = shift.offence
    return _NEVER if offence is None or offence.pushes else WorkSpan(_due_minute(shift).on, offence.spans[-1].off)


def _in_time(
    scenario: Scenario, who: Worker, day: int, shift: Shift, later: list[SimulatedEvent]
) -> Iterator[SimulatedEvent]:
    parts = [
        _session_events(scenario, who, day, turn, shift, session, later) for turn, session in enumerate(shift.sessions)
    ]
    if any(after.spans[0].on < before.spans[-1].off for before, after in pairwise(shift.sessions)):
        return heapq.merge(*parts, key=attrgetter("at"))
    return chain.from_iterable(parts)


def _spans(
    scenario: Scenario, who: Worker, day: int, turn: int, session: SimulatedSession, shift: Shift
) -> Iterator[tuple[WorkSpan, Iterator[SimulatedOrder]]]:
    """The spans of the shift's session number `turn` with their orders, to be read one after the other."""
    rng = Random(f"{scenario.seed}/{who.number}/{day}/{turn}")  # noqa: S311 a simulation must be repeatable
    bounds = OrderBounds(quiet_spans(who, shift), _unpushed(shift), scenario.conduct(session.platform, who.area))
    for number, span in enumerate(session.spans):
        yield span, span_orders(rng, who, session.platform, span, bounds, first=1_000 * number)


def _session_events(
    scenario: Scenario,
    who: Worker,
    day: int,
    turn: int,
    shift: Shift,
    session: SimulatedSession,
    later: list[SimulatedEvent],
) -> Iterator[SimulatedEvent]:
    templates = EventTemplates(session.platform, who.subject, who.area, f"s{who.number}.{day}.{turn}")
    number = 0
    for span, orders in _spans(scenario, who, day, turn, session, shift):
        yield templates.point(number, b"resumed" if number else b"online", span.on)
        goes_dark = session.dark and span == session.spans[-1]
        beats = range(span.on + BEAT, span.off + goes_dark, BEAT)  # then the last heartbeat is at the *off* itself
        yield from _with_heartbeats(templates, number + 1, order_events(orders, templates, later), beats)
        number += len(beats) + 2
        if not goes_dark:
            yield templates.point(number - 1, b"offline" if span == session.spans[-1] else b"paused", span.off)


def _with_heartbeats(
    templates: EventTemplates, number: int, orders: Iterator[SimulatedEvent], beats: range
) -> Iterator[SimulatedEvent]:
    order = next(orders, None)
    for beat in beats:
        while order is not None and order.at < beat:
            yield order
            order = next(orders, None)
        yield templates.point(number, b"heartbeat", beat)
        number += 1
    if order is not None:
        yield order
        yield from orders


def _delayed(events: Iterator[SimulatedEvent], span: WorkSpan, platform: str | None) -> Iterator[SimulatedEvent]:
    """The events, those of the platform (None: of any) within the span sent at its end."""
    held: list[SimulatedEvent] = []
    for event in events:
        if event.at >= span.off:
            yield from held
            held.clear()
            yield event
        elif event.at < span.on or platform not in {None, event.platform}:
            yield event
        else:
            held.append(event._replace(at=span.off))
    yield from held

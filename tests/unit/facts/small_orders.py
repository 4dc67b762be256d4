"""Orders in a few figures, and what they make of time; instants in ms."""

from collections.abc import Iterable

from streams.facts.orders.order import Acceptance, Order
from streams.facts.orders.parts import OrderPart, parts_of
from streams.facts.sessions.platform_time import SessionTime
from streams.facts.sessions.session import OFF, ON, Session
from streams.facts.tolerance import STANDARD
from streams.facts.worktime.coverage import Trace, Unknown
from streams.facts.worktime.intervals import Interval, union

NO_SESSIONS = SessionTime((), Trace())


def accepted(
    at: int,
    starts_at: int | None = None,
    *,
    area: str = "360104",
    sector: str = "delivery",
    assigned: str = "pushed",
    promised_at: int = -1,
) -> Acceptance:
    return Acceptance(at, f"e{at}", assigned, area, sector, at if starts_at is None else starts_at, promised_at)


def only(order: Order) -> OrderPart:
    """The order of an id that only one has."""
    (part,) = parts_of(order, STANDARD)
    return part


def traced(order: Order, now: int, sessions: SessionTime = NO_SESSIONS) -> Trace:
    trace = Trace()
    for part in parts_of(order, STANDARD):
        part.trace(now, sessions, trace)
    return trace


def covered(order: Order, now: int, sessions: SessionTime = NO_SESSIONS) -> tuple[list[Interval], list[Unknown]]:
    """Work, united, and unknown time by its reasons."""
    trace = traced(order, now, sessions)
    return union(trace.work), sorted(trace.unknown)


def stated(*spans: Interval) -> SessionTime:
    """Sessions that were opened and closed, one for each interval."""
    return sessions((start, end, end) for start, end in spans)


def sessions(spans: Iterable[tuple[int, int, int]]) -> SessionTime:
    """Sessions with work up to the second instant of each and unknown time up to the third, and a sign at the first two."""
    trace, found = Trace(), []
    for start, known, unknown in spans:
        trace.work.append((start, known))
        if unknown > known:
            trace.unknown.append((known, unknown, "open_session"))  # type: ignore[arg-type]  # as short as the reason itself
        found.append(Session(points=[(start, ON, "a", "s"), (known, OFF, "a", "s")]))
    return SessionTime(found, trace)

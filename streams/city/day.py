"""One worker-day as events: a pure function of seed, worker number and day."""

import hashlib
import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from operator import attrgetter
from random import Random

from streams.city.orders import order_events
from streams.city.places import AREAS, SECTORS
from streams.city.shift import Session, Shift
from streams.city.shifts import LIMIT
from streams.city.spans import BEAT, MINUTE, SECOND, Span, reached
from streams.city.wording import Event, Wording

_NEVER = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker of the simulated city; `platforms` holds the main platform and the one for a second app, if any."""

    number: int
    subject: str
    platforms: tuple[str, ...]
    two_apps: bool
    area: str
    late_by: int


def worker(seed: int, number: int) -> Worker:
    """The worker of that number. The id has the form of a pseudonym, but there is no person behind it."""
    rng = Random(f"{seed}/{number}")  # noqa: S311 a simulation must be repeatable
    platforms = tuple(rng.sample(list(SECTORS), 2))
    subject = hashlib.sha256(f"simulated worker {seed}/{number}".encode()).hexdigest()
    return Worker(number, subject, platforms, rng.random() < 1 / 8, rng.choice(AREAS), rng.randrange(90 * MINUTE))


def hush(shift: Shift) -> Span:
    """The minute in which a planted breach comes true; no order is in hand then (see `orders`)."""
    if shift.offence is None or shift.offence.kind != "breach":
        return _NEVER
    due = reached(shift.offence.spans, LIMIT)
    return Span(due, due + BEAT + SECOND)


def day_events(seed: int, who: Worker, day: int, shift: Shift) -> Iterator[Event]:
    """The events of a worker's shift in order of time."""
    quiet = hush(shift)
    parts = [
        _session_events(f"{seed}/{who.number}/{day}/{turn}", who, f"s{who.number}.{day}.{turn}", session, quiet)
        for turn, session in enumerate(shift.sessions)
    ]
    if any(later.spans[0].on < earlier.spans[-1].off for earlier, later in pairwise(shift.sessions)):
        return heapq.merge(*parts, key=attrgetter("at"))
    return chain.from_iterable(parts)


def _session_events(seed: str, who: Worker, name: str, session: Session, quiet: Span) -> Iterator[Event]:
    rng = Random(seed)  # noqa: S311 likewise
    wording = Wording(session.platform, who.subject, who.area, name)
    number = 0
    for turn, span in enumerate(session.spans):
        yield wording.point(number, b"resumed" if turn else b"online", span.on)
        orders = order_events(rng, wording, session.platform, span, quiet, first=1_000 * turn)
        last = turn == len(session.spans) - 1
        silent = last and session.dark
        beats = range(span.on + BEAT, span.off + silent, BEAT)  # the last heartbeat of all is at the *off*
        yield from _with_heartbeats(wording, number + 1, orders, beats)
        number += len(beats) + 2
        if not silent:
            yield wording.point(number - 1, b"offline" if last else b"paused", span.off)


def _with_heartbeats(wording: Wording, number: int, orders: Iterator[Event], beats: range) -> Iterator[Event]:
    order = next(orders, None)
    for beat in beats:
        while order is not None and order.at < beat:
            yield order
            order = next(orders, None)
        yield wording.point(number, b"heartbeat", beat)
        number += 1
    if order is not None:
        yield order
        yield from orders

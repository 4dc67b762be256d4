"""The orders that share an id: an acceptance made after an end of an order begins an order of its own, with what follows it.

`parts_of` tells them apart; an `OrderPart` is one of them, with what it counts as, its place, its promise and its time.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

import msgspec

from schemas.instants import NEVER
from schemas.legal_days import legal_day
from streams.facts.cached import CachedProperty
from streams.facts.orders.begun import Beginnings, Statements, beginnings
from streams.facts.orders.order import PROMISE_CHANGES_MS, Acceptance, Order
from streams.facts.orders.time import COURIER, COURIER_DAY_MS, OrderContext, ended_intervals, trace_beginnings
from streams.facts.sessions.platform_time import NEAR_MS, SessionTime
from streams.facts.tolerance import Tolerance
from streams.facts.worktime.by_day import day_interval
from streams.facts.worktime.coverage import Trace
from streams.facts.worktime.intervals import Interval

_FIRST = -1
"""Before every instant: the first order of an id has all statements until the next one begins."""

_accepted_at = attrgetter("at")


class OrderPart(msgspec.Struct, frozen=True, eq=False, dict=True):
    """One of the orders that share an id. `accepted_at`: its first acceptance (ms); None where none is known.

    `changed`: promises that were changed, `(stated at, promised_at)` in ms. `no_work_before`, `worked`, `worked_before` and
    `seen_near` as in `Order`. A struct, which is made fast: each evaluation makes one of every order.
    """

    accepted_at: int | None
    stated: Statements
    changed: Sequence[tuple[int, int]]
    tolerance: Tolerance
    no_work_before: int = 0
    worked: tuple[Interval, ...] = ()
    seen_near: tuple[int, ...] = ()
    worked_before: int = 0

    @CachedProperty
    def beginnings(self) -> Beginnings:
        """The acceptances that begin something, with their ends, and the unknown time of bookings."""
        return beginnings(self.stated, self.tolerance)

    @property
    def promises(self) -> list[tuple[int, int]]:
        """All promises, those of the acceptances too, `(stated at, promised_at)` in ms, ascending."""
        accepted = {(each.at, each.promised_at) for each in self.stated.acceptances if each.promised_at >= 0}
        return sorted(accepted.union(self.changed))

    @CachedProperty
    def counted(self) -> Acceptance | None:
        """The acceptance that gives counting, promise, assignment and place: the first that begins anything, else the first.

        None where none is known.
        """
        first = self.beginnings.first()
        return first[0] if first is not None else next(iter(self.stated.acceptances), None)

    @CachedProperty
    def on_at(self) -> int | None:
        """The *on* (ms) of the acceptance that counts; None where no acceptance begins anything."""
        first = self.beginnings.first()
        return None if first is None else first[1]

    @property
    def place(self) -> tuple[int, str, str] | None:
        """The instant (ms) from which on the order gives a place, with area and sector; None where it gives none."""
        if self.counted is None or self.on_at is None:
            return None
        return self.on_at, self.counted.area, self.counted.sector

    @CachedProperty
    def promised_ms(self) -> int | None:
        """The length (ms) of the promise that counts, from the *on* on; None where there is none, and for bookings.

        It is the last one stated until 10 min after the acceptance that counts.
        """
        counted = self.counted
        if counted is None or counted.booked:
            return None
        until = counted.at + PROMISE_CHANGES_MS
        stated = max((each for each in self.promises if each[0] <= until), default=None)
        if stated is None:
            return None
        longest = self.tolerance.at(counted.at).longest_promise[counted.sector]
        return min(max(0, stated[1] - counted.at), longest)

    def ended(self, sessions: SessionTime) -> list[Interval]:
        """The intervals from an *on* to a believed end, by time; of a courier's order by sessions at most 24 h of it."""
        before = self.worked if self.no_work_before or not self.worked_before else ()
        return [*before, *ended_intervals(self._timed, self._context(NEVER, sessions))]

    def work(self, now: int, sessions: SessionTime) -> list[Interval]:
        """All work on the order up to `now` (ms), in no order; of a courier's order by sessions what lies in them."""
        trace = Trace()
        self.trace(now, sessions, trace)
        since = self.worked_before
        return [*self.worked, *((max(start, since), end) for start, end in trace.work if max(start, since) < end)]

    def trace(self, now: int, sessions: SessionTime, trace: Trace) -> None:
        """Add the work and the unknown time of the order up to `now` (ms) to a trace."""
        trace_beginnings(self._timed, self.stated.picked_up, self._context(now, sessions), trace)

    def near(self, sessions: SessionTime) -> tuple[int, ...]:
        """The beginnings (ms) of a courier's order that have a session within a day, ascending."""
        context, found = self._context(NEVER, sessions), self.beginnings
        begins = [(each.acceptance, each.on) for each in found.begun]
        begins += [(each.acceptance, each.start) for each in found.early]
        return tuple(sorted({at for acceptance, at in begins if context.by_sessions(acceptance, at)}))

    def open_to(self, sessions: SessionTime) -> Iterator[int]:
        """The beginnings (ms) of a courier's orders of which sessions of later days change the time, or how days divide it."""
        found = self.beginnings
        for begun in found.begun:
            if begun.acceptance.sector != COURIER:
                continue
            midnight = day_interval(legal_day(begun.on))[1]
            end = begun.on + COURIER_DAY_MS if begun.end is None else begun.end
            if end > midnight or not sessions.has_signs_in(begun.on - NEAR_MS, midnight):
                yield begun.on
        yield from (early.start for early in found.early if early.acceptance.sector == COURIER)

    def _context(self, now: int, sessions: SessionTime) -> OrderContext:
        return OrderContext(now, self.tolerance, sessions, self.seen_near)

    @property
    def _timed(self) -> Beginnings:
        """The acceptances that begin time: all, but for a cut in an earlier form of state."""
        found, since = self.beginnings, self.no_work_before
        if not since:
            return found
        return Beginnings(
            tuple(each for each in found.begun if each.on >= since),
            tuple(each for each in found.early if each.start >= since),
        )


def parts_of(order: Order, tolerance: Tolerance) -> tuple[OrderPart, ...]:
    """Tell apart the orders that share an id, by time; there is always one.

    Statements before the first acceptance are those of the first; events at the instant at which an order begins are its own.
    """
    edges = list(_edges(order)) if len(order.acceptances) > 1 else ()
    if not edges:
        stated = Statements(order.acceptances, order.ends, order.cancelled, order.picked_up)
        return (_as_part(order, stated, order.promises, tolerance, first=True),)
    spans = pairwise((_FIRST, *edges, NEVER))
    return tuple(_part(order, start, end, tolerance) for start, end in spans)


def part_at(parts: Sequence[OrderPart], at: int) -> OrderPart:
    """The order that a statement about an id concerns at an instant (ms): the last accepted at or before it, else the first."""
    number = bisect_right(parts, at, key=lambda part: NEVER if part.accepted_at is None else part.accepted_at)
    return parts[max(0, number - 1)]


def _edges(order: Order) -> Iterator[int]:
    """The instants (ms) of the acceptances that begin an order of their own, but for the first."""
    ends = sorted({*order.ends, *order.cancelled})
    began = order.acceptances[0].at if order.acceptances else NEVER
    for acceptance in order.acceptances:
        number = bisect_left(ends, began)
        if number < len(ends) and ends[number] < acceptance.at:
            yield acceptance.at
            began = acceptance.at


def _part(order: Order, start: int, end: int, tolerance: Tolerance) -> OrderPart:
    """The order that the statements of an id from `start` on and before `end` (ms) are about."""
    first, last = (bisect_left(order.acceptances, at, key=_accepted_at) for at in (start, end))
    stated = Statements(
        order.acceptances[first:last],
        completed=_within(order.ends, start, end),
        cancelled=_within(order.cancelled, start, end),
        picked_up=_within(order.picked_up, start, end),
    )
    first, last = (bisect_left(order.promises, (at,)) for at in (start, end))
    return _as_part(order, stated, order.promises[first:last], tolerance, first=start == _FIRST)


def _as_part(
    order: Order, stated: Statements, changed: Sequence[tuple[int, int]], tolerance: Tolerance, *, first: bool
) -> OrderPart:
    return OrderPart(
        stated.acceptances[0].at if stated.acceptances else None,
        stated,
        changed,
        tolerance,
        order.no_work_before,
        order.worked if first else (),
        order.near,
        order.worked_before if first else 0,
    )


def _within(instants: tuple[int, ...], start: int, end: int) -> tuple[int, ...]:
    return instants[bisect_left(instants, start) : bisect_left(instants, end)]

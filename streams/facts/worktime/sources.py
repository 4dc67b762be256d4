"""The sources of a platform's coverage: each session and order by itself, with the instants that it speaks of.

The evidence of a finding is made of them. They are worked out when first asked for, and once.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from streams.facts.orders.large import ORDERS
from streams.facts.orders.order import Acceptance, Order
from streams.facts.orders.time import trace_order
from streams.facts.pay.entry import ENTRIES, PayEntry
from streams.facts.sessions.session import Session
from streams.facts.sessions.time import ReadContext, trace_session
from streams.facts.tolerance import Tolerance
from streams.facts.worker import PlatformFacts
from streams.facts.worktime.coverage import Trace
from streams.facts.worktime.intervals import Interval


@dataclass(frozen=True, slots=True)
class IdTrace:
    """One session or order: what it says by itself, and the hull `[start, end)` in ms of all that it says."""

    platform: str
    what: str
    id: str
    trace: Trace
    hull: Interval


class Sources:
    """The sessions and orders of one platform at `now` (ms)."""

    def __init__(self, platform: str, facts: PlatformFacts, now: int, tolerance: Tolerance) -> None:
        self._platform = platform
        self._facts = facts
        self._now = now
        self._tolerance = tolerance
        self._firsts: dict[str, int] = {}

    @cached_property
    def orders(self) -> dict[str, Order]:
        """The orders by id."""
        return ORDERS.all(self._facts.orders)

    @cached_property
    def entries(self) -> dict[str, PayEntry]:
        """The pay entries by id."""
        return ENTRIES.all(self._facts.entries)

    def first_of(self, name: str) -> int:
        """The first instant (ms) of which the order of that id says anything; `KeyError` where there is none."""
        found = self._firsts.get(name)
        if found is None:
            found = self._firsts[name] = self.orders[name].first()
        return found

    @cached_property
    def begun(self) -> list[tuple[Acceptance, str]]:
        """The orders whose work begins where their first acceptance says: that acceptance and the id, by time."""
        return sorted((order.acceptances[0], name) for name, order in self.orders.items() if order.first_begins())

    def of_order(self, name: str) -> IdTrace:
        """The order of that id; `KeyError` where there is none."""
        return self._orders[name]

    def touching(self, interval: Interval) -> Iterator[IdTrace]:
        """Those whose hull shares time with the interval: the sessions, then the orders, each by id."""
        start, end = interval
        by_start, latest = self._hulls
        # the hulls that begin before the end, from the first one on that a hull before or at it reaches beyond the start
        near = by_start[bisect_right(latest, start) : bisect_left(by_start, (end,))]
        return (self._all[index] for index in sorted(index for _, index in near if self._all[index].hull[1] > start))

    def trace(self, name: str, session: Session, trace: Trace) -> None:
        """Add what a session says to a trace."""
        trace_session(
            session, ReadContext(self._now, self._tolerance, lambda after: self.next_elsewhere(name, after)), trace
        )

    def trace_order(self, order: Order, trace: Trace) -> None:
        """Add what an order says to a trace."""
        trace_order(order, self._now, self._tolerance, trace)

    @cached_property
    def _all(self) -> list[IdTrace]:
        found = []
        for name, session in sorted(self._facts.sessions.items()):
            trace = Trace()
            self.trace(name, session, trace)
            found.append(self._source("session", name, trace))
        for name, order in sorted(self.orders.items()):
            trace = Trace()
            self.trace_order(order, trace)
            found.append(self._source("order", name, trace))
        return found

    @cached_property
    def _hulls(self) -> tuple[list[tuple[int, int]], list[int]]:
        """Where each hull begins, with the index of its source, ascending; and the latest end of any hull up to that one."""
        by_start = sorted((source.hull[0], index) for index, source in enumerate(self._all))
        return by_start, list(accumulate((self._all[index].hull[1] for _, index in by_start), max))

    def _source(self, what: str, name: str, trace: Trace) -> IdTrace:
        pieces = trace.work + [(start, end) for start, end, _ in trace.unknown]
        hull = (min(p[0] for p in pieces), max(p[1] for p in pieces)) if pieces else (0, 0)
        return IdTrace(self._platform, what, name, trace, hull)

    @cached_property
    def _orders(self) -> dict[str, IdTrace]:
        return {source.id: source for source in self._all if source.what == "order"}

    @cached_property
    def _points(self) -> list[tuple[int, str]]:
        sessions = self._facts.sessions.items()
        return sorted((point[0], name) for name, session in sessions for point in session.all_points())

    def next_elsewhere(self, name: str, after: int) -> int | None:
        """The first point, at or after the instant (ms), of another session than the one named; None where there is none."""
        points = self._points
        at = bisect_left(points, (after, ""))
        while at < len(points) and points[at][1] == name:
            at += 1
        return points[at][0] if at < len(points) else None

"""The traces of a platform's coverage, one for each session and order; the evidence of findings is made of them.

They are computed on first use, and once.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, chain
from operator import itemgetter
from typing import NamedTuple

from streams.facts.cached import CachedProperty
from streams.facts.late import Received
from streams.facts.orders.kept_time import KeptOrderTime, OrderTime
from streams.facts.orders.large import ORDERS
from streams.facts.orders.order import Acceptance, Order
from streams.facts.orders.parts import OrderPart, parts_of
from streams.facts.pay_entry import ENTRIES, PayEntry, entry_id
from streams.facts.sessions.platform_time import SessionTime
from streams.facts.sessions.session import Session
from streams.facts.sessions.time import ReadContext, trace_session
from streams.facts.tolerance import Tolerance
from streams.facts.worker import PlatformFacts
from streams.facts.worktime.coverage import Trace
from streams.facts.worktime.intervals import Interval, union

_instant = itemgetter(0)

_FEW = 8
"""Orders that are unpacked one by one, some 8 us each; a person's hundred at once take 4 us each."""


@dataclass(frozen=True, slots=True)
class IdTrace:
    """The trace of one session or order alone, and the hull `[start, end)` in ms of its time. `kind`: `session` or `order`.

    `parts`: the orders that share that id, each with its own trace.
    """

    platform: str
    kind: str
    id: str
    trace: Trace
    hull: Interval
    parts: tuple[tuple[OrderPart, Trace], ...] = ()


class ReceivedFact(NamedTuple):
    """The arrivals of what is stated about a session, order or entry in an interval; None for no statement there."""

    platform: str
    what: str
    id: str
    received: Received | None


class PlatformTraces:
    """The sessions, orders and pay entries of one platform at `now` (ms), unpacked, and the trace of each session and order."""

    def __init__(
        self,
        platform: str,
        facts: PlatformFacts,
        now: int,
        tolerance: Tolerance,
        kept: KeptOrderTime | None = None,
    ) -> None:
        """`kept`: the time of these orders as it was read before; None where it was not."""
        self._kept = kept or KeptOrderTime()
        self._platform = platform
        self._facts = facts
        self._now = now
        self._tolerance = tolerance
        self._firsts: dict[str, int] = {}
        self._named: dict[str, tuple[OrderPart, ...]] = {}

    @CachedProperty
    def orders(self) -> dict[str, Order]:
        """The orders by id."""
        return ORDERS.all(self._facts.orders)

    @CachedProperty
    def entries(self) -> dict[str, PayEntry]:
        """The pay entries by their keys."""
        return ENTRIES.all(self._facts.entries)

    def entries_of(self, keys: Iterable[str] | None) -> dict[str, PayEntry]:
        """The pay entries of these keys, as far as there are any; all for None. They alone are unpacked."""
        if keys is None:
            return self.entries
        found = ((key, ENTRIES.get(self._facts.entries, key)) for key in keys)
        return {key: entry for key, entry in found if entry is not None}

    def received_in(
        self, interval: Interval, named: Container[tuple[str, str]], *, sessions: bool, pay: bool = False
    ) -> Iterator[ReceivedFact]:
        """The arrivals of the facts with a statement about an interval, both ends included, and of those that are named.

        Facts are named by sort and id: pay entries, and sessions and orders that began before the interval and reach into it.
        `sessions`: those of sessions, too. `pay`: also those of pay entries stated of an instant of the interval, though
        they are for other days.
        """
        start, end = interval
        facts: list[tuple[str, str, Session | Order]] = [("order", *each) for each in self.orders.items()]
        if sessions:
            facts += [("session", *each) for each in self._facts.sessions.items()]
        for what, name, fact in facts:
            found = fact.received_in(start, end)
            if found is None and (what, name) in named:
                found = fact.received_in(0, end)
            yield ReceivedFact(self._platform, what, name, found)
        for key, entry in self.entries.items():
            stated_there = pay and any(start <= entry.at(each) < end for each in entry.variants)
            if stated_there or ("entry", entry_id(key)) in named:
                yield ReceivedFact(self._platform, "entry", entry_id(key), entry.received())

    def first_of(self, name: str) -> int:
        """The first instant (ms) of the order of that id; `KeyError` where there is none."""
        found = self._firsts.get(name)
        if found is None:
            found = self._firsts[name] = self.orders[name].first_instant()
        return found

    @CachedProperty
    def parts(self) -> dict[str, tuple[OrderPart, ...]]:
        """The orders that share an id, by that id and by time."""
        return {name: parts_of(order, self._tolerance) for name, order in self.orders.items()}

    def parts_named(self, name: str) -> tuple[OrderPart, ...]:
        """The orders that share that id, by time; none of an id that is not known. The first few ids are unpacked alone."""
        found = self._named.get(name)
        if found is None:
            if len(self._named) >= _FEW:
                return self.parts.get(name, ())
            order = ORDERS.get(self._facts.orders, name)
            found = self._named[name] = () if order is None else parts_of(order, self._tolerance)
        return found

    @CachedProperty
    def begun(self) -> list[tuple[Acceptance, int, str]]:
        """The orders that begin anything: the acceptance that counts, its *on* (ms) and the id, by time."""
        every = ((name, part) for name, parts in self.parts.items() for part in parts)
        return sorted((p.counted, p.on_at, name) for name, p in every if p.counted is not None and p.on_at is not None)

    @CachedProperty
    def session_trace(self) -> Trace:
        """The time of all sessions; not to be changed."""
        trace = Trace()
        for name, session in self._facts.sessions.items():
            self.trace(name, session, trace)
        return trace

    @CachedProperty
    def session_time(self) -> SessionTime:
        """The time of all sessions, as orders of couriers need it."""
        return SessionTime(self._facts.sessions.values(), self.session_trace, self._facts.sign_before)

    @CachedProperty
    def open_to_sessions(self) -> list[int]:
        """The beginnings (ms) of couriers' orders whose time sessions of later days change; rules on days and on pay read it."""
        parts = chain.from_iterable(self.parts.values())
        return [on for part in parts for on in part.open_to(self.session_time)]

    def ended_work(self, order: OrderPart) -> list[Interval]:
        """The work on an order that has ended, by time; none where no end of it is believed."""
        return sorted(order.work(self._now, self.session_time)) if order.ended(self.session_time) else []

    def of_order(self, name: str) -> IdTrace:
        """The trace of the order of that id; `KeyError` where there is none."""
        return self._orders[name]

    def touching(self, interval: Interval) -> Iterator[IdTrace]:
        """The traces whose hull shares time with the interval: the sessions, then the orders, each by id."""
        start, end = interval
        by_start, latest = self._hulls
        # the hulls that begin before the end, from the first one on that a hull before or at it reaches beyond the start
        near = by_start[bisect_right(latest, start) : bisect_left(by_start, (end,))]
        return (self._all[index] for index in sorted(index for _, index in near if self._all[index].hull[1] > start))

    def trace(self, name: str, session: Session, trace: Trace) -> None:
        """Add the time of a session to a trace."""
        trace_session(
            session, ReadContext(self._now, self._tolerance, lambda after: self.next_elsewhere(name, after)), trace
        )

    @CachedProperty
    def order_time(self) -> OrderTime:
        """The time of all orders as it is known without sessions; no order is unpacked for it that has ended."""
        return self._kept.read(self._facts.orders, self._now, self._tolerance)

    def trace_orders(self, trace: Trace) -> None:
        """Add the time of all orders to a trace."""
        time, sessions = self.order_time, self.session_time
        parts: Iterable[OrderPart] = time.open
        if sessions.have_signs_near([on for on, _ in time.in_sessions]):
            trace.work += time.work
            trace.unknown += time.unknown
            for start, end in union(time.in_sessions):
                trace.work += sessions.work_in(start, end)
                trace.unknown += sessions.unknown_in(start, end)
        else:
            parts = chain.from_iterable(self.parts.values())
        for part in parts:
            part.trace(self._now, sessions, trace)

    @CachedProperty
    def _all(self) -> list[IdTrace]:
        found = []
        for name, session in sorted(self._facts.sessions.items()):
            trace = Trace()
            self.trace(name, session, trace)
            found.append(self._id_trace("session", name, trace))
        found += [self._of_parts(name, parts) for name, parts in sorted(self.parts.items())]
        return found

    def _of_parts(self, name: str, parts: tuple[OrderPart, ...]) -> IdTrace:
        """The trace of the orders of one id."""
        whole, each = Trace(), []
        for part in parts:
            trace = whole if len(parts) == 1 else Trace()
            part.trace(self._now, self.session_time, trace)
            each.append((part, trace))
            if trace is not whole:
                whole.work += trace.work
                whole.unknown += trace.unknown
        return self._id_trace("order", name, whole, tuple(each))

    @CachedProperty
    def _hulls(self) -> tuple[list[tuple[int, int]], list[int]]:
        """The start of each hull with its index, ascending; and for each the latest end of any hull up to it."""
        by_start = sorted((each.hull[0], index) for index, each in enumerate(self._all))
        return by_start, list(accumulate((self._all[index].hull[1] for _, index in by_start), max))

    def _id_trace(self, kind: str, name: str, trace: Trace, parts: tuple[tuple[OrderPart, Trace], ...] = ()) -> IdTrace:
        pieces = trace.work + [(start, end) for start, end, _ in trace.unknown]
        hull = (min(p[0] for p in pieces), max(p[1] for p in pieces)) if pieces else (0, 0)
        return IdTrace(self._platform, kind, name, trace, hull, parts)

    @CachedProperty
    def _orders(self) -> dict[str, IdTrace]:
        return {each.id: each for each in self._all if each.kind == "order"}

    @CachedProperty
    def _ons(self) -> list[tuple[int, str, int]]:
        """The *on* points by time, each with its session and the index of the next one that is another's."""
        ons = sorted((at, name) for name, session in self._facts.sessions.items() for at in session.ons())
        found: list[tuple[int, str, int]] = []
        for index in reversed(range(len(ons))):
            at, name = ons[index]
            same = bool(found) and found[-1][1] == name
            found.append((at, name, found[-1][2] if same else index + 1))
        return found[::-1]

    def next_elsewhere(self, name: str, after: int) -> int | None:
        """The first *on* after the instant (ms) of another session than the one named; None where there is none."""
        ons = self._ons
        at = bisect_right(ons, after, key=_instant)
        if at < len(ons) and ons[at][1] == name:
            at = ons[at][2]
        return ons[at][0] if at < len(ons) else None

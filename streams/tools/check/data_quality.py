"""Warnings about well-formed events: sessions, orders and pay that do not fit together. A warning is no fault.

It looks at one platform's events as that platform's engineer would; no rule is evaluated.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from schemas.instants import Ms
from schemas.work import AcceptanceRow, AnyRow, OrderRow, PayRow, SessionRow
from streams.facts.pay_entry import key_of
from streams.facts.tolerance import Tolerance
from streams.tools.check.contradictions import (
    Key,
    RestatedPay,
    closed_by_a_job,
    ends_twice,
    outlives_its_session,
    precedes_its_start,
)
from streams.tools.check.pay_ids import PayIds
from streams.tools.check.traces import OrderTrace, PaidTrace, SessionTrace

_EXAMPLES = 3
"""Places printed beside each warning; its count gives the rest."""


WhereIs = Callable[[AnyRow], str]
_Trace = TypeVar("_Trace", SessionTrace, OrderTrace)


@dataclass(frozen=True, slots=True)
class DataQualityWarning:
    """A warning about data quality: its name, a count, out of how many, the places of some examples, and advice."""

    name: str
    count: int
    of: int
    examples: tuple[str, ...]
    advice: str


class DataQualityCheck:
    """Gathers the sessions, orders and pay of all platforms, in any order, and checks them. Mutable for that.

    `measured`: the measuring values of the law in use.
    """

    def __init__(self, measured: Tolerance) -> None:
        self._measured = measured
        self._sessions: dict[Key, SessionTrace] = {}
        self._orders: dict[Key, OrderTrace] = {}
        self._paid: dict[Key, PaidTrace] = {}
        self._pay_ids = PayIds()
        self._restated = RestatedPay()
        self._statements = self._unordered = 0
        self._where_unordered: list[str] = []
        self._end = 0

    def add(self, platform: str, rows: Iterable[AnyRow], where_is: WhereIs) -> None:
        """Add a platform's rows; `where_is` gives the place of a row."""
        for row in rows:
            if isinstance(row, SessionRow):
                self._add_session((platform, row.worker, row.session), row, where_is)
            elif isinstance(row, AcceptanceRow | OrderRow):
                self._add_order((platform, row.worker, row.order), row, where_is)
            else:
                self._add_pay(platform, row, where_is)
            self._end = max(self._end, row.at)

    def warnings(self) -> list[DataQualityWarning]:
        """All warnings. None is given about a session or order that is open only because the recording ends."""
        for session in self._sessions.values():
            session.sort()
        found = (
            *self._of_sessions(),
            self._of_gaps(),
            *self._of_silences(),
            *self._of_orders(),
            *self._of_contradictions(),
            *self._of_ids(),
            self._of_pay_ids(),
            *self._of_promises(),
        )
        return [warning for warning in found if warning.count]

    def _add_session(self, key: Key, row: SessionRow, where_is: WhereIs) -> None:
        session = self._sessions.get(key)
        if session is None:
            session = self._sessions[key] = SessionTrace(where_is(row))
        session.add(row)

    def _add_order(self, key: Key, row: AcceptanceRow | OrderRow, where_is: WhereIs) -> None:
        order = self._orders.get(key)
        if order is None:
            order = self._orders[key] = OrderTrace(where_is(row), row.at)
        order.add(row)

    def _add_pay(self, platform: str, row: PayRow, where_is: WhereIs) -> None:
        self._statements += 1
        self._pay_ids.add(platform, row, where_is(row))
        if self._restated.add(platform, row):
            self._unordered += 1
            if self._unordered <= _EXAMPLES:
                self._where_unordered.append(where_is(row))
        if row.order and row.first_day < 0:
            key = (platform, row.worker, key_of(row))
            self._paid.setdefault(key, PaidTrace(where_is(row), (platform, row.worker, row.order)))

    def _is_over(self, last: Ms) -> bool:
        """True if the recording goes on for so long after this instant that no more events can be expected."""
        return self._end - last > self._measured.at(last).silence

    def _of_sessions(self) -> Iterator[DataQualityWarning]:
        sessions = self._sessions
        silent = [
            s for s in sessions.values() if not s.heartbeats and s.last - s.first > self._measured.at(s.first).pulse
        ]
        yield _warning(
            "session_without_heartbeats", silent, len(sessions), "send session.heartbeat every 60 s while it is on"
        )
        off = [s for s in sessions.values() if s.beats_while_off()]
        yield _warning(
            "heartbeats_while_off", off, len(sessions), "send none while paused or offline, or send the resumed"
        )
        left = [s for s in sessions.values() if s.is_open() and self._is_over(s.last)]
        yield _warning(
            "session_never_closed", left, len(sessions), "send session.offline, also when the app is closed or lost"
        )
        unopened = [s for s in sessions.values() if not s.is_opened()]
        yield _warning(
            "session_never_opened", unopened, len(sessions), "send session.online first, under the same session_id"
        )
        advice = "a worker has one session at a time on a platform; close the one before"
        yield _warning("sessions_overlap", self._overlapping(), len(sessions), advice)

    def _overlapping(self) -> list[SessionTrace]:
        by_worker: dict[tuple[str, str], list[SessionTrace]] = {}
        for (platform, worker, _), session in self._sessions.items():
            by_worker.setdefault((platform, worker), []).append(session)
        found: list[SessionTrace] = []
        for sessions in by_worker.values():
            reached = 0
            for session in sorted(sessions, key=lambda s: s.first):
                if session.first < reached:
                    found.append(session)
                reached = max(reached, session.last)
        return found

    def _of_orders(self) -> Iterator[DataQualityWarning]:
        orders = self._orders.values()
        left = [o for o in orders if o.began is not None and not o.ended and self._is_over(o.last)]
        yield _warning("order_without_end", left, len(orders), "send order.completed or order.cancelled")
        unknown = [o for o in orders if o.began is None]
        yield _warning(
            "order_never_accepted", unknown, len(orders), "send order.accepted, under the same order_id and worker_id"
        )
        orderless = [
            p for p in self._paid.values() if p.order not in self._orders or self._orders[p.order].began is None
        ]
        advice = "it belongs to no day: send the order_id of an order that this worker accepted, or the days in for_day"
        yield _warning("pay_without_its_order", orderless, len(self._paid), advice)

    def _of_gaps(self) -> DataQualityWarning:
        long, of, where = 0, 0, []
        for session in self._sessions.values():
            gaps = session.gaps()
            too_long = sum(1 for since, gap in gaps if gap > self._measured.at(since).pulse)
            long, of = long + too_long, of + len(gaps)
            if too_long:
                where.append(session.where)
        pulse = self._measured.at(self._end).pulse // 1000
        advice = f"a longer silence than {pulse} s is unknown time; send every 60 s, and later what could not be sent"
        return DataQualityWarning("heartbeat_gap_too_long", long, of, tuple(where[:_EXAMPLES]), advice)

    def _of_silences(self) -> Iterator[DataQualityWarning]:
        sessions = self._sessions
        silent = [s for s in sessions.values() if s.is_silent(lambda at: self._measured.at(at).stated_silence)]
        advice = "unknown time, which may have been a break: send the heartbeats, or paused and resumed"
        yield _warning("session_silent_too_long", silent, len(sessions), advice)
        advice = "send session.offline when it ends, not when a job finds it open: the hours before it are unknown"
        yield _warning(
            "sessions_closed_at_one_second", closed_by_a_job(sessions, self._measured), len(sessions), advice
        )

    def _of_contradictions(self) -> Iterator[DataQualityWarning]:
        sessions, orders = self._sessions, self._orders
        both = [s for s in sessions.values() if s.is_on_and_off_at_once()]
        advice = "it takes no time away from the worker: give each event the instant at which it happened"
        yield _warning("on_and_off_at_one_instant", both, len(sessions), advice)
        twice = [o for o in orders.values() if ends_twice(o)]
        advice = "the first end counts: one order.completed or order.cancelled for each acceptance"
        yield _warning("order_ends_twice", twice, len(orders), advice)
        late = list(outlives_its_session(orders, sessions, self._measured))
        advice = "fine where it was finished offline; else send the end when it ends, and offline when work does"
        yield _warning("order_outlives_its_session", late, len(orders), advice)
        early = [o for o in orders.values() if precedes_its_start(o)]
        advice = "the booking was begun when it was picked up: say so with starts_at, or correct the instants"
        yield _warning("order_before_its_start", early, len(orders), advice)
        advice = (
            "two amounts or days and nothing says which is later: raise published_at or sequence with each statement"
        )
        where = tuple(self._where_unordered)
        yield DataQualityWarning("pay_restated_without_order", self._unordered, self._statements, where, advice)

    def _of_ids(self) -> Iterator[DataQualityWarning]:
        sessions, orders = self._sessions, self._orders
        long = [s for s in sessions.values() if s.last - s.first > self._measured.at(s.first).belief]
        advice = "a new session_id each time a worker goes online; is it the worker's own id?"
        yield _warning("session_id_used_too_long", long, len(sessions), advice)
        shared, ids = _shared(sessions)
        advice = "a session is one worker's; is the session_id that of a device, a team or a day?"
        yield _warning("session_id_of_several_workers", shared, ids, advice)
        late = [o for o in orders.values() if o.length > self._measured.at(o.began or 0).belief]
        advice = "a new order_id for each order, and its end when it ends; is it a customer's or a batch's id?"
        yield _warning("order_id_used_too_long", late, len(orders), advice)
        passed, ids = _shared(orders)
        advice = "fine where orders were passed on; else give each order an order_id of its own"
        yield _warning("order_id_of_several_workers", passed, ids, advice)

    def _of_pay_ids(self) -> DataQualityWarning:
        both = self._pay_ids.of_both_kinds()
        advice = "these are two entries each; to correct one, send the same kind under the same entry_id"
        return DataQualityWarning(
            "entry_id_for_pay_and_deduction", len(both), len(self._pay_ids), tuple(both[:_EXAMPLES]), advice
        )

    def _of_promises(self) -> Iterator[DataQualityWarning]:
        """One warning a platform, as its share is what matters: both fields are optional."""
        for platform in sorted({platform for platform, _, _ in self._orders}):
            accepted = [o for (of, _, _), o in self._orders.items() if of == platform and o.began is not None]
            bare = [o for o in accepted if not (o.promised and o.measured)]
            advice = f"send both with order.accepted, or nobody sees that {platform} allows more time in bad weather"
            yield _warning("order_without_promise_or_distance", bare, len(accepted), advice)


def _shared(traces: Mapping[Key, _Trace]) -> tuple[list[_Trace], int]:
    """The second worker's trace of each id that several workers used, in order of arrival; and the number of ids."""
    used: dict[tuple[str, str], list[_Trace]] = {}
    for (platform, _, name), trace in traces.items():
        used.setdefault((platform, name), []).append(trace)
    return [own[1] for own in used.values() if len(own) > 1], len(used)


def _warning(
    name: str, found: Sequence[SessionTrace | OrderTrace | PaidTrace], of: int, advice: str
) -> DataQualityWarning:
    return DataQualityWarning(name, len(found), of, tuple(each.where for each in found[:_EXAMPLES]), advice)

"""What looks wrong in well-formed events: sessions, orders and pay that do not hang together. A doubt is no fault.

It looks at one platform's events as that platform's engineer would; what they mean to the law is not asked.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from schemas.instants import Ms
from schemas.work import AnyRow, OrderAccepted, OrderSaid, PayStated, SessionSaid, Sort, Step
from streams.facts.tolerance import STANDARD

_EXAMPLES = 3

WhereIs = Callable[[AnyRow], str]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that looks wrong: its name, how often, of how many, where for example, and what to look at."""

    name: str
    count: int
    of: int
    examples: tuple[str, ...]
    advice: str


@dataclass(slots=True)
class _Session:
    worker: str
    where: str
    points: list[tuple[Ms, int]] = field(default_factory=list)
    pulses: list[Ms] = field(default_factory=list)

    def settle(self) -> None:
        self.points = sorted(set(self.points))
        self.pulses = sorted(set(self.pulses))

    @property
    def first(self) -> Ms:
        return min([at for at, _ in self.points[:1]] + self.pulses[:1])

    @property
    def last(self) -> Ms:
        return max([at for at, _ in self.points[-1:]] + self.pulses[-1:])

    def is_open(self) -> bool:
        return not self.points or self.points[-1][1] == Sort.ON

    def beats_while_off(self) -> bool:
        ends = [*self.points[1:], (self.last + 1, int(Sort.ON))]
        return any(
            sort == Sort.OFF and bisect_left(self.pulses, end) > bisect_right(self.pulses, at)
            for (at, sort), (end, _) in zip(self.points, ends, strict=False)
        )

    def gaps(self) -> list[Ms]:
        """The lengths between neighbouring heartbeats between which it was not off."""
        offs = [at for at, sort in self.points if sort == Sort.OFF]
        return [b - a for a, b in pairwise(self.pulses) if bisect_left(offs, a) == bisect_right(offs, b)]


@dataclass(slots=True)
class _Order:
    where: str
    last: Ms
    accepted: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True)
class _Paid:
    """A pay entry that names an order."""

    order: tuple[str, str, str]
    where: str


class Work:
    """The sessions, orders and pay of all platforms, gathered in any order. Mutable for that."""

    def __init__(self) -> None:
        self._sessions: dict[tuple[str, str, str], _Session] = {}
        self._orders: dict[tuple[str, str, str], _Order] = {}
        self._paid: dict[tuple[str, str, str], _Paid] = {}
        self._end = 0

    def take(self, platform: str, rows: Iterable[AnyRow], where_is: WhereIs) -> None:
        """Take rows; `where_is` says where one stands."""
        for row in rows:
            if isinstance(row, SessionSaid):
                self._take_session((platform, row.worker, row.session), row, where_is)
            elif isinstance(row, OrderAccepted | OrderSaid):
                self._take_order((platform, row.worker, row.order), row, where_is)
            elif isinstance(row, PayStated) and row.order:
                order = (platform, row.worker, row.order)
                self._paid.setdefault((platform, row.worker, row.entry), _Paid(order, where_is(row)))
            self._end = max(self._end, row.at)

    def doubts(self) -> list[Doubt]:
        """All that looks wrong now; what may still come right because the events end here does not."""
        for session in self._sessions.values():
            session.settle()
        return [doubt for doubt in (*self._of_sessions(), *self._of_orders(), self._of_gaps()) if doubt.count]

    def _take_session(self, key: tuple[str, str, str], row: SessionSaid, where_is: WhereIs) -> None:
        session = self._sessions.get(key)
        if session is None:
            session = self._sessions[key] = _Session(row.worker, where_is(row))
        if row.sort is Sort.PULSE:
            session.pulses.append(row.at)
        else:
            session.points.append((row.at, row.sort))

    def _take_order(self, key: tuple[str, str, str], row: OrderAccepted | OrderSaid, where_is: WhereIs) -> None:
        order = self._orders.get(key)
        if order is None:
            order = self._orders[key] = _Order(where_is(row), row.at)
        order.last = max(order.last, row.on_at if isinstance(row, OrderAccepted) else row.at)
        order.accepted |= isinstance(row, OrderAccepted)
        order.ended |= isinstance(row, OrderSaid) and row.step is Step.ENDED

    def _is_over(self, last: Ms) -> bool:
        """Whether so much was said after this instant that nothing more can be expected."""
        return self._end - last > STANDARD.silence

    def _of_sessions(self) -> Iterator[Doubt]:
        sessions = self._sessions
        silent = [s for s in sessions.values() if not s.pulses and s.last - s.first > STANDARD.pulse]
        yield _doubt(
            "session_without_heartbeats", silent, len(sessions), "send session.heartbeat every 60 s while it is on"
        )
        off = [s for s in sessions.values() if s.beats_while_off()]
        yield _doubt(
            "heartbeats_while_off", off, len(sessions), "send none while paused or offline, or send the resumed"
        )
        left = [s for s in sessions.values() if s.is_open() and self._is_over(s.last)]
        yield _doubt(
            "session_never_closed", left, len(sessions), "send session.offline, also when the app is closed or lost"
        )
        unopened = [s for s in sessions.values() if not any(sort == Sort.ON for _, sort in s.points)]
        yield _doubt(
            "session_never_opened", unopened, len(sessions), "send session.online first, under the same session_id"
        )
        advice = "a worker has one session at a time on a platform; close the one before"
        yield _doubt("sessions_overlap", self._overlapping(), len(sessions), advice)

    def _overlapping(self) -> list[_Session]:
        by_worker: dict[tuple[str, str], list[_Session]] = {}
        for (platform, worker, _), session in self._sessions.items():
            by_worker.setdefault((platform, worker), []).append(session)
        found: list[_Session] = []
        for sessions in by_worker.values():
            reached = 0
            for session in sorted(sessions, key=lambda s: s.first):
                if session.first < reached:
                    found.append(session)
                reached = max(reached, session.last)
        return found

    def _of_orders(self) -> Iterator[Doubt]:
        orders = self._orders.values()
        left = [o for o in orders if o.accepted and not o.ended and self._is_over(o.last)]
        yield _doubt("order_without_end", left, len(orders), "send order.completed or order.cancelled")
        unknown = [o for o in orders if not o.accepted]
        yield _doubt(
            "order_never_accepted", unknown, len(orders), "send order.accepted, under the same order_id and worker_id"
        )
        orderless = [
            p for p in self._paid.values() if p.order not in self._orders or not self._orders[p.order].accepted
        ]
        advice = "it belongs to no day: send the order_id of an order that this worker accepted, or none"
        yield _doubt("pay_without_its_order", orderless, len(self._paid), advice)

    def _of_gaps(self) -> Doubt:
        long, of, where = 0, 0, []
        for session in self._sessions.values():
            gaps = session.gaps()
            too_long = sum(1 for gap in gaps if gap > STANDARD.pulse)
            long, of = long + too_long, of + len(gaps)
            if too_long:
                where.append(session.where)
        advice = "a longer silence than 180 s is unknown time; send every 60 s, and later what could not be sent"
        return Doubt("heartbeat_gap_over_180_s", long, of, tuple(where[:_EXAMPLES]), advice)


def _doubt(name: str, found: list[_Session] | list[_Order] | list[_Paid], of: int, advice: str) -> Doubt:
    return Doubt(name, len(found), of, tuple(each.where for each in found[:_EXAMPLES]), advice)

"""What is kept of one worker: the facts of each platform, and from when on they are complete."""

from collections.abc import Iterable, Iterator
from sys import intern

import msgspec

from schemas.work import OrderAccepted, OrderSaid, PayStated, SessionSaid, Sort, Step
from streams.facts.entry import Entry
from streams.facts.order import Acceptance, Order, packed, unpacked, with_one_more
from streams.facts.place import ACCEPTANCE, Place
from streams.facts.session import Session
from streams.facts.tolerance import Tolerance

Row = SessionSaid | OrderAccepted | OrderSaid | PayStated
"""The rows that facts are made of."""


def last_instant(row: Row) -> int:
    """The instant (ms) at which what a row says lies: its own, or the start of a booked order."""
    return max(row.at, row.on_at) if isinstance(row, OrderAccepted) else row.at


class PlatformFacts(msgspec.Struct, array_like=True, gc=False):
    """A worker's sessions, orders and pay entries on one platform, by the platform's ids. Orders and entries are packed.

    `place_before` is the last place of what the horizon has cut off, or None.
    """

    sessions: dict[str, Session] = {}
    orders: dict[str, bytes] = {}
    place_before: Place | None = None
    entries: dict[str, bytes] = {}

    def unpacked_orders(self) -> list[Order]:
        """All orders, in no order."""
        return [unpacked(value) for value in self.orders.values()]

    def places(self, orders: Iterable[Order]) -> Iterator[Place]:
        """Every place that the sessions and the orders, given unpacked, tell of, in no order."""
        if self.place_before is not None:
            yield self.place_before
        for session in self.sessions.values():
            yield from session.all_points()
        for order in orders:
            place = order.place()
            if place is not None:
                yield (place[0], ACCEPTANCE, place[1], place[2])


class Waiting(msgspec.Struct, frozen=True, array_like=True):
    """A row whose instant is still to come: it is kept and does not count."""

    platform: str
    row: Row


class WorkerFacts(msgspec.Struct, array_like=True):
    """All facts of one worker.

    `speaks_from`: what lies before this instant (ms) is settled and gone; None where nothing was cut. `latest`: the last
    instant (ms) that a sign of life speaks of, the start of a booked order included.
    """

    platforms: dict[str, PlatformFacts] = {}
    speaks_from: int | None = None
    latest: int = 0
    waiting: list[Waiting] = []

    def fold(self, platform: str, row: Row, tolerance: Tolerance) -> bool:
        """Merge one row into the facts; false when they said as much before. Order and repetition make no difference."""
        facts = self.platforms.get(platform)
        if facts is None:
            facts = self.platforms[platform] = PlatformFacts()
        if isinstance(row, PayStated):  # no sign of life
            return _fold_entry(facts, row)
        self.latest = max(self.latest, last_instant(row))
        if isinstance(row, SessionSaid):
            return _fold_session(facts, row, tolerance)
        return _fold_order(facts, row)

    def let_in(self, now: int, tolerance: Tolerance) -> bool:
        """Fold the rows whose instant has come at `now` (ms); whether there were any."""
        come = [each for each in self.waiting if each.row.at <= now]
        for each in come:
            self.waiting.remove(each)
            self.fold(each.platform, each.row, tolerance)
        return bool(come)


def _fold_session(facts: PlatformFacts, row: SessionSaid, tolerance: Tolerance) -> bool:
    session = facts.sessions.get(row.session)
    if session is None:
        session = facts.sessions[row.session] = Session()
    if row.sort is Sort.PULSE:
        return session.add_pulse(row.at, row.area, row.sector, tolerance.pulse)
    return session.add_point((row.at, int(row.sort), intern(row.area), intern(row.sector)))


def _fold_order(facts: PlatformFacts, row: OrderAccepted | OrderSaid) -> bool:
    known = facts.orders.get(row.order)
    order = Order() if known is None else unpacked(known)
    before = (order.acceptances, order.ends, order.steps, order.promises)
    if isinstance(row, OrderAccepted):
        order.acceptances = with_one_more(order.acceptances, _acceptance(row))
    elif row.step is Step.ENDED:
        order.ends = with_one_more(order.ends, row.at)
    else:
        order.steps = with_one_more(order.steps, row.at)
        if row.promised_at is not None:
            order.promises = with_one_more(order.promises, (row.at, row.promised_at))
    if before == (order.acceptances, order.ends, order.steps, order.promises):
        return False
    facts.orders[row.order] = packed(order)
    return True


def _fold_entry(facts: PlatformFacts, row: PayStated) -> bool:
    stated, kept = Entry.of(row), facts.entries.get(row.entry)
    if kept is not None and stated <= Entry.unpacked(kept):
        return False
    facts.entries[row.entry] = stated.packed()
    return True


def _acceptance(row: OrderAccepted) -> Acceptance:
    return Acceptance(
        at=row.at,
        event_id=row.event_id,
        assigned=row.assigned,
        area=row.area,
        sector=row.sector,
        on_at=row.on_at,
        promised_at=-1 if row.promised_at is None else row.promised_at,
        distance_m=-1 if row.distance_m is None else row.distance_m,
    )

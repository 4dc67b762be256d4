"""What is kept of one worker: the facts of each platform, and from when on they are complete."""

from collections.abc import Iterable, Iterator
from sys import intern

import msgspec

from schemas.work import OrderAccepted, OrderSaid, PayStated, SessionSaid, Sort, Step
from streams.facts.entry import ENTRIES, Entry
from streams.facts.order import ORDERS, Acceptance, Order, with_one_more
from streams.facts.packing import Shelves
from streams.facts.place import ACCEPTANCE, Place
from streams.facts.session import Session
from streams.facts.tolerance import Tolerance

Row = SessionSaid | OrderAccepted | OrderSaid | PayStated
"""The rows that facts are made of."""


def last_instant(row: Row) -> int:
    """The instant (ms) at which what a row says lies: its own, or the start of a booked order."""
    return max(row.at, row.on_at) if isinstance(row, OrderAccepted) else row.at


class PlatformFacts(msgspec.Struct, array_like=True, gc=False):
    """A worker's sessions, orders and pay entries on one platform, by the platform's ids. Orders and entries are kept packed.

    `place_before` is the last place of what the horizon has cut off, or None.
    """

    sessions: dict[str, Session] = {}
    orders: Shelves = msgspec.field(default_factory=Shelves)
    place_before: Place | None = None
    entries: Shelves = msgspec.field(default_factory=Shelves)

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

    def fold(self, platform: str, row: Row, tolerance: Tolerance) -> int | None:
        """Merge one row into the facts. Order and repetition make no difference.

        Gives the earliest instant (ms) about which the facts may say anything else by it, None when they said as much before.
        """
        facts = self.platforms.get(platform)
        if facts is None:
            facts = self.platforms[platform] = PlatformFacts()
        if isinstance(row, PayStated):  # no sign of life
            return _fold_entry(facts, row)
        self.latest = max(self.latest, last_instant(row))
        if isinstance(row, SessionSaid):
            return _fold_session(facts, row, tolerance)
        return _fold_order(facts, row)

    def let_in(self, now: int, tolerance: Tolerance) -> list[int | None]:
        """Fold the rows whose instant has come at `now` (ms); gives what `fold` gives of each."""
        come = [each for each in self.waiting if each.row.at <= now]
        for each in come:
            self.waiting.remove(each)
        return [self.fold(each.platform, each.row, tolerance) for each in come]


def _fold_session(facts: PlatformFacts, row: SessionSaid, tolerance: Tolerance) -> int | None:
    session = facts.sessions.get(row.session)
    if session is None:
        session = facts.sessions[row.session] = Session()
    if row.sort is Sort.PULSE:
        changed = session.add_pulse(row.at, row.area, row.sector, tolerance.pulse)
    else:
        changed = session.add_point((row.at, int(row.sort), intern(row.area), intern(row.sector)))
    return session.begins() if changed else None


def _fold_order(facts: PlatformFacts, row: OrderAccepted | OrderSaid) -> int | None:
    order = ORDERS.merge(facts.orders, row.order, lambda known: _with(known or Order(), row))
    return None if order is None else order.first()


def _with(order: Order, row: OrderAccepted | OrderSaid) -> Order | None:
    """The order with what a row says; None where it said as much before."""
    before = (order.acceptances, order.ends, order.steps, order.promises)
    if isinstance(row, OrderAccepted):
        order.acceptances = with_one_more(order.acceptances, _acceptance(row))
    elif row.step is Step.ENDED:
        order.ends = with_one_more(order.ends, row.at)
    else:
        order.steps = with_one_more(order.steps, row.at)
        if row.promised_at is not None:
            order.promises = with_one_more(order.promises, (row.at, row.promised_at))
    return None if before == (order.acceptances, order.ends, order.steps, order.promises) else order


def _fold_entry(facts: PlatformFacts, row: PayStated) -> int | None:
    stated = Entry.of(row)
    before: list[Entry] = []

    def larger(kept: Entry | None) -> Entry | None:
        if kept is None:
            return stated
        before.append(kept)
        return stated if stated > kept else None

    if ENTRIES.merge(facts.entries, row.entry, larger) is None:
        return None
    return min(_paid_from(entry, facts) for entry in (stated, *before))


def _paid_from(entry: Entry, facts: PlatformFacts) -> int:
    """The earliest instant (ms) of an entry and of its order."""
    order = ORDERS.get(facts.orders, entry.order) if entry.order else None
    return entry.at if order is None else min(entry.at, order.first())


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

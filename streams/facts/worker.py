"""All facts of one worker: those of each platform, and the instant from which on they are complete."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from sys import intern

import msgspec

from schemas.instants import NEVER
from schemas.legal_days import day_start
from schemas.work import AcceptanceRow, AnyRow, PayRow, SessionRow, Sort
from streams.facts.days.kept import KeptDays
from streams.facts.orders.folding import BeforeRow, fold_order
from streams.facts.orders.kept_time import KeptOrderTime
from streams.facts.orders.large import ORDERS, LargeOrder
from streams.facts.orders.order import BOOKED_MS
from streams.facts.orders.parts import OrderPart
from streams.facts.packing import PackedDict
from streams.facts.pay_entry import ENTRIES, PayEntry, by_kind, key_of
from streams.facts.sessions.session import Session
from streams.facts.tolerance import Tolerance
from streams.facts.waiting import WaitingRow, WaitingRows
from streams.facts.worktime.place import ACCEPTANCE, Place

MOST_DAYS = 62
"""Days of refusals that are remembered, for each platform: facts of more than two months are cut long before."""

_SESSION_BYTES, SIGN_BYTES = 96, 28
"""Bytes of a session as MessagePack with an id of 36 letters, and of a point or a run of pulses at most."""


class PlatformFacts(msgspec.Struct, array_like=True, gc=False):
    """A worker's sessions, orders and pay entries on one platform, by the platform's ids. Orders and entries are kept packed.

    `place_before` is the last place before the cut at the horizon, or None; `places_before`: others before it that are needed,
    the last one outside the city where it came after that, and those where orders began that were accepted outside. `signs`: the
    number of points and runs of pulses of the sessions; -1 in state of an earlier form until they are counted. `sign_before`: the
    last sign of a session (ms) before the cut, which couriers' orders after it need; -1 for none. `entries_by_kind`: the entries
    have the keys of `entry_key`; not so in state of an earlier form until it is read.
    """

    sessions: dict[str, Session] = {}
    orders: PackedDict[LargeOrder] = msgspec.field(default_factory=PackedDict)
    place_before: Place | None = None
    entries: PackedDict[PayEntry] = msgspec.field(default_factory=PackedDict)
    signs: int = -1
    sign_before: int = -1
    entries_by_kind: bool = False
    places_before: tuple[Place, ...] = ()

    def __post_init__(self) -> None:
        if not self.entries_by_kind:
            self.entries_by_kind = True
            if len(self.entries):
                self.entries = by_kind(self.entries)
        if self.signs < 0:
            self.count()

    @property
    def statements(self) -> int:
        """The number of statements that are kept: points and runs of sessions, statements of orders, and pay entries."""
        return self.signs + self.orders.statements + self.entries.statements

    @property
    def size(self) -> int:
        """The size in bytes, about, of all that is kept when it is written."""
        sessions = _SESSION_BYTES * len(self.sessions) + SIGN_BYTES * self.signs
        return sessions + self.orders.size + self.entries.size

    def share_places(self) -> None:
        """Share the texts of areas and sectors: of sessions they were a third of what these take."""
        for session in self.sessions.values():
            session.share_places()
        if self.place_before is not None:
            since, rank, area, sector = self.place_before
            self.place_before = (since, rank, intern(area), intern(sector))

    def count(self) -> None:
        """Count anew, after changes that were not counted one by one."""
        self.signs = sum(session.signs() for session in self.sessions.values())
        ORDERS.count(self.orders)
        ENTRIES.count(self.entries)

    def places(self, orders: Iterable[OrderPart]) -> Iterator[Place]:
        """Every place that the sessions and the orders, given unpacked, provide, in no order."""
        yield from self.places_but_orders()
        for order in orders:
            place = order.place
            if place is not None:
                yield (place[0], ACCEPTANCE, place[1], place[2])

    def places_but_orders(self) -> Iterator[Place]:
        """Every place that the sessions provide, and those of orders that were cut, in no order."""
        if self.place_before is not None:
            yield self.place_before
        yield from self.places_before
        for session in self.sessions.values():
            yield from session.places()


class WorkerFacts(msgspec.Struct, array_like=True, dict=True):
    """All facts of one worker.

    `speaks_from`: facts of instants before this one (ms) are settled and deleted; None where nothing was cut. `latest`: the last
    sign of life (ms). `waiting` is changed by `add_waiting` and `fold_due` alone. `refused_days`: by platform, the legal days of
    rows that were refused because a budget was used up. `booked_until`: the latest start (ms) of a booking; 0 for none. `days`:
    the legal days of which events were cut; None where none was, and in state of an earlier release.
    """

    platforms: dict[str, PlatformFacts] = {}
    speaks_from: int | None = None
    latest: int = 0
    waiting: list[WaitingRow] = []
    refused_days: dict[str, set[int]] | None = None
    booked_until: int = 0
    days: KeptDays | None = None

    def fold(
        self,
        platform: str,
        row: AnyRow,
        tolerance: Tolerance,
        late: int | None = None,
        before_row: BeforeRow | None = None,
    ) -> int | None:
        """Merge one row into the facts. Order and repetition make no difference. `late`: when (ms) a late row arrived.

        Returns the earliest instant (ms) for which it may change the coverage or the pay; None where the row adds nothing.
        """
        facts = self.platforms.get(platform)
        if facts is None:
            facts = self.platforms[intern(platform)] = PlatformFacts()
        if isinstance(row, PayRow):  # no sign of life
            kept = self._taken_back(platform, facts, row)
            changed = _fold_entry(facts, row, late)
            return changed if changed is None else min(changed, *kept)
        self.latest = max(self.latest, row.at)
        if isinstance(row, SessionRow):
            return _fold_session(facts, row, tolerance, late)
        if isinstance(row, AcceptanceRow) and row.on_at - row.at >= BOOKED_MS:
            self.booked_until = max(self.booked_until, row.on_at)
        return fold_order(facts.orders, row, late, before_row)

    def _taken_back(self, platform: str, facts: PlatformFacts, row: PayRow) -> list[int]:
        """Take what is remembered of an entry of days that were cut back among the facts; the first instants of its days (ms)."""
        if self.days is None or not (self.days.entries or self.days.orders):
            return [row.at]
        self.days, kept = self.days.taken_out(platform, key_of(row), row.order)
        days_kept, entries = self.days, [PayEntry.of(row)]
        if (stated := ENTRIES.get(facts.entries, key_of(row))) is not None:  # the days that it belonged to lose it
            entries.append(stated)
        if kept is not None:
            ENTRIES.merge(facts.entries, key_of(row), kept.before)
            entries.append(kept)
        instants = [entry.at(variant) for entry in entries for variant in entry.variants]
        days = [variant.first for entry in entries for variant in entry.variants if variant.days]
        names = {name for entry in entries for name in entry.orders()}
        days += [order.days[0][0] for name in names for order in days_kept.orders_named(platform, name)]
        return [*instants, *map(day_start, days)]

    def fold_due(self, now: int, tolerance: Tolerance, most: int = NEVER) -> list[int | None]:
        """Fold the waiting rows whose instant is at or before `now` (ms), the first ones, `most` at the most.

        Returns what `fold` returns of each.
        """
        if not self.waiting:
            return []
        due = islice(self._waiting_rows.pop_due(now), most)
        return [self.fold(each.platform, each.row, tolerance) for each in due]

    def has_due(self, now: int) -> bool:
        """True if a row waits whose instant is at or before `now` (ms)."""
        at = self.next_at()
        return at is not None and at <= now

    def add_waiting(self, platform: str, row: AnyRow) -> bool:
        """Keep a row until its instant has come; false where an equal one waits already."""
        return self._waiting_rows.add(platform, row)

    def next_at(self) -> int | None:
        """The instant (ms) of the waiting row that comes first; None where none waits."""
        return self._waiting_rows.next_at() if self.waiting else None

    def has_waiting(self, platform: str, row: AnyRow) -> bool:
        """True if an equal row waits."""
        return bool(self.waiting) and self._waiting_rows.has(platform, row)

    def keeps(self, platform: str) -> bool:
        """True if anything is kept of a platform, waiting rows and days included."""
        if platform in self.platforms or (self.waiting and self._waiting_rows.knows(platform)):
            return True
        return self.days is not None and platform in self.days.platforms

    def platforms_kept(self) -> set[str]:
        """The platforms of which anything is kept, waiting rows and days included."""
        days = self.days.platforms if self.days is not None else ()
        return self.platforms.keys() | (self._waiting_rows.platforms if self.waiting else set()) | set(days)

    def remember_refusal(self, platform: str, at: int, day: int, *, is_sign: bool) -> bool:
        """Remember the legal day of a row at `at` (ms) that was refused; false where it is remembered. `MOST_DAYS` are kept.

        A row that would be a sign of life is one all the same, or the horizon would stand still and nothing be forgotten.
        """
        if is_sign:
            self.latest = max(self.latest, at)
        refused = self.refused_days = self.refused_days or {}
        days = refused.setdefault(platform, set())
        if day in days:
            return False
        days.add(day)
        if len(days) > MOST_DAYS:
            days.remove(min(days))
        return day in days

    def share_texts(self) -> None:
        """Share the texts that many workers have in common: read from state, each is an object of its own."""
        self.platforms = {intern(name): facts for name, facts in self.platforms.items()}
        for facts in self.platforms.values():
            facts.share_places()

    @property
    def statements(self) -> int:
        """The number of statements on all platforms, waiting rows included."""
        number = len(self.waiting)
        for facts in self.platforms.values():  # a loop costs a third of a sum, and each evaluation reads this
            number += facts.signs + facts.orders.statements + facts.entries.statements
        return number

    def statements_of(self, platform: str) -> int:
        """The number of statements of one platform, waiting rows included."""
        facts = self.platforms.get(platform)
        waiting = self._waiting_rows.statements(platform) if self.waiting else 0
        return waiting if facts is None else facts.statements + waiting

    def size_of(self, platform: str) -> int:
        """The size in bytes, about, of all that is kept of one platform when it is written."""
        facts = self.platforms.get(platform)
        beside = self._waiting_rows.size(platform) if self.waiting else 0
        beside += self.days.size_of(platform) if self.days is not None else 0
        return beside if facts is None else facts.size + beside

    @cached_property
    def order_times(self) -> defaultdict[str, KeptOrderTime]:
        """The time of each platform's orders as it was read last; it is not written, and holds as long as they do."""
        return defaultdict(KeptOrderTime)

    @cached_property
    def _waiting_rows(self) -> WaitingRows:
        return WaitingRows(self.waiting)


def _fold_session(facts: PlatformFacts, row: SessionRow, tolerance: Tolerance, late: int | None) -> int | None:
    session = facts.sessions.get(row.session)
    if session is None:
        session = facts.sessions[row.session] = Session()
    if row.sort is Sort.PULSE:
        before = session.signs()
        changed = session.add_pulse(row.at, row.area, row.sector, tolerance.least_pulse)
        facts.signs += session.signs() - before
        if late is not None:
            session.late_signs().add_pulse(row.at, late)
    else:
        point = (row.at, int(row.sort), intern(row.area), intern(row.sector))
        changed = session.add_point(point)
        facts.signs += changed
        session.note_point(point, late, new=changed)
    return session.first_instant() if changed else None


def _fold_entry(facts: PlatformFacts, row: PayRow, late: int | None) -> int | None:
    stated = PayEntry.of(row)
    before: list[PayEntry] = []

    def merged(kept: PayEntry | None) -> PayEntry | None:
        if kept is None:
            return stated.first_stated(late)
        before.append(kept)
        return kept.with_arrived(stated, late)

    entry = ENTRIES.merge(facts.entries, key_of(row), merged)
    if entry is None or (before and entry.variants == before[0].variants and entry.stated == before[0].stated):
        return None
    return min(_paid_from(entry, facts) for entry in (stated, *before))


def _paid_from(entry: PayEntry, facts: PlatformFacts) -> int:
    """The earliest instant (ms) of the statements about an entry, of the days that they name, and of their orders."""
    instants = [entry.at(variant) for variant in entry.variants]
    instants += [day_start(variant.first) for variant in entry.variants if variant.days]
    for name in entry.orders():
        if facts.orders.apart is not None and (large := facts.orders.apart.get(name)):
            instants.append(large.earliest)
        elif (order := ORDERS.get(facts.orders, name)) is not None:
            instants.append(order.first_instant())
    return min(instants)

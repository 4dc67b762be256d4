"""The pay that is kept once events are cut: orders and entries of days that can still be corrected, and the pay of the others.

A day loses its orders for good: its pay is what it was then, whatever is stated later.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import msgspec

from schemas.feed.rows import MOST_DAYS
from schemas.legal_days import Day, legal_day
from streams.facts.days.kept import KeptDays, unpack_rows
from streams.facts.days.memory import Memory
from streams.facts.days.orders import digest_of
from streams.facts.days.row import DayRow, FixedPay, RowPay
from streams.facts.pay.days import DatedEntry
from streams.facts.pay_entry import ENTRIES, PayEntry
from streams.facts.views.day_pay import orders_in
from streams.facts.views.worker_view import WorkerView
from streams.facts.worker import PlatformFacts, WorkerFacts
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.law.terms.pay import PayLaw
from streams.rules.pay.platform import PlatformDays, hours_in, platforms_of
from streams.rules.pay.worked import RowDay


class PayKeeper:
    """Made with the law; it keeps no state."""

    def __init__(self, law: Law) -> None:
        self.memory = Memory({each.id: each.settles for each in law.platforms.values()})
        self._law = PayLaw(law)

    def kept(self, view: WorkerView, days: KeptDays, left: Mapping[str, PlatformFacts], point: int) -> KeptDays:
        """The days that are kept after a cut at `point` (ms), with the pay of the facts that are not `left`, by platform."""
        for own in platforms_of(view, self._law, self.memory):
            facts = left.get(own.platform)
            days = self._kept(own, days, PlatformFacts() if facts is None else facts, point)
        return days

    def with_hours(self, days: KeptDays, first: Day, now: int) -> KeptDays:
        """The days with the hours of those before `first`, whose rows are to be forgotten, which pay may name at `now` (ms).

        An entry is taken as long as one of its days has its orders, and names at most `MOST_DAYS`.
        """
        for platform in {*days.platforms, *(days.hours or ())}:
            since = self.memory.orders_from(platform, now) - MOST_DAYS + 1
            before = days.hours_of(platform)
            gone = {row.day: hours_in(row, self._law, platform) for row in days.of(platform) if row.day < first}
            hours = {day: ms for day, ms in (before | gone).items() if ms and day >= since}
            if hours != before:
                days = days.with_hours(platform, hours)
        return days

    def lost(self, facts: WorkerFacts, platform: str, now: int) -> bool:
        """True if a day of a platform has lost its orders by `now` (ms), and its pay is not fixed yet."""
        if facts.days is None or platform not in facts.days.orders:
            return False
        first = _pay_of(facts.days.rows.get(platform, b"")).open_from
        return first is not None and first < self.memory.orders_from(platform, now)

    def correctable_from(self, facts: WorkerFacts, platform: str, now: int) -> Day:
        """The first day whose pay can be corrected at `now` (ms)."""
        days = facts.days
        first = self.memory.orders_from(platform, now)
        if days is None:
            return first
        # where another law keeps orders for longer, those of days that have lost them do not come back
        lost = _pay_of(days.rows.get(platform, b"")).fixed_before
        return max(first, days.first or 0, 0 if days.with_pay else days.fixed_until, lost)

    def _kept(self, own: PlatformDays, days: KeptDays, left: PlatformFacts, point: int) -> KeptDays:
        first = own.orders_from
        before = (each for several in own.kept_pay.orders.values() for each in several)
        orders = {(each.digest, each.accepted_at): each for each in chain(before, orders_in(own.traces, point))}
        rows = days.of(own.platform)
        dated = {entry.key: entry for entry in own.entries.all()} if own.kept_pay.entries or own.traces.entries else {}
        stays = ENTRIES.all(left.entries).keys()
        entries = {**own.kept_pay.entries, **own.traces.entries}
        kept = {
            key: entry for key, entry in entries.items() if key not in stays and _remembered(entry, dated[key], first)
        }
        lost = [row for row in rows if row.day < first and _is_open(row)]
        if lost:
            fixed = {row.day: self._fixed(own, row, dated) for row in lost}
            rows = [fixed.get(row.day, row) for row in rows]
        # an order that an entry of several days is put to by stays with it, so that its parts stay as they are
        named = {digest_of(name) for key in kept.keys() | stays for name in entries[key].orders()}
        remembered = (each for each in orders.values() if each.last_day >= first or each.digest in named)
        return days.with_paid(own.platform, rows, remembered, kept)

    def _fixed(self, own: PlatformDays, row: DayRow, dated: Mapping[str, DatedEntry]) -> DayRow:
        """The row with its pay as it was when its orders were lost."""
        worked = RowDay(own.platform, row)
        try:
            left_out = self._law.terms(*row.pay_place, row.day, own.platform).left_out.words
        except NoValueInForce:
            left_out = ()
        entries = [entry for entry in dated.values() if row.day in entry.days]
        paid = own.paid(worked, {row.day: entries}, left_out)
        fixed = FixedPay(paid.smaller, paid.larger, paid.reported)
        return msgspec.structs.replace(row, pay=msgspec.structs.replace(row.pay or RowPay(), fixed=fixed))


class _Pay(NamedTuple):
    """The pay of rows: the first day whose pay is not fixed, None for none; and the first day after all whose pay is."""

    open_from: Day | None
    fixed_before: Day


@lru_cache(maxsize=512)  # each statement about pay asks, of rows that stay as they are meanwhile
def _pay_of(packed: bytes) -> _Pay:
    rows = [row for row in unpack_rows(packed) if row.pay is not None]
    return _Pay(
        min((row.day for row in rows if _is_open(row)), default=None),
        max((row.day + 1 for row in rows if not _is_open(row)), default=0),
    )


def _is_open(row: DayRow) -> bool:
    return row.pay is not None and row.pay.fixed is None


def _remembered(entry: PayEntry, dated: DatedEntry, first: Day) -> bool:
    """True for an entry of a day that has its orders, from `first` on, or for one that was stated since.

    The latter is remembered also where it belongs to no day: an earlier statement of it that is for such a day may come again,
    and must not count in the place of the later one.
    """
    stated = legal_day(max(entry.stated_at, entry.latest()))
    return stated >= first or any(day >= first for day in dated.days)


def first_named(days: KeptDays, left: Iterable[PlatformFacts]) -> Day | None:
    """The first day that an entry of several days names whose pay is kept, among its hours or among facts; None for none."""
    kept = (entry for platform in days.entries for entry in days.entries_of(platform).values())
    facts = (entry for each in left for entry in ENTRIES.all(each.entries).values())
    variants = (variant for entry in chain(kept, facts) for variant in entry.variants)
    return min((each.first for each in variants if each.days and each.first != each.last), default=None)

"""The days of a worker on one platform with their pay: those with events, and those of which rows alone are left."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from schemas.legal_days import Day
from streams.facts.cached import CachedProperty
from streams.facts.days.kept import NOTHING_KEPT, KeptDays, known_from
from streams.facts.days.memory import Memory
from streams.facts.days.row import DayRow
from streams.facts.pay.days import DatedEntry, EntryDays, Settled, pay_by_day
from streams.facts.pay.orders import KeptPay
from streams.facts.views.platform_traces import PlatformTraces
from streams.facts.views.worker_view import ONLINE, ORDER, View, WorkerView
from streams.facts.worker import PlatformFacts
from streams.facts.worktime.by_day import day_interval, days_of
from streams.facts.worktime.intervals import cut, length
from streams.law.terms.pay import PayLaw
from streams.rules.pay.paid import Paid, paid_on
from streams.rules.pay.worked import EventDay, RowDay, WorkedDay, place_in


@dataclass(frozen=True)
class PlatformDays:
    """The days on a platform; `whole`: the worker's view. Rows and entries are unpacked on first use."""

    platform: str
    whole: WorkerView
    law: PayLaw
    memory: Memory

    @CachedProperty
    def view(self) -> View | None:
        """The view of the events; None where there are none any more."""
        return next((each for each in self.whole.platforms if each.platform == self.platform), None)

    @CachedProperty
    def traces(self) -> PlatformTraces:
        """The traces of the events."""
        if self.view is not None:
            return self.view.platform_traces[0]
        return PlatformTraces(self.platform, PlatformFacts(), self.whole.now, self.whole.united.tolerance)

    @CachedProperty
    def kept_pay(self) -> KeptPay:
        """The orders and entries of days whose events were cut."""
        return KeptPay(self.kept, self.platform)

    @CachedProperty
    def rows(self) -> Mapping[Day, DayRow]:
        """The rows of days whose events were cut, by day."""
        return {row.day: row for row in self.kept.of(self.platform)}

    @property
    def kept(self) -> KeptDays:
        """The days of the worker of which events were cut."""
        return self.whole.facts.days or NOTHING_KEPT

    @property
    def settled(self) -> Settled:
        """The instant (ms) at which a day of the platform is settled."""
        return partial(self.law.settled_at, self.platform)

    @property
    def entries(self) -> EntryDays:
        """The pay entries by day."""
        return EntryDays(self.traces, self._hours, self.settled, self.kept_pay)

    @CachedProperty
    def orders_from(self) -> Day:
        """The first day whose row still has its orders; pay of those before it stays as it is."""
        if self.whole.remembered_from is None:
            return 0
        return self.memory.orders_from(self.platform, self.whole.now)

    def days(self, since: Day) -> list[WorkedDay]:
        """The days from `since` on that are remembered and have time, ascending."""
        first, fixed = self.whole.remembered_from or 0, self.kept.fixed_until
        kept = self.rows.values() if since < fixed else ()
        rows = [row for row in kept if row.day >= max(first, since) and row.pay is not None]
        found: list[WorkedDay] = [RowDay(self.platform, row) for row in rows]
        if self.view is not None:
            known = known_from(self.kept, self.whole.speaks_from) or 0
            whole = max(since, fixed, known, first)
            found += [EventDay(self.view, day) for day in days_of(self.view.coverage(ONLINE).high) if day >= whole]
        return found

    def by_day(self, days: Sequence[WorkedDay]) -> dict[Day, list[DatedEntry]]:
        """The entries by day; of days with events alone the others are not unpacked."""
        return pay_by_day(self.entries.all(remembered=any(isinstance(each, RowDay) for each in days)))

    def paid(self, worked: WorkedDay, entries: Mapping[Day, Sequence[DatedEntry]], left_out: Sequence[str]) -> Paid:
        """The pay of a day at the view's `now`, of the entries by day; once its orders are gone as it was then."""
        day, now = worked.day, self.whole.now
        if isinstance(worked, RowDay):
            fixed = worked.row.pay.fixed if worked.row.pay else None
            if fixed is not None:
                return Paid(day, (), fixed.smaller, fixed.larger, fixed.reported)
            if day < self.orders_from:
                now = min(now, self.memory.orders_lost_at(self.platform, day))
        return paid_on(day, entries.get(day, ()), left_out, now)

    def _hours(self, day: Day) -> int:
        """The known hours (ms) of a day on the basis that decides about its pay; of a day that was cut those of its row."""
        if (row := self.rows.get(day)) is not None:
            return hours_in(row, self.law, self.platform)
        if (forgotten := self._forgotten_hours.get(day)) is not None or self.view is None:
            return forgotten or 0
        interval = day_interval(day)
        place = place_in(self.view, interval)
        basis = self.law.basis(*place, day, self.platform) if place and place[0] else ORDER
        return length(cut(self.view.coverage(basis).low, *interval))

    @CachedProperty
    def _forgotten_hours(self) -> Mapping[Day, int]:
        return self.kept.hours_of(self.platform)


def hours_in(row: DayRow, law: PayLaw, platform: str) -> int:
    """The known hours (ms) of a row of a platform, on the basis that decides about its pay."""
    area, sector = row.pay_place
    basis = law.basis(area, sector, row.day, platform) if area else ORDER
    return row.order_low if basis == ORDER else row.online_low


def platforms_of(whole: WorkerView, law: PayLaw, memory: Memory) -> Iterator[PlatformDays]:
    """The platforms of a worker, those too of which rows alone are left."""
    names = {str(each.platform) for each in whole.platforms}
    if whole.facts.days is not None:
        names |= {*whole.facts.days.platforms}
    return (PlatformDays(name, whole, law, memory) for name in sorted(names))

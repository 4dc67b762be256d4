"""Pay by legal day: the entries that belong to a day, each statement with its part of the amount. Knows no minimum and no law.

A statement whose order has ended is spread over the days in which that was worked on, in proportion to time. One whose order is
not known, or that names none, is spread over the days that it names, in proportion to the hours known there. Any other belongs to
the day of its own instant; one whose order nobody accepted, and that names no days, belongs to no day.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from schemas.instants import NEVER
from schemas.legal_days import DAY_MS, Day, day_start, legal_day
from streams.facts.pay.orders import NO_KEPT_PAY, KeptPay, KnownOrders
from streams.facts.pay_entry import PayEntry, PayVariant, entry_id
from streams.facts.views.platform_traces import PlatformTraces
from streams.facts.views.worker_view import ONLINE, View
from streams.facts.worktime.intervals import Interval

CONTRADICTED_MS = 7 * DAY_MS
"""The time for which a contradiction stands after its last day: the time in which the platform may correct its own words."""


@dataclass(frozen=True, slots=True)
class DatedStatement:
    """A statement about an entry and its parts (fen) by legal day, ascending; below 0 where deducted; none for no day.

    `at`: its `occurred_at` (ms); `fen`: its whole amount, with that sign; `order`: empty where it names none. `named`: the days
    that it names itself. `hours`: the time (ms) of each of several days, by which it is spread;
    None where it is not spread, or the days count alike.
    """

    at: int
    category: str
    order: str
    fen: int
    parts: Mapping[Day, int]
    named: range = range(0)
    hours: Mapping[Day, int] | None = None

    @property
    def last_day(self) -> Day | None:
        """The last day that it names or, naming none, belongs to; None for none."""
        return self.named[-1] if self.named else max(self.parts, default=None)


@dataclass(frozen=True, slots=True)
class DatedEntry:
    """An entry with its statements, by amount: one, or several where nothing orders them. `key` is that of the facts."""

    key: str
    deducted: bool
    statements: tuple[DatedStatement, ...]
    settled: "Settled"

    @property
    def id(self) -> str:
        """The platform's own id; one entry of each kind may have it."""
        return entry_id(self.key)

    @property
    def days(self) -> set[Day]:
        """The legal days that any statement belongs to."""
        return {day for each in self.statements for day in each.parts}

    @property
    def settles_at(self) -> int | None:
        """The instant (ms) from which on a contradiction between the statements is decided; None where there is nothing to.

        Seven days after the last day that any of them names or, naming none, belongs to was settled.
        """
        lasts = [each.last_day for each in self.statements if each.last_day is not None]
        return self.settled(max(lasts)) + CONTRADICTED_MS if len(self.statements) > 1 and lasts else None


Settled = Callable[[Day], int]
"""The instant (ms) at which the pay of a legal day is settled: its end, or that of the grace after the platform's period."""

Hours = Callable[[Day], int]
"""The known hours (ms) of a legal day, on the basis that decides about its pay."""


class EntryDays:
    """The entries of a platform by the legal days that they belong to; the work on an order is added up once."""

    def __init__(self, traces: PlatformTraces, hours: Hours, settled: Settled, kept: KeptPay = NO_KEPT_PAY) -> None:
        """`kept`: the orders and entries of days whose events were cut."""
        self._traces = traces
        self._hours = hours
        self._settled = settled
        self._kept = kept
        self._orders = KnownOrders(traces, kept)

    def all(self, *, remembered: bool = True) -> Iterator[DatedEntry]:
        """All entries, by key; unless `remembered` without those of days whose events were cut, which belong to no later day."""
        every = {**(self._kept.entries if remembered else {}), **self._traces.entries}
        return (self._dated(key, entry) for key, entry in sorted(every.items()))

    def _dated(self, key: str, entry: PayEntry) -> DatedEntry:
        return DatedEntry(
            key, entry.deducted, tuple(self._statement(entry, each) for each in entry.variants), self._settled
        )

    def _statement(self, entry: PayEntry, variant: PayVariant) -> DatedStatement:
        at, sign = entry.at(variant), -1 if entry.deducted else 1
        worked, fen = self._orders.worked(variant.order, at), variant.amount_fen
        if worked is None and variant.days:
            hours: Mapping[Day, int] = {day: ms for day in variant.days if (ms := self._hours(day))}
            parts = spread(fen, hours or dict.fromkeys(variant.days, 1), at)
        else:
            orderless, hours = bool(variant.order) and worked is None, worked or {}
            parts = {} if orderless else spread(fen, hours, at)
        signed = {day: sign * part for day, part in parts.items()}
        by = (hours or None) if len(parts) > 1 else None
        return DatedStatement(at, variant.category, variant.order, sign * fen, signed, variant.days, by)


def pay_by_day(entries: Iterable[DatedEntry]) -> dict[Day, list[DatedEntry]]:
    """The entries of which any statement belongs to a day, by day, in their order."""
    days: dict[Day, list[DatedEntry]] = {}
    for entry in entries:
        for day in entry.days:
            days.setdefault(day, []).append(entry)
    return days


def orderless(
    traces: PlatformTraces, keys: Iterable[str] | None = None, kept: KeptPay = NO_KEPT_PAY
) -> tuple[str, ...]:
    """The keys of the entries on a platform, of all or of these, that name an order which nobody accepted.

    They belong to no day. An entry that is none of them becomes one only by a later statement about it.
    """
    orders = KnownOrders(traces, kept)
    return tuple(key for key, entry in traces.entries_of(keys).items() if _is_orderless(entry, orders))


def _is_orderless(entry: PayEntry, orders: KnownOrders) -> bool:
    return all(each.order and not each.days and not orders.knows(each.order, entry.at(each)) for each in entry.variants)


def spread(fen: int, worked: Mapping[Day, int], at: int) -> dict[Day, int]:
    """Divide an amount by time worked (ms): whole fen, rounded down, the remainder to the last day; without any, the day of `at`.

    >>> spread(100, {7: 3_600_000, 8: 7_200_000}, 0)
    {7: 33, 8: 67}
    """
    if not worked:
        return {legal_day(at): fen}
    whole, last = sum(worked.values()), max(worked)
    parts = {day: fen * inside // whole for day, inside in worked.items() if day != last}
    return {**parts, last: fen - sum(parts.values())}


def spans_named(traces: PlatformTraces, keys: Iterable[str] | None = None) -> Iterator[Interval]:
    """The days of each statement that names more than one: facts about one of them change how its pay is spread over all.

    `keys`: those of the entries that are looked at; None for all.
    """
    for entry in traces.entries_of(keys).values():
        for each in entry.variants:
            if each.first != each.last:
                yield day_start(each.first), day_start(each.last + 1)


def open_from(view: View, kept: KeptPay = NO_KEPT_PAY) -> int:
    """The instant (ms) from which on the pay of a platform's days may change without facts of these days; `NEVER` for none.

    Later facts can move an entry that lies before its order, or whose order is not known yet, place work before the first known
    place, and tell by a session how long a courier's order was. What time alone decides is not meant.
    """
    (traces,) = view.platform_traces
    first = view.places.first()
    covered = view.coverage(ONLINE).high[:1]
    movable = [at for entry in traces.entries.values() for at in _movable(entry, traces, kept)]
    movable += traces.open_to_sessions
    if covered and (first is None or first > covered[0][0]):
        movable.append(covered[0][0])
    return min(movable, default=NEVER)


def _movable(entry: PayEntry, traces: PlatformTraces, kept: KeptPay) -> Iterator[int]:
    """The instants (ms) of statements that facts of later days can move to another day."""
    for variant in entry.variants:
        at = entry.at(variant)
        if variant.order and kept.orders_named(variant.order):
            continue
        if variant.order and (variant.order not in traces.orders or at < traces.first_of(variant.order)):
            yield min([at, *(map(day_start, variant.days[:1]))])

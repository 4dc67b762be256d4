"""Pay by legal day: the entries that belong to a day, each statement with its part of the amount. Knows no minimum and no law.

A statement whose order has ended is spread over the days in which the order was worked on, in proportion to time; any other
belongs to the day of its own instant; one whose order nobody accepted belongs to no day.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from schemas.instants import NEVER
from streams.facts.orders.time import ended_intervals
from streams.facts.pay.entry import PayEntry, PayVariant, entry_id
from streams.facts.tolerance import Tolerance
from streams.facts.worktime.legal_days import ms_by_day
from streams.facts.worktime.platform_traces import PlatformTraces
from streams.facts.worktime.view import ONLINE, View
from streams.law.days.calendar import DAY_MS, Day, day_start, legal_day

CONTRADICTED_MS = 7 * DAY_MS
"""For how long after the last of its days a contradiction stands: the time in which the platform may correct its own words."""


@dataclass(frozen=True, slots=True)
class DatedStatement:
    """A statement about an entry and its parts (fen) by legal day, ascending; below 0 where deducted; none for no day.

    `at`: its `occurred_at` (ms); `fen`: its whole amount, with that sign; `order`: empty where it names none.
    """

    at: int
    category: str
    order: str
    fen: int
    parts: Mapping[Day, int]


@dataclass(frozen=True, slots=True)
class DatedEntry:
    """An entry with its statements, by amount: one, or several where nothing orders them. `key` is that of the facts."""

    key: str
    deducted: bool
    statements: tuple[DatedStatement, ...]

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

        Seven days after the end of the last day that any of them belongs to.
        """
        days = self.days if len(self.statements) > 1 else ()
        return day_start(max(days) + 1) + CONTRADICTED_MS if days else None


class EntryDays:
    """The entries of a platform by the legal days that they belong to; the work on an order is added up once."""

    def __init__(self, traces: PlatformTraces, tolerance: Tolerance) -> None:
        self._traces = traces
        self._tolerance = tolerance
        self._worked: dict[str, Mapping[Day, int]] = {}

    def all(self) -> Iterator[DatedEntry]:
        """All entries, by key."""
        return (self._dated(key, entry) for key, entry in sorted(self._traces.entries.items()))

    def contradicted(self) -> Iterator[DatedEntry]:
        """The entries with several statements that nothing orders."""
        if self._traces.contradicted:
            yield from (self._dated(key, entry) for key, entry in self._traces.entries.items() if entry.others)

    def _dated(self, key: str, entry: PayEntry) -> DatedEntry:
        return DatedEntry(key, entry.deducted, tuple(self._statement(entry, each) for each in entry.variants))

    def _statement(self, entry: PayEntry, variant: PayVariant) -> DatedStatement:
        at, sign = entry.at(variant), -1 if entry.deducted else 1
        parts = {} if is_orderless(variant, self._traces) else spread(variant.amount_fen, self._work(variant.order), at)
        signed = {day: sign * fen for day, fen in parts.items()}
        return DatedStatement(at, variant.category, variant.order, sign * variant.amount_fen, signed)

    def _work(self, name: str) -> Mapping[Day, int]:
        """The ended work (ms) on an order, by legal day, ascending; none where there is no order of that id."""
        if name not in self._worked:
            order = self._traces.orders.get(name)
            self._worked[name] = {} if order is None else ms_by_day(ended_intervals(order, self._tolerance))
        return self._worked[name]


def pay_by_day(entries: Iterable[DatedEntry]) -> dict[Day, list[DatedEntry]]:
    """The entries of which any statement belongs to a day, by day, in their order."""
    days: dict[Day, list[DatedEntry]] = {}
    for entry in entries:
        for day in entry.days:
            days.setdefault(day, []).append(entry)
    return days


def count_orderless(traces: PlatformTraces) -> int:
    """Count the entries on a platform that name an order which nobody accepted, and so belong to no day."""
    return sum(all(is_orderless(each, traces) for each in entry.variants) for entry in traces.entries.values())


def is_orderless(variant: PayVariant, traces: PlatformTraces) -> bool:
    """True for a statement that names an order which nobody accepted."""
    order = traces.orders.get(variant.order)
    return bool(variant.order) and (order is None or not order.acceptances)


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


def open_from(view: View) -> int:
    """The instant (ms) from which on the pay of a platform's days may change without facts of these days; `NEVER` for none.

    Later facts can move an entry that lies before its order, or whose order is not known yet, and place work before the first
    known place. A contradiction is decided by time alone.
    """
    (traces,) = view.platform_traces
    first = next(iter(view.places), None)
    covered = view.coverage(ONLINE).high[:1]
    movable = [at for entry in traces.entries.values() for at in _movable(entry, traces)]
    movable += [day_start(min(entry.days)) for entry in undecided(view)]
    if covered and (first is None or first[0] > covered[0][0]):
        movable.append(covered[0][0])
    return min(movable, default=NEVER)


def undecided(view: View) -> Iterator[DatedEntry]:
    """The entries of a platform with a contradiction that stands at `now` and will be decided."""
    (traces,) = view.platform_traces
    for entry in EntryDays(traces, view.tolerance).contradicted():
        settles_at = entry.settles_at
        if settles_at is not None and settles_at > view.now:
            yield entry


def _movable(entry: PayEntry, traces: PlatformTraces) -> Iterator[int]:
    """The instants (ms) of statements that facts of later days can move to another day."""
    for variant in entry.variants:
        at = entry.at(variant)
        if variant.order and (variant.order not in traces.orders or at < traces.first_of(variant.order)):
            yield at

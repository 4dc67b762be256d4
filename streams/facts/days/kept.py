"""The days of a worker that are kept: rows that were fixed when the horizon cut their events, packed by platform. Knows no law.

A row is fixed by the first cut inside its day or behind it, and stays as it is then. `fixed` and `forgotten_before` return a new
object, so that an evaluation in a thread changes nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec

from schemas.legal_days import Day, day_start, legal_day
from streams.facts.days.entries import entry_in, pack_entries, unpack_entries, with_names, without_entry
from streams.facts.days.hours import pack_hours, unpack_hours
from streams.facts.days.indexed import Digests, Indexed
from streams.facts.days.orders import KeptOrder, by_digest, digest_of, orders_at, pack_orders, unpack_orders
from streams.facts.days.row import DayRow
from streams.facts.pay_entry import PayEntry

UNITED = ""
"""Stands for all platforms together in the place of a platform's name."""


_ROW_WEIGHT, _ROW_BYTES = 6, 57
"""The cost of evaluating a row anew, in statements of 25 us: 0.3 ms for a day below the minimum. And the bytes of a row."""


class RunBefore(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The days worked in a row up to the day before `day`, of which no row is kept any more.

    `low`, `high`: their number by reading. `most_low`: the longest run of the low reading within those of the high one. `why`:
    the reasons of the unknown time in those of the high one, as bits. `place`, `low_place`: area and sector of the first of them,
    of the high reading and of the low one; empty where there is none, and in state of an earlier form.
    """

    day: Day
    low: int = 0
    high: int = 0
    most_low: int = 0
    why: int = 0
    place: tuple[str, str] = ("", "")
    low_place: tuple[str, str] = ("", "")

    def after(self, row: DayRow, *, low: bool, high: bool) -> "RunBefore":
        """The same up to the day after that of a row, which was worked or not in either reading."""
        before = self if row.day == self.day else RunBefore(row.day)
        lows = before.low + 1 if low else 0
        if not high:
            return RunBefore(row.day + 1)
        place = before.place if before.high else (row.area, row.sector)
        low_place = ("", "") if not low else before.low_place if before.low else (row.area, row.sector)
        most = max(before.most_low, lows)
        return RunBefore(row.day + 1, lows, before.high + 1, most, before.why | row.why, place, low_place)


Worked = Callable[[DayRow, str], tuple[bool, bool]]
"""Returns for a day if it was worked in the low and in the high reading, as a platform has agreed, or by the law of all."""


class KeptDays(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The rows that were fixed, by platform, those of a platform packed, ascending by day.

    Under `UNITED` stand those of all platforms together, where they are not the row of the only platform of the day. The rows of
    all days before `fixed_until` are fixed. `first`: of the days before this one nothing is known; None for all. `before`: by
    platform, the days worked in a row up to the oldest row. `before_for_all`: the same by the law of all, of platforms that have
    agreed to something else, where it makes a difference. `orders`, `entries`: by platform, the orders of days whose pay can
    still be corrected, and the pay entries of these, packed; of days with events the facts have them. `with_pay`: the rows have
    what pay is judged with; not so in state of an earlier form. `hours`: by platform, the known hours of days whose rows are
    forgotten, packed, as long as an entry for several days may still name them; None in state of an earlier form, whose orders
    and entries are packed as `former` reads them.
    """

    rows: dict[str, bytes] = {}
    fixed_until: Day = 0
    first: Day | None = None
    before: dict[str, RunBefore] = {}
    before_for_all: dict[str, RunBefore] = {}
    orders: dict[str, bytes] = {}
    entries: dict[str, bytes] = {}
    with_pay: bool = False
    hours: dict[str, bytes] | None = None

    @property
    def platforms(self) -> list[str]:
        """The platforms that have rows."""
        return sorted(self.rows.keys() - {UNITED})

    @property
    def remembered(self) -> int:
        """The orders and pay entries that an evaluation of the rows reads, and what the rows cost beside, in such statements."""
        paid = sum(len(Indexed(packed)) for each in (self.orders, self.entries) for packed in each.values())
        return paid + _ROW_WEIGHT * sum(map(len, self.rows.values())) // _ROW_BYTES

    def orders_of(self, platform: str) -> Mapping[bytes, Sequence[KeptOrder]]:
        """The orders of a platform by the digest of their id, those that share one by time."""
        return _orders(self.orders.get(platform, b""))

    def orders_named(self, platform: str, name: str) -> Sequence[KeptOrder]:
        """The orders of an id, or of what stands in its place, by time. No others are unpacked."""
        packed = self.orders.get(platform)
        return orders_at(packed, digest_of(name)) if packed else ()

    def entries_of(self, platform: str) -> dict[str, PayEntry]:
        """The pay entries of a platform, by what stands in the place of their keys."""
        packed = self.entries.get(platform)
        return unpack_entries(packed, self._numbered(platform)) if packed else {}

    def taken_out(self, platform: str, key: str, order: str | None) -> tuple["KeptDays", PayEntry | None]:
        """Take out the pay entry of a key: the rest, and it. `order`: one whose id is known now, in the place of its digest."""
        packed = self.entries.get(platform)
        entry = entry_in(packed, key, self._numbered(platform)) if packed else None
        if packed is None or entry is None:
            return self, None
        left = _with(self.entries, platform, without_entry(packed, key))
        return msgspec.structs.replace(self, entries=left), with_names(entry, order)

    def with_paid(
        self, platform: str, rows: Sequence[DayRow], orders: Iterable[KeptOrder], entries: Mapping[str, PayEntry]
    ) -> "KeptDays":
        """Put these rows, orders and pay entries of a platform in the place of those before."""
        kept = msgspec.structs.replace(
            self,
            rows=_with(self.rows, platform, _pack(list(rows)) if rows else b""),
            orders=_with(self.orders, platform, pack_orders(orders)),
            hours=self.hours or {},
        )
        packed = pack_entries(entries, kept._numbered(platform))  # noqa: SLF001 - its own
        return msgspec.structs.replace(kept, entries=_with(self.entries, platform, packed))

    def _numbered(self, platform: str) -> Digests:
        """The digests of the orders of a platform, by which its packed entries name them by number."""
        return Indexed(self.orders.get(platform, b"")).digests

    def hours_of(self, platform: str) -> dict[Day, int]:
        """The known hours (ms) of days of a platform whose rows are forgotten, by day."""
        return unpack_hours((self.hours or {}).get(platform, b""))

    def with_hours(self, platform: str, hours: Mapping[Day, int]) -> "KeptDays":
        """Put these known hours (ms) of days of a platform whose rows are forgotten, by day, in the place of those before."""
        return msgspec.structs.replace(self, hours=_with(self.hours or {}, platform, pack_hours(hours)))

    def of(self, platform: str) -> list[DayRow]:
        """The rows of a platform, ascending; under `UNITED` those that are kept apart."""
        packed = self.rows.get(platform)
        return [] if packed is None else unpack_rows(packed)

    def united(self) -> list[DayRow]:
        """The rows of all platforms together, ascending."""
        alone = {row.day: row for platform in self.platforms for row in self.of(platform)}
        return [row for _, row in sorted((alone | {row.day: row for row in self.of(UNITED)}).items())]

    def run_before(self, platform: str, *, for_all: bool = False) -> RunBefore | None:
        """The days worked in a row up to the oldest row of a platform. `for_all`: by the law of all."""
        own = self.before.get(platform)
        return self.before_for_all.get(platform, own) if for_all else own

    def size_of(self, platform: str) -> int:
        """The bytes of the rows of a platform, with those of all together, which it takes part in."""
        own = self.rows.get(platform)
        paid = sum(len(each.get(platform, b"")) for each in (self.orders, self.entries, self.hours or {}))
        return paid if own is None else len(own) + len(self.rows.get(UNITED, b"")) + paid

    def last(self) -> Day | None:
        """The last day that has a row; None where none has."""
        days = [rows[-1].day for platform in self.rows for rows in [self.of(platform)] if rows]
        return max(days, default=None)

    def fixed(self, rows: Mapping[str, Sequence[DayRow]], until: Day) -> "KeptDays":
        """Add rows of days that were not fixed yet: from now on all days before `until` are."""
        if until <= self.fixed_until:
            return self
        packed = dict(self.rows)
        for platform, more in rows.items():
            fresh = [row for row in more if self.fixed_until <= row.day < until]
            if fresh:
                packed[platform] = _pack([*self.of(platform), *fresh])
        return msgspec.structs.replace(self, rows=packed, fixed_until=until, with_pay=True)

    def forgotten_before(self, day: Day, worked: Worked) -> "KeptDays":
        """Drop the rows of days before this one; the runs of days worked up to it stay as numbers."""
        if self.first is not None and day <= self.first:
            return self
        kept: dict[str, bytes] = {}
        before: dict[str, RunBefore] = {}
        for_all: dict[str, RunBefore] = {}
        for platform in self.rows.keys() | self.before.keys() | {UNITED}:
            rows = self.united() if platform == UNITED else self.of(platform)
            gone = [row for row in rows if row.day < day]
            own, of_all = (
                run_before(self.run_before(platform, for_all=name == UNITED), gone, worked, name, day)
                for name in (platform, UNITED)
            )
            left = [row for row in self.of(platform) if row.day >= day]
            if left:
                kept[platform] = _pack(left)
            if own.high:
                before[platform] = own
            if of_all != own:
                for_all[platform] = of_all
        return msgspec.structs.replace(self, rows=kept, first=day, before=before, before_for_all=for_all)


NOTHING_KEPT = KeptDays(with_pay=True, hours={})
"""The days of a worker none of whose events was cut: all of them follow from the events."""


def run_before(
    before: RunBefore | None, rows: Iterable[DayRow], worked: Worked, platform: str, until: Day
) -> RunBefore:
    """The days worked in a row up to the day `until`, by rows of days before it, ascending, which follow on those of `before`.

    `platform`: as that one has agreed; `UNITED` for the law of all.
    """
    for row in rows:
        low, high = worked(row, platform)
        before = (before or RunBefore(row.day)).after(row, low=low, high=high)
    return before if before is not None and before.day == until else RunBefore(until)


def known_from(kept: KeptDays, speaks_from: int | None) -> Day | None:
    """The first day of which all is known; None for all days. `speaks_from` (ms): earlier events of the worker were cut.

    Where nothing was fixed and yet something cut, as in state of an earlier release, it is the first day that is whole.
    """
    if speaks_from is None or kept.fixed_until or kept.first is not None:
        return kept.first
    return fixed_by(speaks_from)


def first_day(kept: KeptDays | None, speaks_from: int | None, remembered_from: Day | None) -> Day | None:
    """The first day that is remembered; None for all. `remembered_from`: by time alone, None where nothing is forgotten."""
    known = known_from(kept or NOTHING_KEPT, speaks_from)
    return known if remembered_from is None else max(known or 0, remembered_from)


def days_known_from(kept: KeptDays | None, speaks_from: int | None, remembered_from: Day | None) -> int | None:
    """The start (ms) of the first day that is remembered; None for all."""
    first = first_day(kept, speaks_from, remembered_from)
    return None if first is None else day_start(first)


def fixed_by(point: int) -> Day:
    """The first day that a cut at `point` (ms) leaves whole: those before it are fixed by it.

    >>> fixed_by(day_start(7)), fixed_by(day_start(7) + 1)
    (7, 8)
    """
    return legal_day(point - 1) + 1


def unpack_rows(packed: bytes) -> list[DayRow]:
    """The rows of a platform, ascending, of their bytes; none of empty ones."""
    return _unpack(packed) if packed else []


def _with(packed: dict[str, bytes], platform: str, own: bytes) -> dict[str, bytes]:
    left = {name: each for name, each in packed.items() if name != platform}
    return {**left, platform: own} if own else left


@lru_cache(maxsize=32)  # a settlement pays many orders of one worker at a time, and to unpack 1,500 takes 4 ms
def _orders(packed: bytes) -> Mapping[bytes, Sequence[KeptOrder]]:
    return by_digest(unpack_orders(packed))


_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(list[DayRow]).decode

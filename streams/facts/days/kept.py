"""The days of a worker that are kept: rows that were fixed when the horizon cut their events, packed by platform. Knows no law.

A row is fixed by the first cut inside its day or behind it, and stays as it is then. `fixed` and `forgotten_before` return a new
object, so that an evaluation in a thread changes nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from streams.facts.days.row import DayRow
from streams.law.days.calendar import DAY_MS, Day, day_start, legal_day

KEPT_DAYS = 35
"""For how many days after its end a day is remembered live: five weeks, so that each day of a month is at hand with its week."""

KEPT_MS = KEPT_DAYS * DAY_MS

UNITED = ""
"""Stands for all platforms together in the place of a platform's name."""


class RunBefore(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The days worked in a row up to the day before `day`, of which no row is kept any more.

    `low`, `high`: their number by reading. `most_low`: the longest run of the low reading within those of the high one. `why`:
    the reasons of the unknown time in those of the high one, as bits.
    """

    day: Day
    low: int = 0
    high: int = 0
    most_low: int = 0
    why: int = 0

    def after(self, row: DayRow, *, low: bool, high: bool) -> "RunBefore":
        """The same up to the day after that of a row, which was worked or not in either reading."""
        before = self if row.day == self.day else RunBefore(row.day)
        lows = before.low + 1 if low else 0
        if not high:
            return RunBefore(row.day + 1)
        most = max(before.most_low, lows)
        return RunBefore(row.day + 1, lows, before.high + 1, most, before.why | row.why)


Worked = Callable[[DayRow, str], tuple[bool, bool]]
"""Tells of a day whether it was worked in the low and in the high reading, as a platform has agreed, or by the law of all."""


class KeptDays(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The rows that were fixed, by platform, those of a platform packed, ascending by day.

    Under `UNITED` stand those of all platforms together, where they are not the row of the only platform of the day. The rows of
    all days before `fixed_until` are fixed. `first`: of the days before this one nothing is known; None for all. `before`: by
    platform, the days worked in a row up to the oldest row. `before_for_all`: the same by the law of all, of platforms that have
    agreed to something else, where it makes a difference.
    """

    rows: dict[str, bytes] = {}
    fixed_until: Day = 0
    first: Day | None = None
    before: dict[str, RunBefore] = {}
    before_for_all: dict[str, RunBefore] = {}

    @property
    def platforms(self) -> list[str]:
        """The platforms that have rows."""
        return sorted(self.rows.keys() - {UNITED})

    def of(self, platform: str) -> list[DayRow]:
        """The rows of a platform, ascending; under `UNITED` those that are kept apart."""
        packed = self.rows.get(platform)
        return [] if packed is None else _unpack(packed)

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
        return 0 if own is None else len(own) + len(self.rows.get(UNITED, b""))

    def last(self) -> Day | None:
        """The last day that has a row; None where none has."""
        days = [rows[-1].day for platform in self.rows for rows in [self.of(platform)] if rows]
        return max(days, default=None)

    def fixed(self, rows: Mapping[str, Sequence[DayRow]], until: Day) -> "KeptDays":
        """With these rows of days that were not fixed yet: from now on all days before `until` are."""
        if until <= self.fixed_until:
            return self
        packed = dict(self.rows)
        for platform, more in rows.items():
            fresh = [row for row in more if self.fixed_until <= row.day < until]
            if fresh:
                packed[platform] = _pack([*self.of(platform), *fresh])
        return msgspec.structs.replace(self, rows=packed, fixed_until=until)

    def forgotten_before(self, day: Day, worked: Worked) -> "KeptDays":
        """Without the rows of days before this one; the runs of days worked up to it stay as numbers."""
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


NOTHING_KEPT = KeptDays()
"""Of a worker none of whose events was cut."""


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


def first_day(kept: KeptDays | None, speaks_from: int | None, now: int, *, forgets: bool) -> Day | None:
    """The first day that is remembered at `now` (ms); None for all. `forgets`: for `KEPT_DAYS` alone."""
    known = known_from(kept or NOTHING_KEPT, speaks_from)
    return max(known or 0, remembered_from(now)) if forgets else known


def days_known_from(kept: KeptDays | None, speaks_from: int | None, now: int, *, forgets: bool) -> int | None:
    """The start (ms) of the first day that is remembered at `now` (ms); None for all."""
    first = first_day(kept, speaks_from, now, forgets=forgets)
    return None if first is None else day_start(first)


def fixed_by(point: int) -> Day:
    """The first day that a cut at `point` (ms) leaves whole: those before it are fixed by it.

    >>> fixed_by(day_start(7)), fixed_by(day_start(7) + 1)
    (7, 8)
    """
    return legal_day(point - 1) + 1


def remembered_from(now: int) -> Day:
    """The first day that is remembered at `now` (ms): its end is less than `KEPT_DAYS` days ago."""
    return legal_day(now - KEPT_MS)


def forgotten_at(day: Day) -> int:
    """The instant (ms) from which on a day is no longer remembered."""
    return day_start(day + 1) + KEPT_MS


_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(list[DayRow]).decode

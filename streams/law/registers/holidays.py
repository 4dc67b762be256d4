"""Statutory holidays (法定节假日) by legal day. Decides nothing about pay: clause 6 demands more on them, without a number.

A year without a table is not known; that is not the same as a year without holidays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from schemas.bilingual import Bilingual
from schemas.findings.finding import LawStatus, LawUsed
from schemas.legal_days import Day, date_of, day_text
from streams.law.source import Source


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day that is a statutory holiday; two festivals that fall on one day are one holiday with both names.

    `status`: whether the year's dates were read in `source`, and in which text. `replaces`: of a year of an overlay, the name of
    ours on that day, or `no holiday`; None of our own.
    """

    day: Day
    name: Bilingual
    source: Source
    status: LawStatus
    replaces: str | None = None

    def used(self) -> LawUsed:
        """The holiday as findings about its day cite it."""
        return LawUsed(
            parameter="holiday",
            value=self.name.zh,
            unit="day",
            in_force_from=day_text(self.day),
            source=str(self.source),
            status=self.status,
            replaces=self.replaces,
        )


class Holidays:
    """The statutory holidays of the years that have a table.

    `gone`: the holidays of ours that are none by an overlay, which takes their years' place: each with its name under `replaces`,
    and the source and status of the overlay.
    """

    __slots__ = ("_by_day", "gone", "years")

    def __init__(
        self,
        by_day: Mapping[Day, Holiday] = MappingProxyType({}),
        years: Iterable[int] = (),
        gone: Mapping[Day, Holiday] = MappingProxyType({}),
    ) -> None:
        self._by_day = by_day
        self.years = tuple(sorted(years))
        self.gone = gone

    def cited(self, day: Day) -> LawUsed | None:
        """The holiday of a day as findings about it cite it, and of a day that an overlay has made none, that; else None."""
        found = self.on(day) or self.gone.get(day)
        return None if found is None else found.used()

    def on(self, day: Day) -> Holiday | None:
        """The holiday of a day; None where it is none, or its year is not known."""
        return self._by_day.get(day)

    def of(self, year: int) -> tuple[Holiday, ...]:
        """The holidays of a year by day; empty where the year is not known."""
        return tuple(self._by_day[day] for day in sorted(self._by_day) if date_of(day).year == year)

    def knows(self, day: Day) -> bool:
        """True if there is a table of the day's year."""
        return date_of(day).year in self.years

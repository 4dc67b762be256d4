"""Workdays and days off, by the notices of the State Council. Of a year whose notice is not known nothing is guessed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import chinese_calendar
from chinese_calendar.constants import Holiday

from schemas.bilingual import Bilingual
from schemas.legal_days import date_of, day_of

_SATURDAY = 5
"""As `date.weekday` counts, from Monday as 0."""
_ZH = {each.value: each.chinese for each in Holiday}


@dataclass(frozen=True, slots=True)
class Festival:
    """A festival by its name, and its days off `[first, last]`."""

    name: Bilingual
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class YearNotice:
    """The days off and the make-up workdays of a year beside its weekends and working weekdays; the festivals that it names."""

    rest_days: frozenset[int]
    make_up_workdays: frozenset[int]
    festivals: tuple[Festival, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The years that a duty folder states, and all others as the library `chinesecalendar` has them."""

    years: Mapping[int, YearNotice] = field(default_factory=dict)

    def is_workday(self, day: int) -> bool | None:
        """True for a workday, a make-up workday included; false for a day off; None where the year's notice is not known.

        >>> from alerts.routing.local_time import read_day
        >>> calendar = WorkCalendar()
        >>> calendar.is_workday(read_day("2026-02-14")), calendar.is_workday(read_day("2026-02-16"))
        (True, False)
        """
        local = date_of(day)
        notice = self.years.get(local.year)
        if notice is None:
            return _published(day)
        if day in notice.make_up_workdays:
            return True
        return day not in notice.rest_days and local.weekday() < _SATURDAY

    def is_known(self, year: int) -> bool:
        """True where the notice of a year is known.

        >>> WorkCalendar().is_known(2026), WorkCalendar().is_known(2100)
        (True, False)
        """
        return self.is_workday(day_of(date(year, 1, 1))) is not None

    def festivals(self, first: int, last: int) -> tuple[Bilingual, ...]:
        """The names of the festivals whose days off lie in the days `[first, last]`, in their order; none of an unknown year.

        >>> from alerts.routing.local_time import read_day
        >>> WorkCalendar().festivals(read_day("2026-02-10"), read_day("2026-02-16"))
        (Bilingual(zh='春节', en='Spring Festival'),)
        """
        named = (self._festivals_of(day) for day in range(first, last + 1))
        return tuple(dict.fromkeys(name for names in named for name in names))

    def _festivals_of(self, day: int) -> tuple[Bilingual, ...]:
        notice = self.years.get(date_of(day).year)
        if notice is None:
            return _published_festival(day)
        return tuple(each.name for each in notice.festivals if each.first <= day <= each.last)


@lru_cache(maxsize=10_000)  # twenty-seven years of days
def _published(day: int) -> bool | None:
    try:
        return bool(chinese_calendar.is_workday(date_of(day)))
    except NotImplementedError:
        return None


@lru_cache(maxsize=10_000)
def _published_festival(day: int) -> tuple[Bilingual, ...]:
    try:
        is_off, name = chinese_calendar.get_holiday_detail(date_of(day))
    except NotImplementedError:
        return ()
    return (Bilingual(_ZH.get(name, name), name),) if is_off and name else ()

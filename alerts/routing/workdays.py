"""Workdays and days off, by the notices of the State Council. Of a year whose notice is not known nothing is guessed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import chinese_calendar

from schemas.legal_days import date_of

_SATURDAY = 5
"""As `date.weekday` counts, from Monday as 0."""


@dataclass(frozen=True, slots=True)
class YearNotice:
    """The days off and the make-up workdays of a year beside its weekends and working weekdays."""

    rest_days: frozenset[int]
    make_up_workdays: frozenset[int]


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
        date = date_of(day)
        notice = self.years.get(date.year)
        if notice is None:
            return _published(day)
        if day in notice.make_up_workdays:
            return True
        return day not in notice.rest_days and date.weekday() < _SATURDAY


@lru_cache(maxsize=10_000)  # twenty-seven years of days
def _published(day: int) -> bool | None:
    try:
        return bool(chinese_calendar.is_workday(date_of(day)))
    except NotImplementedError:
        return None

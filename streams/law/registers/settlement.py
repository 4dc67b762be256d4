"""The periods by which a platform settles pay: the day, or the calendar week or month. Knows no grace and no fact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

from schemas.legal_days import Day, date_of, day_of

SettledBy = Literal["day", "week", "month"]
"""The period after which a platform settles: the legal day, the week from Monday or the month from the 1st."""

BY_DAY: Final = "day"


@dataclass(frozen=True, slots=True)
class Settlement:
    """The period by which a platform settles from a legal day on, until the next entry."""

    by: SettledBy
    from_day: Day


def settled_by(entries: Sequence[Settlement], day: Day) -> SettledBy:
    """The period by which a legal day is settled; the day where no entry holds yet."""
    return next((each.by for each in reversed(entries) if each.from_day <= day), BY_DAY)


def first_of_period(entries: Sequence[Settlement], day: Day) -> Day:
    """The first day of the period that a legal day is settled in, which an entry may have begun in its middle."""
    since = next((each.from_day for each in reversed(entries) if each.from_day <= day), day)
    return max(since, _calendar_first(entries, day))


def after_period(entries: Sequence[Settlement], day: Day) -> Day:
    """The first day after the period that a legal day is settled in.

    >>> from schemas.legal_days import day_from_text, day_text
    >>> monthly = [Settlement("month", 0)]
    >>> day_text(after_period(monthly, day_from_text("2024-02-29")))
    '2024-03-01'
    """
    first = _calendar_first(entries, day)
    match settled_by(entries, day):
        case "week":
            return first + 7
        case "month":
            return day_of((date_of(first) + timedelta(days=31)).replace(day=1))
        case _:
            return day + 1


def first_open(entries: Sequence[Settlement], day: Day) -> Day:
    """The first legal day whose period ends after a day: in the period of that day, or in one that was longer before an entry.

    >>> from schemas.legal_days import day_from_text, day_text
    >>> switched = [Settlement("month", 0), Settlement("week", day_from_text("2022-06-08"))]
    >>> [day_text(first_open(switched, day_from_text(each))) for each in ("2022-06-30", "2022-07-01")]
    ['2022-06-01', '2022-06-27']
    """
    return min(first_of_period(entries, each) for each in last_days(entries, day) if after_period(entries, each) > day)


def last_days(entries: Sequence[Settlement], day: Day) -> list[Day]:
    """The last day of each entry up to a legal day, that one included: of an entry's days none is settled later."""
    return [*(each.from_day - 1 for each in entries if each.from_day <= day), day]


def _calendar_first(entries: Sequence[Settlement], day: Day) -> Day:
    match settled_by(entries, day):
        case "week":
            return day - date_of(day).weekday()
        case "month":
            return day - date_of(day).day + 1
        case _:
            return day

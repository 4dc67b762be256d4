"""The legal day and the clock of China: the date and the time in Asia/Shanghai. Decides nothing about what holds on a day.

China keeps UTC+8 all year and has had no summer time since 1991, so the day is integer arithmetic. Days are half-open,
`[00:00, 24:00)` of the local clock.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

from schemas.instants import HOUR_MS, Ms

Day = int
"""A legal day: the number of days from 1970-01-01 to the local date."""

DAY_MS = 86_400_000
"""The length of a legal day: each has 24 hours, as there is no summer time."""

SHANGHAI: Final = timezone(timedelta(hours=8), "CST")
_AHEAD_MS = 8 * HOUR_MS
_FIRST = date(1970, 1, 1)
"""China's clock is eight hours ahead of UTC; days are counted from that of the first instant."""


def legal_day(at: Ms) -> Day:
    """The legal day in which an instant lies.

    >>> day_text(legal_day(1_652_284_799_999)), day_text(legal_day(1_652_284_800_000))
    ('2022-05-11', '2022-05-12')
    """
    return (at + _AHEAD_MS) // DAY_MS


def day_start(day: Day) -> Ms:
    """The first instant of a day, which is the end of the day before.

    >>> day_start(day_from_text("2022-05-12"))
    1652284800000
    """
    return day * DAY_MS - _AHEAD_MS


def day_of(local: date) -> Day:
    """The day of a local date."""
    return (local - _FIRST).days


def date_of(day: Day) -> date:
    """The local date of a day."""
    return _FIRST + timedelta(days=day)


def day_text(day: Day) -> str:
    """The day as `YYYY-MM-DD`."""
    return date_of(day).isoformat()


def day_from_text(text: str) -> Day:
    """The day that `YYYY-MM-DD` names; `ValueError` for any other form and for dates that do not exist.

    >>> day_from_text("2022-05-12")
    19124
    """
    local = date.fromisoformat(text)
    if text != local.isoformat():
        msg = f"given {text!r}, allowed a date as YYYY-MM-DD"
        raise ValueError(msg)
    return day_of(local)


def local_time(at: Ms) -> str:
    """The instant as local date and time, to the second.

    >>> local_time(1_652_313_600_000)
    '2022-05-12 08:00:00'
    """
    return f"{datetime.fromtimestamp(at // 1000, UTC).astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"

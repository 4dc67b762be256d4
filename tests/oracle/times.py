"""Times and lengths as law cases write them."""

import re
from datetime import date, datetime, timedelta, timezone

UNITS = {"h": 3_600_000, "min": 60_000, "s": 1000}


def instant(text: str, day: date) -> int:
    """`HH:MM[:SS[.mmm]]` of a day in Nanchang, in ms; the hours may exceed 23."""
    hours, minutes, seconds = ([*text.split(":"), "0"])[:3]
    midnight = datetime(day.year, day.month, day.day, tzinfo=timezone(timedelta(hours=8)))
    return round(midnight.timestamp()) * 1000 + int(hours) * 3_600_000 + int(minutes) * 60_000 + _ms(seconds)


def length(text: str) -> int:
    """`4 h 30 min 0.001 s`, in ms."""
    words = text.split()
    return sum(UNITS[unit] * int(n) if unit != "s" else _ms(n) for n, unit in zip(words[::2], words[1::2], strict=True))


def match(form: re.Pattern[str], line: str) -> dict[str, str]:
    """The named parts of a line that are there; `ValueError` where it is no such line."""
    found = form.fullmatch(line)
    if found is None:
        raise ValueError(f"{line!r} is no line of a law case; see tests/oracle/notation.py and tests/oracle/wanted.py")
    return {key: value for key, value in found.groupdict().items() if value is not None}


def _ms(seconds: str) -> int:
    whole, _, fraction = seconds.partition(".")
    return int(whole) * 1000 + int(fraction.ljust(3, "0") or 0)

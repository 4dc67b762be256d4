"""The one form in which a platform states an instant, and its way to milliseconds.

Exactly `YYYY-MM-DDTHH:MM:SS`, optionally `.` and one to nine decimals, then `Z` or `±HH:MM`. The models check this form by
`FORM`; this module converts a text of the form, and refuses one that names no instant of the calendar.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from schemas.instants import Ms

_CLOCK = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"
_DECIMALS = r"(\.[0-9]{1,9})?"
_OFFSET = r"(Z|[+-][0-9]{2}:[0-9]{2})"
_NAIVE = _CLOCK + _DECIMALS
FORM = f"^{_NAIVE}{_OFFSET}$"
"""The form, as a pattern that pydantic, JSON Schema and Python understand alike."""

FIRST_YEAR, LAST_YEAR = 1970, 9998
"""The years, as written, that an instant may lie in: inside we count from 1970, and a day after 9998 can be written."""

CLOCK = 19
"""The characters of date and time of day, to the second."""

_CACHED = 100_000
"""Texts kept per cache: more than a day has seconds, so a replay in order of time hardly ever computes one twice."""

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - the offset stands in the other half of the text
_is_naive = re.compile(_NAIVE).fullmatch
_is_clock = re.compile(_CLOCK).fullmatch
_is_rest = re.compile(_DECIMALS + _OFFSET).fullmatch


def is_naive(text: object) -> bool:
    """True for a text that lacks only an offset to be an instant."""
    return isinstance(text, str) and _is_naive(text) is not None


DAY_FORM = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
"""The form of a legal day, a date of the calendar in Asia/Shanghai."""


class _Cache(dict[str, Ms]):
    """The milliseconds of a text, computed once. Bounded: when full it starts afresh."""

    def __init__(self, compute: Callable[[str], Ms]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, text: str) -> Ms:
        ms = self._compute(text)
        if len(self) >= _CACHED:
            self.clear()
        self[text] = ms
        return ms


def _clock(text: str) -> Ms:
    """Milliseconds of `YYYY-MM-DDTHH:MM:SS`, as if it were UTC."""
    if not _is_clock(text):
        raise ValueError("a date and a time of day must be given as YYYY-MM-DDTHH:MM:SS")
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:10])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the year must be {FIRST_YEAR} to {LAST_YEAR}")
    stamp = datetime(year, month, day, int(text[11:13]), int(text[14:16]), int(text[17:19]))  # noqa: DTZ001 - as above
    return (stamp - _EPOCH) // timedelta(milliseconds=1)


def _rest(text: str) -> Ms:
    """Milliseconds that decimals add (cut, not rounded) and an offset takes away."""
    if not _is_rest(text):
        raise ValueError("decimals, one to nine, and an offset must be given as Z or ±HH:MM")
    decimals, offset = ("", text) if text[0] != "." else re.split("(?=[Z+-])", text[1:], maxsplit=1)
    fraction = int(f"{decimals}00"[:3]) if decimals else 0
    if offset == "Z":
        return fraction
    hours, minutes = int(offset[1:3]), int(offset[4:6])
    if hours > 23 or minutes > 59:  # noqa: PLR2004 - the clock
        raise ValueError("the offset must be within ±23:59")
    shift = (hours * 60 + minutes) * 60_000
    return fraction + shift if offset[0] == "-" else fraction - shift


clocks, rests = _Cache(_clock), _Cache(_rest)
"""The milliseconds of the first 19 characters of a text, and of the others: for a loop that is spared the call."""


def stated_ms(text: str) -> Ms:
    """The instant that a text names, cut to the millisecond; `ValueError` where it lacks the `FORM`, or the calendar has none.

    >>> stated_ms("2022-05-12T08:00:00.123999+08:00")
    1652313600123
    """
    # Two halves, so that the caches hit although hardly two events name the same millisecond.
    return clocks[text[:CLOCK]] + rests[text[CLOCK:]]

"""Days, times of the day and instants as the files of the duty desk have them: local, in Asia/Shanghai. Decides no holiday."""

import re
from datetime import date, datetime
from typing import Final

from schemas.instants import MINUTE_MS, Ms
from schemas.legal_days import DAY_MS, SHANGHAI, day_of, day_start

_UNITS: Final = {"s": 1000, "min": MINUTE_MS, "h": 60 * MINUTE_MS, "d": DAY_MS}
"""Units of a length in a duty file, in ms."""


FIRST_MS: Final = 946_656_000_000
LAST_MS: Final = 7_258_089_600_000
"""The beginning of 2000 and of 2200 in Shanghai: a rota lies between them."""


def read_day(text: str) -> int:
    """The day in a text `YYYY-MM-DD`, from 2000 to 2199; `ValueError` where there is none."""
    if not re.fullmatch(r"2[01][0-9]{2}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    return day_of(date.fromisoformat(text))


def read_time(text: str) -> int:
    """The time of the day in a text `HH:MM`, in ms after midnight; `ValueError` where it is none.

    >>> read_time("08:30")
    30600000
    """
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise ValueError(text)
    return int(text[:2]) * 60 * MINUTE_MS + int(text[3:]) * MINUTE_MS


def read_instant(text: str) -> Ms:
    """The instant in a text `YYYY-MM-DD` (its beginning) or `YYYY-MM-DDTHH:MM`; `ValueError` where there is none."""
    day, _, time = text.partition("T")
    return day_start(read_day(day)) + (read_time(time) if time or "T" in text else 0)


def read_length(text: str) -> int:
    """The length in a text such as `90 s`, `15 min`, `4 h` or `3 d`, in ms; `ValueError` where there is none.

    >>> read_length("15 min")
    900000
    """
    form = re.fullmatch(r"([0-9]{1,4}) (s|min|h|d)", text)
    if form is None:
        raise ValueError(text)
    return int(form[1]) * _UNITS[form[2]]


def shown(at: Ms) -> str:
    """The instant as local date and time, to the minute; seconds and ms only where there are some.

    >>> shown(1_652_313_600_000), shown(1_652_313_600_001)
    ('2022-05-12 08:00', '2022-05-12 08:00:00.001')
    """
    whole, ms = divmod(at, 1000)
    text = f"{datetime.fromtimestamp(whole, SHANGHAI):%Y-%m-%d %H:%M:%S}"
    return f"{text}.{ms:03d}" if ms else text.removesuffix(":00")

"""The minimum wage that the simulated platforms pay by: what the packaged law says, and no rule."""

from functools import cache

from streams.law.days.calendar import Day, legal_day
from streams.law.files import packaged_law
from streams.law.terms.pay import PayLaw
from streams.tools.city.shifts.spans import HOUR


def minimum_for(area: str, sector: str, on: int, off: int) -> tuple[int, int]:
    """What the minimum gives for work in `[on, off)` (ms), as a fraction of fen; it is that of the day of `on`."""
    return _fen_an_hour(area, sector, legal_day(on)) * (off - on), HOUR


@cache
def _pay_law() -> PayLaw:
    return PayLaw(packaged_law())


@cache
def _fen_an_hour(area: str, sector: str, day: Day) -> int:
    return _pay_law().minimum(area, sector, day).number

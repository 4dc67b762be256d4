"""The day on which pay is settled, by the periods of the platforms file, a second time (PAY.md). Decides about no pay."""

import pandas as pd

from streams.law.table import Law
from streams.tools.recount.law_values import in_force
from streams.tools.recount.time.intervals import day_starts

_EPOCH = pd.Timestamp("1970-01-01")

_PERIODS = {"week": "W-SUN", "month": "M"}
"""Calendar periods as pandas names them: weeks that end on Sunday, and months."""


def settled_at(days: pd.DataFrame, law: Law) -> pd.Series:
    """The instant (ms, int64) from which on the days, with `day` and `platform`, are settled: their end, or that of the grace."""
    ends = [_after(day, platform, law) for day, platform in zip(days["day"], days["platform"], strict=True)]
    return day_starts(pd.Series(ends, index=days.index, dtype="int64"))


def _after(day: int, platform: str, law: Law) -> int:
    """The first day on which a day may be judged, the few hours of its own grace aside."""
    entries = law.platforms[platform].settles if platform in law.platforms else ()
    held = [each.by for each in entries if each.from_day <= day]
    if not held or held[-1] not in _PERIODS:
        return day + 1
    # a period is settled in all places at once
    anywhere = {"area": law.places.areas[0], "sector": "delivery", "day": day, "platform": platform}
    grace = in_force(law, "pay_below_minimum.settlement_grace", pd.DataFrame([anywhere])).iloc[0]
    if grace is None:  # before the first day of the law no day is judged
        return day + 1
    period = (_EPOCH + pd.Timedelta(days=day)).to_period(_PERIODS[held[-1]])
    return int((period.end_time.normalize() - _EPOCH).days) + 1 + int(grace)

"""`pay_below_minimum`, clause 5 of 洪人社发〔2022〕88号, a second time (PAY.md). All in integers."""

import numpy as np
import pandas as pd

from schemas.instants import Ms
from schemas.legal_days import DAY_MS
from streams.law.table import Law
from streams.tools.recount.law_values import in_force, is_off
from streams.tools.recount.rules.entries import ENTRY, StatedPay
from streams.tools.recount.rules.paid import paid_by_day
from streams.tools.recount.rules.places_worked import DAY
from streams.tools.recount.rules.settled import settled_at
from streams.tools.recount.time.coverage import ONLINE, ORDER
from streams.tools.recount.time.intervals import HOUR, by_day, day_starts
from streams.tools.recount.time.last_place import place_at

_RULE = "pay_below_minimum"
_TERMS = ("basis", "least_hours", "grace", "left_out", "severity")


def pay_below_minimum(pieces: pd.DataFrame, pay: StatedPay, places: pd.DataFrame, law: Law, now: Ms) -> pd.DataFrame:
    """The findings, one row each, from the pieces worked and the pay stated.

    Columns: `view`, `day`, `kind`, `basis`, `measured`, `measured_high`, `limit` (fen/h; empty where no pay was reported),
    `shortfall_fen` (fen; empty where undecidable), `band` (0 to 2; undecidable: -1).
    """
    days = _with_hours(_judged(pieces, places, law, now), pieces, law)
    days["settled"] = settled_at(days, law)
    days = days.merge(paid_by_day(days, pay, _decided_at(pay, days, law), now), on=DAY, how="left")
    days = days.fillna({"smaller": 0, "larger": 0, "reported": False})
    for name in ("smaller", "larger"):
        days[name] = days[name].astype("int64") * HOUR
    days["reported"] = days["reported"].astype(bool)
    enough = days["reported"] & (days["smaller"] >= days["owed_high"]) & ~_is_breach(days)
    settled = now >= days["settled"]
    return _figures(days[~enough & settled].drop(columns=["platform", "settled"]))


def known_hours(parts: pd.DataFrame, places: pd.DataFrame, views: pd.DataFrame, law: Law) -> pd.DataFrame:
    """`hours` (ms) by `view` and `day`: the time surely worked on the basis that decides there, by orders where none holds."""
    first = by_day(parts[(parts["basis"] == ONLINE) & parts["high"]].reset_index(drop=True))
    days = first.groupby(DAY, as_index=False).agg(start=("start", "min"))
    days = days.join(place_at(days, "start", places)).assign(platform=days["view"].map(views["platform"]))
    days["basis"] = in_force(law, f"{_RULE}.basis", days).fillna(ORDER)
    low = by_day(parts[~parts["high"]].reset_index(drop=True))
    low = low.assign(hours=low["end"] - low["start"]).merge(days[[*DAY, "basis"]], on=[*DAY, "basis"])
    return low.groupby(DAY, as_index=False).agg(hours=("hours", "sum"))


def _decided_at(pay: StatedPay, days: pd.DataFrame, law: Law) -> pd.DataFrame:
    """`ENTRY`, `decided_at` (ms): seven days after the last day of an entry was settled."""
    platforms = days.drop_duplicates("view").set_index("view")["platform"]
    lasts = pay.last_days.rename(columns={"last_day": "day"})
    lasts = lasts.assign(platform=lasts["view"].map(platforms).astype("object").fillna(""))
    return lasts[ENTRY].assign(decided_at=settled_at(lasts, law) + 7 * DAY_MS)


def _judged(pieces: pd.DataFrame, places: pd.DataFrame, law: Law, now: Ms) -> pd.DataFrame:
    """The days that are over, with the terms of the place where they began."""
    days = (
        pieces[pieces["basis"] == ONLINE]
        .groupby(DAY, as_index=False)
        .agg(start=("start", "min"), platform=("platform", "first"))
    )
    days = days.join(place_at(days, "start", places))
    terms = {name: in_force(law, f"{_RULE}.{name}", days) for name in _TERMS}
    days = days.assign(**terms)[pd.DataFrame(terms).notna().all(axis="columns") & ~is_off(law, _RULE, days)]
    over = day_starts(days["day"]) + DAY_MS + days["grace"].astype("int64")
    return days[now >= over]


def _with_hours(days: pd.DataFrame, pieces: pd.DataFrame, law: Law) -> pd.DataFrame:
    """Days worked for long enough, with `low`, `high` (ms worked) and `owed_low`, `owed_high` (minimum in fen/h x ms)."""
    own = pieces.merge(days[[*DAY, "basis"]], on=[*DAY, "basis"])
    least = in_force(law, f"{_RULE}.hourly_minimum", own)
    high = own["end"] - own["start"]
    owed = high * least.fillna(0).astype("int64")
    known = own["known"].astype(bool)
    own = own.assign(
        high=high, owed_high=owed, low=high.where(known, 0), owed_low=owed.where(known, 0), none=least.isna()
    )
    sums = own.groupby(DAY, as_index=False)[["low", "high", "owed_low", "owed_high", "none"]].sum()
    days = days.merge(sums[sums["none"] == 0], on=DAY)
    return days[days["high"] >= _least(days)]


def _least(days: pd.DataFrame) -> pd.Series:
    """The least hours (ms) that are judged; of a day without any there is nothing to judge."""
    return days["least_hours"].astype("int64").clip(lower=1)


def _is_breach(days: pd.DataFrame) -> pd.Series:
    return days["reported"] & (days["low"] >= _least(days)) & (days["larger"] < days["owed_low"])


def _figures(days: pd.DataFrame) -> pd.DataFrame:
    breach, reported, none_known = _is_breach(days), days["reported"], days["low"] == 0
    short = (days["owed_low"] - days["larger"]).where(breach, 0)
    bands = zip(100 * short, days["owed_low"], days["severity"], strict=True)
    band = np.array([sum(each > bound * owed for bound in bounds) for each, owed, bounds in bands], dtype="int64")
    owed, hours = (
        days[low].where(~none_known, days[high]) for low, high in (("owed_low", "owed_high"), ("low", "high"))
    )
    figures = {
        "measured": (days["larger"] // days["low"].where(~none_known, 1)).where(~none_known),
        "measured_high": days["smaller"] // days["high"],
        "limit": (2 * owed + hours) // (2 * hours),
    }
    return days.assign(
        kind=np.where(breach, "breach", "undecidable"),
        band=np.where(breach, band, -1),
        shortfall_fen=(-(-short // HOUR)).astype("Int64").where(breach),
        **{name: figure.astype("Int64").where(reported) for name, figure in figures.items()},
    )

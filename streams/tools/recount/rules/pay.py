"""`pay_below_minimum`, clause 5 of 洪人社发〔2022〕88号, a second time (PAY.md). All in integers."""

import numpy as np
import pandas as pd

from schemas.instants import Ms
from streams.law.days.calendar import DAY_MS
from streams.law.table import Law
from streams.tools.recount.last_place import place_at
from streams.tools.recount.law_values import in_force, is_off
from streams.tools.recount.rules.entries import StatedPay
from streams.tools.recount.rules.paid import paid_by_day
from streams.tools.recount.rules.pieces import DAY
from streams.tools.recount.time.coverage import ONLINE
from streams.tools.recount.time.intervals import day_starts
from streams.tools.recount.time.silence import HOUR

_RULE = "pay_below_minimum"
_TERMS = ("basis", "least_hours", "grace", "left_out", "severity")


def pay_below_minimum(pieces: pd.DataFrame, pay: StatedPay, places: pd.DataFrame, law: Law, now: Ms) -> pd.DataFrame:
    """The findings, one row each, from the pieces worked and the pay stated.

    Columns: `view`, `day`, `kind`, `basis`, `measured`, `measured_high`, `limit` (fen/h; empty where no pay was reported),
    `shortfall_fen` (fen; empty where undecidable), `band` (0 to 2; undecidable: -1).
    """
    days = _with_hours(_judged(pieces, places, law, now), pieces, law)
    days = days.merge(paid_by_day(days, pay, now), on=DAY, how="left")
    days = days.fillna({"smaller": 0, "larger": 0, "reported": False})
    for name in ("smaller", "larger"):
        days[name] = days[name].astype("int64") * HOUR
    days["reported"] = days["reported"].astype(bool)
    enough = days["reported"] & (days["smaller"] >= days["owed_high"]) & ~_is_breach(days)
    return _figures(days[~enough])


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
    return days[now >= over].drop(columns="platform")


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

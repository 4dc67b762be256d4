"""`daily_hours` and `weekly_rest`, worked out by pandas from the coverage, independently of the rules (DAYS.md)."""

from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd

from schemas.instants import Ms
from schemas.outside import is_outside
from streams.law.table import Law
from streams.tools.recount.law_values import in_force, is_off
from streams.tools.recount.time.coverage import ORDER
from streams.tools.recount.time.intervals import by_day, day_starts
from streams.tools.recount.time.last_place import place_at

_DAY: Final = ["view", "day"]
_GRACE: Final = "pay_below_minimum.grace"


def order_days(
    parts: pd.DataFrame, time: pd.DataFrame, first: pd.DataFrame, places: pd.DataFrame, views: pd.DataFrame
) -> pd.DataFrame:
    """The legal days with an order that was accepted in the city: `view`, `day`, `low`, `high` (ms), `area`, `sector`.

    `parts`: the coverage; `time`: that of each order (`thing`), `first`: the acceptances that count.
    """
    own = by_day(parts.loc[parts["basis"] == ORDER, ["view", "high", "start", "end"]])
    own = own.assign(ms=own["end"] - own["start"])
    high = own[own["high"]].groupby(_DAY, as_index=False).agg(high=("ms", "sum"), began=("start", "min"))
    low = own[~own["high"]].groupby(_DAY, as_index=False).agg(low=("ms", "sum"))
    days = high.merge(low, on=_DAY, how="left").merge(_inside(time, first, views), on=_DAY)
    days["low"] = days["low"].fillna(0).astype("int64")
    return days.join(place_at(days, "began", places))


def _inside(time: pd.DataFrame, first: pd.DataFrame, views: pd.DataFrame) -> pd.DataFrame:
    """The days of each view on which an order that was accepted in the city has time."""
    things = first.loc[~first["area"].map(is_outside).astype(bool), "thing"]
    days = by_day(time.loc[time["thing"].isin(things), ["view", "start", "end"]])[_DAY]
    return pd.concat([days, days.assign(view=days["view"].map(views["united"]))]).drop_duplicates()


def daily_hours(days: pd.DataFrame, views: pd.DataFrame, law: Law, now: Ms) -> pd.DataFrame:
    """The findings, one row each: `worker`, `platform`, `kind`, `starts_at`, `ends_at`, the figures (ms) and `limit`."""
    return _in_form(_by_both_laws(_long_days, "daily_hours", days, views, law, now))


def weekly_rest(days: pd.DataFrame, views: pd.DataFrame, law: Law, now: Ms) -> pd.DataFrame:
    """The findings, one row each, as those of `daily_hours`; figures are days."""
    return _in_form(_by_both_laws(_long_runs, "weekly_rest", days, views, law, now))


def _by_both_laws(
    find: Callable[[pd.DataFrame, pd.DataFrame, Law, Ms], pd.DataFrame],
    rule: str,
    days: pd.DataFrame,
    views: pd.DataFrame,
    law: Law,
    now: Ms,
) -> pd.DataFrame:
    """Those of platforms by what these have agreed to, and those of all together that none shows by the law of all."""
    of_all = find(days, views, law, now)
    own = of_all
    if law.agreed_by(rule) or law.agreed_by("pay_below_minimum"):
        own = find(days.assign(platform=days["view"].map(views["platform"])), views, law, now)
    together = _not_seen_alone(of_all)
    return pd.concat([own[own["platform"] != ""], together], ignore_index=True)


def _long_days(days: pd.DataFrame, views: pd.DataFrame, law: Law, now: Ms) -> pd.DataFrame:
    """The days over the limit, by what the `platform` of a row has agreed to, where there is such a column."""
    judged = _judged(days, "daily_hours", (), law, now).drop(columns="platform", errors="ignore")
    over = judged[judged["high"] > judged["limit"]].merge(views, left_on="view", right_index=True)
    known = over["low"] > over["limit"]
    found = over.assign(kind=np.where(known, "indication", "undecidable"), first=over["day"], last=over["day"])
    found = found.assign(measured=found["low"], measured_high=found["high"], due_at=None)
    found["ends_at"] = day_starts(found["last"] + 1)
    return found


def _long_runs(days: pd.DataFrame, views: pd.DataFrame, law: Law, now: Ms) -> pd.DataFrame:
    """The runs over the limit, by what the `platform` of a row has agreed to, where there is such a column."""
    judged = _judged(days, "weekly_rest", ("least",), law, now).rename(columns={"platform": "agreed_by"})
    judged = judged[judged["high"] >= judged["least"]].sort_values(_DAY, ignore_index=True)
    judged["run"] = _runs(judged)
    lows = judged[judged["low"] >= judged["least"]].reset_index(drop=True)
    lows = _lengths(lows.assign(low_run=_runs(lows)), "low_run")
    highs = _lengths(judged, "run").set_index("run")
    over = lows[lows["days"] > lows["limit"]]
    over = over.assign(kind="indication", measured=over["days"], measured_high=over["run"].map(highs["days"]))
    largest = lows.groupby("run")["days"].max()
    open_ = highs[(highs["days"] > highs["limit"]) & ~highs.index.isin(over["run"])].reset_index()
    measured = open_["run"].map(largest).fillna(0).astype("int64")
    open_ = open_.assign(kind="undecidable", measured=measured, measured_high=open_["days"])
    found = pd.concat([over, open_], ignore_index=True).merge(views, left_on="view", right_index=True)
    found["due_at"] = day_starts(found["first"] + found["limit"] + 1)
    after = found.assign(day=found["last"] + 1).drop(columns="platform").rename(columns={"agreed_by": "platform"})
    grace = in_force(law, _GRACE, after).fillna(found["grace"]).astype("int64")
    found["ends_at"] = day_starts(found["last"] + 1).where(day_starts(found["last"] + 2) + grace <= now)
    return found.drop(columns=["area", "sector", "agreed_by"], errors="ignore")


def _judged(days: pd.DataFrame, rule: str, more: tuple[str, ...], law: Law, now: Ms) -> pd.DataFrame:
    """The days that are over and that the law speaks of, with its values."""
    days = days[days["area"] != ""]
    terms = {name: in_force(law, f"{rule}.{name}", days) for name in ("limit", *more)}
    terms["grace"] = in_force(law, _GRACE, days)
    days = days.assign(**terms)[pd.DataFrame(terms).notna().all(axis="columns") & ~is_off(law, rule, days)]
    days = days.astype(dict.fromkeys(terms, "int64"))
    return days[now >= day_starts(days["day"] + 1) + days["grace"]]


def _runs(days: pd.DataFrame) -> pd.Series:
    """A number for each run of days in a row, of days by view and day."""
    goes_on = (days["view"] == days["view"].shift()) & (days["day"] == days["day"].shift() + 1)
    return (~goes_on).cumsum()


def _lengths(days: pd.DataFrame, by: str) -> pd.DataFrame:
    """One row a run: its `first` and `last` day, the number of `days`, and the values of the first."""
    runs = days.groupby(by, as_index=False).agg(
        view=("view", "first"),
        first=("day", "first"),
        last=("day", "last"),
        limit=("limit", "first"),
        grace=("grace", "first"),
        area=("area", "first"),
        sector=("sector", "first"),
        **({"agreed_by": ("agreed_by", "first")} if "agreed_by" in days else {}),
        **({} if by == "run" else {"run": ("run", "first")}),
    )
    return runs.assign(days=runs["last"] - runs["first"] + 1)


def _not_seen_alone(found: pd.DataFrame) -> pd.DataFrame:
    """Those of all together that none of a single platform lies in, or that begin before each such one."""
    alone, together = found[found["platform"] != ""], found[found["platform"] == ""].reset_index(names="case")
    pairs = together.merge(alone, on="worker", suffixes=("", "_alone"))
    inside = (pairs["first"] <= pairs["first_alone"]) & (pairs["last_alone"] <= pairs["last"])
    as_much = (pairs["kind"] == "undecidable") | (pairs["kind_alone"] == "indication")
    hidden = pairs.loc[inside & as_much & (pairs["first"] == pairs["first_alone"]), "case"]
    return together[~together["case"].isin(hidden)]


def _in_form(found: pd.DataFrame) -> pd.DataFrame:
    return found.assign(starts_at=day_starts(found["first"]), basis=ORDER, band=-1, shortfall_fen=None)

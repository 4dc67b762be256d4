"""Order time: from acceptances and ends to intervals of work and of unknown time (WORKTIME.md)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from schemas.instants import Ms
from schemas.work import Step
from streams.tools.recount.time.intervals import last_before
from streams.tools.recount.time.silence import BELIEF, SILENCE


@dataclass(frozen=True, slots=True)
class Orders:
    """The acceptances, beginnings and other events of orders.

    - `first`: the first acceptance of each: `view`, `thing`, `order`, `at`, `on_at` (ms), `assigned`, `area`, `sector`;
      `begins`, True if its *on* counts; and `holds_from` (ms), from which on the order's place holds, -1 where never;
    - `ons`: `view`, `thing`, `at` (ms), `next_on` (ms, -1: none), `off` (the believed end right after it, -1: none);
    - `events`: `thing`, `at` (ms): all events of the order but the ends that stand.
    """

    first: pd.DataFrame
    ons: pd.DataFrame
    events: pd.DataFrame


def orders_of(acceptances: pd.DataFrame, steps: pd.DataFrame) -> Orders:
    """From `Frames.acceptances` and `Frames.steps`."""
    ends = steps.loc[steps["step"] == Step.ENDED, ["view", "thing", "at"]].drop_duplicates()
    accepted = acceptances.drop_duplicates()
    accepted = accepted.assign(begins=_begins(accepted, ends))
    ons = accepted.loc[accepted["begins"], ["view", "thing", "on_at"]].drop_duplicates()
    ons = ons.set_axis(["view", "thing", "at"], axis="columns")
    points = pd.concat([ends.assign(on=False), ons.assign(on=True)])
    both = points.groupby(["thing", "at"])["on"].transform("nunique") > 1
    sources = [accepted, steps[steps["step"] != Step.ENDED], points[both]]
    events = pd.concat([each[["thing", "at"]] for each in sources]).drop_duplicates()
    return Orders(_first(accepted, ons), _ended(points[~both]), events)


def _begins(accepted: pd.DataFrame, ends: pd.DataFrame) -> pd.Series:
    """True where an acceptance is an *on*: no end from it on and before its start."""
    booked = accepted.loc[accepted["on_at"] > accepted["at"], ["thing", "at", "on_at"]].reset_index(names="row")
    pairs = booked.merge(ends[["thing", "at"]].rename(columns={"at": "end"}), on="thing")
    removed = pairs.loc[(pairs["at"] <= pairs["end"]) & (pairs["end"] < pairs["on_at"]), "row"]
    return ~accepted.index.to_series().isin(removed)


def _first(accepted: pd.DataFrame, ons: pd.DataFrame) -> pd.DataFrame:
    fields = ["at", "event_id", "assigned", "area", "sector", "on_at"]
    first = accepted.sort_values(["thing", *fields]).drop_duplicates("thing")
    earliest = first["thing"].map(ons.groupby("thing")["at"].min()).fillna(-1).astype("int64")
    return first.assign(holds_from=first["on_at"].where(first["begins"], earliest))


def _ended(points: pd.DataFrame) -> pd.DataFrame:
    line = points.sort_values(["thing", "at"], ignore_index=True)
    following = line.groupby("thing")
    off = following["at"].shift(-1, fill_value=-1)
    believed = following["on"].shift(-1).eq(False) & (off - line["at"] <= BELIEF)
    ons = line.assign(off=off.where(believed, -1))[line["on"]]
    return ons.assign(next_on=ons.groupby("thing")["at"].shift(-1, fill_value=-1)).drop(columns="on")


def order_time(orders: Orders, now: Ms) -> pd.DataFrame:
    """Intervals up to `now`: `view`, `thing`, `start`, `end` (ms), `known` (True: surely work); they may overlap."""
    ended = orders.ons[orders.ons["off"] >= 0]
    ended = ended.rename(columns={"at": "start", "off": "end"}).assign(known=True)
    open_ = orders.ons[orders.ons["off"] < 0]
    open_ = open_.assign(last=_own_last(open_, orders), limit=open_["next_on"].where(open_["next_on"] >= 0, now))
    work = open_.rename(columns={"at": "start", "last": "end"}).assign(known=True)
    unknown = open_.rename(columns={"last": "start"}).assign(known=False)
    unknown["end"] = np.minimum(np.minimum(unknown["start"] + SILENCE, unknown["limit"]), now)
    columns = ["view", "thing", "start", "end", "known"]
    return pd.concat([each[columns] for each in (ended, work, unknown)]).query("start < end")


def _own_last(open_: pd.DataFrame, orders: Orders) -> pd.Series:
    """The order's last event from the *on* on and before the next one; the *on* itself where there is none."""
    on = last_before(orders.events, "at", orders.ons.assign(on=orders.ons["at"])[["thing", "at", "on"]], "thing")["on"]
    last = orders.events.assign(on=on).groupby(["thing", "on"], as_index=False)["at"].max()
    found = open_.merge(last, left_on=["thing", "at"], right_on=["thing", "on"], how="left")["at_y"]
    return found.set_axis(open_.index).fillna(open_["at"]).astype("int64")

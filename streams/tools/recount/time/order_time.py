"""Order time: from what acceptances begin to intervals of work and of unknown time (WORKTIME.md)."""

from typing import Final

import numpy as np
import pandas as pd

from schemas.instants import Ms
from schemas.work import Sort
from streams.tools.recount.measured import Measured
from streams.tools.recount.time.intervals import HOUR, last_before
from streams.tools.recount.time.orders import Orders

DAY: Final = 24 * HOUR
"""An order of a courier lasts no longer, and lies in session time where the worker had a sign of a session so near."""

_COLUMNS: Final = ["view", "thing", "start", "end", "known"]


def order_time(
    orders: Orders, sessions: pd.DataFrame, session_time: pd.DataFrame, now: Ms, measured: Measured
) -> pd.DataFrame:
    """Intervals up to `now`: `view`, `thing`, `start`, `end` (ms), `known` (True: surely work); they may overlap.

    `sessions` as in `Frames`, and their time, `view`, `start`, `end`, `known`.
    """
    signs = _signs(sessions)
    ons = orders.ons.assign(courier=_by_sessions(orders.ons, "at", signs))
    early = orders.early.assign(courier=_by_sessions(orders.early, "start", signs), known=False)
    parcels, others = ons[ons["courier"]], ons[~ons["courier"]]
    lying = parcels.assign(start=parcels["at"], end=_parcel_end(parcels, orders, measured), known=True)
    shown = [_within(lying, session_time), _within(early[early["courier"]], session_time)]
    every = pd.concat(
        [*shown, early[~early["courier"]][_COLUMNS], *_others(others, orders, measured)], ignore_index=True
    )
    every["end"] = np.minimum(every["end"], now)
    return every[every["start"] < every["end"]][_COLUMNS].astype({"known": "bool"})


def ended_things(orders: Orders, sessions: pd.DataFrame) -> pd.Series:
    """The orders (`thing`) of which an end is believed: only of these is the pay spread over the time worked."""
    courier = _by_sessions(orders.ons, "at", _signs(sessions))
    believed = courier | (orders.ons["end"] - orders.ons["at"] <= orders.ons["longest"])
    return orders.ons.loc[believed & (orders.ons["end"] >= 0), "thing"].drop_duplicates()


def _others(ons: pd.DataFrame, orders: Orders, measured: Measured) -> list[pd.DataFrame]:
    """Work and unknown time of the acceptances that do not count by sessions."""
    has_end = ons["end"] >= 0
    sure = has_end & (ons["end"] - ons["at"] <= ons["longest"])
    ended = ons[sure].rename(columns={"at": "start"}).assign(known=True)
    rest = ons[~sure].assign(latest=lambda each: each["at"] + each["longest"])
    rest["until"] = rest["latest"].where(rest["next_on"] < 0, np.minimum(rest["latest"], rest["next_on"]))
    rest["last"] = _last_pick_up(rest, orders)
    work = rest.assign(start=rest["at"], end=rest["last"], known=True)
    open_end = np.minimum(rest["last"] + measured.at("silence", rest["at"]), rest["until"])
    unknown = rest.assign(start=rest["last"], end=rest["latest"].where(has_end[~sure], open_end), known=False)
    return [each[_COLUMNS] for each in (ended, work, unknown)]


def _last_pick_up(ons: pd.DataFrame, orders: Orders) -> pd.Series:
    """The last pick-up from the *on* to `until`, both included; the *on* itself where there is none."""
    picked_up = orders.picked_up.assign(pick_up=orders.picked_up["at"]).drop_duplicates()
    last = last_before(ons, "until", picked_up, "thing")["pick_up"]
    return ons["at"].clip(lower=last.fillna(-1).astype("int64"))


def _parcel_end(parcels: pd.DataFrame, orders: Orders, measured: Measured) -> pd.Series:
    latest = parcels["at"] + DAY
    has_next = parcels["next_on"] >= 0
    never = int(orders.picked_up["at"].max()) if len(orders.picked_up) else 0
    last = _last_pick_up(parcels.assign(until=parcels["next_on"].where(has_next, never)), orders)
    silence = measured.at("silence", parcels["at"])
    open_end = np.minimum(last + silence, parcels["next_on"].where(has_next, latest))
    return latest.clip(upper=parcels["end"].where(parcels["end"] >= 0, open_end))


def _within(spans: pd.DataFrame, session_time: pd.DataFrame) -> pd.DataFrame:
    """The session time in the spans: work where both are known."""
    pairs = spans[_COLUMNS].merge(session_time[["view", "start", "end", "known"]], on="view", suffixes=("", "_session"))
    pairs["start"] = np.maximum(pairs["start"], pairs["start_session"])
    pairs["end"] = np.minimum(pairs["end"], pairs["end_session"])
    pairs["known"] = pairs["known"].astype("bool") & pairs["known_session"].astype("bool")
    return pairs[_COLUMNS]


def _signs(sessions: pd.DataFrame) -> pd.DataFrame:
    """`view`, `at` (ms) of every sign of a session, but for instants of both *on* and *off*."""
    stated = sessions[["view", "thing", "at", "sort"]].drop_duplicates()
    points = stated[stated["sort"] != Sort.PULSE]
    both = points.groupby(["thing", "at"])["sort"].transform("nunique") > 1
    signs = pd.concat([points[~both], stated[stated["sort"] == Sort.PULSE]])
    return signs[["view", "at"]].drop_duplicates()


def _by_sessions(frame: pd.DataFrame, at: str, signs: pd.DataFrame) -> pd.Series:
    """True for orders of couriers with a sign from 24 h before the instant to 24 h after it, both included."""
    last = last_before(frame.assign(until=frame[at] + DAY), "until", signs.assign(sign=signs["at"]), "view")["sign"]
    return (frame["sector"] == "courier") & (last >= frame[at] - DAY)

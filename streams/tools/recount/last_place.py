"""The last place of a view at an instant (WORKTIME.md)."""

import pandas as pd

from streams.tools.recount.time.intervals import last_before

_ACCEPTANCE = 2
"""At one instant an acceptance goes before an *on*, and that before an *off*."""


def places_of_views(points: pd.DataFrame, first: pd.DataFrame, views: pd.DataFrame) -> pd.DataFrame:
    """The places of every view: `view`, `at` (ms, each once in a view), `area`, `sector`; sorted by view and instant.

    `points` are those of sessions, `first` the first acceptances of orders; a place holds from its `at` on.
    """
    accepted = first[first["holds_from"] >= 0][["view", "holds_from", "area", "sector"]]
    accepted = accepted.rename(columns={"holds_from": "at"})
    stated = pd.concat([points.rename(columns={"sort": "rank"}), accepted.assign(rank=_ACCEPTANCE)])
    every = pd.concat([stated, stated.assign(view=stated["view"].map(views["united"]))])
    ordered = every.sort_values(["view", "at", "rank", "area", "sector"])
    return ordered.drop_duplicates(["view", "at"], keep="last")[["view", "at", "area", "sector"]]


def place_at(frame: pd.DataFrame, at: str, places: pd.DataFrame) -> pd.DataFrame:
    """`area` and `sector` for each row's view and instant, empty text where the view has no place at all."""
    found = last_before(frame, at, places, "view")
    first = places.drop_duplicates("view").set_index("view")
    known = {name: found[name].fillna(frame["view"].map(first[name])).fillna("") for name in ("area", "sector")}
    return pd.DataFrame(known, index=frame.index)

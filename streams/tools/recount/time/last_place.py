"""The last place of a view at an instant (WORKTIME.md). What happens outside the city gives none."""

import pandas as pd

from schemas.outside import is_outside
from streams.tools.recount.time.intervals import last_before

_ACCEPTANCE = 2
"""At one instant an acceptance goes before an *on*, and that before an *off*."""


def places_of_views(points: pd.DataFrame, first: pd.DataFrame, views: pd.DataFrame) -> pd.DataFrame:
    """The places of every view: `view`, `at` (ms), `area`, `sector`, `inside` (bool), and `last` (bool).

    Sorted by view and instant; of one instant there is at most one inside and one outside the city, of which one is the `last`.
    `points` are those of sessions, `first` the first acceptances of orders; a place holds from its `at` on.
    """
    accepted = first[first["holds_from"] >= 0][["view", "holds_from", "area", "sector"]]
    accepted = accepted.rename(columns={"holds_from": "at"})
    stated = pd.concat([points.rename(columns={"sort": "rank"}), accepted.assign(rank=_ACCEPTANCE)])
    every = pd.concat([stated, stated.assign(view=stated["view"].map(views["united"]))])
    ordered = every.sort_values(["view", "at", "rank", "area", "sector"])
    ordered = ordered.assign(inside=~ordered["area"].map(is_outside).astype(bool))
    ordered = ordered.assign(last=~ordered.duplicated(["view", "at"], keep="last"))
    found = ordered.drop_duplicates(["view", "at", "inside"], keep="last")
    return found[["view", "at", "area", "sector", "inside", "last"]]


def place_at(frame: pd.DataFrame, at: str, places: pd.DataFrame) -> pd.DataFrame:
    """`area` and `sector` for each row's view and instant, empty text where the view has no place inside at all."""
    inside = places[places["inside"]]
    found = last_before(frame, at, inside, "view")
    first = inside.drop_duplicates("view").set_index("view")
    known = {name: found[name].fillna(frame["view"].map(first[name])).fillna("") for name in ("area", "sector")}
    return pd.DataFrame(known, index=frame.index)


def in_the_city(frame: pd.DataFrame, at: str, until: str, places: pd.DataFrame) -> pd.Series:
    """True for each row whose last place at an instant is inside, or that has one inside after it, up to `until`, included."""
    if frame.empty:
        return pd.Series(index=frame.index, dtype=bool)
    stated = places.loc[places["last"], ["view", "at", "inside"]]
    found = last_before(frame, at, stated, "view")["inside"]
    first = stated.drop_duplicates("view").set_index("view")["inside"]
    there = found.fillna(frame["view"].map(first)).eq(True)
    inside = places.loc[places["inside"], ["view", "at"]]
    later = last_before(frame, until, inside.assign(when=inside["at"]), "view")["when"]
    return there | later.gt(frame[at])

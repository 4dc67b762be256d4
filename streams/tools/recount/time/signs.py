"""The signs of sessions by time, and the segments between those that begin or end what is on (WORKTIME.md). Decides no time."""

import pandas as pd

from schemas.work import Sort
from streams.tools.recount.measured import Measured

_PLACED = ["view", "thing", "at", "sort", "area", "sector"]


def signs_of(sessions: pd.DataFrame) -> pd.DataFrame:
    """From `Frames.sessions`, one row an instant of a session: `view`, `thing`, `at`, and what it is (bool).

    `on`, `off`: a point of that sort alone; `both`: of both sorts; `beat`: a heartbeat; `lone`: the earliest heartbeat, where it
    comes before all points but instants of both, which is an `on` too. Sorted by session and instant.
    """
    sorts = {"on": Sort.ON, "off": Sort.OFF, "beat": Sort.PULSE}
    marked = sessions[["view", "thing", "at"]].assign(
        **{name: sessions["sort"] == sort for name, sort in sorts.items()}
    )
    signs = marked.groupby(["view", "thing", "at"], as_index=False)[list(sorts)].any()
    signs["both"] = signs["on"] & signs["off"]
    signs["on"], signs["off"] = signs["on"] & ~signs["both"], signs["off"] & ~signs["both"]
    first_beat, first_point = (_first(signs, signs[each]) for each in (["beat"], ["on", "off"]))
    signs["lone"] = (signs["at"] == first_beat) & ~signs["both"] & ~(first_point <= signs["at"])
    return signs.assign(on=signs["on"] | signs["lone"]).sort_values(["thing", "at"], ignore_index=True)


def with_segments(signs: pd.DataFrame, measured: Measured) -> pd.DataFrame:
    """The signs with the number of their `segment`, and whether they begin what is on (`begins`).

    A segment goes from a sign that begins or ends what is on to the next such sign of the session.
    """
    thing, hard = signs["thing"], signs["off"] | signs["both"]
    first, last = thing != thing.shift(), thing != thing.shift(-1)
    believed = measured.at("belief", signs["at"].shift(fill_value=0))
    silent = (signs["at"].diff() > believed) & ~first
    ons = signs.assign(region=(hard | first).cumsum(), silences=silent.cumsum())[signs["on"]]
    before = ons.groupby("region")[["lone", "silences"]].shift()
    # the first on after an off or an instant of both; one after a heartbeat alone, or after too long a silence
    anew = before["lone"].isna() | before["lone"].eq(True) | (before["silences"] != ons["silences"])
    begins = anew.reindex(signs.index, fill_value=False) | (signs["both"] & ~last)
    return signs.assign(begins=begins, segment=(begins | hard | first).cumsum())


def placed_points(sessions: pd.DataFrame) -> pd.DataFrame:
    """The points that give a place: `view`, `thing`, `at`, `sort`, `area`, `sector`.

    Those of no instant of both; and the earliest heartbeat, as an on, where none of them is at or before it. Of several
    heartbeats at that instant the larger place counts.
    """
    stated = sessions[_PLACED].drop_duplicates()
    points, beats = stated[stated["sort"] != Sort.PULSE], stated[stated["sort"] == Sort.PULSE]
    points = points[points.groupby(["thing", "at"])["sort"].transform("nunique") == 1]
    earliest = beats["at"] == beats.groupby("thing")["at"].transform("min")
    before_all = ~(beats["thing"].map(points.groupby("thing")["at"].min()) <= beats["at"])
    ordered = beats[earliest & before_all].sort_values(["thing", "area", "sector"])
    return pd.concat([points, ordered.drop_duplicates("thing", keep="last").assign(sort=int(Sort.ON))])


def _first(signs: pd.DataFrame, sorts: pd.DataFrame) -> pd.Series:
    """The first instant of each session at which one of these flags is set; empty where there is none."""
    return signs["at"].where(sorts.any(axis="columns")).groupby(signs["thing"]).transform("min")

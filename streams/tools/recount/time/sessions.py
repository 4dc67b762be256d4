"""Session time: from the points and pulses of sessions to intervals of work and of unknown time (WORKTIME.md).

Work wins over unknown time wherever the two overlap, so a run of pulses may be called unknown as a whole: the part of it
during which the session is on is work as well.
"""

import numpy as np
import pandas as pd

from schemas.instants import Ms
from schemas.work import Sort
from streams.tools.recount.time.intervals import last_before
from streams.tools.recount.time.silence import BELIEF, PULSE, SILENCE


def points_and_pulses(sessions: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """From `Frames.sessions`: points (`view`, `thing`, `at`, `sort`, `area`, `sector`) and pulses (`view`, `thing`, `at`).

    Points are those that stand: an instant that is on and off at once is a pulse, and the earliest pulse, before all
    points, is an on as well. No row is repeated; pulses are sorted by thing and instant.
    """
    stated = sessions[["view", "thing", "at", "sort", "area", "sector"]]
    beats = stated[stated["sort"] == Sort.PULSE]
    points = stated[stated["sort"] != Sort.PULSE]
    points = pd.concat([points, _implied(points, beats)]).drop_duplicates()
    both = points.groupby(["thing", "at"])["sort"].transform("nunique") > 1
    pulses = pd.concat([beats, points[both]])[["view", "thing", "at"]].drop_duplicates()
    return points[~both], pulses.sort_values(["thing", "at"], ignore_index=True)


def _implied(points: pd.DataFrame, beats: pd.DataFrame) -> pd.DataFrame:
    """The earliest pulse where it is before all points, as an on; of several at that instant the larger place."""
    first_point = points.groupby("thing")["at"].min()
    earliest = beats["at"] == beats.groupby("thing")["at"].transform("min")
    before_all = ~(beats["thing"].map(first_point) <= beats["at"])
    ordered = beats[earliest & before_all].sort_values(["thing", "area", "sector"])
    return ordered.drop_duplicates("thing", keep="last").assign(sort=int(Sort.ON))


def with_places(points: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """The points that give a place: those that stand, and the earliest pulse where none of them is at or before it."""
    beats = sessions.loc[sessions["sort"] == Sort.PULSE, points.columns]
    return pd.concat([points, _implied(points, beats)])


def session_time(points: pd.DataFrame, pulses: pd.DataFrame, now: Ms) -> pd.DataFrame:
    """Intervals up to `now`: `view`, `start`, `end` (ms), `known` (True: surely work); they may overlap."""
    ons = _ons(points, pulses)
    stated = ons.loc[ons["stated"], ["view", "at", "off"]].set_axis(["view", "start", "end"], axis="columns")
    runs = pulses.assign(end=pulses.groupby("thing")["at"].shift(-1, fill_value=-1)).rename(columns={"at": "start"})
    runs = runs[runs["end"] - runs["start"] <= PULSE]
    parts = [stated.assign(known=True), runs.assign(known=False), *_open(ons, points, pulses, now)]
    return pd.concat([part[["view", "start", "end", "known"]] for part in parts]).query("start < end")


def _ons(points: pd.DataFrame, pulses: pd.DataFrame) -> pd.DataFrame:
    """Each on of a session: `view`, `thing`, `at`, `off` (the next point, if that is an off, else -1), `stated`."""
    line = points[["view", "thing", "at", "sort"]].drop_duplicates().sort_values(["thing", "at"], ignore_index=True)
    following = line.groupby("thing")
    is_off = following["sort"].shift(-1, fill_value=-1) == Sort.OFF
    line["off"] = following["at"].shift(-1, fill_value=-1).where(is_off, -1)
    ons = line[line["sort"] == Sort.ON]
    pulse = last_before(ons, "off", pulses.assign(pulse=pulses["at"]), "thing")["pulse"]
    believed = (ons["off"] - ons["at"] <= BELIEF) | (ons["off"] - pulse <= PULSE)
    return ons.assign(stated=(ons["off"] >= 0) & believed)


def _open(ons: pd.DataFrame, points: pd.DataFrame, pulses: pd.DataFrame, now: Ms) -> list[pd.DataFrame]:
    """The work and the unknown time along the pulses from every on that is not stated."""
    signs = pd.concat([pulses, ons[["view", "thing", "at"]]]).drop_duplicates()
    signs = signs.sort_values(["thing", "at"], ignore_index=True)
    signs["next"] = signs.groupby("thing")["at"].shift(-1, fill_value=-1)
    stated = last_before(signs, "at", ons[["thing", "at", "stated"]], "thing")["stated"]
    signs = signs[stated.eq(False)].rename(columns={"at": "start"})
    followed, last = signs[signs["next"] >= 0], signs[signs["next"] < 0]
    close = followed["next"] - followed["start"] <= PULSE
    work = followed.assign(end=followed["next"], known=True)[close]
    gaps = followed.assign(end=np.minimum(followed["next"], followed["start"] + SILENCE), known=False)[~close]
    return [work, gaps, _trailing(last[now - last["start"] > PULSE], points, now)]


def _trailing(last: pd.DataFrame, points: pd.DataFrame, now: Ms) -> pd.DataFrame:
    """The silence after a session's last sign: to the first point of another one at or after it, for 2 h at most."""
    others = last[["view", "thing", "start"]].merge(points[["view", "thing", "at"]], on="view", suffixes=("", "_other"))
    others = others[(others["thing"] != others["thing_other"]) & (others["at"] >= others["start"])]
    over = last["thing"].map(others.groupby("thing")["at"].min()).fillna(now).astype("int64")
    return last.assign(end=np.minimum(np.minimum(over, last["start"] + SILENCE), now), known=False)

"""Session time: from the signs of sessions to intervals of work and of unknown time (WORKTIME.md).

Each gap between two neighbouring signs is one row, and its segment decides what it is.
"""

import numpy as np
import pandas as pd

from schemas.instants import Ms
from streams.tools.recount.measured import Measured
from streams.tools.recount.time.signs import with_segments


def session_time(signs: pd.DataFrame, now: Ms, measured: Measured) -> pd.DataFrame:
    """Intervals up to `now`: `view`, `start`, `end` (ms), `known` (True: surely work); they may overlap."""
    gaps = _gaps(with_segments(signs, measured), now, measured)
    parts = [
        _stated(gaps[gaps["stated"]], measured),
        _open(gaps[gaps["on"] & ~gaps["stated"]], signs, measured),
        _off(gaps[~gaps["on"]], measured),
    ]
    return pd.concat([part[["view", "start", "end", "known"]] for part in parts]).query("start < end")


def _gaps(signs: pd.DataFrame, now: Ms, measured: Measured) -> pd.DataFrame:
    """A row for each sign: the gap from it (`start`) to the next one (`end`, else `now`), and what its segment is.

    `followed`: a sign follows; `to_on`: an on. `on`, `stated`: of the segment, with `doubted`, whether its silences are unknown,
    and `begin`. `in_run`: the gap lies between two heartbeats at most the tolerance apart.
    """
    things = signs.groupby("thing")
    following = things[["at", "on"]].shift(-1)
    found = signs[["view", "thing", "segment"]].assign(start=signs["at"], followed=following["at"].notna())
    found["end"] = following["at"].fillna(now).astype("int64")
    found["to_on"] = following["on"].eq(True)
    beats = signs["at"].where(signs["beat"]).groupby(signs["thing"])
    before = beats.ffill()
    pulse = measured.at("pulse", before.fillna(0).astype("int64"))
    found["in_run"] = beats.bfill().groupby(signs["thing"]).shift(-1) - before <= pulse
    return found.join(_segments(signs, found, measured), on="segment")


def _segments(signs: pd.DataFrame, gaps: pd.DataFrame, measured: Measured) -> pd.DataFrame:
    """By segment: `begin` (ms), `on`, `stated` and `doubted` (bool)."""
    first = signs.drop_duplicates("segment").set_index("segment")
    first["closes"] = first["thing"] != first["thing"].shift(-1)
    last_both = first["both"] & ~first["begins"]
    too_long = gaps["end"] - gaps["start"] > measured.at("belief", gaps["start"])
    doubtful = too_long.groupby(gaps["segment"]).any()
    beats = signs.groupby("segment")["beat"].any() | (first["beat"].shift(-1).eq(True) & ~first["closes"])
    was_on = first["begins"].shift(fill_value=False) & (first["thing"] == first["thing"].shift())
    between_two = first["both"] & ~was_on & last_both.shift(-1, fill_value=False)
    stated = first["begins"] & ~first["closes"] & ~doubtful
    was_off = ~first["begins"] & ~was_on & (first["thing"] == first["thing"].shift())
    begin = first["at"].where(~was_off).ffill().astype("int64")  # off since the first off
    return pd.DataFrame({"begin": begin, "on": first["begins"], "stated": stated, "doubted": beats | between_two})


def _stated(gaps: pd.DataFrame, measured: Measured) -> pd.DataFrame:
    """Work, but for the silences that something contradicts."""
    least = measured.at("stated_silence", gaps["start"])
    silent = (gaps["end"] - gaps["start"] >= least) & (gaps["doubted"] | gaps["to_on"])
    return gaps.assign(known=~silent)


def _open(gaps: pd.DataFrame, signs: pd.DataFrame, measured: Measured) -> pd.DataFrame:
    """Work along the signs; a silence is unknown for as long as the law has it, or until another session comes on."""
    close = gaps["end"] - gaps["start"] <= measured.at("pulse", gaps["start"])
    work = gaps[close & gaps["followed"]].assign(known=True)
    silences = gaps[~close]
    over = _on_elsewhere(silences, signs).fillna(silences["end"]).astype("int64")
    limit = silences["start"] + measured.at("silence", silences["start"])
    end = np.minimum(np.minimum(silences["end"], limit), over)
    return pd.concat([work, silences.assign(end=end, known=False)])


def _on_elsewhere(silences: pd.DataFrame, signs: pd.DataFrame) -> pd.Series:
    """For each silence the first on of another session of its view after its start; no heartbeat is one."""
    ons = signs[signs["on"] & ~signs["lone"]].sort_values(["view", "at", "thing"])[["view", "at", "thing"]]
    views = ons.groupby("view")
    changes = ons["thing"] != views["thing"].shift(-1)
    ons["other"] = views["at"].shift(-1).where(changes).groupby(ons["view"]).bfill()
    ons["found"] = ons["at"]
    wanted = silences[["view", "thing", "start"]].sort_values("start")
    merged = pd.merge_asof(
        wanted,
        ons.sort_values("at", kind="stable").rename(columns={"thing": "thing_on"}),
        left_on="start",
        right_on="at",
        by="view",
        direction="forward",
        allow_exact_matches=False,
    )
    over = merged["found"].where(merged["thing_on"] != merged["thing"], merged["other"])
    return over.set_axis(wanted.index).reindex(silences.index)


def _off(gaps: pd.DataFrame, measured: Measured) -> pd.DataFrame:
    """Runs of heartbeats are unknown, where they lie further after the off since which it is off than the tolerance."""
    runs = gaps[gaps["in_run"]]
    since = runs["begin"] + measured.at("pulse", runs["begin"])
    return runs.assign(start=np.maximum(runs["start"], since), known=False)

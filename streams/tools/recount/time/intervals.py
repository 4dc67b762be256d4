"""Sets of intervals as frames with `start` and `end` (int64, ms, half-open): united, cut by day, cut into segments."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from schemas.legal_days import DAY_MS, day_start, legal_day

HOUR: Final = 3_600_000
"""In ms."""

Counts = NDArray[np.int64]
"""The number of repetitions of each row."""


def union(frame: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """The union within each group: columns `by`, `start`, `end`, in that order of rows; intervals that touch are one."""
    sure = frame.loc[frame["start"] < frame["end"], [*by, "start", "end"]]
    ordered = sure.sort_values([*by, "start"], ignore_index=True)
    keys = [ordered[name] for name in by]
    reached = ordered.groupby(keys, sort=False)["end"].cummax()
    before = reached.groupby(keys, sort=False).shift(fill_value=-1)
    part = (ordered["start"] > before).cumsum().rename("part")
    whole = ordered.groupby(part).agg({**dict.fromkeys(by, "first"), "start": "first", "end": "max"})
    return whole.reset_index(drop=True)


def by_day(frame: pd.DataFrame) -> pd.DataFrame:
    """Each interval cut at the midnights of Asia/Shanghai; a column `day` more, the legal day (int64) of the piece."""
    first, last = legal_days(frame["start"]), legal_days(frame["end"] - 1)
    times = (last - first + 1).to_numpy()
    pieces = frame.loc[frame.index.repeat(times)].copy()
    pieces["day"] = np.repeat(first.to_numpy(), times) + _count_within(times)
    begins = day_starts(pieces["day"])
    pieces["start"] = np.maximum(pieces["start"], begins)
    pieces["end"] = np.minimum(pieces["end"], begins + DAY_MS)
    return pieces.reset_index(drop=True)


def segments(claims: pd.DataFrame, by: Sequence[str], cuts: pd.DataFrame) -> pd.DataFrame:
    """The time of each group cut wherever a claim on it begins or ends, each piece with the first claim on it.

    `claims` come in the order of their rank. `cuts` (`by`, `at`) are further instants to cut at. The columns are those
    of `claims`, `start` and `end` those of the piece.
    """
    ends = [claims[[*by, end]].rename(columns={end: "at"}) for end in ("start", "end")]
    edges = pd.concat([*ends, cuts[[*by, "at"]]]).drop_duplicates().sort_values([*by, "at"], ignore_index=True)
    edge = edges.reset_index(names="edge")
    first = claims.merge(edge, left_on=[*by, "start"], right_on=[*by, "at"], how="left")["edge"].to_numpy()
    last = claims.merge(edge, left_on=[*by, "end"], right_on=[*by, "at"], how="left")["edge"].to_numpy()
    times = last - first
    pieces = claims.loc[claims.index.repeat(times)].copy()
    pieces["edge"] = np.repeat(first, times) + _count_within(times)
    pieces = pieces.drop_duplicates("edge")
    pieces["start"] = edges["at"].to_numpy()[pieces["edge"]]
    pieces["end"] = edges["at"].to_numpy()[pieces["edge"] + 1]
    return pieces.drop(columns="edge").reset_index(drop=True)


def last_before(frame: pd.DataFrame, at: str, lines: pd.DataFrame, by: str) -> pd.DataFrame:
    """For each row of `frame` the row of `lines` of its group that is the latest at or before its `at`.

    `lines` has `at` and `by`, once each; the other columns come back with the index of `frame`, empty where none is so
    early.
    """
    wanted = pd.DataFrame({"wanted": frame[at], by: frame[by], "row": range(len(frame))}).sort_values("wanted")
    found = pd.merge_asof(wanted, lines.sort_values("at"), left_on="wanted", right_on="at", by=by)
    columns = [name for name in lines.columns if name not in {"at", by}]
    return found.sort_values("row")[columns].set_axis(frame.index, axis="index")


def legal_days(at: pd.Series) -> pd.Series:
    """The legal day of each instant; both int64."""
    return legal_day(at)  # type: ignore[arg-type, return-value]  # integer arithmetic, the same on a whole column


def day_starts(day: pd.Series) -> pd.Series:
    """The first instant (ms) of each legal day; both int64."""
    return day_start(day)  # type: ignore[arg-type, return-value]  # as above


def _count_within(times: Counts) -> Counts:
    """0, 1, … within each of the repetitions.

    >>> _count_within(np.array([2, 0, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    before = np.repeat(np.cumsum(times) - times, times)
    return np.arange(len(before), dtype=np.int64) - before

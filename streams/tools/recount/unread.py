"""The findings recounted that unread values of the law leave: by the law in force, and by the law as it was read."""

from typing import Final

import pandas as pd

from schemas.instants import Ms

_BESIDE: Final = ["subject", "rule", "scope", "platform"]
"""Findings that agree in these and overlap in time belong together."""


def as_far_as_read(in_force: pd.DataFrame, as_read: pd.DataFrame, now: Ms) -> pd.DataFrame:
    """The findings at `now` (ms) of both, each frame with the columns of `findings.recounted`, in any order; so is the result.

    What both have alike stays. Where both find one of the same kind with other figures, that of the law as read stays; all others
    are undecidable.
    """
    names = list(in_force.columns)
    alike = in_force.merge(as_read.drop_duplicates(), on=names)
    mine, read = _without(in_force, alike), _without(as_read, alike)
    pairs = mine.reset_index(names="mine").merge(read.reset_index(names="read"), on=_BESIDE, suffixes=("", "_read"))
    ends, ends_read = pairs["ends_at"].fillna(now + 1), pairs["ends_at_read"].fillna(now + 1)
    pairs = pairs[(pairs["starts_at"] < ends_read) & (pairs["starts_at_read"] < ends)]
    same = pairs[pairs["kind"] == pairs["kind_read"]]
    by_both, settled = read.index.isin(same["read"]), mine.index.isin(same["mine"])
    taken_in = read.index.isin(pairs.loc[~pairs["mine"].isin(same["mine"]), "read"])
    opened = [_undecidable(mine[~settled]), _undecidable(read[~by_both & ~taken_in])]
    return pd.concat([alike, read[by_both], *opened], ignore_index=True)


def _without(findings: pd.DataFrame, alike: pd.DataFrame) -> pd.DataFrame:
    marked = findings.merge(alike.drop_duplicates(), on=list(findings.columns), how="left", indicator="where")
    return marked[marked["where"] == "left_only"].drop(columns="where").reset_index(drop=True)


def _undecidable(findings: pd.DataFrame) -> pd.DataFrame:
    opened = findings.assign(kind="undecidable", severity="")
    none = pd.Series(pd.NA, index=opened.index, dtype="Int64")
    return opened.assign(shortfall_fen=none) if "shortfall_fen" in opened else opened

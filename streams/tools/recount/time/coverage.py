"""Coverage: the time that each view worked on each basis, in each reading, and its stretches (WORKTIME.md; SEMANTICS.md, 3)."""

from typing import Final

import pandas as pd

from streams.law.table import Law
from streams.tools.recount.law_values import in_force
from streams.tools.recount.time.intervals import legal_days, union
from streams.tools.recount.time.last_place import place_at

ONLINE: Final = "online"
ORDER: Final = "order"
_EACH: Final = ["view", "basis", "high"]
"""The columns by which coverage is kept apart."""


def coverage(session_time: pd.DataFrame, order_time: pd.DataFrame, views: pd.DataFrame) -> pd.DataFrame:
    """The parts: `view`, `basis`, `high` (bool, the reading), `start`, `end` (ms), `length`, `line`.

    `line` (int64) numbers view and basis. Sorted by view, basis, reading and start; in those no two parts touch.
    """
    times = {ORDER: order_time, ONLINE: pd.concat([session_time, order_time])}
    alone = pd.concat([frame.assign(basis=basis) for basis, frame in times.items()], ignore_index=True)
    every = pd.concat([alone, alone.assign(view=alone["view"].map(views["united"]))], ignore_index=True)
    low, high = every[every["known"]].assign(high=False), every.assign(high=True)
    parts = union(pd.concat([low, high], ignore_index=True), _EACH)
    return parts.assign(length=parts["end"] - parts["start"], line=parts.groupby(["view", "basis"]).ngroup())


def with_stretches(parts: pd.DataFrame, places: pd.DataFrame, law: Law, platforms: pd.Series) -> pd.DataFrame:
    """The parts with two columns more: `stretch` (int64, one number a stretch) and `rest` (ms).

    `rest` is the least gap after the part that is a qualifying break; 0, so that every gap is one, where no law is in force.
    `platforms`: by view, the one by whose own agreements its breaks are found; empty by the law of all.
    """
    own = parts["view"].map(platforms)
    where = place_at(parts, "end", places).assign(day=legal_days(parts["end"]), platform=own)
    rest = in_force(law, "rest_missed.break", where).fillna(0).astype("int64")
    each = parts.assign(rest=rest).groupby(_EACH)
    gap = parts["start"] - each["end"].shift(fill_value=0)
    begins = (each.cumcount() == 0) | (gap >= each["rest"].shift(fill_value=0))
    return parts.assign(rest=rest, stretch=begins.cumsum())


def stretches_of(parts: pd.DataFrame) -> pd.DataFrame:
    """One row a stretch: `stretch`, `view`, `basis`, `line`, `high`, `start`, `end`, `worked`, `rest` after it (all ms)."""
    return parts.groupby("stretch", as_index=False).agg(
        view=("view", "first"),
        basis=("basis", "first"),
        line=("line", "first"),
        high=("high", "first"),
        start=("start", "first"),
        end=("end", "last"),
        worked=("length", "sum"),
        rest=("rest", "last"),
    )

"""The two pays of a day: of contradictory statements the smallest and the largest, until seven days decide (PAY.md)."""

from typing import Final

import numpy as np
import pandas as pd

from schemas.instants import Ms
from streams.tools.recount.rules.entries import ENTRY, StatedPay
from streams.tools.recount.rules.places_worked import DAY

_ON_DAY: Final = [*ENTRY, "day"]
"""An entry on a day to which one of its statements belongs."""


def paid_by_day(days: pd.DataFrame, pay: StatedPay, decided_at: pd.DataFrame, now: Ms) -> pd.DataFrame:
    """From days with `DAY` and `left_out`: `DAY`, `smaller`, `larger` (fen), `reported` (bool), of those with any entry.

    `reported`: an accrued entry that counts belongs to the day. `decided_at`: from when on (ms) a contradiction about an `ENTRY`
    is decided.
    """
    each = _decided(_on_days(days, pay), decided_at, now)
    each["gives"] = each["fen"].where(each["counted"], 0)
    each["reported"] = each["accrued"] & each["here"] & (each["counted"] | each["decided"])
    entries = each.groupby(_ON_DAY, as_index=False).agg(
        smaller=("gives", "min"), larger=("gives", "max"), reported=("reported", "any")
    )
    return entries.groupby(DAY, as_index=False).agg(
        smaller=("smaller", "sum"), larger=("larger", "sum"), reported=("reported", "any")
    )


def _on_days(days: pd.DataFrame, pay: StatedPay) -> pd.DataFrame:
    """Each different statement of an entry, for each day of the entry: `fen` of that day, `here` (belongs to it), `counted`."""
    named = pay.parts.merge(pay.statements[[*ENTRY, "number"]], on="number")
    keys = named[_ON_DAY].drop_duplicates().merge(days[[*DAY, "left_out"]], on=DAY)
    every = keys.merge(pay.statements, on=ENTRY).merge(pay.parts, on=["number", "day"], how="left")
    out = [category in names for category, names in zip(every["category"], every["left_out"], strict=True)]
    every["counted"] = ~(every["accrued"] & np.array(out, dtype=bool))
    every["here"] = every["fen"].notna()
    every["fen"] = every["fen"].fillna(0).astype("int64")
    return every.drop_duplicates([*_ON_DAY, "whole", "counted", "shape"]).reset_index(drop=True)


def _decided(every: pd.DataFrame, decided_at: pd.DataFrame, now: Ms) -> pd.DataFrame:
    """Without the statements that seven days have left behind; `decided` (bool): the others count, be it as nothing."""
    over = now >= every[ENTRY].merge(decided_at, on=ENTRY, how="left")["decided_at"]
    value = every["whole"].where(every["counted"], 0)
    groups = every.assign(value=value).groupby(_ON_DAY)
    several = groups["number"].transform("size") > 1
    decided = several & over & groups["counted"].transform("any")
    return every.assign(decided=decided)[~decided | (value == groups["value"].transform("min"))].copy()

"""Pay by legal day: the statement of each entry that counts, and the days that its amount belongs to (PAY.md)."""

import numpy as np
import pandas as pd

from streams.tools.recount.time.intervals import by_day, legal_days
from streams.tools.recount.time.orders import Orders, order_at

_STATEMENT = ["said_at", "sequence", "event_id", "kind", "category", "amount_fen", "at", "order"]
"""The largest of these is the statement that counts."""


def pay_by_day(pay: pd.DataFrame, orders: Orders, worked: pd.DataFrame) -> pd.DataFrame:
    """From `Frames.pay` and the time of orders that have ended, a row a part.

    Columns: `view`, `day`, `category`, `accrued` (bool), `fen` (int64, negative where deducted).
    """
    entries = pay.sort_values(["view", "entry", *_STATEMENT]).drop_duplicates(["view", "entry"], keep="last")
    entries = entries.assign(thing=order_at(entries, orders)).reset_index(names="number")
    entries = entries[(entries["order"] == "") | entries["thing"].notna()]
    spread = entries.merge(_worked_by_day(worked), on="thing")
    spread["fen"] = _shares(spread)
    whole = entries[~entries["number"].isin(spread["number"])]
    whole = whole.assign(day=legal_days(whole["at"]), fen=whole["amount_fen"])
    parts = pd.concat([spread, whole], ignore_index=True)
    parts["accrued"] = parts["kind"] == "pay.accrued"
    parts["fen"] = parts["fen"].where(parts["accrued"], -parts["fen"])
    return parts[["view", "day", "category", "accrued", "fen"]]


def _worked_by_day(worked: pd.DataFrame) -> pd.DataFrame:
    """`thing`, `day`, `ms` of its work in that day, `all_ms` in all days; by thing and day."""
    pieces = by_day(worked.loc[worked["known"], ["thing", "start", "end"]].reset_index(drop=True))
    ms = pieces.assign(ms=pieces["end"] - pieces["start"])
    days = ms.groupby(["thing", "day"], as_index=False).agg(ms=("ms", "sum"))
    return days.assign(all_ms=days.groupby("thing")["ms"].transform("sum"))


def _shares(spread: pd.DataFrame) -> pd.Series:
    """The share of the amount that belongs to the day: whole fen, rounded down, the remainder to the entry's last day."""
    share = spread["amount_fen"] * spread["ms"] // spread["all_ms"]
    is_last = ~spread.duplicated("number", keep="last")
    rest = spread["amount_fen"] - share.where(~is_last, 0).groupby(spread["number"]).transform("sum")
    return pd.Series(np.where(is_last, rest, share), index=spread.index, dtype="int64")

"""Pay entries: the statements of each that were made last, and the legal days that their amounts belong to (PAY.md)."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from streams.tools.recount.time.intervals import by_day, legal_days
from streams.tools.recount.time.orders import Orders, order_at

ENTRY: Final = ["view", "entry", "accrued"]
"""The identity of an entry: one id may be used for each kind."""

_STATED: Final = ["category", "amount_fen", "at", "order", "first_day", "last_day"]
"""Statements that differ in none of these are one."""


@dataclass(frozen=True, slots=True)
class StatedPay:
    """The last statements of all entries: one each, or several where neither instant nor sequence orders them.

    - `statements`: `ENTRY`, `number` (int64, its own), `category`, `whole` (int64, fen, negative where deducted), `shape`, the
      text of its parts by day;
    - `parts`: `number`, `day`, `fen` (int64, likewise), a row a day; none of a statement that belongs to no day;
    - `last_days`: `ENTRY`, `last_day` (int64), of the entries that belong to a day.
    """

    statements: pd.DataFrame
    parts: pd.DataFrame
    last_days: pd.DataFrame


def stated_pay(pay: pd.DataFrame, orders: Orders, worked: pd.DataFrame, hours: pd.DataFrame) -> StatedPay:
    """From `Frames.pay`, the time of orders that have ended, and the known `hours` (ms) by `view` and `day`."""
    entries = pay.assign(accrued=pay["kind"] == "pay.accrued").sort_values(["said_at", "sequence"])
    last = entries.groupby(ENTRY)[["said_at", "sequence"]].transform("last")
    entries = entries[(entries[["said_at", "sequence"]] == last).all(axis="columns")]
    entries = entries.drop_duplicates([*ENTRY, *_STATED]).reset_index(drop=True)
    entries["number"] = entries.index.astype("int64")
    parts = _parts(entries, orders, worked, hours)
    own = entries["number"].map(parts.groupby("number")["day"].max())
    lasts = entries.assign(last=entries["last_day"].where(entries["last_day"] >= 0, own)).dropna(subset="last")
    last_days = lasts.groupby(ENTRY, as_index=False).agg(last_day=("last", "max")).astype({"last_day": "int64"})
    whole = entries["amount_fen"].where(entries["accrued"], -entries["amount_fen"])
    statements = entries.assign(whole=whole, shape=_shapes(entries["number"], parts))
    return StatedPay(statements[[*ENTRY, "number", "category", "whole", "shape"]], parts, last_days)


def _parts(entries: pd.DataFrame, orders: Orders, worked: pd.DataFrame, hours: pd.DataFrame) -> pd.DataFrame:
    entries = entries.assign(thing=order_at(entries, orders))
    names_days = (entries["first_day"] >= 0) & entries["thing"].isna()
    by_name = _named_days(entries[names_days], hours)
    entries = entries[(entries["order"] == "") | entries["thing"].notna() | names_days]
    by_order = entries.merge(_worked_by_day(worked), on="thing")
    spread = pd.concat([by_order, by_name], ignore_index=True).sort_values(["number", "day"], ignore_index=True)
    spread["fen"] = _shares(spread)
    whole = entries[~entries["number"].isin(spread["number"])]
    whole = whole.assign(day=legal_days(whole["at"]), fen=whole["amount_fen"])
    parts = pd.concat([spread, whole], ignore_index=True)
    parts["fen"] = parts["fen"].where(parts["accrued"], -parts["fen"])
    return parts[["number", "day", "fen"]].astype("int64")


def _named_days(entries: pd.DataFrame, hours: pd.DataFrame) -> pd.DataFrame:
    """A row for each named day with known hours, `ms`, of `all_ms`; for each named day and evenly where none has any."""
    days = [[*range(first, last + 1)] for first, last in zip(entries["first_day"], entries["last_day"], strict=True)]
    each = (
        entries.assign(day=pd.Series(days, index=entries.index, dtype="object")).explode("day").astype({"day": "int64"})
    )
    each = each.merge(hours, on=["view", "day"], how="left").fillna({"hours": 0})
    none = each.groupby("number")["hours"].transform("sum") == 0
    each = each.assign(ms=each["hours"].where(~none, 1).astype("int64"))
    each = each[each["ms"] > 0].drop(columns="hours")
    return each.assign(all_ms=each.groupby("number")["ms"].transform("sum"))


def _shapes(numbers: pd.Series, parts: pd.DataFrame) -> pd.Series:
    """The text of a statement's parts by day; empty where there are none."""
    text = parts.assign(text=parts["day"].astype(str) + ":" + parts["fen"].astype(str) + " ")
    joined = text.sort_values(["number", "day"]).groupby("number")["text"].sum()
    return numbers.map(joined).astype("object").fillna("")


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

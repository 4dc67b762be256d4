"""Orders: which acceptances begin something, when, and which end belongs to each (WORKTIME.md)."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from streams.tools.recount.measured import Measured
from streams.tools.recount.time.intervals import HOUR
from streams.tools.recount.time.order_parts import ACCEPTED, CANCELLED, COMPLETED, PICKED_UP, statements_of

BOOKED: Final = HOUR // 2
"""A start that is stated so far ahead or farther is that of a booking."""

_FIELDS: Final = ["at", "event_id", "assigned", "area", "sector", "starts_at"]
"""The smallest of these is the first acceptance of an order."""


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders, each with a number, `thing`; instants in ms, -1 for none.

    - `first`: the acceptance that counts of each: `view`, `thing`, `order` (the id), `at`, `on_at`, `assigned`, `area`, `sector`;
      `begins`, False where none begins anything; `holds_from`, from which on the order's place holds; and `accepted_at`, of the
      very first acceptance;
    - `ons`: `view`, `thing`, `sector`, `longest` (ms), `at`, the `end` that belongs to it, and `next_on`;
    - `early`: `view`, `thing`, `sector`, `start`, `end` of the time before the start of a booking that is unknown;
    - `picked_up`: `thing`, `at`.
    """

    first: pd.DataFrame
    ons: pd.DataFrame
    early: pd.DataFrame
    picked_up: pd.DataFrame


def orders_of(acceptances: pd.DataFrame, steps: pd.DataFrame, measured: Measured) -> Orders:
    """From `Frames.acceptances` and `Frames.steps`."""
    stated = statements_of(acceptances, steps)
    accepted = stated[stated["what"] == ACCEPTED].rename(columns={"on_at": "starts_at"})
    accepted = accepted[["view", "thing", "order", *_FIELDS]].astype({"starts_at": "int64"})
    accepted = accepted.sort_values(["thing", *_FIELDS], ignore_index=True)
    accepted["booked"] = accepted["starts_at"] - accepted["at"] >= BOOKED
    accepted["on_at"] = accepted["starts_at"].where(accepted["booked"], accepted["at"])
    accepted["longest"] = measured.by_sector("longest_order", accepted["on_at"], accepted["sector"])
    instants = {what: stated.loc[stated["what"] == what, ["thing", "at"]] for what in (COMPLETED, CANCELLED, PICKED_UP)}
    candidates = _with_bookings(accepted.drop_duplicates(["thing", "on_at"]), instants)
    ends = pd.concat([instants[COMPLETED], instants[CANCELLED]]).drop_duplicates()
    ons = _begun(candidates[candidates["begin"] >= 0], ends)
    early = candidates[candidates["unknown_from"] >= 0].rename(columns={"unknown_from": "start", "unknown_to": "end"})
    return Orders(
        first=_first(accepted, ons, early),
        ons=ons[["view", "thing", "sector", "longest", "at", "end", "next_on"]],
        early=early[["view", "thing", "sector", "start", "end"]],
        picked_up=instants[PICKED_UP],
    )


def _with_bookings(accepted: pd.DataFrame, instants: dict[int, pd.DataFrame]) -> pd.DataFrame:
    """The acceptances with `begin`, `early_end`, `unknown_from` and `unknown_to` (ms, -1 for none)."""
    row = accepted.reset_index(names="row")
    completed, cancelled = (_of(row, instants[what]).groupby("row")["then"].max() for what in (COMPLETED, CANCELLED))
    completed, cancelled = (row["row"].map(last).fillna(-1).astype("int64") for last in (completed, cancelled))
    row["last"] = completed.where(completed >= cancelled, cancelled)
    row["decides"] = completed.where(completed >= 0, cancelled)
    row["ahead"] = row["booked"] & (row["last"] >= 0) & (row["last"] < row["starts_at"])
    pick_ups = _of(row, instants[PICKED_UP])
    in_time = pick_ups[pick_ups["then"] < pick_ups["decides"]]
    near = in_time[in_time["then"] >= in_time["decides"] - in_time["longest"]]
    begun = row["row"].map(near.groupby("row")["then"].min()).fillna(-1).astype("int64")
    nothing = row["ahead"] & (completed < 0) & ~row["row"].isin(in_time["row"])
    before = pick_ups[pick_ups["then"].between(pick_ups["starts_at"] - pick_ups["longest"], pick_ups["starts_at"] - 1)]
    shown = row["row"].map(before.groupby("row")["then"].max()).fillna(-1).astype("int64")
    shown = shown.where(row["booked"] & ~row["ahead"], -1)
    guessed = row["ahead"] & ~nothing & (begun < 0)
    since = row["at"].clip(lower=row["decides"] - row["longest"])
    return row.assign(
        begin=row["on_at"].where(~row["ahead"], begun).where(~nothing, -1),
        early_end=row["decides"].where(row["ahead"] & (begun >= 0), -1),
        unknown_from=since.where(guessed, shown),
        unknown_to=row["decides"].where(guessed, row["starts_at"]),
    )


def _of(row: pd.DataFrame, instants: pd.DataFrame) -> pd.DataFrame:
    """The acceptances with each of these instants of their order at or after them, as `then`."""
    pairs = row.merge(instants.rename(columns={"at": "then"}), on="thing")
    return pairs[pairs["then"] >= pairs["at"]]


def _begun(candidates: pd.DataFrame, ends: pd.DataFrame) -> pd.DataFrame:
    """The acceptances that begin something, with `at`, `accepted` (when each was made), `end` and `next_on`.

    One pass over all instants, order by order: an end ends what is in hand, an acceptance begins unless something is in hand.
    """
    ordered = candidates.sort_values(["thing", "begin", *_FIELDS], ignore_index=True)
    ordered["early_end"] = ordered.groupby(["thing", "begin"])["early_end"].transform("max")
    ordered = ordered.drop_duplicates(["thing", "begin"], ignore_index=True)
    lines = [
        (thing, at, True, row) for row, (thing, at) in enumerate(zip(ordered["thing"], ordered["begin"], strict=True))
    ]
    lines += [(thing, at, False, -1) for thing, at in ends.itertuples(index=False, name=None)]
    end, kept = _assigned(sorted(lines), ordered["longest"].tolist(), ordered["early_end"].tolist())
    ordered["end"] = pd.Series(end, index=ordered.index, dtype="int64")
    begun = ordered[pd.Series(kept, index=ordered.index, dtype="bool")]
    begun = begun.rename(columns={"at": "accepted", "begin": "at"})
    return begun.assign(next_on=begun.groupby("thing")["at"].shift(-1, fill_value=-1))


def _assigned(
    lines: list[tuple[int, int, bool, int]], longest: list[int], early_end: list[int]
) -> tuple[list[int], list[bool]]:
    """For each row its end (-1: none), and whether it begins anything. At one instant the end comes first in `lines`."""
    end, kept = list(early_end), [False] * len(longest)
    of, hand, since, free = -1, -1, 0, -1
    for thing, at, begins, row in lines:
        if thing != of:
            of, hand, free = thing, -1, -1
        if not begins:
            if hand >= 0:
                end[hand], hand = (at if early_end[hand] < 0 else early_end[hand]), -1
            else:
                free = at
        elif hand < 0 or early_end[row] >= 0 or at - since >= longest[hand]:
            kept[row], since, hand = True, at, row
            if free == at:
                end[row], hand = (at if early_end[row] < 0 else early_end[row]), -1
    return end, kept


def _first(accepted: pd.DataFrame, ons: pd.DataFrame, early: pd.DataFrame) -> pd.DataFrame:
    """The first acceptance of each order that begins anything, else the first of all."""
    begun = ons.assign(holds_from=ons["at"], at=ons["accepted"])
    instead = early[early["end"] < early["starts_at"]]
    instead = instead.assign(holds_from=instead["start"])
    columns = ["view", "thing", "order", *_FIELDS]
    every = pd.concat([begun[[*columns, "holds_from"]], instead[[*columns, "holds_from"]]])
    counted = every.sort_values(["thing", *_FIELDS]).drop_duplicates("thing")
    others = accepted.drop_duplicates("thing")
    rest = others[~others["thing"].isin(counted["thing"])].assign(holds_from=-1)[[*columns, "holds_from"]]
    first = pd.concat([counted, rest], ignore_index=True)
    made = others.set_index("thing")["at"]
    return first.assign(
        begins=first["holds_from"] >= 0,
        on_at=first["holds_from"].where(first["holds_from"] >= 0, first["starts_at"]),
        accepted_at=first["thing"].map(made).astype("int64"),
    )


def order_at(stated: pd.DataFrame, orders: Orders) -> pd.Series:
    """The order (`thing`) that each row (`view`, `order`, an id, and `at`) is about; empty where the id was never accepted.

    Several orders may share an id: the last accepted at or before the row's instant, else the first.
    """
    known = orders.first[["view", "order", "thing", "accepted_at"]]
    pairs = stated[["view", "order", "at"]].reset_index(names="row").merge(known, on=["view", "order"])
    pairs["early"] = pairs["accepted_at"] > pairs["at"]
    # those accepted by then first, the latest of them; then the others, the earliest of them
    pairs["rank"] = pairs["accepted_at"].where(pairs["early"], -pairs["accepted_at"])
    chosen = pairs.sort_values(["row", "early", "rank"]).drop_duplicates("row").set_index("row")["thing"]
    return pd.Series(stated.index, index=stated.index).map(chosen)

"""The time of each legal day by the place where it was worked, for the minimum of the place (PAY.md)."""

from typing import Final

import pandas as pd

from schemas.outside import is_outside
from streams.tools.recount.time.coverage import ONLINE, ORDER
from streams.tools.recount.time.intervals import by_day, legal_days, segments
from streams.tools.recount.time.last_place import place_at
from streams.tools.recount.time.orders import Orders

DAY: Final = ["view", "day"]
"""The unit that is judged: a platform's view of a worker, and a legal day."""

_COLUMNS: Final = [*DAY, "basis", "start", "end", "known", "area", "sector"]


def worked_pieces(time: pd.DataFrame, orders: Orders, parts: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """One row a piece: `view`, `day`, `basis`, `start`, `end` (ms), `known` (True: surely work), `area`, `sector`.

    `time` is the order time, `parts` is coverage.
    """
    return pd.concat([_by_order(time, orders, places), _by_last_place(parts, places)], ignore_index=True)


def _by_order(time: pd.DataFrame, orders: Orders, places: pd.DataFrame) -> pd.DataFrame:
    """A piece is that of one order: known time before unknown, then the order accepted first, then the smaller id."""
    first = _with_places(orders.first, places)[["thing", "at", "order", "area", "sector"]]
    claims = by_day(time.reset_index(drop=True)).merge(first, on="thing")
    claims = claims.sort_values(["known", "at", "order"], ascending=[False, True, True], ignore_index=True)
    no_cuts = claims.iloc[:0]
    return segments(claims, DAY, no_cuts).assign(basis=ORDER)[_COLUMNS]


def _with_places(first: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """The orders at the places that count for pay: accepted outside the city, the last one inside; without any, none."""
    outside = first["area"].map(is_outside).astype(bool)
    if not outside.any():
        return first
    last = place_at(first, "on_at", places)
    placed = first.assign(**{name: last[name].where(outside, first[name]) for name in ("area", "sector")})
    return placed[placed["area"] != ""]


def _by_last_place(parts: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    claims = by_day(parts[parts["basis"] == ONLINE].reset_index(drop=True))
    claims = claims.assign(known=~claims["high"]).sort_values("high", ignore_index=True)
    pieces = segments(claims, DAY, places.assign(day=legal_days(places["at"])))
    return pieces.join(place_at(pieces, "start", places))[_COLUMNS]

"""Recorded events as frames: the rows that were read, sorted into sessions, orders and pay, with short keys. Decides nothing."""

from dataclasses import dataclass
from operator import attrgetter
from sys import intern
from typing import Any, Final

import pandas as pd

from schemas.feed.reading import Reading
from schemas.instants import Ms
from schemas.work import AcceptanceRow, AnyRow, OrderRow, PayRow, SessionRow

_COLUMNS: Final[dict[type[AnyRow], tuple[str, ...]]] = {
    SessionRow: ("worker", "at", "area", "sector", "session", "sort"),
    AcceptanceRow: ("worker", "at", "area", "sector", "order", "event_id", "on_at", "assigned"),
    OrderRow: ("worker", "at", "order", "step", "cancelled"),
    PayRow: (
        *("worker", "at", "entry", "said_at", "sequence"),
        *("event_id", "kind", "category", "amount_fen", "order", "first_day", "last_day"),
    ),
}
_NUMBERS: Final = frozenset(
    {"at", "on_at", "sort", "step", "cancelled", "said_at", "sequence", "amount_fen", "first_day", "last_day"}
)


@dataclass(frozen=True, slots=True)
class Frames:
    """The events up to `now` (ms), one row each, repeats left in; the order of rows means nothing.

    `views`, by number: `worker`, `platform` (text; empty: all platforms together) and `united`, the number of the worker's
    view of all platforms. Each other frame has `view` (int64, a platform's), `at` (int64, ms) and:

    - `sessions`: `thing` (int64, one a session), `sort` (0 off, 1 on, 2 pulse), `area`, `sector`;
    - `acceptances`: `thing` (int64, one an order id), `order`, `event_id`, `on_at` (int64, ms), `assigned`, `area`, `sector`;
    - `steps`: `thing` (that of the order), `step` (0 ended, 1 picked up, 2 promise changed), `cancelled` (1: ended so);
    - `pay`: `entry`, `said_at`, `sequence`, `event_id`, `kind`, `category`, `amount_fen`, `order` (empty: none), `first_day`,
      `last_day` (the days that it is for; -1: it names none).
    """

    now: Ms
    views: pd.DataFrame
    sessions: pd.DataFrame
    acceptances: pd.DataFrame
    steps: pd.DataFrame
    pay: pd.DataFrame


class FrameBuilder:
    """Gathers readings, in any order, repeats included, and makes frames of them. Mutable for that.

    `events` counts them; `first` and `last` are the instants (ms) of the first and the last, 0 where there is none.
    """

    def __init__(self) -> None:
        self.events = 0
        self.first: Ms = 0
        self.last: Ms = 0
        self._columns: dict[type[AnyRow], dict[str, list[Any]]] = {
            sort: {name: [] for name in ("platform", *names)} for sort, names in _COLUMNS.items()
        }

    def add(self, reading: Reading) -> None:
        """Add the events of some lines or a record."""
        for platform, rows in reading.rows_by_platform.items():
            self._span([row.at for row in rows])
            by_sort: dict[type[AnyRow], list[AnyRow]] = {sort: [] for sort in self._columns}
            for row in rows:
                by_sort[type(row)].append(row)
            for sort, columns in self._columns.items():
                _add(columns, platform, by_sort[sort])
        self._span([each.at for each in reading.mitigations])

    def frames(self, now: Ms) -> Frames:
        """The frames of all events up to `now` (ms); later ones are left out."""
        sessions, acceptances, steps, pay = (_until(now, columns) for columns in self._columns.values())
        views = _views([sessions, acceptances, steps, pay])
        sessions, acceptances, steps, pay = (_keyed(each, views) for each in (sessions, acceptances, steps, pay))
        sessions["thing"] = sessions.groupby(["view", "session"]).ngroup()
        both = pd.concat([acceptances[["view", "order"]], steps[["view", "order"]]], ignore_index=True)
        things = both.groupby(["view", "order"]).ngroup().to_numpy()
        acceptances["thing"], steps["thing"] = things[: len(acceptances)], things[len(acceptances) :]
        return Frames(now, views, sessions, acceptances, steps, pay)

    def _span(self, instants: list[Ms]) -> None:
        known = [self.first, self.last, *instants] if self.events else instants
        if known:
            self.first, self.last = min(known), max(known)
        self.events += len(instants)


def _add(columns: dict[str, list[Any]], platform: str, rows: list[AnyRow]) -> None:
    for name, column in columns.items():
        if name == "platform":
            column.extend([platform] * len(rows))
        elif name in _NUMBERS:
            column.extend(map(int, map(attrgetter(name), rows)))
        else:
            column.extend(intern(text or "") for text in map(attrgetter(name), rows))


def _until(now: Ms, columns: dict[str, list[Any]]) -> pd.DataFrame:
    sorts = {name: "int64" if name in _NUMBERS else "object" for name in columns}
    frame = pd.DataFrame({name: pd.Series(column, dtype=sorts[name]) for name, column in columns.items()})
    return frame[frame["at"] <= now].reset_index(drop=True)


def _views(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """A view for each worker and platform, then one for each worker."""
    alone = pd.concat([frame[["worker", "platform"]].drop_duplicates() for frame in frames])
    alone = alone.drop_duplicates().sort_values(["worker", "platform"], ignore_index=True)
    together = alone[["worker"]].drop_duplicates().assign(platform="")
    views = pd.concat([alone, together], ignore_index=True)
    united = pd.Series(views.index[len(alone) :], index=together["worker"], dtype="int64")
    views["united"] = views["worker"].map(united)
    return views


def _keyed(frame: pd.DataFrame, views: pd.DataFrame) -> pd.DataFrame:
    numbered = views[["worker", "platform"]].assign(view=views.index)
    return frame.merge(numbered, on=["worker", "platform"]).drop(columns=["worker", "platform"])

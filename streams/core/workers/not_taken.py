"""Rows that a judge did not take, and why."""

from dataclasses import dataclass

from schemas.legal_days import DAY_MS, day_start
from schemas.work import AnyRow, Group, PayRow


@dataclass(frozen=True, slots=True)
class TooLate:
    """A row behind the horizon: it was not taken. `settled` (ms): nothing of an earlier instant is taken any more."""

    group: Group
    row: AnyRow
    settled: int


@dataclass(frozen=True, slots=True)
class OverBudget:
    """A row beyond a budget of its platform: it was not taken. `allowed`: how much of what the budget limits may be kept."""

    group: Group
    row: AnyRow
    budget: str
    allowed: int


NotTaken = TooLate | OverBudget
"""A row that was refused by the judge."""


OLDEST_MS = 35 * DAY_MS
"""The greatest age of an event taken live: a feed is kept for 14 days, and a platform may send what it kept back for a while.

Without it a few events of decades ago make thousands of days to be judged, of workers of whom nothing is settled yet.
"""


def settled_live(settled: int | None, now: int, horizon: int | None) -> int | None:
    """The instant (ms) up to which all is settled at `now`, of a worker with this one or none; with a horizon, at least then."""
    return settled if horizon is None else max(settled or 0, now - OLDEST_MS)


def too_late(group: Group, row: AnyRow, settled: int | None) -> TooLate | None:
    """A row that lies before what is `settled` (ms); None where it does not, or nothing is settled.

    Pay that is for legal days lies where the last of them ends.
    """
    if settled is None:
        return None
    at = row.at
    if isinstance(row, PayRow) and row.last_day >= 0:
        at = min(at, day_start(row.last_day + 1) - 1)
    return None if at >= settled else TooLate(group, row, settled)

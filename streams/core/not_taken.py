"""Rows that a judge did not take, and why."""

from dataclasses import dataclass

from schemas.work import AnyRow, Group
from streams.facts.worker import last_instant


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


def too_late(group: Group, row: AnyRow, settled: int | None) -> TooLate | None:
    """A row that lies before what is `settled` (ms); None where it does not, or nothing is settled."""
    return None if settled is None or last_instant(row) >= settled else TooLate(group, row, settled)

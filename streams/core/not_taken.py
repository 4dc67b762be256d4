"""Rows that a judge did not take, and why."""

from dataclasses import dataclass

from schemas.work import AnyRow, Group


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

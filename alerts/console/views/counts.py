"""Counts from which nothing follows about a person: no number below k is shown, nor one that gives such a number away."""

from collections.abc import Mapping
from typing import Final

K: Final = 5
"""The fewest leads, and the fewest workers behind them, that a count is shown of."""


def shown_counts(counts: Mapping[str, tuple[int, int]]) -> dict[str, int | None]:
    """The number of leads by value; null where it is hidden. `counts`: of leads, and of workers behind them.

    Where just one number is hidden, or the hidden ones are fewer than k together, the total would give them away: then the
    smallest of the others is hidden as well.

    >>> shown_counts({"a": (9, 7), "b": (2, 2), "c": (30, 20)})
    {'a': None, 'b': None, 'c': 30}
    """
    hidden = {value for value, (leads, subjects) in counts.items() if min(leads, subjects) < K}
    others = sorted(set(counts) - hidden, key=lambda value: counts[value])
    while hidden and others and _too_few(counts, hidden):
        hidden.add(others.pop(0))
    return {value: None if value in hidden else leads for value, (leads, _) in counts.items()}


def shown_total(counts: Mapping[str, tuple[int, int]]) -> int | None:
    """The number of all leads; null where it is below k."""
    total = sum(leads for leads, _ in counts.values())
    return total if total >= K else None


def _too_few(counts: Mapping[str, tuple[int, int]], hidden: set[str]) -> bool:
    together = sum(min(counts[value]) for value in hidden)
    return len(hidden) == 1 or together < K

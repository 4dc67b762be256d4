"""When each warning was in force, as far as it was said at an instant.

Messages are a set: the order in which they came, and how often, makes no difference. Knows no area and no law.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from schemas.weather.warning import LEVELS, Cancelled, Warned, WeatherRow

UNSAID_MS = 86_400_000
"""How long a warning is in force that says no end."""


class InForce(NamedTuple):
    """A warning and the time in which it was in force, `[start, end)` in ms, never empty."""

    start: int
    end: int
    warned: Warned


def said(rows: Iterable[WeatherRow], now: int) -> list[WeatherRow]:
    """The messages that are known at `now` (ms): those that were sent until then, it included."""
    return [row for row in rows if row.sent <= now]


def latest(known: Iterable[WeatherRow]) -> list[Warned]:
    """One warning per identifier, `info` and kind: the latest sent.

    Of several sent at one instant the one of the highest level; then the larger in codes, beginning, end (one that says none is
    the largest), references and headline.
    """
    best: dict[tuple[str, int, str], Warned] = {}
    for row in known:
        if isinstance(row, Warned):
            key = (row.identifier, row.info, row.kind)
            best[key] = max(best.get(key, row), row, key=_rank)
    return list(best.values())


def in_force(known: Collection[WeatherRow]) -> list[InForce]:
    """The warnings that were or will be in force for some time, by start, then identifier, `info` and kind.

    One starts at the later of its beginning and the earliest sent of its identifier. It ends when it says, at the latest 24 h
    after its start where it says nothing; or when a Cancel that refers to it was sent, or when an Update of it starts.
    """
    warnings = latest(known)
    starts = _starts(known, warnings)
    ended = _ended(known, warnings, starts)
    found: list[InForce] = []
    for each, start in zip(warnings, starts, strict=True):
        until = start + UNSAID_MS if each.until_at is None else each.until_at
        end = min(until, ended.get(each.identifier, until))
        if start < end:
            found.append(InForce(start, end, each))
    return sorted(found, key=_place)


def _rank(warned: Warned) -> tuple[object, ...]:
    until = (warned.until_at is None, warned.until_at or 0)
    how_high = LEVELS.index(warned.level)
    return (warned.sent, how_high, warned.codes, warned.from_at, until, warned.references, warned.headline)


def _place(each: InForce) -> tuple[int, str, int, str]:
    return (each.start, each.warned.identifier, each.warned.info, each.warned.kind)


def _starts(known: Iterable[WeatherRow], warnings: Iterable[Warned]) -> list[int]:
    first: dict[str, int] = {}
    for row in known:
        if isinstance(row, Warned):
            first[row.identifier] = min(row.sent, first.get(row.identifier, row.sent))
    return [max(each.from_at, first[each.identifier]) for each in warnings]


def _ended(known: Iterable[WeatherRow], warnings: Iterable[Warned], starts: Iterable[int]) -> dict[str, int]:
    """Identifier -> when the first Cancel or Update of it ended it. A message does not replace itself."""
    ended: dict[str, int] = {}
    ends = [(row.sent, "", row.references) for row in known if isinstance(row, Cancelled)]
    ends += [(start, each.identifier, each.references) for each, start in zip(warnings, starts, strict=True)]
    for at, itself, references in ends:
        for reference in references:
            if reference != itself:
                ended[reference] = min(at, ended.get(reference, at))
    return ended

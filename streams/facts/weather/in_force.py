"""The time in which each warning was in force, as known at an instant.

Messages are a set: the order in which they came, and how often, makes no difference. Knows no area and no law.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from functools import cache
from itertools import chain
from typing import NamedTuple

from schemas.weather.warning import LEVELS, Cancelled, Warned, WeatherRow
from streams.facts.weather.episode import Episode, LevelSpan, episodes_of
from streams.law.days.calendar import DAY_MS

OPEN_ENDED_MS = DAY_MS
"""The time for which a warning without an end is in force: 24 h from its start."""


class InForce(NamedTuple):
    """A warning and the time in which it was in force, `[start, end)` in ms, never empty."""

    start: int
    end: int
    warned: Warned


def sent_by(rows: Iterable[WeatherRow], now: int) -> list[WeatherRow]:
    """The messages sent at or before `now` (ms)."""
    return [row for row in rows if row.sent <= now]


def latest(known: Iterable[WeatherRow]) -> list[Warned]:
    """The latest sent warning of each identifier, `info` and kind.

    Of several sent at one instant the one of the highest level; then the larger in codes, beginning, end (one without an end is
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

    One starts at the later of its beginning and the earliest sent of its identifier. It ends at its stated end, or 24 h
    after its start where it has none; earlier where a Cancel that refers to it was sent, or where an Update of it starts.
    """
    warnings = latest(known)
    starts = _starts(known, warnings)
    ended = _ended(known, warnings, starts)
    found: list[InForce] = []
    for each, start in zip(warnings, starts, strict=True):
        until = start + OPEN_ENDED_MS if each.until_at is None else each.until_at
        end = min(until, ended.get(each.identifier, until))
        if start < end:
            found.append(InForce(start, end, each))
    return sorted(found, key=_place)


def _rank(warned: Warned) -> tuple[object, ...]:
    until = (warned.until_at is None, warned.until_at or 0)
    level = LEVELS.index(warned.level)
    return (warned.sent, level, warned.codes, warned.from_at, until, warned.references, warned.headline)


def _place(each: InForce) -> tuple[int, str, int, str]:
    return (each.start, each.warned.identifier, each.warned.info, each.warned.kind)


def _starts(known: Iterable[WeatherRow], warnings: Iterable[Warned]) -> list[int]:
    first: dict[str, int] = {}
    for row in known:
        if isinstance(row, Warned):
            first[row.identifier] = min(row.sent, first.get(row.identifier, row.sent))
    return [max(each.from_at, first[each.identifier]) for each in warnings]


def _ended(known: Iterable[WeatherRow], warnings: Iterable[Warned], starts: Iterable[int]) -> dict[str, int]:
    """Identifier -> instant (ms) at which the first Cancel or Update ended it. A message does not replace itself."""
    ended: dict[str, int] = {}
    ends = [(row.sent, "", row.references) for row in known if isinstance(row, Cancelled)]
    ends += [(start, each.identifier, each.references) for each, start in zip(warnings, starts, strict=True)]
    for at, itself, references in ends:
        for reference in references:
            if reference != itself:
                ended[reference] = min(at, ended.get(reference, at))
    return ended


def episodes(
    rows: Iterable[WeatherRow], reached_by: Callable[[str], tuple[str, ...]], now: int
) -> dict[str, tuple[Episode, ...]]:
    """The episodes of each area that has any, as known at `now` (ms), by start, then id and kind; those to come as well."""
    reached = cache(reached_by)
    together: dict[tuple[str, str], list[LevelSpan]] = defaultdict(list)
    for each in in_force(sent_by(rows, now)):
        for area in {area for code in each.warned.codes for area in reached(code)}:
            span = LevelSpan(each.start, each.end, "", each.warned.identifier, each.warned.level)
            together[area, each.warned.kind].append(span)
    found: dict[str, list[Episode]] = defaultdict(list)
    for (area, kind), those in together.items():
        found[area] += episodes_of(area, kind, those)
    return {area: tuple(sorted(made, key=_first)) for area, made in found.items()}


def next_change(rows: Collection[WeatherRow], now: int) -> int | None:
    """The first instant (ms) after `now` at which a message is sent, or a warning known by then starts or ends."""
    sent = (row.sent for row in rows)
    turns = (at for each in in_force(sent_by(rows, now)) for at in each[:2])
    return min((at for at in chain(sent, turns) if at > now), default=None)


def _first(episode: Episode) -> tuple[int, str, str]:
    return episode.start, episode.id, episode.kind

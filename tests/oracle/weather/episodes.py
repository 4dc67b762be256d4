"""From weather messages to episodes: from when to when an area was warned, at which level.

A message is in the raw form of `tests.oracle.weather.words`. Instants in ms.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from tests.oracle.law import MINUTE
from tests.oracle.pace.law import ZONES
from tests.oracle.weather.force import in_force
from tests.oracle.weather.words import LEVELS, Message

__all__ = ["APART", "Episode", "Message", "Signal", "episodes_of"]

APART = 10 * MINUTE
"""Warnings of one kind, at most this far apart, are one episode; and it is over so long after its end."""


@dataclass(frozen=True, order=True)
class Signal:
    """A level of a warning, in force in a county over `[start, end)`."""

    start: int
    office: str
    identifier: str
    end: int
    kind: str
    level: str
    county: str


@dataclass(frozen=True)
class Episode:
    """Warnings of one kind in one area that follow one another."""

    area: str
    warnings: tuple[Signal, ...]

    @property
    def id(self) -> str:
        first = min((warning.start, warning.office, warning.identifier) for warning in self.warnings)
        return f"{first[1]}/{first[2]}"

    @property
    def name(self) -> str:
        return f"{self.id}/{self.kind}"

    @property
    def kind(self) -> str:
        return self.warnings[0].kind

    @property
    def start(self) -> int:
        return min(warning.start for warning in self.warnings)

    @property
    def end(self) -> int:
        return max(warning.end for warning in self.warnings)

    def is_over(self, now: int) -> bool:
        return now >= self.end + APART

    def in_force_at(self, t: int) -> str | None:
        """The highest level of the warnings in force."""
        levels = [warning.level for warning in self.warnings if warning.start <= t < warning.end]
        return max(levels, key=LEVELS.index, default=None)

    def level_at(self, t: int) -> str | None:
        """The level within the episode: the highest of its counties, of which each counts in its own gaps."""
        if not self.start <= t < self.end:
            return None
        counties = {warning.county for warning in self.warnings}
        levels = [_level([w for w in self.warnings if w.county == county], t, LEVELS) for county in counties]
        known = [level for level in levels if level]
        if known:
            return max(known, key=LEVELS.index)
        ended = max(warning.end for warning in self.warnings if warning.end <= t)
        begins = min(warning.start for warning in self.warnings if warning.start > t)
        sides = [self.in_force_at(ended - 1), self.in_force_at(begins)]
        return min(filter(None, sides), key=LEVELS.index)

    def lowest_level(self, start: int, end: int) -> str | None:
        """The level of `[start, end)`; None where there was none in part of it."""
        turns = {turn for warning in self.warnings for turn in (warning.start, warning.end)}
        levels = [self.level_at(t) for t in {start, *(turn for turn in turns if start < turn < end)}]
        known = [level for level in levels if level is not None]
        return min(known, key=LEVELS.index) if len(known) == len(levels) else None

    def red(self) -> list[tuple[int, int]]:
        """The times of red, each whole."""
        turns = sorted({turn for warning in self.warnings for turn in (warning.start, warning.end)})
        found: list[tuple[int, int]] = []
        for start, end in pairwise(turns):
            if self.level_at(start) == "red":
                joined = found.pop()[0] if found and found[-1][1] == start else start
                found.append((joined, end))
        return found

    def touches(self, start: int, end: int) -> bool:
        """True if a warning is in force in some of `[start, end)`; in a gap none is."""
        return any(warning.start < end and start < warning.end for warning in self.warnings)


def _level(warnings: list[Signal], t: int, levels: tuple[str, ...]) -> str | None:
    """The level of one county's warnings, in a gap of at most ten minutes the lower of both sides."""

    def highest(at: int) -> int:
        return max([levels.index(w.level) for w in warnings if w.start <= at < w.end], default=-1)

    if highest(t) >= 0:
        return levels[highest(t)]
    ended = max([w.end for w in warnings if w.end <= t], default=None)
    begins = min([w.start for w in warnings if w.start > t], default=None)
    if ended is None or begins is None or begins - ended > APART:
        return None
    return levels[min(highest(ended - 1), highest(begins))]


def episodes_of(messages: Iterable[Message], area: str, now: int) -> list[Episode]:
    """All episodes of an area in what was sent by `now`, listed kinds and others; messages in any order, with repeats."""
    counties = ZONES.get(area, (area,))
    left = sorted(
        Signal(start, *holding.message.said.name, end, holding.kind, level, holding.county)
        for holding in in_force(message for message in messages if message["sent"] <= now)
        for start, end, level in holding.spans()
        if holding.county in counties
    )
    episodes: list[Episode] = []
    while left:
        group = left[:1]
        for warning in left[1:]:
            apart = warning.start - max(each.end for each in group)
            if warning.kind == left[0].kind and apart <= APART:
                group.append(warning)
        left = [warning for warning in left if warning not in group]
        episodes.append(Episode(area, tuple(group)))
    return sorted(episodes, key=lambda episode: (episode.start, episode.id, episode.kind))

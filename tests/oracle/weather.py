"""From weather messages to episodes: from when to when an area was warned, at which level.

A message is `{identifier, msgType, sent, references}` and, unless it is a Cancel, `infos` of `{kind, level, codes, from,
until}`; instants in ms, `from` and `until` may be None.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tests.oracle.law import HOUR, MINUTE
from tests.oracle.pace_law import LEVELS, areas_of

Message = Mapping[str, Any]

APART = 10 * MINUTE
"""Warnings of one kind, at most this far apart, are one episode."""
LASTS = 24 * HOUR
"""A warning that names no end lasts so long from its start."""


@dataclass(frozen=True)
class Signal:
    """A warning: one info of a message, in force over `[start, end)`; never where that is empty."""

    identifier: str
    start: int
    end: int
    kind: str
    level: str
    areas: frozenset[str]
    replaces: frozenset[str]


@dataclass(frozen=True)
class Episode:
    """Warnings of one kind in one area that follow one another."""

    area: str
    warnings: tuple[Signal, ...]

    @property
    def id(self) -> str:
        return min((warning.start, warning.identifier) for warning in self.warnings)[1]

    @property
    def kind(self) -> str:
        return self.warnings[0].kind

    @property
    def start(self) -> int:
        return min(warning.start for warning in self.warnings)

    @property
    def end(self) -> int:
        return max(warning.end for warning in self.warnings)

    def in_force_at(self, t: int) -> str | None:
        """The highest level of the warnings in force."""
        levels = [warning.level for warning in self.warnings if warning.start <= t < warning.end]
        return max(levels, key=LEVELS.index, default=None)

    def level_at(self, t: int) -> str | None:
        """The level within the episode: between two of its warnings the lower of both sides."""
        if not self.start <= t < self.end:
            return None
        if self.in_force_at(t):
            return self.in_force_at(t)
        ended = max(warning.end for warning in self.warnings if warning.end <= t)
        begins = min(warning.start for warning in self.warnings if warning.start > t)
        return min(filter(None, (self.in_force_at(ended - 1), self.in_force_at(begins))), key=LEVELS.index)

    def lowest_level(self, start: int, end: int) -> str | None:
        """Of `[start, end)`; None where there was none in part of it."""
        turns = {turn for warning in self.warnings for turn in (warning.start, warning.end)}
        levels = [self.level_at(t) for t in {start, *(turn for turn in turns if start < turn < end)}]
        known = [level for level in levels if level is not None]
        return min(known, key=LEVELS.index) if len(known) == len(levels) else None

    def red(self) -> list[tuple[int, int]]:
        turns = sorted({turn for warning in self.warnings for turn in (warning.start, warning.end)})
        return [(start, end) for start, end in pairwise(turns) if self.level_at(start) == "red"]

    def touches(self, start: int, end: int) -> bool:
        """Whether a warning is in force in some of `[start, end)`; in a gap none is."""
        return any(warning.start < end and start < warning.end for warning in self.warnings)


def episodes_of(messages: Iterable[Message], area: str, now: int) -> list[Episode]:
    """All episodes of an area in what was said by `now`, listed kinds and others; messages in any order, with repeats."""
    warnings = warnings_of(message for message in messages if message["sent"] <= now)
    left = sorted((w for w in warnings if area in w.areas and w.start < w.end), key=lambda w: (w.start, w.identifier))
    episodes: list[Episode] = []
    while left:
        group = left[:1]
        for warning in left[1:]:
            apart = warning.start - max(each.end for each in group)
            if warning.kind == left[0].kind and apart <= APART:
                group.append(warning)
        left = [warning for warning in left if warning not in group]
        episodes.append(Episode(area, tuple(group)))
    return sorted(episodes, key=lambda episode: (episode.start, episode.kind, episode.id))


def warnings_of(messages: Iterable[Message]) -> list[Signal]:
    """Every warning with the end that it has after all that was said."""
    said = list(messages)
    latest: dict[tuple[str, int, str], Message] = {}
    for message in sorted(said, key=lambda message: message["sent"]):
        for number, info in enumerate(message.get("infos", ())):
            latest[message["identifier"], number, info["kind"]] = message
    warnings = [_warning(said, *key, message) for key, message in latest.items()]
    return [_ended(warning, warnings, said) for warning in warnings]


def _warning(said: list[Message], identifier: str, number: int, kind: str, message: Message) -> Signal:
    info = message["infos"][number]
    earliest = min(other["sent"] for other in said if other["identifier"] == identifier)
    start = max(earliest, message["sent"] if info["from"] is None else info["from"])
    return Signal(
        identifier=identifier,
        start=start,
        end=start + LASTS if info["until"] is None else info["until"],
        kind=kind,
        level=info["level"],
        areas=frozenset(area for code in info["codes"] for area in areas_of(code)),
        replaces=frozenset(message["references"]) if message["msgType"] == "Update" else frozenset(),
    )


def _ended(warning: Signal, warnings: list[Signal], said: list[Message]) -> Signal:
    """A Cancel ends what it refers to when it was sent, an Update when it starts itself."""
    cancels = [m["sent"] for m in said if m["msgType"] == "Cancel" and warning.identifier in m["references"]]
    updates = [other.start for other in warnings if warning.identifier in other.replaces - {other.identifier}]
    end = min([warning.end, *cancels, *updates])
    return Signal(**vars(warning) | {"end": end})

"""Episodes: the warnings of one kind in one area that belong together, as one stretch of weather with a level at each instant.

Which kinds and levels count, and what follows from them, is decided elsewhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from schemas.weather.warning import LEVELS
from streams.facts.weather.persistent_sequence import place_after
from streams.facts.worktime.intervals import Interval

GAP_MS = 600_000
"""The longest time between the end of one warning and the start of the next within one episode."""

_RED = LEVELS[-1]
_at = itemgetter(0)


class LevelSpan(NamedTuple):
    """A level of one warning over `[start, end)` in ms, not empty; a warning whose level changes has one for each.

    `office` and `identifier` are the name of the message that gave it.
    """

    start: int
    end: int
    office: str
    identifier: str
    level: str

    @property
    def name(self) -> str:
        """The name of the message: its office and identifier, as findings have it."""
        return f"{self.office}/{self.identifier}" if self.office else self.identifier


class LevelTime(NamedTuple):
    """A time `[start, end)` in ms, not empty, and the level at which it counts as in force."""

    start: int
    end: int
    level: str


@dataclass(frozen=True, slots=True)
class Episode:
    """All warnings of one kind in one area with at most ten minutes between one that is in force and the next.

    `[start, end)` in ms: `end` is that of its last warning, see `is_over`. `levels`: `(from in ms, level)` ascending, the first
    from `start` on; each holds until the next, the last until `end`; a gap has the lower level of both sides. `gaps`: the set of
    intervals (ms) inside it in which no warning was in force. `warnings`: by start, then office and identifier. `id` is the name
    of the first of them. One message may make episodes of several kinds, so it is `name` that is unique in an area at a start.
    `red`: the set of intervals (ms) in which the level is red; None where it is to be read from the levels.
    """

    id: str
    kind: str
    area: str
    start: int
    end: int
    levels: Sequence[tuple[int, str]]
    warnings: Sequence[LevelSpan] = ()
    gaps: Sequence[Interval] = ()
    red: Sequence[Interval] | None = field(default=None, compare=False)

    @property
    def name(self) -> str:
        """Its name in findings: that of the first warning, and the kind."""
        return f"{self.id}/{self.kind}"

    def is_over(self, now: int) -> bool:
        """True once no warning that begins later can belong to it: ten minutes after its end (ms)."""
        return now >= self.end + GAP_MS


def lowest_level(episode: Episode, interval: Interval) -> str | None:
    """The lowest level in `[start, end)` (ms); None where it had none for a part of it. Of an empty one, that of the instant.

    >>> rain = Episode("a", "暴雨", "360104", 0, 90, ((0, "yellow"), (30, "red"), (60, "blue")))
    >>> lowest_level(rain, (20, 60)), lowest_level(rain, (30, 60)), lowest_level(rain, (60, 91))
    ('yellow', 'red', None)
    """
    start, end = interval
    if not (episode.start <= start < episode.end and end <= episode.end):
        return None
    first = place_after(episode.levels, start, _at) - 1
    last = max(place_after(episode.levels, end - 1, _at), first + 1)
    return min({level for _, level in episode.levels[first:last]}, key=LEVELS.index)


def red_time(episode: Episode) -> Sequence[Interval]:
    """The set of intervals (ms) in which the level was red: a gap between two red warnings counts.

    >>> red_time(Episode("a", "暴雨", "360104", 0, 90, ((0, "red"), (30, "blue"), (60, "red"))))
    [(0, 30), (60, 90)]
    """
    return red_turns([*episode.levels, (episode.end, "")]) if episode.red is None else episode.red


def red_turns(turns: Iterable[tuple[int, str]]) -> list[Interval]:
    """The intervals (ms) of the red ones of levels, each of which holds until the next; the last is none."""
    return [(start, end) for (start, level), (end, _) in pairwise(turns) if level == _RED]

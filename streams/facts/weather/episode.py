"""Episodes: the warnings of one kind in one area that belong together, as one stretch of weather with a level at each instant.

Which kinds and levels count, and what follows from them, is decided elsewhere.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from schemas.weather.warning import LEVELS
from streams.facts.worktime.intervals import Interval, minus, union

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


class GapLevel(NamedTuple):
    """A time `[start, end)` in ms between two warnings of one county, and the level at which it counts as in force."""

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
    """

    id: str
    kind: str
    area: str
    start: int
    end: int
    levels: tuple[tuple[int, str], ...]
    warnings: tuple[LevelSpan, ...] = ()
    gaps: tuple[Interval, ...] = ()

    @property
    def name(self) -> str:
        """Its name in findings: that of the first warning, and the kind."""
        return f"{self.id}/{self.kind}"

    def is_over(self, now: int) -> bool:
        """True once no warning that begins later can belong to it: ten minutes after its end (ms)."""
        return now >= self.end + GAP_MS


def episodes_of(
    area: str, kind: str, spans: Collection[LevelSpan], gaps: Collection[GapLevel] = ()
) -> Iterator[Episode]:
    """The episodes that warnings of one kind in an area make, by start. Order and repetition make no difference.

    It makes no difference if updates link them: many warnings of one rain are one episode, however the office numbers them.
    `gaps`: of a zone, the gaps of the counties that it lies in, with their levels.
    """
    for run in _runs(sorted(set(spans), key=_first)):
        start, end = run[0].start, max(each.end for each in run)
        inside = [each for each in gaps if start <= each.start < end]
        bare = minus([(start, end)], union((each.start, each.end) for each in run))
        levels = tuple(_levels([*run, *inside]))
        yield Episode(run[0].name, kind, area, start, end, levels, tuple(run), tuple(bare))


def gap_levels(episode: Episode) -> list[GapLevel]:
    """The gaps of an episode, cut where the level changes in them, each with its level."""
    turns = [*episode.levels, (episode.end, "")]
    return [
        GapLevel(max(start, begin), min(end, over), level)
        for begin, over in episode.gaps
        for (start, level), (end, _) in pairwise(turns)
        if start < over and begin < end
    ]


def lowest_level(episode: Episode, interval: Interval) -> str | None:
    """The lowest level in `[start, end)` (ms); None where it had none for a part of it. Of an empty one, that of the instant.

    >>> rain = Episode("a", "暴雨", "360104", 0, 90, ((0, "yellow"), (30, "red"), (60, "blue")))
    >>> lowest_level(rain, (20, 60)), lowest_level(rain, (30, 60)), lowest_level(rain, (60, 91))
    ('yellow', 'red', None)
    """
    start, end = interval
    if not (episode.start <= start < episode.end and end <= episode.end):
        return None
    first = bisect_right(episode.levels, start, key=_at) - 1
    last = max(bisect_left(episode.levels, end, key=_at), first + 1)
    return min((level for _, level in episode.levels[first:last]), key=LEVELS.index)


def red_time(episode: Episode) -> list[Interval]:
    """The set of intervals (ms) in which the level was red: a gap between two red warnings counts.

    >>> red_time(Episode("a", "暴雨", "360104", 0, 90, ((0, "red"), (30, "blue"), (60, "red"))))
    [(0, 30), (60, 90)]
    """
    turns = [*episode.levels, (episode.end, "")]
    return [(start, end) for (start, level), (end, _) in pairwise(turns) if level == _RED]


def _first(span: LevelSpan) -> tuple[int, str, str, int, str]:
    return span.start, span.office, span.identifier, span.end, span.level


def _runs(spans: Sequence[LevelSpan]) -> Iterator[list[LevelSpan]]:
    """Group spans, given by start, that have at most the gap between them."""
    run: list[LevelSpan] = []
    until = 0
    for each in spans:
        if run and each.start > until + GAP_MS:
            yield run
            run = []
        until = max(until, each.end) if run else each.end
        run.append(each)
    if run:
        yield run


def _levels(spans: Iterable[LevelSpan | GapLevel]) -> Iterator[tuple[int, str]]:
    """The instants at which the level is another than before; where none is in force, it is the lower of both sides."""
    before = None
    steps = list(_highest(spans))
    ranks = [rank for _, rank in steps]
    for place, (at, rank) in enumerate(steps[:-1]):
        sides = ranks[place - 1 : place + 2] if rank is None else [rank]
        held = LEVELS[min(each for each in sides if each is not None)]
        if held != before:
            yield at, held
        before = held


def _highest(spans: Iterable[LevelSpan | GapLevel]) -> Iterator[tuple[int, int | None]]:
    """The instants at which the highest level in force, by its rank, may be another than before; None where none is."""
    turns = [(each.start, LEVELS.index(each.level), 1) for each in spans]
    turns += [(each.end, LEVELS.index(each.level), -1) for each in spans]
    held = [0] * len(LEVELS)
    for at, those in groupby(sorted(turns), key=_at):
        for _, level, more in those:
            held[level] += more
        yield at, max((level for level, number in enumerate(held) if number), default=None)

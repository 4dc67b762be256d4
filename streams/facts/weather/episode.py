"""Episodes: the warnings of one kind in one area that belong together, as one stretch of weather with a level at each instant.

Which kinds and levels count, and what follows from them, is decided elsewhere.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, groupby, pairwise
from operator import itemgetter

from schemas.weather.warning import LEVELS, WeatherRow
from streams.facts.weather.in_force import InForce, in_force, sent_by
from streams.facts.worktime.intervals import Interval, minus, union

GAP_MS = 600_000
"""The longest time between the end of one warning and the start of the next within one episode."""

_RED = LEVELS[-1]
_at = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Episode:
    """All warnings of one kind in one area with at most ten minutes between one that is in force and the next.

    `[start, end)` in ms. `levels`: `(from in ms, level)` ascending, the first from `start` on; each holds until the next, the
    last until `end`. `id` names it: that of its earliest warning. `warnings`: the identifiers of all of them, by their start.
    `gaps`: the set of intervals (ms) inside it in which none of them was in force. One message may make an episode of several
    kinds, so it is `id` and `kind` together that are unique in an area at a start.
    """

    id: str
    kind: str
    area: str
    start: int
    end: int
    levels: tuple[tuple[int, str], ...]
    warnings: tuple[str, ...]
    gaps: tuple[Interval, ...] = ()


def episodes(
    rows: Iterable[WeatherRow], reached_by: Callable[[str], tuple[str, ...]], now: int
) -> dict[str, tuple[Episode, ...]]:
    """The episodes of each area that has any, as known at `now` (ms), by start, then id and kind; those to come as well.

    `reached_by` returns the areas that a code reaches. Order and repetition of the rows make no
    difference. A gap of at most ten minutes between warnings belongs to the episode, with the level before it. It makes
    no difference if updates link them: many warnings of one rain are one episode, however the office numbers them.
    """
    reached = cache(reached_by)
    together: dict[tuple[str, str], list[InForce]] = defaultdict(list)
    for each in in_force(sent_by(rows, now)):
        for area in {area for code in each.warned.codes for area in reached(code)}:
            together[area, each.warned.kind].append(each)
    found: dict[str, list[Episode]] = defaultdict(list)
    for (area, kind), those in sorted(together.items(), key=_at):
        found[area] += (_episode(area, kind, run) for run in _runs(those))
    return {area: tuple(sorted(made, key=_place)) for area, made in found.items()}


def level_at(episode: Episode, at: int) -> str | None:
    """The level at an instant (ms); None before its start and from its end on."""
    if not episode.start <= at < episode.end:
        return None
    return episode.levels[bisect_right(episode.levels, at, key=_at) - 1][1]


def lowest_level(episode: Episode, interval: Interval) -> str | None:
    """The lowest level in `[start, end)` (ms); None where it had none for a part of it. Of an empty one, that of the instant.

    >>> rain = Episode("a", "暴雨", "360104", 0, 90, ((0, "yellow"), (30, "red"), (60, "blue")), ("a", "b"))
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
    """The set of intervals (ms) in which a red warning was in force: a level that continues over a gap does not count.

    >>> red_time(Episode("a", "暴雨", "360104", 0, 90, ((0, "red"), (30, "blue"), (60, "red")), ("a", "b"), ((20, 30),)))
    [(0, 20), (60, 90)]
    """
    turns = [*episode.levels, (episode.end, "")]
    red = [(start, end) for (start, level), (end, _) in pairwise(turns) if level == _RED]
    return minus(red, episode.gaps)


def next_change(rows: Collection[WeatherRow], now: int) -> int | None:
    """The first instant (ms) after `now` at which a message is sent, or a warning known by then starts or ends."""
    sent = (row.sent for row in rows)
    turns = (at for each in in_force(sent_by(rows, now)) for at in each[:2])
    return min((at for at in chain(sent, turns) if at > now), default=None)


def _place(episode: Episode) -> tuple[int, str, str]:
    return (episode.start, episode.id, episode.kind)


def _runs(those: Sequence[InForce]) -> Iterator[list[InForce]]:
    """Group warnings, given by start, that have at most the gap between them."""
    run: list[InForce] = []
    until = 0
    for each in those:
        if run and each.start > until + GAP_MS:
            yield run
            run = []
        until = max(until, each.end) if run else each.end
        run.append(each)
    if run:
        yield run


def _episode(area: str, kind: str, run: Sequence[InForce]) -> Episode:
    warnings = tuple(dict.fromkeys(each.warned.identifier for each in run))
    end = max(each.end for each in run)
    start = run[0].start
    gaps = minus([(start, end)], union((each.start, each.end) for each in run))
    return Episode(warnings[0], kind, area, start, end, tuple(_levels(run)), warnings, tuple(gaps))


def _levels(run: Sequence[InForce]) -> Iterator[tuple[int, str]]:
    """The instants at which the highest level in force is another than before; where none is in force, the last one continues."""
    turns = [(each.start, LEVELS.index(each.warned.level), 1) for each in run]
    turns += [(each.end, LEVELS.index(each.warned.level), -1) for each in run]
    held = [0] * len(LEVELS)
    before = None
    for at, those in groupby(sorted(turns), key=_at):
        for _, level, more in those:
            held[level] += more
        highest = max((level for level, number in enumerate(held) if number), default=before)
        if highest is not None and highest != before:
            yield at, LEVELS[highest]
        before = highest

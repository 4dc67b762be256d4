"""An episode while it grows: what nothing changes any more is kept as it is, and only what lies after that is made anew.

Warnings are given when they have ended, up to an instant that runs forwards, and beside them those that go on or are to come.
Nothing that is sent later changes what was in force before that instant, so one more warning costs the same however many an
episode has.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, Final, NamedTuple, TypeVar

from schemas.weather.warning import LEVELS
from streams.facts.weather.episode import GAP_MS, Episode, LevelSpan, LevelTime, red_turns
from streams.facts.weather.persistent_sequence import Pieces
from streams.facts.worktime.intervals import Interval, end_of, union

_NOTHING: Final = -(1 << 62)
"""The instant up to which an episode is settled that has not begun: before all instants."""

_EMPTY: Final = Pieces[Any]()
_Timed = TypeVar("_Timed", LevelSpan, LevelTime)
_at = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Settled:
    """Of an episode that goes on, what nothing changes any more: it begins at `start` and a warning is in force at `upto` (ms).

    `levels` and `gaps` as the episode has them up to then, `red` without what is red at the last of the levels. `warnings`: those
    that have ended, also after `upto`; `times` are the times after it in which these were in force.
    """

    upto: int = _NOTHING
    start: int = 0
    levels: Pieces[tuple[int, str]] = _EMPTY
    gaps: Pieces[Interval] = _EMPTY
    red: Pieces[Interval] = _EMPTY
    warnings: Pieces[LevelSpan] = _EMPTY
    times: frozenset[LevelTime] = frozenset()

    @property
    def begun(self) -> bool:
        """True if there is an episode that goes on."""
        return self.upto != _NOTHING


class Warned(NamedTuple):
    """The warnings in an area: those that have ended since the last time, and those that go on after it or are to come.

    `gaps`: of a zone, those of its counties that end after what is settled, each with its level. `upto`: what has come (ms);
    `most`: up to where, at the most, an episode may be settled.
    """

    ended: Collection[LevelSpan]
    ahead: Collection[LevelSpan]
    upto: int
    most: int
    gaps: Sequence[LevelTime] = ()


class Grown(NamedTuple):
    """The episodes that are long over, and are not made again; those that are not; and what is settled of the first of these."""

    over: list[Episode]
    running: list[Episode]
    settled: Settled


def grown(area: str, kind: str, before: Settled, warned: Warned) -> Grown:
    """The episodes of one kind in one area, out of what is settled and of warnings. Order and repetition make no difference.

    It makes no difference if updates link them: many warnings of one rain are one episode, however the office numbers them.
    """
    ended = before.times | _after(before.upto, warned.ended)
    known = ended | _after(before.upto, warned.ahead)
    stretches = _stretches(known)
    ends = [each[-1][1] for each in stretches]
    times = _shared(known, ends)
    gaps = _shared(_after(before.upto, warned.gaps), ends)
    over_spans, spans = _shared(set(warned.ended), ends), _shared(set(warned.ahead), ends)
    found = Grown([], [], Settled())
    for number, stretch in enumerate(stretches):
        first = before if number == 0 else Settled()
        inside = [each for each in gaps[number] if stretch[0][0] <= each.start]
        grows = _Part(area, kind, first, stretch, [*times[number], *inside])
        warnings = first.warnings.sorted_with(over_spans[number], _first)
        episode = grows.episode(warnings.sorted_with(spans[number], _first))
        if ends[number] + GAP_MS < warned.upto:
            found.over.append(episode)
            continue
        if not found.running and stretch[0][0] <= warned.most:
            found = found._replace(settled=grows.settled(warned.most, warnings, ended))
        found.running.append(episode)
    return found


def gap_times(episodes: Iterable[Episode], since: int) -> Iterator[LevelTime]:
    """The gaps of a county's episodes that end after an instant (ms), each with its level: the lower one of both sides."""
    for episode in episodes:
        gaps, levels = Pieces.of(episode.gaps), Pieces.of(episode.levels)
        for start, end in gaps[gaps.after(since, end_of) :]:
            yield LevelTime(start, end, levels[levels.after(start, _at) - 1][1])


@dataclass(frozen=True, slots=True)
class _Part:
    """The times that follow a settled part (`before`) in one episode, as warnings were in force without a gap of ten minutes."""

    area: str
    kind: str
    before: Settled
    stretch: list[Interval]
    times: list[LevelTime]

    def episode(self, warnings: Sequence[LevelSpan]) -> Episode:
        """The episode with these warnings."""
        levels, end = self._levels(), self.stretch[-1][1]
        return Episode(
            warnings[0].name,
            self.kind,
            self.area,
            self._start,
            end,
            self.before.levels.plus(levels),
            warnings,
            self.before.gaps.plus(self._gaps()),
            self.before.red.plus(red_turns([*self.before.levels[-1:], *levels, (end, "")])),
        )

    def settled(self, most: int, warnings: Pieces[LevelSpan], ended: Iterable[LevelTime]) -> Settled:
        """The part that is settled at an instant (ms): up to the latest at which a warning was in force."""
        last = self.stretch[bisect_right(self.stretch, most, key=_at) - 1]
        upto = min(most, last[1] - 1)
        levels = [each for each in self._levels() if each[0] <= upto]
        return Settled(
            upto,
            self._start,
            self.before.levels.plus(levels),
            self.before.gaps.plus([each for each in self._gaps() if each[1] <= upto]),
            self.before.red.plus(red_turns([*self.before.levels[-1:], *levels])),
            warnings,
            _after(upto, ended),
        )

    @property
    def _start(self) -> int:
        return self.before.start if self.before.begun else self.stretch[0][0]

    def _levels(self) -> list[tuple[int, str]]:
        """The levels after the settled ones; the first is left out where it is the last of these."""
        found = list(_levels(self.times))
        known = self.before.levels
        return found[1:] if known and known[-1][1] == found[0][1] else found

    def _gaps(self) -> list[Interval]:
        return [(end, start) for (_, end), (start, _) in pairwise(self.stretch)]


def _after(at: int, times: Iterable[LevelSpan | LevelTime]) -> frozenset[LevelTime]:
    """The parts of times that lie after an instant (ms), that included."""
    return frozenset(LevelTime(max(each.start, at), each.end, each.level) for each in times if each.end > at)


def _stretches(times: Iterable[LevelTime]) -> list[list[Interval]]:
    """The times united, those together that have at most the gap of an episode between them."""
    found: list[list[Interval]] = []
    for each in union((time.start, time.end) for time in times):
        if found and each[0] <= found[-1][-1][1] + GAP_MS:
            found[-1].append(each)
        else:
            found.append([each])
    return found


def _shared(times: Iterable[_Timed], ends: Sequence[int]) -> list[list[_Timed]]:
    """Put times to the stretches in which they begin; `ends` are those of the stretches."""
    found: list[list[_Timed]] = [[] for _ in ends]
    for each in times:
        found[bisect_right(ends, each.start)].append(each)
    return found


def _first(span: LevelSpan) -> tuple[int, str, str, int, str]:
    return span.start, span.office, span.identifier, span.end, span.level


def _levels(times: Iterable[LevelTime]) -> Iterator[tuple[int, str]]:
    """The instants at which the level is another than before; where none is in force, it is the lower of both sides."""
    before = None
    steps = list(_highest(times))
    ranks = [rank for _, rank in steps]
    for place, (at, rank) in enumerate(steps[:-1]):
        sides = ranks[place - 1 : place + 2] if rank is None else [rank]
        held = LEVELS[min(each for each in sides if each is not None)]
        if held != before:
            yield at, held
        before = held


def _highest(times: Iterable[LevelTime]) -> Iterator[tuple[int, int | None]]:
    """The instants at which the highest level in force, by its rank, may be another than before; None where none is."""
    turns = [(each.start, LEVELS.index(each.level), 1) for each in times]
    turns += [(each.end, LEVELS.index(each.level), -1) for each in times]
    held = [0] * len(LEVELS)
    for at, those in groupby(sorted(turns), key=_at):
        for _, level, more in those:
            held[level] += more
        yield at, max((level for level, number in enumerate(held) if number), default=None)

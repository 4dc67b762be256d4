"""The times in which a push counts, and the pushes in them, in parts of time: a long red episode is not gone through again."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from schemas.findings.under_red import RedSlot
from streams.facts.areas.area_view import AreaView
from streams.facts.areas.cell import SLOT_MS, push_instants, slot_of
from streams.facts.weather.episode import Episode, red_time
from streams.facts.weather.persistent_sequence import place_after
from streams.facts.worktime.intervals import Interval, cut, minus, union
from streams.law.terms.pace import RedTerms
from streams.rules.pace.kept.memo import Parts


@dataclass(frozen=True, slots=True)
class RedEpisode:
    """An episode with its red times (not none); `before`: the red episodes that go before it and share time with it."""

    episode: Episode
    terms: RedTerms
    before: tuple["RedEpisode", ...] = ()

    @property
    def red(self) -> Sequence[Interval]:
        """The set of intervals (ms) in which it is red."""
        return red_time(self.episode)

    @property
    def place(self) -> tuple[int, int]:
        """Orders episodes: the one that began first, then the one whose kind stands first in the law file."""
        return self.episode.start, self.terms.kinds.words.index(self.episode.kind)

    def counts(self, start: int, end: int) -> list[Interval]:
        """The times in `[start, end)` (ms) in which a push counts in it: red for long enough there, and in none before it."""
        taken = union(chain.from_iterable(each.long_enough(start, end) for each in self.before))
        return minus(self.long_enough(start, end), taken)

    def long_enough(self, start: int, end: int) -> list[Interval]:
        """The times in `[start, end)` (ms) in which it has been red for long enough, whatever else is red."""
        red, reaction = self.red, self.terms.reaction.number
        near = red[place_after(red, start, _end) : place_after(red, end - 1, _start)]
        return cut([(begin + reaction, over) for begin, over in near if begin + reaction < over], start, end)


@dataclass(frozen=True, slots=True)
class PushedPart:
    """A part of time: when a push counts in it, the instants (ms) of the pushes that do, and the slots with anything in them.

    `active`: the time (ms, low reading) of the slots in which a push would count at some instant.
    """

    counts: Sequence[Interval]
    pushes: Sequence[int]
    rows: Sequence[RedSlot]
    active: int


@dataclass(frozen=True, slots=True)
class PushedSoFar:
    """The parts of a red episode up to an instant, by time."""

    parts: Sequence[PushedPart]

    @property
    def counts(self) -> list[Interval]:
        """The set of intervals (ms) in which a push counts."""
        return union(chain.from_iterable(each.counts for each in self.parts))

    @property
    def number(self) -> int:
        """The number of pushes that count."""
        return sum(len(each.pushes) for each in self.parts)

    @property
    def active(self) -> int:
        """The active time (ms, low reading) of the slots in which a push would count."""
        return sum(each.active for each in self.parts)

    def within(self, start: int, end: int) -> list[Sequence[int]]:
        """The pushes that count in `[start, end)` (ms), in parts, none empty."""
        found = (each.pushes[bisect_left(each.pushes, start) : bisect_left(each.pushes, end)] for each in self.parts)
        return [each for each in found if each]


def pushed_so_far(view: AreaView, case: RedEpisode, parts: Parts[PushedPart]) -> PushedSoFar:
    """What counts in a red episode up to the view's `now`, that included."""

    def make(start: int, end: int) -> PushedPart:
        counts = case.counts(start, end)
        pushes = list(chain.from_iterable(_pushes(view, *each) for each in counts))
        by_slot, slots = Counter(map(slot_of, pushes)), slots_of(counts)
        rows = [RedSlot(at * SLOT_MS, view.cell_of(at).low, by_slot[at]) for at in slots]
        active = sum(row.active_low for row in rows)
        return PushedPart(counts, pushes, [row for row in rows if row.active_low or row.pushed], active)

    return PushedSoFar(list(parts.of(case.red[0][0], min(case.red[-1][1], view.now + 1), make)))


def slots_of(counts: Iterable[Interval]) -> list[int]:
    """The slots that share time with intervals (ms), ascending."""
    return sorted({slot for start, end in counts for slot in range(slot_of(start), slot_of(end - 1) + 1)})


def _pushes(view: AreaView, start: int, end: int) -> Iterator[int]:
    slots = range(slot_of(start), slot_of(end - 1) + 1)
    pushed = list(chain.from_iterable(push_instants(slot, view.cell_of(slot)) for slot in slots))
    return iter(pushed[bisect_left(pushed, start) : bisect_left(pushed, end)])


def _start(interval: Interval) -> int:
    return interval[0]


def _end(interval: Interval) -> int:
    return interval[1]

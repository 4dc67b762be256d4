"""The times in which a push counts, and the pushes in them, in parts of time: a long red episode is not gone through again."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final, NamedTuple

from schemas.findings.under_red import RedSlot
from streams.facts.areas.area_view import AreaView
from streams.facts.areas.cell import SLOT_MS, push_instants, slot_of
from streams.facts.weather.episode import Episode, red_time
from streams.facts.weather.persistent_sequence import place_after
from streams.facts.worktime.intervals import Interval, cut, end_of, minus, start_of, union
from streams.law.terms.pace import RedTerms
from streams.rules.pace.kept.memo import Parts
from streams.rules.pace.kept.times import NO_TIMES, GrowingTimes

MOST_ROWS: Final = 2000
"""So many pushes and slots at most stand in a finding one by one: about 60 kB. Of more there are sums alone."""

MOST_TIMES: Final = 200
"""So many times of red, and so many in which a push counts, stand in a finding one by one; of the later ones there are sums."""


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
        near = red[place_after(red, start, end_of) : place_after(red, end - 1, start_of)]
        return cut([(begin + reaction, over) for begin, over in near if begin + reaction < over], start, end)


class InRedTime(NamedTuple):
    """The pushes in a time of red that count: how many, the first and the last (ms)."""

    pushed: int
    first_at: int
    last_at: int


@dataclass(frozen=True, slots=True)
class PushedPart:
    """A part of time: the instants (ms) of the pushes that count, and the slots with anything in them."""

    pushes: Sequence[int]
    rows: Sequence[RedSlot]


@dataclass(frozen=True, slots=True)
class Pushed:
    """A red episode up to an instant: the pushes that count, their `number`, and in which of the first red times they lie.

    `active`: the time (ms, low reading) of the slots in which a push would count at some instant. `counts`: when one would.
    `red`: by the place of a red time. `rows`: the number of lines in `part` and `before`, the last part and what was before it,
    as far as they can be listed.
    """

    number: int = 0
    active: int = 0
    counts: GrowingTimes = NO_TIMES
    red: Mapping[int, InRedTime] = field(default_factory=dict)
    rows: int = 0
    part: PushedPart | None = None
    before: "Pushed | None" = None

    @property
    def short(self) -> bool:
        """True where pushes and slots can be listed."""
        return self.rows <= MOST_ROWS


def pushed_so_far(view: AreaView, case: RedEpisode, parts: Parts[Pushed]) -> Pushed:
    """What counts in a red episode up to the view's `now`, that included."""

    def grow(before: Pushed | None, start: int, end: int) -> Pushed:
        return _grown(view, case, before or Pushed(), (start, end))

    return parts.upto(case.red[0][0], min(case.red[-1][1], view.now + 1), grow) or Pushed()


def _grown(view: AreaView, case: RedEpisode, before: Pushed, time: Interval) -> Pushed:
    counts = case.counts(*time)
    pushes = list(chain.from_iterable(_pushes(view, *each) for each in counts))
    by_slot = Counter(map(slot_of, pushes))
    slots = [RedSlot(at * SLOT_MS, view.cell_of(at).low, by_slot[at]) for at in slots_of(counts)]
    part = PushedPart(pushes, [row for row in slots if row.active_low or row.pushed])
    rows = before.rows + len(part.pushes) + len(part.rows)
    empty = not part.pushes and not part.rows
    return Pushed(
        number=before.number + len(pushes),
        active=before.active + sum(row.active_low for row in slots),
        counts=before.counts.joined(counts),
        red=_in_red(case.red, before.red, pushes),
        rows=rows,
        part=before.part if empty else part,
        before=before.before if empty else before if rows <= MOST_ROWS else None,
    )


def _in_red(red: Sequence[Interval], before: Mapping[int, InRedTime], pushes: Sequence[int]) -> Mapping[int, InRedTime]:
    """The pushes by red time, with further ones (ascending); of the red times that a finding lists."""
    found, at = before, 0
    while at < len(pushes):
        place = place_after(red, pushes[at], end_of)
        if place >= MOST_TIMES:
            break
        after = bisect_left(pushes, red[place][1], at)
        known = found.get(place, InRedTime(0, pushes[at], 0))
        found = {**found, place: InRedTime(known.pushed + after - at, known.first_at, pushes[after - 1])}
        at = after
    return found


def slots_of(counts: Iterable[Interval]) -> list[int]:
    """The slots that share time with intervals (ms), ascending."""
    return sorted({slot for start, end in counts for slot in range(slot_of(start), slot_of(end - 1) + 1)})


def _pushes(view: AreaView, start: int, end: int) -> Iterator[int]:
    slots = range(slot_of(start), slot_of(end - 1) + 1)
    pushed = list(chain.from_iterable(push_instants(slot, view.cell_of(slot)) for slot in slots))
    return iter(pushed[bisect_left(pushed, start) : bisect_left(pushed, end)])

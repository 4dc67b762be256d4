"""The judged slots of an episode, added up part by part, so that a long one is not gone through again at every evaluation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from schemas.weather.warning import LEVELS
from streams.facts.areas.area_view import AreaView
from streams.facts.areas.cell import SLOT_MS, slot_interval
from streams.facts.weather.by_kind import Episodes
from streams.facts.worktime.intervals import union
from streams.rules.pace.baseline import Touching, UsualSlots, earlier_weeks
from streams.rules.pace.kept.memo import Parts
from streams.rules.pace.kept.times import NO_TIMES, GrowingTimes
from streams.rules.pace.levels import MeasuredEpisode, slots_by_level
from streams.rules.pace.slots import touching
from streams.rules.pace.sums import NO_SUMS, OrderSums, summed, total

MOST_ROWS: Final = 2000
"""So many slots at most stand in a finding one by one: about 200 kB, of a record's 1 MiB. Of more there are sums alone."""


@dataclass(frozen=True, slots=True)
class JudgedPart:
    """The judged slots of a part of time, ascending, by level, and the same slots of earlier weeks; not empty."""

    slots: Sequence[int]
    by_level: Mapping[str, Sequence[int]]
    weeks: Mapping[int, UsualSlots]


@dataclass(frozen=True, slots=True)
class UsualSums:
    """The slots of one earlier week: their number, times, sums, and the number of cells in them that are not empty."""

    slots: int = 0
    times: GrowingTimes = NO_TIMES
    sums: OrderSums = NO_SUMS
    rows: int = 0

    def plus(self, part: UsualSlots) -> "UsualSums":
        """The sums with further slots."""
        times, sums = self.times.joined(part.times), total([self.sums, part.sums])
        return UsualSums(self.slots + len(part.slots), times, sums, self.rows + len(part.cells))


@dataclass(frozen=True, slots=True)
class JudgedSlots:
    """The judged slots of an episode up to an instant: the `first` and the `last`, their number, time, and sums by level.

    `part` and `before`: the last part and what was before it, as far as the slots can be listed one by one.
    """

    first: int = 0
    last: int = 0
    number: int = 0
    times: GrowingTimes = NO_TIMES
    levels: Mapping[str, OrderSums] = field(default_factory=dict)
    weeks: Mapping[int, UsualSums] = field(default_factory=dict)
    part: JudgedPart | None = None
    before: "JudgedSlots | None" = None

    def plus(self, view: AreaView, part: JudgedPart | None) -> "JudgedSlots":
        """With a further part, None for one without judged slots."""
        if part is None:
            return self
        number = self.number + len(part.slots)
        more = {level: summed(map(view.cell_of, slots)) for level, slots in part.by_level.items()}
        return JudgedSlots(
            first=self.first if self.number else part.slots[0],
            last=part.slots[-1],
            number=number,
            times=self.times.joined(union(map(slot_interval, part.slots))),
            levels={
                level: total([self.levels.get(level, NO_SUMS), more.get(level, NO_SUMS)])
                for level in LEVELS
                if level in self.levels or level in more
            },
            weeks={week: self.weeks.get(week, UsualSums()).plus(usual) for week, usual in part.weeks.items()},
            part=part,
            before=self if number <= MOST_ROWS else None,
        )


def judged_slots(
    view: AreaView, measured: MeasuredEpisode, earlier: Sequence[MeasuredEpisode], parts: Parts[JudgedSlots]
) -> JudgedSlots | None:
    """The judged slots of an episode; None where there is none."""

    def grow(before: JudgedSlots | None, start: int, stop: int) -> JudgedSlots:
        part = _part(view, measured, earlier, range(start // SLOT_MS, stop // SLOT_MS))
        return (before or JudgedSlots()).plus(view, part)

    ripe = measured.ripe(view.now)
    found = parts.upto(ripe.start * SLOT_MS, ripe.stop * SLOT_MS, grow)
    return found if found is not None and found.number else None


def touching_there(view: AreaView, measured: MeasuredEpisode) -> Touching:
    """Makes tests of the slots that a warning of a listed kind touches."""
    episodes, kinds = Episodes.of(view.episodes), measured.terms.kinds.words
    return lambda start, end: touching(episodes.near(start, end, kinds), (start, end))


def _part(
    view: AreaView, measured: MeasuredEpisode, earlier: Sequence[MeasuredEpisode], slots: Sequence[int]
) -> JudgedPart | None:
    judged = measured.judged(slots, earlier)
    if not judged:
        return None
    reaction, kinds = measured.terms.reaction.number, measured.terms.kinds.words
    window = judged[0] * SLOT_MS - reaction, (judged[-1] + 1) * SLOT_MS
    by_level = slots_by_level(Episodes.of(view.episodes).near(*window, kinds), judged, reaction)
    weeks = earlier_weeks(view, judged, touching_there(view, measured), measured.terms.baseline.weeks)
    return JudgedPart(judged, by_level, weeks)

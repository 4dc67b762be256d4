"""The judged slots of an episode in parts of time, so that a long one is not gone through again at every evaluation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from schemas.weather.warning import LEVELS
from streams.facts.areas.area_view import AreaView
from streams.facts.areas.cell import SLOT_MS, slot_interval
from streams.facts.weather.by_kind import Episodes
from streams.facts.worktime.intervals import Interval, union
from streams.rules.pace.baseline import Touching, Weeks, earlier_weeks, usual
from streams.rules.pace.comparison import Comparison
from streams.rules.pace.kept.memo import Parts
from streams.rules.pace.levels import MeasuredEpisode, slots_by_level
from streams.rules.pace.slots import touching
from streams.rules.pace.sums import OrderSums, summed, total


@dataclass(frozen=True, slots=True)
class JudgedPart:
    """The slots of a part of time that are judged (ascending), with what they are measured by and compared with.

    `by_level`: the slots of each level, the lowest first; `levels` their sums. `times`: the time (ms) of the slots.
    """

    slots: Sequence[int]
    times: Sequence[Interval]
    by_level: Mapping[str, Sequence[int]]
    levels: Mapping[str, OrderSums]
    weeks: Weeks


def comparison(
    view: AreaView, measured: MeasuredEpisode, earlier: Sequence[MeasuredEpisode], parts: Parts[JudgedPart]
) -> Comparison | None:
    """The judged slots and what is usual there; None where no slot is judged."""
    ripe, touched = measured.ripe(view.now), _touching(view, measured)

    def make(start: int, stop: int) -> JudgedPart:
        return _part(view, measured, earlier, range(start // SLOT_MS, stop // SLOT_MS))

    judged = [each for each in parts.of(ripe.start * SLOT_MS, ripe.stop * SLOT_MS, make) if each.slots]
    if not judged:
        return None
    weeks = [each.weeks for each in judged]
    levels = {
        level: total(each.levels[level] for each in judged if level in each.levels)
        for level in LEVELS
        if any(level in each.levels for each in judged)
    }
    return Comparison(
        view=view,
        episode=measured.episode,
        terms=measured.terms,
        judged=list(chain.from_iterable(each.slots for each in judged)),
        times=union(chain.from_iterable(each.times for each in judged)),
        by_level=[each.by_level for each in judged],
        levels=levels,
        sums=total(levels.values()),
        usual=usual(view, weeks, measured.episode.start, touched, measured.terms.baseline),
    )


def _part(
    view: AreaView, measured: MeasuredEpisode, earlier: Sequence[MeasuredEpisode], slots: Sequence[int]
) -> JudgedPart:
    judged = measured.judged(slots, earlier)
    if not judged:
        return JudgedPart((), (), {}, {}, {})
    reaction, kinds = measured.terms.reaction.number, measured.terms.kinds.words
    window = judged[0] * SLOT_MS - reaction, (judged[-1] + 1) * SLOT_MS
    by_level = slots_by_level(Episodes.of(view.episodes).near(*window, kinds), judged, reaction)
    return JudgedPart(
        judged,
        union(map(slot_interval, judged)),
        by_level,
        {level: summed(map(view.cell_of, those)) for level, those in by_level.items()},
        earlier_weeks(view, judged, _touching(view, measured), measured.terms.baseline.weeks),
    )


def _touching(view: AreaView, measured: MeasuredEpisode) -> Touching:
    episodes, kinds = Episodes.of(view.episodes), measured.terms.kinds.words
    return lambda start, end: touching(episodes.near(start, end, kinds), (start, end))

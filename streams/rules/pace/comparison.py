"""Pace in the judged slots of an episode against what is usual, in exact fractions.

It decides whether intake was limited and whether the time promised was extended, not what follows from the two. *Low* and
*high* are the readings of active time; each is compared with the baseline of the same reading.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from math import floor

from schemas.instants import HOUR_MS
from streams.facts.areas.area_view import AreaView
from streams.facts.weather.episode import Episode
from streams.facts.worktime.intervals import union
from streams.law.terms.pace import PaceTerms
from streams.rules.pace.baseline import AreaCell, Usual, usual_before
from streams.rules.pace.kept.judged import JudgedSlots, judged_slots, touching_there
from streams.rules.pace.kept.memo import Parts
from streams.rules.pace.kept.part_list import parts_of
from streams.rules.pace.levels import MeasuredEpisode
from streams.rules.pace.sums import OrderSums, total

AN_HOUR = 1000 * HOUR_MS
"""Orders a millisecond times this are orders an hour x 1,000."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The judged slots of one episode with their sums, and what is usual; None if unknown.

    `levels`: the sums of the slots of each level, the lowest first; `sums` those of all.
    """

    view: AreaView
    episode: Episode
    terms: PaceTerms
    judged: JudgedSlots
    levels: Mapping[str, OrderSums]
    sums: OrderSums
    usual: Usual | None

    @property
    def starts_at(self) -> int:
        """The instant (ms) from which the platform is measured."""
        return self.episode.start + self.terms.reaction.number

    @property
    def ends_at(self) -> int | None:
        """The end (ms) of the episode; None while it is not over."""
        return self.episode.end if self.episode.is_over(self.view.now) else None

    @property
    def is_enough(self) -> bool:
        """True if enough was done to judge: active time in the high reading, and orders."""
        enough = self.sums.high >= max(1, self.terms.least_active.number)
        return enough and self.sums.accepted >= self.terms.least_orders.number

    @property
    def is_sample(self) -> bool:
        """True if active time is enough to be judged in the low reading too, not in the high one alone."""
        return self.sums.low >= max(1, self.terms.least_active.number)

    def an_hour(self, *, high: bool) -> int | None:
        """Accepted orders an active hour x 1,000, rounded down; None where there is no active time in that reading."""
        active = self.sums.active(high=high)
        return self.sums.accepted * AN_HOUR // active if active else None

    def allowed_an_hour(self, usual: Usual) -> int:
        """Allowed orders an active hour x 1,000, rounded down: in the low reading, or the high one where that has no time."""
        high = not self.sums.low
        return floor(self.allowed(usual, high=high) * AN_HOUR / self.sums.active(high=high))

    def allowed(self, usual: Usual, *, high: bool) -> Fraction:
        """The orders allowed: the usual rate times active time, less the share of each level."""
        rate = Fraction(usual.sums.accepted, usual.sums.active(high=high))
        return rate * self._weighted(lambda sums: sums.active(high=high), sign=-1)

    def limited(self, usual: Usual, *, high: bool) -> bool:
        """True if the platform took no more orders than allowed."""
        return self.sums.accepted <= self.allowed(usual, high=high)

    def required(self, usual: Usual) -> Fraction | None:
        """The promised time (ms) required: the usual time a metre, and the share of each level more; None where unknown."""
        least = self.terms.least_promised.number
        if min(self.sums.promised, usual.sums.promised) < max(1, least):
            return None
        return Fraction(usual.sums.promised_ms, usual.sums.metres) * self._weighted(lambda sums: sums.metres, sign=1)

    def extended(self, usual: Usual) -> bool | None:
        """True if the platform promised no shorter times than were required; None where that is unknown."""
        required = self.required(usual)
        return None if required is None else self.sums.promised_ms >= required

    def _weighted(self, amount: Callable[[OrderSums], int], sign: int) -> Fraction:
        shares = self.terms.shares
        return Fraction(sum(amount(sums) * (100 + sign * shares[level]) for level, sums in self.levels.items()), 100)


def compared(
    view: AreaView, measured: MeasuredEpisode, earlier: Sequence[MeasuredEpisode], parts: Parts[JudgedSlots]
) -> Comparison | None:
    """The judged slots of an episode and what is usual there; None where no slot is judged. `earlier`: those before it."""
    judged = judged_slots(view, measured, earlier, parts)
    if judged is None:
        return None
    found = _usual(view, measured, judged)
    return Comparison(
        view, measured.episode, measured.terms, judged, judged.levels, total(judged.levels.values()), found
    )


def _usual(view: AreaView, measured: MeasuredEpisode, judged: JudgedSlots) -> Usual | None:
    """The baseline; None where there is too little of it. The terms say how much active time (low reading) it needs."""
    terms = measured.terms.baseline
    least = max(1, terms.least_active)
    found = _weeks(judged, terms.weeks)
    if len(found.weeks) < terms.least_weeks or found.sums.low < least:
        found = usual_before(view, measured.episode.start, touching_there(view, measured))
    return found if found.sums.low >= least else None


def _weeks(judged: JudgedSlots, most: int) -> Usual:
    own = {week: sums for week in range(1, most + 1) if (sums := judged.weeks[week]).sums.low}

    def cells() -> Iterator[AreaCell]:
        parts = parts_of(judged)
        return (cell for week in reversed(own) for part in parts for cell in part.weeks[week].cells)

    return Usual(
        tuple(own),
        sum(each.slots for each in own.values()),
        union(chain.from_iterable(each.times.listed() for each in own.values())),
        total(each.sums for each in own.values()),
        sum(each.rows for each in own.values()),
        cells,
    )

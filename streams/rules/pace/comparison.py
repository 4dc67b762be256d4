"""Pace in the judged slots of an episode against what is usual, in exact fractions.

It decides whether intake was limited and whether the time promised was extended, not what follows from the two. *Low* and
*high* are the readings of active time; each is compared with the baseline of the same reading.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from schemas.instants import HOUR_MS
from streams.facts.areas.area_view import AreaView
from streams.facts.weather.episode import Episode
from streams.facts.worktime.intervals import Interval
from streams.law.terms.pace import PaceTerms
from streams.rules.pace.baseline import Usual
from streams.rules.pace.sums import OrderSums

AN_HOUR = 1000 * HOUR_MS
"""Orders a millisecond times this are orders an hour x 1,000."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The judged slots of one episode (ascending) with their time (ms) and sums, and what is usual; None if unknown.

    `by_level`: in parts of time, the slots of each level; `levels` the sums of each, the lowest first.
    """

    view: AreaView
    episode: Episode
    terms: PaceTerms
    judged: Sequence[int]
    times: Sequence[Interval]
    by_level: Sequence[Mapping[str, Sequence[int]]]
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

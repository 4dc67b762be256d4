"""The second opinion of a finding about a stretch: the result on the basis that does not decide."""

from dataclasses import dataclass
from typing import Self

from schemas.findings.finding import Kind, SecondOpinion
from streams.facts.views.worker_view import BASES, View
from streams.facts.worktime.intervals import overlaps
from streams.facts.worktime.stretch import HighStretch, Stretch
from streams.law.terms.rest import RestTerms


@dataclass(frozen=True, slots=True)
class OtherBasis:
    """The largest low stretch on the other basis that overlaps a stretch, and the high one that it lies in."""

    basis: str
    low: Stretch
    high: HighStretch
    measure: str
    limit: int

    @classmethod
    def of(cls, view: View, basis: str, stretch: Stretch, terms: RestTerms) -> Self | None:
        """That of a stretch that was decided on `basis`, by the same terms; None where no low stretch overlaps it."""
        measure, other = terms.measure.word, next(each for each in BASES if each != basis)
        pairs = [
            (low, high)
            for high in view.stretches(other)
            for low in high.lows
            if overlaps(low.interval, stretch.interval)
        ]
        if not pairs:
            return None
        low, high = max(pairs, key=lambda pair: (pair[0].measured(measure), -pair[0].start))
        return cls(other, low, high, measure, terms.limit.number)

    @property
    def opinion(self) -> SecondOpinion:
        """Its kind is `breach` over the limit, `undecidable` where only the high stretch is and no low one in that; else None."""
        return SecondOpinion(measured=self.low.measured(self.measure), kind=self._kind)

    @property
    def follows_from_orders(self) -> bool:
        """True where the orders of the finding give it: they lie in the stretch, and nothing that they may have been decides."""
        return self.basis == "order" and self._kind is not Kind.UNDECIDABLE

    @property
    def _kind(self) -> Kind | None:
        if self.low.measured(self.measure) > self.limit:
            return Kind.BREACH
        undecided = self.high.measured(self.measure) > self.limit and all(
            low.measured(self.measure) <= self.limit for low in self.high.lows
        )
        return Kind.UNDECIDABLE if undecided else None

"""The second opinion of a finding about a stretch: the result on the basis that does not decide."""

from schemas.findings.finding import Kind, SecondOpinion
from streams.facts.views.worker_view import BASES, View
from streams.facts.worktime.intervals import overlaps
from streams.facts.worktime.stretch import Stretch
from streams.law.terms.rest import RestTerms


def other_basis(view: View, basis: str, stretch: Stretch, terms: RestTerms) -> SecondOpinion | None:
    """The largest low stretch on the other basis that overlaps, by the same terms; None where none does.

    Its kind is `breach` over the limit, `undecidable` where only its high stretch is and no low one in that; else None.
    """
    measure, limit = terms.measure.word, terms.limit.number
    other = next(each for each in BASES if each != basis)
    pairs = [
        (low.measured(measure), -low.start, high)
        for high in view.stretches(other)
        for low in high.lows
        if overlaps(low.interval, stretch.interval)
    ]
    if not pairs:
        return None
    measured, _, high = max(pairs, key=lambda pair: pair[:2])
    if measured > limit:
        return SecondOpinion(measured=measured, kind=Kind.BREACH)
    undecided = high.measured(measure) > limit and all(low.measured(measure) <= limit for low in high.lows)
    return SecondOpinion(measured=measured, kind=Kind.UNDECIDABLE if undecided else None)

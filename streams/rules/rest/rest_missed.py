"""`rest_missed`, clause 6 of 洪人社发〔2022〕88号: more than the limit of continuous work without a qualifying break.

It decides about stretches that have begun, on the basis that the law names for their sector and place. A low stretch over the
limit is a breach; a high stretch over the limit without one is undecidable. It gives no advice ahead; `rest_due` does.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from schemas.findings.finding import Finding, Kind
from schemas.legal_days import legal_day
from streams.facts.views.worker_view import BASES, View, WorkerView
from streams.facts.worktime.stretch import HighStretch, Stretch
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.law.terms.rest import RestLaw, RestTerms
from streams.rules.contract import Verdict, WorkerRule
from streams.rules.evidence import EvidenceNow, items, listed, shares
from streams.rules.finding import Concerned, FindingTime, Measure, band_of, make_finding, used
from streams.rules.rest.bookings import count_bookings
from streams.rules.rest.elsewhere import count_outside
from streams.rules.rest.evidence_now import time_now
from streams.rules.rest.figures import StretchOf, rest_figures
from streams.rules.rest.law_of_all import by_the_law_of_all
from streams.rules.rest.other_basis import OtherBasis
from streams.rules.rest.schedule import foresee, mind_silence
from streams.rules.rest.silence import count_silence
from streams.rules.rest.wording import missed_summary


@dataclass(frozen=True, slots=True)
class _Case:
    """A stretch over the limit: the high one, and the low one in it that makes it a breach, if any."""

    view: View
    basis: str
    high: HighStretch
    low: Stretch | None
    terms: RestTerms

    @property
    def stretch(self) -> Stretch:
        """The stretch that the finding takes its instants from."""
        return self.low or self.high

    @property
    def inside(self) -> bool:
        """True if the worker was in the city when the limit was reached, or came back before the stretch's end."""
        due_at = self.stretch.reaches(self.terms.limit.number, self.terms.measure.word)
        end = self.stretch.end
        return self.view.places.inside_at_or_within(end if due_at is None else due_at, end)

    @property
    def band(self) -> int:
        """The severity as a number, of a breach; -1 of an undecidable case."""
        if self.low is None:
            return -1
        excess = self.low.measured(self.terms.measure.word) - self.terms.limit.number
        return sum(excess > bound for bound in self.terms.severity.numbers)


class RestMissed(WorkerRule):
    """The rule, made with the law; it keeps no state."""

    name = "rest_missed"
    objects = "stretches that began"

    def __init__(self, law: Law) -> None:
        self._law = law
        self._rest = RestLaw(law)

    def evaluate(self, view: WorkerView, verdict: Verdict) -> None:
        """Add breaches and undecidable cases of each platform, then those that no single platform could have seen."""
        count_silence(view, verdict)
        count_outside(view, verdict)
        count_bookings(view, verdict)
        for each in {*view.platforms, view.united}:
            mind_silence(each, self._rest.floor, verdict)
        alone = [case for each in view.platforms for case in self._inside(each, verdict)]
        verdict.findings += [self._finding(case, view, verdict) for case in alone]
        if len(view.platforms) > 1:
            of_all = by_the_law_of_all(
                alone, view.platforms, self._rest.agreed, lambda each: self._inside(each, verdict)
            )
            united = _only_together(self._inside(view.united, verdict), of_all)
            verdict.findings += [self._finding(case, view, verdict) for case in united]

    def evidence_now(self, view: WorkerView, finding: Finding, most: int | None) -> EvidenceNow | None:
        """The sessions and orders in the interval of a finding, on its basis, as they are now."""
        return time_now(view, finding, most)

    def _inside(self, view: View, verdict: Verdict) -> Iterator[_Case]:
        return (case for case in self._cases(view, verdict) if case.inside)

    def _cases(self, view: View, verdict: Verdict) -> Iterator[_Case]:
        for basis in BASES:
            if basis not in self._rest.bases:
                continue
            found = view.stretches(basis)
            for high in found:
                terms = self._terms(view, high, basis, verdict)
                if terms is None:
                    continue
                yield from _over(view, basis, high, terms)
                if high is found[-1]:
                    foresee(view, basis, high, terms, verdict)

    def _terms(self, view: View, high: HighStretch, basis: str, verdict: Verdict) -> RestTerms | None:
        """The terms of a stretch, or None where it is decided on another basis, is not judged there, or no law is in force."""
        place = view.places.at(high.start)
        if place is None:
            return None
        try:
            terms = self._rest.terms(*place, high.start, view.agreed_by)
        except NoValueInForce as missing:
            if high.end - high.start >= self._rest.floor:
                verdict.no_law(missing)
            return None
        if terms.basis.word != basis:
            return None
        off = self._law.mode(self.name, area=place[0], day=legal_day(high.start)) == "off"
        return None if off else terms

    def _finding(self, case: _Case, whole: WorkerView, verdict: Verdict) -> Finding:
        kind = Kind.BREACH if case.low else Kind.UNDECIDABLE
        measure, interval = case.terms.measure.word, case.stretch.interval
        area, sector = case.view.places.at(interval[0]) or (None, None)
        low = (
            max((s.measured(measure) for s in case.high.lows), default=0)
            if case.low is None
            else case.low.measured(measure)
        )
        high = case.high.measured(measure)
        ends_at = case.view.ended(case.stretch)
        other = OtherBasis.of(case.view, case.basis, case.stretch, case.terms)
        return make_finding(
            Concerned(
                rule=self.name,
                subject=whole.subject,
                platform=case.view.platform,
                platforms=shares(case.view, whole, case.basis, interval, high=case.low is None),
                sector=sector,
                area=area,
            ),
            kind,
            FindingTime(interval[0], ends_at, case.stretch.reaches(case.terms.limit.number, measure)),
            Measure(low, high, case.terms.limit.number, "ms"),
            law=used(case.terms.values),
            summary=missed_summary(kind, case.view.platform, interval[0], ends_at, low, high, case.terms),
            basis=case.basis,
            second_opinion=None if other is None else other.opinion,
            severity=band_of(case.band) if case.low else None,
            reasons=() if case.low else case.view.reasons(case.basis, *interval),
            evidence=listed(items(case.view, case.basis, interval), verdict.most_lines),
            rest=rest_figures(
                StretchOf(case.view, whole, case.basis, measure, case.high, case.low), verdict.most_lines, other
            ),
        )


def _over(view: View, basis: str, high: HighStretch, terms: RestTerms) -> Iterator[_Case]:
    measure, limit = terms.measure.word, terms.limit.number
    if high.measured(measure) <= limit:
        return
    lows = [low for low in high.lows if low.measured(measure) > limit]
    yield from (_Case(view, basis, high, low, terms) for low in lows)
    if not lows:
        yield _Case(view, basis, high, None, terms)


def _only_together(united: Iterable[_Case], alone: Iterable[_Case]) -> Iterator[_Case]:
    """The united cases that no single platform could have seen; each is compared with what begins in it alone."""
    by_start = sorted(alone, key=_start)
    starts = [each.stretch.start for each in by_start]
    for case in united:
        first, last = case.stretch.interval
        if _exceeds(case, by_start[bisect_left(starts, first) : bisect_right(starts, last)]):
            yield case


def _start(case: _Case) -> int:
    return case.stretch.start


def _exceeds(case: _Case, within: Sequence[_Case]) -> bool:
    """True where no case of a platform lies inside, or, of a breach, all that do are of a lower band."""
    inside = [each for each in within if each.stretch.end <= case.stretch.end]
    if case.low is None:
        return not inside
    return all(case.band > each.band for each in inside if each.low)

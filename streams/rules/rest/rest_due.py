"""`rest_due`, clause 6 of 洪人社发〔2022〕88号: a warning that the limit is near, so that a break can be given.

It concerns the latest stretch of a platform while no qualifying break has passed since its end, in the high reading, so that
the warning does not come too late. It is advice to the platform, never a lead.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from schemas.findings.finding import Finding, Kind
from schemas.legal_days import legal_day
from streams.facts.views.worker_view import BASES, View, WorkerView
from streams.facts.worktime.intervals import overlaps
from streams.facts.worktime.stretch import HighStretch
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.law.terms.rest import RestLaw, RestTerms
from streams.law.value import Value
from streams.rules.contract import Verdict, WorkerRule
from streams.rules.evidence import EvidenceNow, items, listed, shares
from streams.rules.finding import Concerned, FindingTime, Measure, make_finding, used
from streams.rules.rest.evidence_now import time_now
from streams.rules.rest.figures import StretchOf, rest_figures
from streams.rules.rest.law_of_all import by_the_law_of_all
from streams.rules.rest.other_basis import OtherBasis
from streams.rules.rest.wording import due_summary

UNITED_WARNINGS = "rest_due.united"
"""The gauge of warnings that only the view of all platforms together gives: no platform may learn what happens elsewhere."""


@dataclass(frozen=True, slots=True)
class _Near:
    """The latest stretch of a view, near the limit or over it while no breach stands in it."""

    view: View
    basis: str
    high: HighStretch
    terms: RestTerms
    lead: Value


class RestDue(WorkerRule):
    """The rule, made with the law; it keeps no state. It comes after `rest_missed`, whose breaches silence it."""

    name = "rest_due"
    objects = "stretches that began"
    reads = ("rest_missed",)

    def __init__(self, law: Law) -> None:
        self._law = law
        self._rest = RestLaw(law)
        self._agreed = law.agreed_by(self.name) | self._rest.agreed

    def evaluate(self, view: WorkerView, verdict: Verdict) -> None:
        """Add a warning for each platform whose latest stretch is near the limit; count those of the united view alone."""
        alone = [near for each in view.platforms for near in self._near(each, verdict)]
        verdict.findings += [self._finding(near, view, verdict) for near in alone]
        if len(view.platforms) > 1:
            of_all = by_the_law_of_all(alone, view.platforms, self._agreed, lambda each: self._near(each, verdict))
            united = self._near(view.united, verdict)
            together = sum(not any(_share(near, other) for other in of_all) for near in united)
            verdict.gauge(UNITED_WARNINGS, "", together)

    def evidence_now(self, view: WorkerView, finding: Finding, most: int | None) -> EvidenceNow | None:
        """The sessions and orders since the start of the stretch of a warning, on its basis, as they are now."""
        return time_now(view, finding, most)

    def _near(self, view: View, verdict: Verdict) -> Iterator[_Near]:
        for basis in BASES:
            if basis not in self._rest.bases:
                continue
            for high in view.stretches(basis)[-1:]:
                law = self._terms(view, high, basis, verdict)
                if law is not None and self._stands(view, high, *law, view.growing(basis), verdict):
                    yield _Near(view, basis, high, *law)

    def _terms(self, view: View, high: HighStretch, basis: str, verdict: Verdict) -> tuple[RestTerms, Value] | None:
        place, day = view.places.at(high.start), legal_day(high.start)
        if place is None:
            return None
        area, sector = place
        try:
            terms = self._rest.terms(area, sector, high.start, view.agreed_by)
            lead = self._law.find("rest_due.lead", sector=sector, area=area, day=day, platform=view.agreed_by)
        except NoValueInForce as missing:
            if high.end - high.start >= self._rest.floor:
                verdict.no_law(missing)
            return None
        off = self._law.mode(self.name, area=area, day=day) == "off"
        return None if off or terms.basis.word != basis else (terms, lead)

    def _stands(
        self, view: View, high: HighStretch, terms: RestTerms, lead: Value, growing: bool, verdict: Verdict
    ) -> bool:
        """True if a warning about the latest stretch stands; schedules besides when that can change."""
        over = view.break_passed_at(high)
        if over <= verdict.now:
            return False
        measured, limit = high.measured(terms.measure.word), terms.limit.number
        # at the limit less the lead the warning begins, at the limit it gets its `due_at`
        for threshold in (limit - lead.number, limit):
            if measured < threshold:
                verdict.quiet(high.end + threshold - measured)
                verdict.wake(*([verdict.now + threshold - measured] if growing else []))
        if measured < limit - lead.number:
            return False
        verdict.wake(over)
        due_at = high.reaches(limit, terms.measure.word)
        if not view.places.inside_at_or_within(high.end if due_at is None else due_at, high.end):
            return False
        if self._breached(view, high, terms):
            return False
        breaches = (f for f in verdict.of("rest_missed", Kind.BREACH) if view.platform in (None, f.platform))
        return not any(overlaps((f.starts_at, f.ends_at or verdict.now), high.interval) for f in breaches)

    def _breached(self, view: View, high: HighStretch, terms: RestTerms) -> bool:
        """True if a breach stands in the stretch, be it one that is not judged since the worker was outside the city."""
        place = view.places.at(high.start)
        if place is None or self._law.mode("rest_missed", area=place[0], day=legal_day(high.start)) == "off":
            return False
        return any(low.measured(terms.measure.word) > terms.limit.number for low in high.lows)

    def _finding(self, near: _Near, whole: WorkerView, verdict: Verdict) -> Finding:
        high, measure, platform = near.high, near.terms.measure.word, str(near.view.platform)
        low = max((s.measured(measure) for s in high.lows), default=0)
        area, sector = near.view.places.at(high.start) or (None, None)
        other = OtherBasis.of(near.view, near.basis, high, near.terms)
        return make_finding(
            Concerned(
                rule=self.name,
                subject=whole.subject,
                platform=platform,
                platforms=shares(near.view, whole, near.basis, high.interval, high=True),
                sector=sector,
                area=area,
            ),
            Kind.WARNING,
            FindingTime(high.start, None, high.reaches(near.terms.limit.number, measure)),
            Measure(low, high.measured(measure), near.terms.limit.number, "ms"),
            law=used((*near.terms.values[:-1], near.lead)),
            summary=due_summary(platform, high.start, high.measured(measure), near.terms),
            basis=near.basis,
            second_opinion=None if other is None else other.opinion,
            evidence=listed(items(near.view, near.basis, high.interval), verdict.most_lines),
            rest=rest_figures(StretchOf(near.view, whole, near.basis, measure, high, None), verdict.most_lines, other),
        )


def _share(one: _Near, other: _Near) -> bool:
    return overlaps(one.high.interval, other.high.interval)

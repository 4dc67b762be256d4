"""`rest_due`, clause 6 of 洪人社发〔2022〕88号: a warning that the limit is near, so that a break can be given.

It speaks of the latest stretch of a platform while no qualifying break has passed since its end, in the high reading, so that
the warning does not come too late. It is advice to the platform, never a lead.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from schemas.findings.finding import Finding, Kind, Scope, finding_id
from streams.facts.worktime.intervals import overlaps
from streams.facts.worktime.stretch import HighStretch
from streams.facts.worktime.view import BASES, View, WorkerView
from streams.law.days.calendar import legal_day
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.law.terms.rest import RestLaw, RestTerms
from streams.law.value import Value
from streams.rules.answer import Verdict
from streams.rules.evidence import items, listed, shares
from streams.rules.rest.other_basis import second_opinion
from streams.rules.rest.wording import due_summary


@dataclass(frozen=True, slots=True)
class _Near:
    """The latest stretch of a view, near the limit or over it while no breach stands in it."""

    view: View
    basis: str
    high: HighStretch
    terms: RestTerms
    lead: Value


class RestDue:
    """The rule, made with the law; it keeps no state. It comes after `rest_missed`, whose breaches silence it."""

    name = "rest_due"

    def __init__(self, law: Law, rest: RestLaw) -> None:
        self._law = law
        self._rest = rest

    def judge(self, view: WorkerView, answer: Verdict) -> None:
        """Add a warning for each platform whose latest stretch is near the limit; count those of the united view alone."""
        alone = [near for each in view.platforms for near in self._near(each, answer)]
        answer.findings += [self._finding(near, view, answer) for near in alone]
        if len(view.platforms) > 1:
            united = self._near(view.united, answer)
            answer.united_warnings += sum(not any(_share(near, other) for other in alone) for near in united)

    def _near(self, view: View, answer: Verdict) -> Iterator[_Near]:
        for basis in BASES:
            if basis not in self._rest.bases:
                continue
            for high in view.stretches(basis)[-1:]:
                law = self._terms(view, high, basis, answer)
                if law is not None and self._stands(view, high, *law, view.growing(basis), answer):
                    yield _Near(view, basis, high, *law)

    def _terms(self, view: View, high: HighStretch, basis: str, answer: Verdict) -> tuple[RestTerms, Value] | None:
        place, day = view.places.at(high.start), legal_day(high.start)
        if place is None:
            return None
        area, sector = place
        try:
            terms = self._rest.terms(area, sector, high.start)
            lead = self._law.find("rest_due.lead", sector=sector, area=area, day=day)
        except NoValueInForce as missing:
            if high.end - high.start >= self._rest.floor:
                answer.no_law(missing)
            return None
        off = self._law.mode(self.name, area=area, day=day) == "off"
        return None if off or terms.basis.word != basis else (terms, lead)

    def _stands(
        self, view: View, high: HighStretch, terms: RestTerms, lead: Value, growing: bool, answer: Verdict
    ) -> bool:
        """Whether a warning about the latest stretch stands; says besides when that can change."""
        over = view.break_passed_at(high)
        if over <= answer.now:
            return False
        measured, limit = high.measured(terms.measure.word), terms.limit.number
        # at the limit less the lead the warning begins, at the limit it gets its `due_at`
        for threshold in (limit - lead.number, limit):
            if measured < threshold:
                answer.quiet(high.end + threshold - measured)
                answer.wake(*([answer.now + threshold - measured] if growing else []))
        if measured < limit - lead.number:
            return False
        answer.wake(over)
        breaches = (f for f in answer.of("rest_missed", Kind.BREACH) if view.platform in (None, f.platform))
        return not any(overlaps((f.starts_at, f.ends_at or answer.now), high.interval) for f in breaches)

    def _finding(self, near: _Near, whole: WorkerView, answer: Verdict) -> Finding:
        high, measure, platform = near.high, near.terms.measure.word, str(near.view.platform)
        low = max((s.measured(measure) for s in high.lows), default=0)
        area, sector = near.view.places.at(high.start) or (None, None)
        return Finding(
            finding_id=finding_id(self.name, whole.subject, Scope.PLATFORM, platform, None, high.start),
            rule=self.name,
            kind=Kind.WARNING,
            subject=whole.subject,
            scope=Scope.PLATFORM,
            platforms=shares(near.view, whole, near.basis, high.interval, high=True),
            sector=sector,
            area=area,
            starts_at=high.start,
            ends_at=None,
            due_at=high.reaches(near.terms.limit.number, measure),
            basis=near.basis,
            measured=low,
            measured_low=low,
            measured_high=high.measured(measure),
            limit=near.terms.limit.number,
            unit="ms",
            second_opinion=second_opinion(near.view, near.basis, high, near.terms),
            severity=None,
            reasons=(),
            law=tuple(value.used() for value in (*near.terms.values[:-1], near.lead)),
            **listed(items(near.view, near.basis, high.interval), answer.most_lines),
            summary=due_summary(platform, high.start, high.measured(measure), near.terms),
        )


def _share(one: _Near, other: _Near) -> bool:
    return overlaps(one.high.interval, other.high.interval)

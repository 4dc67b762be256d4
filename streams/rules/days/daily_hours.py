"""`daily_hours`, the take-away standard of December 2025: in principle no more than 8 h of taking orders a day.

It decides about legal days that are over, on the order basis. More than the limit in the low reading is an indication, in the
high one alone undecidable. The standard recommends, so that nothing is a breach.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from schemas.findings.finding import Finding, Kind, SecondOpinion
from schemas.legal_days import legal_day
from streams.facts.days.kept import UNITED
from streams.facts.days.row import DayRow
from streams.facts.views.remembered import RememberedDays
from streams.facts.views.worker_view import ONLINE, ORDER, WorkerView
from streams.facts.worktime.by_day import day_interval
from streams.law.terms.days import DAILY, DayTerms
from streams.rules.contract import Verdict
from streams.rules.days.evidence import row_items, time_of
from streams.rules.days.rule_on_days import RuleOnDays
from streams.rules.days.wording import daily_summary
from streams.rules.evidence import Item, Listed, items, listed
from streams.rules.finding import Concerned, FindingTime, Measure, make_finding, used


@dataclass(frozen=True, slots=True)
class _LongDay:
    """A day over the limit in the high reading, of a platform or of all together."""

    platform: str
    row: DayRow
    terms: DayTerms

    @property
    def kind(self) -> Kind:
        return Kind.INDICATION if self.row.order_low > self.terms.limit.number else Kind.UNDECIDABLE


class DailyHours(RuleOnDays):
    """The rule, made with the law; it keeps no state."""

    name = DAILY

    def found(self, days: RememberedDays, verdict: Verdict) -> Iterator[Finding]:
        """A finding for each day over the limit of a platform, then for those that no single platform could have shown."""

        def cases(platform: str, agreed_by: str) -> Iterator[_LongDay]:
            return self._cases(days, platform, agreed_by, verdict)

        alone = [case for platform in days.platforms for case in cases(platform, platform)]
        yield from (self._finding(case, days, verdict) for case in alone)
        if days.several:
            of_all = self.by_the_law_of_all(alone, days.platforms, cases)
            kinds = {(case.row.day, case.kind) for case in of_all}
            for case in cases(UNITED, UNITED):
                hides = {case.kind, Kind.INDICATION}
                if not any((case.row.day, kind) in kinds for kind in hides):
                    yield self._finding(case, days, verdict)

    def evidence_now(self, view: WorkerView, finding: Finding, most: int | None) -> Listed | None:
        """The sessions and orders of the day of a finding, or its row, as they are now."""
        day = legal_day(finding.starts_at)
        return listed(_evidence(RememberedDays(view, day + 1), finding.platform or UNITED, day), most)

    def _cases(self, days: RememberedDays, platform: str, agreed_by: str, verdict: Verdict) -> Iterator[_LongDay]:
        first = days.first
        for row in days.rows(platform):
            if not row.order_high or (first is not None and row.day < first):
                continue
            terms = self.terms(row, agreed_by, verdict)
            if terms is not None and row.order_high > terms.limit.number:
                yield _LongDay(platform, row, terms)

    def _finding(self, case: _LongDay, days: RememberedDays, verdict: Verdict) -> Finding:
        row, kind, limit = case.row, case.kind, case.terms.limit.number
        return make_finding(
            Concerned(
                rule=self.name,
                subject=days.view.subject,
                platform=case.platform or None,
                platforms=time_of(days, case.platform, [row.day], high=kind is Kind.UNDECIDABLE),
                sector=row.sector,
                area=row.area,
            ),
            kind,
            FindingTime(*day_interval(row.day)),
            Measure(row.order_low, row.order_high, limit, "ms"),
            law=used(case.terms.values),
            summary=daily_summary(kind, case.platform, row, case.terms.limit),
            basis=ORDER,
            second_opinion=_online(row, limit),
            reasons=row.reasons if kind is Kind.UNDECIDABLE else (),
            evidence=listed(_evidence(days, case.platform, row.day), verdict.most_lines),
        )


def _online(row: DayRow, limit: int) -> SecondOpinion:
    """The same day by all time online."""
    over = (row.online_low > limit, row.online_high > limit)
    kind = Kind.INDICATION if over[0] else Kind.UNDECIDABLE if over[1] else None
    return SecondOpinion(measured=row.online_low, kind=kind)


def _evidence(days: RememberedDays, platform: str, day: int) -> Iterator[Item]:
    """The sessions and orders with time on the day, whose union is all time online; where events of it were cut, its row."""
    view = days.view_of(platform)
    return (
        row_items(days, platform, [day], online=True)
        if day < days.fixed_until or view is None
        else items(view, ONLINE, day_interval(day))
    )

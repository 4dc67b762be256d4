"""`weekly_rest`, the take-away standard of December 2025: in principle a day of rest a week.

It decides about runs of legal days that were worked, on the order basis, once each is over. A low run of more days than the limit
is an indication; a high run of more that contains none is undecidable. The standard recommends, so that nothing is a breach.
"""

from collections.abc import Iterator

from schemas.findings.finding import Finding, Kind
from schemas.legal_days import day_start, legal_day
from streams.facts.days.kept import UNITED
from streams.facts.days.row import DayRow
from streams.facts.views.remembered import RememberedDays
from streams.facts.views.worker_view import ORDER, WorkerView
from streams.law.terms.days import WEEKLY
from streams.rules.contract import Verdict
from streams.rules.days.evidence import row_items, time_of
from streams.rules.days.rule_on_days import RuleOnDays
from streams.rules.days.runs import DayJudged, Run, RunCase, over_limit, runs_of
from streams.rules.days.wording import weekly_summary
from streams.rules.evidence import Listed, listed
from streams.rules.finding import Concerned, FindingTime, Measure, make_finding, used


class WeeklyRest(RuleOnDays):
    """The rule, made with the law; it keeps no state."""

    name = WEEKLY

    def found(self, days: RememberedDays, verdict: Verdict) -> Iterator[Finding]:
        """A finding for each run over the limit of a platform, then for those that no single platform could have shown."""

        def cases(platform: str, agreed_by: str) -> list[RunCase]:
            return self._cases(days, platform, agreed_by, verdict)

        alone = [case for platform in days.platforms for case in cases(platform, platform)]
        yield from (self._finding(case, days, verdict) for case in alone)
        if days.several:
            of_all = self.by_the_law_of_all(alone, days.platforms, cases)
            for case in cases(UNITED, UNITED):
                if _stands(case, of_all):
                    yield self._finding(case, days, verdict)

    def evidence_now(self, view: WorkerView, finding: Finding, most: int | None) -> Listed | None:
        """The rows of the days of a finding, as they are now."""
        end = view.now if finding.ends_at is None else finding.ends_at
        span = range(legal_day(finding.starts_at), legal_day(end - 1) + 1)
        return listed(row_items(RememberedDays(view, span.stop), finding.platform or UNITED, span), most)

    def _cases(self, days: RememberedDays, platform: str, agreed_by: str, verdict: Verdict) -> list[RunCase]:
        judged = [self._judged(row, agreed_by, verdict) for row in days.rows(platform)]
        before = days.before(platform, for_all=agreed_by == UNITED)
        found = runs_of(
            [each for each in judged if each is not None], before, lambda row: self.terms(row, agreed_by, verdict)
        )
        first = days.first or 0  # of what ended before it nothing is said, whether or not its rows are still there
        return [case for run in found for case in over_limit(platform, run) if case.run.last >= first]

    def _judged(self, row: DayRow, agreed_by: str, verdict: Verdict) -> DayJudged | None:
        """The day with its terms, where it is over and the law applies to it."""
        terms = self.terms(row, agreed_by, verdict) if row.order_high else None
        return None if terms is None or terms.least is None else DayJudged(row, terms, terms.least.number)

    def _ends_at(self, run: Run, platform: str, now: int) -> int | None:
        """The end (ms) of a run of a platform; None while the day after it is not judged yet."""
        judged_at = self.judged_at(DayRow(run.last + 1, area=run.area, sector=run.sector), platform, run.terms)
        return day_start(run.last + 1) if now >= judged_at else None

    def _finding(self, case: RunCase, days: RememberedDays, verdict: Verdict) -> Finding:
        run, kind = case.run, case.kind
        limit, first = run.terms.limit.number, days.first
        shown, whole = (
            range(each.first if first is None else max(each.first, first), each.last + 1) for each in (run, case.whole)
        )
        ends_at = self._ends_at(run, case.platform, verdict.now)
        return make_finding(
            Concerned(
                rule=self.name,
                subject=days.view.subject,
                platform=case.platform or None,
                platforms=time_of(days, case.platform, shown, high=kind is Kind.UNDECIDABLE),
                sector=run.sector,
                area=run.area,
            ),
            kind,
            FindingTime(day_start(run.first), ends_at, day_start(run.first + limit + 1)),
            Measure(case.low, case.high, limit, "days"),
            law=used(run.terms.values),
            summary=weekly_summary(case, ends_at, run.terms.limit),
            basis=ORDER,
            reasons=run.reasons if kind is Kind.UNDECIDABLE else (),
            evidence=listed(row_items(days, case.platform, whole), verdict.most_lines),
        )


def _stands(case: RunCase, alone: list[RunCase]) -> bool:
    """True of a run of all platforms together that no single one could have shown, or that begins before each that did."""
    inside = [each for each in alone if case.run.first <= each.run.first and each.run.last <= case.run.last]
    if case.kind is Kind.INDICATION:
        inside = [each for each in inside if each.kind is Kind.INDICATION]
    return all(case.run.first < each.run.first for each in inside)

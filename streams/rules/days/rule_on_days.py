"""The evaluation that the rules about days share: when a day is judged, and for how long the result stands."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from schemas.findings.finding import Finding
from schemas.legal_days import Day, day_start, legal_day
from streams.facts.days.kept import UNITED
from streams.facts.days.row import DayRow
from streams.facts.views.remembered import RememberedDays
from streams.facts.views.worker_view import WorkerView
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.law.terms.days import GRACE, DaysLaw, DayTerms, over_at
from streams.rules.contract import Verdict, WorkerRule
from streams.rules.days.memo import NO_MEMO, DaysMemo


class OfPlatform(Protocol):
    """A case that was found on a platform."""

    @property
    def platform(self) -> str:
        """The platform; `UNITED` for all together."""


C = TypeVar("C", bound=OfPlatform)


class RuleOnDays(WorkerRule):
    """A rule about legal days that are over, of a worker on each platform and on all together."""

    objects = "days worked"
    reads = (GRACE,)

    def __init__(self, law: Law) -> None:
        self._days = DaysLaw(law, self.name)

    @abstractmethod
    def found(self, days: RememberedDays, verdict: Verdict) -> Iterator[Finding]:
        """The findings about the days."""

    def evaluate(self, view: WorkerView, verdict: Verdict) -> None:
        """Add the findings about the days that are over; as long as no day is added and none changes they stay as they are."""
        over, first = self._days.over_before(verdict.now), self._days.first_day
        if first is None or legal_day(verdict.now) < first:
            return
        verdict.quiet(day_start(legal_day(verdict.now) + 1))
        memo = verdict.memos.get(self.name, NO_MEMO)
        if not isinstance(memo, DaysMemo) or verdict.now >= memo.next:
            memo = self._evaluated(view, over, verdict)
        for missing in memo.unjudged:
            verdict.no_law(missing)
        verdict.findings += memo.findings
        if view.platforms or any(finding.ends_at is None for finding in memo.findings):
            verdict.wake(memo.judged_again)
        verdict.memos[self.name] = memo

    def terms(self, row: DayRow, agreed_by: str, verdict: Verdict) -> DayTerms | None:
        """The terms of a day that is judged; None where the rule does not apply to it, it is not over, or no law is in force.

        `agreed_by`: as that platform has agreed; `UNITED` for the law of all.
        """
        if not row.inside or not self._days.covers(row.area, row.sector, row.day, agreed_by):
            return None
        try:
            terms = self._days.terms(row.area, row.sector, row.day, agreed_by)
        except NoValueInForce as missing:
            verdict.no_law(missing)
            return None
        over = over_at(row.day, terms)
        verdict.wake(over)
        return terms if verdict.now >= over else None

    def judged_at(self, row: DayRow, agreed_by: str, otherwise: DayTerms) -> int:
        """The instant (ms) from which on a day is judged, of which no more than its place need be known.

        `otherwise`: the terms where none are in force on it.
        """
        try:
            return over_at(row.day, self._days.terms(row.area, row.sector, row.day, agreed_by))
        except NoValueInForce:
            return over_at(row.day, otherwise)

    def by_the_law_of_all(
        self, alone: Iterable[C], platforms: Iterable[str], find: Callable[[str, str], Iterable[C]]
    ) -> list[C]:
        """The cases of platforms by the law of all, which decides what they hide of all together.

        `find`: the cases of a platform as one has agreed, or for `UNITED` by the law of all. Those with agreements are evaluated.
        """
        agreed = self._days.agreed
        anew = [case for each in platforms if each in agreed for case in find(each, UNITED)]
        return [*(case for case in alone if case.platform not in agreed), *anew]

    def _evaluated(self, view: WorkerView, over: Day, verdict: Verdict) -> DaysMemo:
        own = Verdict(verdict.now, most_lines=verdict.most_lines)
        findings = tuple(self.found(RememberedDays(view, over), own))
        ends = min([day_start(over + 1) + self._days.shortest_grace, *own.changes])
        settled = day_start(over)
        silence = 2 * max((each.tolerance.most_silence for each in view.platforms), default=0)
        traces = [each.platform_traces[0] for each in view.platforms]
        stands = verdict.now >= settled + silence and all(
            on >= settled for each in traces for on in each.open_to_sessions
        )
        unjudged = tuple(own.unjudged.values())
        return DaysMemo(settled if stands else 0, ends if stands else 0, ends, findings, unjudged)

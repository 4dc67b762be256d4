"""Evaluates rules a second time, with the law as it was read, where an unread value can concern a subject.

It knows no rule's name. The memos of both evaluations are kept apart: those of the second stand under the rule's name with a
mark.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Generic, Protocol, TypeVar

from schemas.findings.finding import Finding
from schemas.legal_days import legal_day
from streams.facts.views.worker_view import ORDER, WorkerView
from streams.law.review.unread import unread_of
from streams.law.table import Law
from streams.rules.contract import Memo, Rule, Verdict
from streams.rules.evidence import shares
from streams.rules.law_unread import combined

MARK = "/as read"
"""Behind a rule's name: its memo of the second evaluation."""


class Reaching(Protocol):
    """A view of a subject at `now` (ms): `reach` has its areas, and the instant (ms) from which on it can be judged."""

    @property
    def now(self) -> int:
        """The instant of the view."""

    @property
    def reach(self) -> tuple[frozenset[str], int]:
        """The areas, and the first instant."""


V = TypeVar("V", bound=Reaching)

Named = Callable[[str], AbstractContextManager[None]]


class AsRead(Generic[V]):
    """The rules about one sort of subject, made with the law as it was read."""

    def __init__(self, makers: Iterable[Callable[[Law], Rule[V]]], law: Law) -> None:
        self._law, self._unread = law, unread_of(law)
        read = self._unread.as_read
        self._rules: tuple[Rule[V], ...] = () if read is law else tuple(maker(read) for maker in makers)
        self._marks = {rule.name: f"{rule.name}{MARK}" for rule in self._rules}
        self._differing = [
            (rule.name, files) for rule in self._rules if self._unread.differs_for(files := (rule.name, *rule.reads))
        ]

    def concerned(self, view: V) -> frozenset[str]:
        """The rules whose values differ at a place and time of the view."""
        if not self._differing:
            return frozenset()
        areas, first = view.reach
        return frozenset(
            name for name, files in self._differing if self._unread.concerns(files, areas, first, view.now)
        )

    def decide(
        self, concerned: frozenset[str], views: tuple[V, V], memos: Mapping[str, Memo], verdict: Verdict, named: Named
    ) -> None:
        """Put what both evaluations find in the place of the concerned rules' findings.

        `views`: as the law in force and as the law read has it. The memos in the verdict are those of the second besides.
        """
        second = Verdict(verdict.now, memos=_marked(memos), most_lines=verdict.most_lines)
        findings: list[Finding] = []
        for rule in self._rules:
            found = [each for each in verdict.findings if each.rule == rule.name]
            if rule.name not in concerned:
                second.findings += found
                findings += found
                continue
            with named(rule.name):
                rule.evaluate(views[1], second)
                read = [each for each in second.findings if each.rule == rule.name]
                findings += combined(found, read, verdict.now, self._law, lambda each: _shares(each, views[0]))
        verdict.findings = findings
        verdict.changes += second.changes
        verdict.quiet(second.quiet_until)
        verdict.runs(second.running_from, second.unbroken_from)
        verdict.memos |= {self._marks[name]: memo for name, memo in second.memos.items() if name in concerned}


def without_marked(memos: Mapping[str, Memo]) -> dict[str, Memo]:
    """The memos of the first evaluation."""
    return {name: memo for name, memo in memos.items() if not name.endswith(MARK)}


def _marked(memos: Mapping[str, Memo]) -> dict[str, Memo]:
    return {name.removesuffix(MARK): memo for name, memo in memos.items() if name.endswith(MARK)}


def _shares(finding: Finding, view: object) -> dict[str, int]:
    """The high coverage of each platform where the finding has the low one of its interval; else what it has."""
    if not isinstance(view, WorkerView) or finding.basis is None:
        return finding.platforms
    if finding.pay is not None and any(each.day is not None for each in finding.evidence):
        return _of_row(finding, view)
    platform, interval = finding.platform, (finding.starts_at, view.now if finding.ends_at is None else finding.ends_at)
    of = next((each for each in view.platforms if each.platform == platform), view.united)
    low, high = (shares(of, view, finding.basis, interval, high=reading) for reading in (False, True))
    return high if finding.platforms == low else finding.platforms


def _of_row(finding: Finding, view: WorkerView) -> dict[str, int]:
    """The high coverage of the platform on a day of which its row alone is left."""
    rows = [] if view.facts.days is None or finding.platform is None else view.facts.days.of(finding.platform)
    day = legal_day(finding.starts_at)
    high = sum(row.order_high if finding.basis == ORDER else row.online_high for row in rows if row.day == day)
    return {str(finding.platform): high} if high else finding.platforms

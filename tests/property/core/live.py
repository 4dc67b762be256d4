"""A judge in service: it folds rows as they arrive and evaluates at ticks; the set published last is noted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from schemas.findings.finding import Finding, Kind
from streams.core.publishing import RESTATE_MS
from streams.core.workers.judge import Judge
from streams.core.workers.not_taken import NotTaken
from tests.property.core.feeding import Heard, fold, standing

MOVING = {"measured_high", "rest", "second_opinion"}
"""Figures that go on changing in a finding that has ended, as long as its high stretch or the other basis runs."""


@dataclass
class Service:
    """The judge, its rows, and by worker the findings published last and when (ms).

    `replay` folds the same, and evaluates everybody each time, so that it need not know when a result can change.
    """

    judge: Judge
    replay: Judge
    rows: list[Heard] = field(default_factory=list)
    last: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    said_at: dict[str, int] = field(default_factory=dict)
    true_at: int = 0
    """The latest instant (ms) at which the last set published was all that a replay finds."""

    def hear(self, rows: Sequence[Heard], now: int) -> list[NotTaken]:
        self.rows += rows
        fold(self.replay, rows, now)
        return fold(self.judge, rows, now)

    def tick(self, now: int) -> None:
        for said in self.judge.evaluate_due(now):
            self.last[said.subject] = said.findings
            self.said_at[said.subject] = now
        if not self._said_lately(now) and self.findings == standing(self.replay, now):
            self.true_at = now

    @property
    def findings(self) -> list[Finding]:
        return [finding for findings in self.last.values() for finding in findings]

    def must_be_true_at(self, now: int) -> None:
        """The last set published is that of a replay at this `now`, but for the measures of what still runs.

        Those are said again ten minutes after they were said, or after they began to differ, where they began to run later.
        """
        replayed = standing(self.replay, now)
        assert at_once(self.findings) == at_once(replayed)
        if self.findings != replayed:
            assert self._said_lately(now)

    def _said_lately(self, now: int) -> bool:
        return all(now - max(at, self.true_at) < RESTATE_MS for at in self.said_at.values())


def at_once(findings: Iterable[Finding]) -> dict[str, Any]:
    """The part of each finding, by id, that has to be published at once."""
    return {finding.finding_id: _at_once(finding) for finding in findings}


def _at_once(finding: Finding) -> Any:
    if finding.ends_at is not None:
        # what has ended by one law may run on by the other: from then on both are named, and the high figures differ
        unread = any(value.status == "unread" for value in finding.law)
        return finding.model_dump(exclude=MOVING | {"reasons", "law", "summary"} if unread else MOVING)
    due = finding.due_at if finding.kind is Kind.WARNING else None
    return finding.rule, finding.kind, finding.scope, finding.severity, due


def by_row_or_events(finding: Finding) -> dict[str, Any]:
    """The part of a finding about pay that is the same by the events of its day and by its row alone: all but what it lists."""
    plain = finding.model_dump(exclude={"evidence", "evidence_rest"} if finding.pay else None)
    for hours in filter(None, (plain.get("pay"), (plain.get("pay") or {}).get("other"))):
        hours["pieces"] = None
    return plain

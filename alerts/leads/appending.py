"""Appends entries in memory: numbers entries and leads without gaps, chains the entries, and folds the leads.

Pure: it starts from a head and ends with a new one; the caller stores entries, leads and head in one transaction.
"""

from alerts.leads.cause import Cause
from alerts.leads.chain import sealed
from alerts.leads.figures import DecidedFigures
from alerts.leads.finding import LeadFinding
from alerts.leads.handling import DECISIONS, Action
from alerts.leads.lead import Change, Lead, LogEntry, LogHead, fold


class LogAppender:
    """A cursor at the end of the log, and therefore mutable; used for one transaction.

    `recorded_at` (ms) never runs backwards along the log: an earlier one is raised to the head's. So the state of the
    ledger at an instant is the fold up to the first later entry, even where two writers' clocks differ.
    """

    def __init__(self, head: LogHead, recorded_at: int) -> None:
        self.head = LogHead(head.sequence, head.hash, head.leads, max(recorded_at, head.recorded_at))
        self.entries: list[LogEntry] = []
        self.leads: dict[int, Lead] = {}

    def raise_lead(
        self, finding: LeadFinding, split_from: int | None, version: str, cause: Cause | None = None
    ) -> Lead:
        """Append a new lead with the next number."""
        self.head = LogHead(self.head.sequence, self.head.hash, self.head.leads + 1, self.head.recorded_at)
        return self._append(
            None, self.head.leads, Change.RAISED, finding, other=split_from, version=version, cause=cause
        )

    def change(
        self,
        lead: Lead,
        change: Change,
        version: str,
        *,
        finding: LeadFinding | None = None,
        other: int | None = None,
        cause: Cause | None = None,
    ) -> Lead:
        """Append a step of a standing set."""
        return self._append(lead, lead.number, change, finding, other=other, version=version, cause=cause)

    def act(self, lead: Lead, action: Action, actor: str, reason: str | None, assignee: str | None) -> Lead:
        """Append a step of a person; the caller has checked that it is legal. A decision is about the figures of the lead."""
        figures = DecidedFigures.of(lead.finding).text if action in DECISIONS else None
        return self._append(
            lead, lead.number, action, None, actor=actor, reason=reason, assignee=assignee, figures=figures
        )

    def _append(
        self,
        lead: Lead | None,
        number: int,
        change: Change | Action,
        finding: LeadFinding | None,
        *,
        other: int | None = None,
        actor: str | None = None,
        assignee: str | None = None,
        reason: str | None = None,
        version: str | None = None,
        figures: str | None = None,
        cause: Cause | None = None,
    ) -> Lead:
        head = self.head
        entry = sealed(
            LogEntry(
                sequence=head.sequence + 1,
                lead=number,
                change=change,
                finding=None if finding is None else finding.text,
                other=other,
                actor=actor,
                assignee=assignee,
                reason=reason,
                recorded_at=head.recorded_at,
                version=version,
                previous=head.hash,
                hash="",
                figures=figures,
                cause=None if cause is None else cause.text,
            )
        )
        self.head = LogHead(entry.sequence, entry.hash, head.leads, head.recorded_at)
        self.entries.append(entry)
        self.leads[number] = after = fold(lead, entry, finding)
        return after

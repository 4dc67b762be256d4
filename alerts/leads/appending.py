"""Writes entries in memory: gives sequence numbers and lead numbers without gaps, chains, and folds leads along.

Pure: it starts from a head and ends with a new one; whoever holds it stores entries, leads and head in one transaction.
"""

from alerts.leads.chain import sealed
from alerts.leads.finding import LeadFinding
from alerts.leads.handling import Action
from alerts.leads.lead import Change, Lead, LogEntry, LogHead, fold


class LogAppender:
    """Mutable, since it is a cursor; used once and thrown away.

    `recorded_at` (ms) never runs backwards along the log: an earlier one is raised to the head's. So what the ledger
    said at an instant is what stands before the first later entry, even where two writers' clocks differ.
    """

    def __init__(self, head: LogHead, recorded_at: int) -> None:
        self.head = LogHead(head.sequence, head.hash, head.leads, max(recorded_at, head.recorded_at))
        self.entries: list[LogEntry] = []
        self.leads: dict[int, Lead] = {}

    def raise_lead(self, said: LeadFinding, split_from: int | None, version: str) -> Lead:
        """A new lead with the next number."""
        self.head = LogHead(self.head.sequence, self.head.hash, self.head.leads + 1, self.head.recorded_at)
        return self._write(None, self.head.leads, Change.RAISED, said, other=split_from, version=version)

    def change(
        self, lead: Lead, change: Change, version: str, *, said: LeadFinding | None = None, other: int | None = None
    ) -> Lead:
        """What a standing set does to a lead."""
        return self._write(lead, lead.number, change, said, other=other, version=version)

    def act(self, lead: Lead, action: Action, actor: str, reason: str | None, assignee: str | None) -> Lead:
        """What a person does with a lead; the caller has checked that it is legal."""
        return self._write(lead, lead.number, action, None, actor=actor, reason=reason, assignee=assignee)

    def _write(
        self,
        lead: Lead | None,
        number: int,
        change: Change | Action,
        said: LeadFinding | None,
        *,
        other: int | None = None,
        actor: str | None = None,
        assignee: str | None = None,
        reason: str | None = None,
        version: str | None = None,
    ) -> Lead:
        head = self.head
        entry = sealed(
            LogEntry(
                sequence=head.sequence + 1,
                lead=number,
                change=change,
                finding=None if said is None else said.text,
                other=other,
                actor=actor,
                assignee=assignee,
                reason=reason,
                recorded_at=head.recorded_at,
                version=version,
                previous=head.hash,
                hash="",
            )
        )
        self.head = LogHead(entry.sequence, entry.hash, head.leads, head.recorded_at)
        self.entries.append(entry)
        self.leads[number] = after = fold(lead, entry, said)
        return after

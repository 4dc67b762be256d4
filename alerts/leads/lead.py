"""A lead, an entry of its log, and how entries make a lead: the one place where state follows from history.

Writing, reading as of an instant, and verifying all fold the same entries with the same function.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from alerts.errors import DamagedLogError
from alerts.leads.finding import LeadFinding
from alerts.leads.handling import TRANSITIONS, Action, Handling


class Standing(StrEnum):
    """Whether the stream still says it. A superseded lead was merged into an older one and never comes back."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class Change(StrEnum):
    """What the system does to a lead. What people do is an `Action`."""

    RAISED = "raised"
    AMENDED = "amended"
    WITHDRAWN = "withdrawn"
    REINSTATED = "reinstated"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class LogHead:
    """The newest link of the chain: its sequence number and hash, how many leads there are, when we last wrote (ms)."""

    sequence: int
    hash: str
    leads: int
    recorded_at: int


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One row of the log. `finding` is its canonical text at that time, null where nothing new was said.

    `other` is the survivor of a superseded lead and the origin of one that was split off. `recorded_at` is when we
    knew, in ms. `version` is that of the standing set, null where a person acted. `hash` covers all the rest.
    """

    sequence: int
    lead: int
    change: Change | Action
    finding: str | None
    other: int | None
    actor: str | None
    assignee: str | None
    reason: str | None
    recorded_at: int
    version: str | None
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Lead:
    """What the ledger says of a lead. `sequence` is its latest log entry; instants in ms, when we knew.

    `said` stays the last thing said when a lead is withdrawn or superseded.
    """

    number: int
    said: LeadFinding
    standing: Standing
    handling: Handling
    assignee: str | None
    superseded_by: int | None
    split_from: int | None
    raised_at: int
    changed_at: int
    sequence: int


def fold(lead: Lead | None, entry: LogEntry, said: LeadFinding | None = None) -> Lead:
    """The lead after the entry. `said` spares reading `entry.finding` again where the caller has it at hand.

    `DamagedLogError` when the entry cannot follow, which only a damaged log can bring about.
    """
    if said is None and entry.finding is not None:
        said = LeadFinding.parse(entry.finding)
    if lead is None:
        if entry.change is not Change.RAISED or said is None:
            raise DamagedLogError(
                f"entry {entry.sequence}: lead {entry.lead} begins with {entry.change}, not with raised"
            )
        return _born(entry, said)
    if entry.change is Change.RAISED:
        raise DamagedLogError(f"entry {entry.sequence}: lead {entry.lead} is raised a second time")
    lead = replace(lead, said=said or lead.said, changed_at=entry.recorded_at, sequence=entry.sequence)
    if isinstance(entry.change, Action):
        return _handled(lead, entry, entry.change)
    return _moved(lead, entry, entry.change)


def _born(entry: LogEntry, said: LeadFinding) -> Lead:
    return Lead(
        number=entry.lead,
        said=said,
        standing=Standing.STANDING,
        handling=Handling.NEW,
        assignee=None,
        superseded_by=None,
        split_from=entry.other,
        raised_at=entry.recorded_at,
        changed_at=entry.recorded_at,
        sequence=entry.sequence,
    )


def _moved(lead: Lead, entry: LogEntry, change: Change) -> Lead:
    if change is Change.SUPERSEDED:
        return replace(lead, standing=Standing.SUPERSEDED, superseded_by=entry.other)
    return replace(lead, standing=Standing.WITHDRAWN if change is Change.WITHDRAWN else Standing.STANDING)


def _handled(lead: Lead, entry: LogEntry, action: Action) -> Lead:
    assignee = entry.assignee if action is Action.ASSIGN else lead.assignee
    return replace(lead, handling=TRANSITIONS[action].after, assignee=assignee)

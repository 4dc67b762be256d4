"""A lead, an entry of its log, and the fold from entries to a lead: the one place where state follows from history.

Writing, reading as of an instant, verifying and rebuilding all fold the same entries with the same function.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from alerts.errors import DamagedLogError
from alerts.leads.cause import is_after_the_fact
from alerts.leads.figures import DecidedFigures
from alerts.leads.finding import LeadFinding
from alerts.leads.handling import DECISIONS, TRANSITIONS, Action, Handling


class Standing(StrEnum):
    """The state of a lead by the latest standing set. A superseded lead was merged into an older one and never comes back."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class Change(StrEnum):
    """A step that a standing set takes with a lead. The steps of people are `Action`."""

    RAISED = "raised"
    AMENDED = "amended"
    WITHDRAWN = "withdrawn"
    REINSTATED = "reinstated"
    SUPERSEDED = "superseded"
    OVERLAPPED = "overlapped"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class LogHead:
    """The newest link of the chain: its sequence number and hash, the number of leads, the instant of the last write (ms)."""

    sequence: int
    hash: str
    leads: int
    recorded_at: int


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One row of the log. `finding` is its canonical text at that time, null where the entry changes none.

    `other` is the survivor of a superseded lead, the lead that has the finding of an overlapped one, and the origin of one that
    was split off. `recorded_at` is the instant of the write, in ms. `version` is that of the standing set, null where a person
    acted. `hash` covers all the rest. `figures`: what a decision was about, as `DecidedFigures` writes it. `cause`: why a
    standing set made the step, as `Cause` writes it. Rows of the first release have neither.
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
    figures: str | None = None
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """The present state of a lead. `sequence` is its latest log entry; `raised_at` and `changed_at` are of writes, in ms.

    `finding` stays the last one published when a lead is withdrawn, superseded or overlapped. `decided`: the figures that the
    decision that holds was about, null where nobody has decided. `beside`: the lead that has the finding which covers this one,
    while this one stays open, since somebody is at work on it. `corrected_at`: when it was last withdrawn or lowered by what
    arrived more than an hour after the fact, null where it never was.
    """

    number: int
    finding: LeadFinding
    standing: Standing
    handling: Handling
    assignee: str | None
    superseded_by: int | None
    split_from: int | None
    raised_at: int
    changed_at: int
    sequence: int
    decided: str | None = None
    beside: int | None = None
    corrected_at: int | None = None


def fold(lead: Lead | None, entry: LogEntry, finding: LeadFinding | None = None) -> Lead:
    """The lead after the entry. `finding` spares parsing `entry.finding` again where the caller has it at hand.

    `DamagedLogError` when the entry cannot follow, which only a damaged log can bring about.
    """
    if finding is None and entry.finding is not None:
        finding = LeadFinding.parse(entry.finding)
    if lead is None:
        if entry.change is not Change.RAISED or finding is None:
            raise DamagedLogError(
                f"entry {entry.sequence}: lead {entry.lead} begins with {entry.change}, not with raised"
            )
        return _raised(entry, finding)
    if entry.change is Change.RAISED:
        raise DamagedLogError(f"entry {entry.sequence}: lead {entry.lead} is raised a second time")
    lead = replace(lead, finding=finding or lead.finding, changed_at=entry.recorded_at, sequence=entry.sequence)
    if isinstance(entry.change, Action):
        return _with_handling(lead, entry, entry.change)
    return _with_standing(lead, entry, entry.change)


def _raised(entry: LogEntry, finding: LeadFinding) -> Lead:
    return Lead(
        number=entry.lead,
        finding=finding,
        standing=Standing.STANDING,
        handling=Handling.NEW,
        assignee=None,
        superseded_by=None,
        split_from=entry.other,
        raised_at=entry.recorded_at,
        changed_at=entry.recorded_at,
        sequence=entry.sequence,
    )


def _with_standing(lead: Lead, entry: LogEntry, change: Change) -> Lead:
    if change is Change.REOPENED:
        return replace(lead, handling=Handling.ASSIGNED if lead.assignee else Handling.NEW, decided=None)
    if change is Change.SUPERSEDED:
        return replace(lead, standing=Standing.SUPERSEDED, superseded_by=entry.other, beside=None)
    if change is Change.OVERLAPPED:
        return replace(lead, standing=Standing.STANDING, beside=entry.other)
    standing = Standing.WITHDRAWN if change is Change.WITHDRAWN else Standing.STANDING
    corrected_at = entry.recorded_at if is_after_the_fact(entry.cause) else lead.corrected_at
    return replace(lead, standing=standing, beside=None, corrected_at=corrected_at)


def _with_handling(lead: Lead, entry: LogEntry, action: Action) -> Lead:
    """The lead after a person's step. A decision of the first release is about the finding that the lead had then."""
    assignee = entry.assignee if action is Action.ASSIGN else lead.assignee
    decided = (entry.figures or DecidedFigures.of(lead.finding).text) if action in DECISIONS else None
    return replace(lead, handling=TRANSITIONS[action].after, assignee=assignee, decided=decided)

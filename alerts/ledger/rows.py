"""Converts between rows of the tables and the types of `alerts.leads`. Decides nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import RowMapping

from alerts.errors import DamagedLogError
from alerts.leads.finding import LeadFinding
from alerts.leads.handling import Action, Handling
from alerts.leads.lead import Change, Lead, LogEntry, Standing

_ENTRY = tuple(field.name for field in fields(LogEntry))
_FINDING = tuple(field.name for field in fields(LeadFinding) if field.name != "text")
_CHANGES: Mapping[str, Change | Action] = {str(one): one for one in (*Change, *Action)}
_STANDINGS = {str(one): one for one in Standing}
_HANDLINGS = {str(one): one for one in Handling}


def row_of_entry(entry: LogEntry) -> dict[str, Any]:
    """The columns of `lead_log` for an entry."""
    row = {name: getattr(entry, name) for name in _ENTRY}
    row["change"] = entry.change.value
    return row


def entry_of_row(columns: RowMapping) -> LogEntry:
    """The entry of a whole row of `lead_log`. `DamagedLogError` when `change` is none that the ledger writes."""
    change = columns["change"]
    if change not in _CHANGES:
        raise DamagedLogError(f"entry {columns['sequence']}: {change!r} is no change that the ledger knows")
    return LogEntry(**{**columns, "change": _CHANGES[change]})


def row_of_lead(lead: Lead) -> dict[str, Any]:
    """The columns of `leads` for a lead."""
    finding = lead.finding
    row = {name: getattr(finding, name) for name in _FINDING}
    row.update(
        number=lead.number,
        until=finding.until,
        finding=finding.text,
        standing=lead.standing.value,
        handling=lead.handling.value,
        assignee=lead.assignee,
        superseded_by=lead.superseded_by,
        split_from=lead.split_from,
        raised_at=lead.raised_at,
        changed_at=lead.changed_at,
        sequence=lead.sequence,
        decided=lead.decided,
        beside=lead.beside,
        corrected_at=lead.corrected_at,
    )
    return row


def lead_of_row(columns: RowMapping) -> Lead:
    """The lead of a whole row of `leads`."""
    return Lead(
        number=columns["number"],
        finding=LeadFinding(text=columns["finding"], **{name: columns[name] for name in _FINDING}),
        standing=_STANDINGS[columns["standing"]],
        handling=_HANDLINGS[columns["handling"]],
        assignee=columns["assignee"],
        superseded_by=columns["superseded_by"],
        split_from=columns["split_from"],
        raised_at=columns["raised_at"],
        changed_at=columns["changed_at"],
        sequence=columns["sequence"],
        decided=columns["decided"],
        beside=columns["beside"],
        corrected_at=columns["corrected_at"],
    )


def differences(lead: Lead, columns: RowMapping) -> Iterator[tuple[str, Any, Any]]:
    """Each column of a row of `leads` that is not what the lead makes it: its name, the stored value, the lead's."""
    for name, value in row_of_lead(lead).items():
        if columns[name] != value:
            yield name, columns[name], value

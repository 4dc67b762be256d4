"""Leads and their log entries as JSON under the names of the contract, and the changes from one entry to the next."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from pydantic import ValidationError

from alerts.leads import Lead, LogEntry
from alerts.leads.standing_set import parse_version
from schemas.findings.finding import Finding
from schemas.instants import Ms, from_rfc3339, rfc3339
from streams.cli.output import Unusable
from streams.cli.wording import local, quantity

_INSTANTS = ("starts_at", "ends_at", "due_at")
_MEASURES = ("measured", "measured_low", "measured_high", "limit")
_NOT_LISTED = (
    "summary",
    "evidence",
    "law",
    "finding_id",
    "platforms",
    "second_opinion",
    "measured",
    "pace",
    "red",
    "arrival",
    "evidence_rest",
    "law_digest",
    "release",
    "pay",
    "rest",
    "dispatch",
    "under_red",
)
"""Fields left out of a line of changes: they follow from the rest, or are too long for it."""


def finding_in(lead: Lead) -> Finding:
    """The latest finding of the lead. `Unusable` where the ledger's text of it cannot be read."""
    return _finding(lead.number, lead.finding.text)


def json_of(lead: Lead) -> dict[str, Any]:
    """The lead as JSON; instants are RFC 3339 in UTC."""
    return {
        "lead": lead.number,
        "standing": lead.standing.value,
        "handling": lead.handling.value,
        "assignee": lead.assignee,
        "superseded_by": lead.superseded_by,
        "split_from": lead.split_from,
        "beside": lead.beside,
        "decided": _plain(lead.decided),
        "corrected_at": _instant(lead.corrected_at),
        "raised_at": rfc3339(lead.raised_at),
        "changed_at": rfc3339(lead.changed_at),
        "finding": finding_in(lead).model_dump(mode="json"),
    }


def entry_json(entry: LogEntry) -> dict[str, Any]:
    """An entry of the log as JSON."""
    return {
        "sequence": entry.sequence,
        "recorded_at": rfc3339(entry.recorded_at),
        "judged_at": _instant(judged_at(entry)),
        "change": entry.change.value,
        "actor": entry.actor,
        "assignee": entry.assignee,
        "reason": entry.reason,
        "other": entry.other,
        "figures": _plain(entry.figures),
        "cause": _plain(entry.cause),
        "finding": None if entry.finding is None else _finding(entry.lead, entry.finding).model_dump(mode="json"),
    }


def judged_at(entry: LogEntry) -> Ms | None:
    """The `now` of the judgement that an entry comes from, a withdrawal too; None of a step of a person."""
    return None if entry.version is None else parse_version(entry.version)[2]


def changes(before: Finding | None, after: Finding) -> list[str]:
    """The differences between two findings of a lead, each in a few words; of the first finding its kind and interval."""
    old = {} if before is None else before.model_dump(mode="json")
    return list(_differences(old, after.model_dump(mode="json"), after.unit))


def _differences(old: Mapping[str, Any], new: Mapping[str, Any], unit: str) -> Iterator[str]:
    if not old:
        end = _shown("ends_at", new["ends_at"], unit)
        yield f"{new['kind']} from {_shown('starts_at', new['starts_at'], unit)} to {end}"
        return
    for name, value in new.items():
        if old.get(name) == value or name in _NOT_LISTED:
            continue
        yield f"{name}: {_shown(name, old.get(name), unit)} -> {_shown(name, value, unit)}"
    if old.get("evidence") != new["evidence"]:
        yield "evidence changed"
    if old.get("law") != new["law"]:
        yield "other law values used"
    if any(old.get(name) != new.get(name) for name in ("pace", "red", "pay", "rest", "dispatch", "under_red")):
        yield "figures changed"


def _shown(name: str, value: Any, unit: str) -> str:
    if name in _INSTANTS:
        return ("still running" if name == "ends_at" else "none") if value is None else local(from_rfc3339(value))
    if name in _MEASURES:
        return quantity(value, unit) or "none"
    if isinstance(value, list):
        return ", ".join(value) or "none"
    return "none" if value is None else str(value)


def _instant(at: Ms | None) -> str | None:
    return None if at is None else rfc3339(at)


def _plain(text: str | None) -> Any:
    """The JSON that a column of the log or of a lead holds."""
    return None if text is None else orjson.loads(text)


def _finding(number: int, text: str) -> Finding:
    try:
        return Finding.model_validate_json(text)
    except ValidationError as error:
        raise Unusable(
            f"the finding of lead {number} cannot be read; `shiftwarden audit verify` checks whether it was edited"
        ) from error

"""The chain: the columns of a row of `lead_log` that its hash covers, and how. Anyone can recompute it from them.

A hash is SHA-256, as 64 hex digits, over the JSON (UTF-8, sorted keys, no blanks) of all other columns of the row by
name, `previous` included. The first row's `previous` is 64 zeros.

A column that a later release adds is in the JSON where it has a value, and left out where it is null. So the hashes of
older rows stay what they are, while nobody can give such a row a value, or take one away, unseen.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, replace

from alerts.leads.finding import canonical
from alerts.leads.lead import LogEntry

GENESIS = "0" * 64
"""The `previous` of the first entry."""

_FIRST = (
    "sequence",
    "lead",
    "change",
    "finding",
    "other",
    "actor",
    "assignee",
    "reason",
    "recorded_at",
    "version",
    "previous",
)
"""The columns of the first release, covered with or without a value. Add none: rows that lack it would have other hashes."""

_LATER = tuple(field.name for field in fields(LogEntry) if field.name not in {*_FIRST, "hash"})


def hash_of(columns: Mapping[str, object]) -> str:
    """The hash that an entry of these columns must have, whatever hash it carries."""
    covered = {name: columns[name] for name in _FIRST}
    covered.update((name, columns[name]) for name in _LATER if columns.get(name) is not None)
    return hashlib.sha256(canonical(covered).encode()).hexdigest()


def sealed(entry: LogEntry) -> LogEntry:
    """The entry with its hash filled in."""
    return replace(entry, hash=hash_of({name: getattr(entry, name) for name in (*_FIRST, *_LATER)}))

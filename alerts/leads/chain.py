"""The chain: what an entry's hash is made of. Anyone can recompute it from the columns of `lead_log`.

A hash is SHA-256, as 64 hex digits, over the JSON (UTF-8, sorted keys, no blanks) of all other columns of the row by
name, `previous` included. The first row's `previous` is 64 zeros.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, replace

from alerts.leads.lead import LogEntry
from alerts.leads.said import canonical

GENESIS = "0" * 64
"""What stands before the first entry."""

_COVERED = tuple(field.name for field in fields(LogEntry) if field.name != "hash")


def hash_of(columns: Mapping[str, object]) -> str:
    """The hash that an entry of these columns must have, whatever hash it carries."""
    return hashlib.sha256(canonical({name: columns[name] for name in _COVERED}).encode()).hexdigest()


def sealed(entry: LogEntry) -> LogEntry:
    """The entry with its hash filled in."""
    return replace(entry, hash=hash_of({name: getattr(entry, name) for name in _COVERED}))

"""The instant at which the ledger received a breach."""

import json
from collections.abc import Iterator

from alerts.ledger import Ledger


def raised(ledger: Ledger) -> dict[str, int]:
    """By subject, when its first lead of a breach was recorded (ms)."""
    found: dict[str, int] = {}
    for subject, recorded_at in _breaches(ledger):
        found.setdefault(subject, recorded_at)
    return found


def _breaches(ledger: Ledger) -> Iterator[tuple[str, int]]:
    after = 0
    while entries := ledger.changes(after):
        for entry in entries:
            after = entry.sequence
            if entry.finding is not None:
                finding = json.loads(entry.finding)
                if finding["kind"] == "breach":
                    yield finding["subject"], entry.recorded_at

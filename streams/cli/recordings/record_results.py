"""Records what a replay found in a ledger, where one is named, and says what that changed."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from schemas.findings.finding import StandingSet
from streams.cli.output import print_status

if TYPE_CHECKING:
    from alerts.ledger import Ledger

Record = Callable[[Sequence[StandingSet]], None]

_AT_ONCE = 1000
"""Standing sets of one transaction."""


@contextmanager
def maybe_ledger(url: str | None) -> Iterator[Record]:
    """Opens the ledger before anything is read, so that a wrong address is said at once; without one, records nothing."""
    if url is None:
        yield lambda _sets: None
        return
    from streams.cli.leads.ledger_option import opened  # noqa: PLC0415 - SQL is loaded only by those who use it

    with opened(url) as ledger:
        yield lambda sets: _record(ledger, sets)


def _record(ledger: "Ledger", sets: Sequence[StandingSet]) -> None:
    changes: Counter[str] = Counter()
    stale = 0
    for start in range(0, len(sets), _AT_ONCE):
        outcome = ledger.apply(sets[start : start + _AT_ONCE])
        changes.update(str(entry.change) for entry in outcome.entries)
        stale += outcome.stale
    said = ", ".join(f"{count:,} leads {change}" for change, count in changes.items()) or "nothing new"
    newer = f"; of {stale:,} subjects it has this or a later word, which stays" if stale else ""
    print_status(f"recorded in the ledger: {said}{newer}")

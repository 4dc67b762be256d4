"""Records the standing sets of a replay in a ledger, where one is named, and prints what that changed."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from schemas.findings.finding import StandingSet
from streams.cli.output import print_status
from streams.cli.wording import number_of

if TYPE_CHECKING:
    from alerts.ledger import Ledger

Record = Callable[[Sequence[StandingSet]], None]

_AT_ONCE = 1000
"""Standing sets of one transaction, so that none holds the ledger's lock for the whole of a long replay."""


@contextmanager
def maybe_ledger(url: str | None) -> Iterator[Record]:
    """Open the ledger before anything is read, so that a wrong address fails at once; without one, nothing is recorded."""
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
    made = ", ".join(f"{number_of(count, 'lead')} {change}" for change, count in changes.items()) or "nothing new"
    newer = (
        f"; unchanged for {number_of(stale, 'subject')}: the ledger has this version or a later one" if stale else ""
    )
    print_status(f"recorded in the ledger: {made}{newer}")

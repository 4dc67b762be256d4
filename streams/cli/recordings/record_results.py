"""Records the standing sets of a replay in a ledger, where one is named, and prints what that changed.

Leads that the sets would withdraw or lower are shown first, and are left unless the user allows it.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import click

from schemas.findings.finding import Finding, StandingSet
from streams.cli.output import print_status
from streams.cli.recordings.unproven import extent_of, unproven
from streams.cli.wording import number_of
from streams.law.table import Law
from streams.tools.replay.result import ReplayResult

if TYPE_CHECKING:
    from alerts.leads import LeftLead
    from alerts.ledger import Ledger

Record = Callable[[ReplayResult], bool]
"""Records what stands; false where leads were left that would be withdrawn or lowered."""

_AT_ONCE: Final = 1000
"""Standing sets of one transaction, so that none holds the ledger's lock for the whole of a long replay."""
_NAMED: Final = 10
"""The most leads whose numbers are named in one line."""


@contextmanager
def maybe_ledger(url: str | None, law: Law, *, withdraw: bool, may_ask: bool) -> Iterator[Record]:
    """Open the ledger before anything is read, so that a wrong address fails at once; without one, nothing is recorded.

    `withdraw`: leads may be withdrawn and lowered. `may_ask`: whether they may be is asked for on a terminal.
    """
    if url is None:
        yield lambda _: True
        return
    from streams.cli.ledger_option import opened  # noqa: PLC0415 - SQL is loaded only by those who use it

    may_ask = may_ask and sys.stdin.isatty() and sys.stderr.isatty()
    with opened(url) as ledger:
        ledger.hold_law(law.text)
        yield lambda outcome: _record(ledger, outcome, withdraw=withdraw, may_ask=may_ask)


@dataclass(slots=True)
class _Recorded:
    """The changes that recording made, and the leads that were left. Mutable: it adds up."""

    changes: Counter[str] = field(default_factory=Counter)
    stale: int = 0
    left: list["LeftLead"] = field(default_factory=list)

    def add(self, ledger: "Ledger", sets: Sequence[StandingSet], outcome: ReplayResult, *, lowers: bool) -> None:
        """Record sets."""
        self.left = []
        extent = extent_of(outcome, lowers=lowers)
        for start in range(0, len(sets), _AT_ONCE):
            applied = ledger.apply(sets[start : start + _AT_ONCE], extent=extent)
            self.changes.update(str(entry.change) for entry in applied.entries)
            self.stale += applied.stale
            self.left += applied.left


def _record(ledger: "Ledger", outcome: ReplayResult, *, withdraw: bool, may_ask: bool) -> bool:
    recorded = _Recorded()
    recorded.add(ledger, outcome.sets(), outcome, lowers=False)
    lowered = [each for each in recorded.left if each.covered]
    if lowered:
        _show(lowered)
        withdraw = withdraw or (may_ask and click.confirm("Withdraw and lower them?", err=True))
    if lowered and withdraw:
        gone = [Finding.model_validate_json(each.lead.finding.text) for each in lowered]
        recorded.add(ledger, outcome.sets_without(gone), outcome, lowers=True)
    _print_changes(recorded)
    beyond = [each for each in recorded.left if not each.covered]
    if beyond:
        print_status(
            f"left as they are: {_numbers(beyond)}, which these files contradict and do not cover: their evidence lies beyond "
            "the files' time, platforms or kinds"
        )
    if unpaid := unproven(outcome):
        print_status(
            f"not recorded: {number_of(len(unpaid), 'day')} without reported pay, of whose platform and time these files have no"
            " pay records"
        )
    if lowered and not withdraw:
        print_status(f"left as they are: {_numbers(lowered)}, shown above; --withdraw withdraws and lowers them")
    return withdraw or not lowered


def _show(lowered: Sequence["LeftLead"]) -> None:
    from streams.cli.leads.lowered import sentence_of  # noqa: PLC0415 - as above

    print_status(f"these files would withdraw or lower {number_of(len(lowered), 'lead')} of the ledger:")
    for each in lowered:
        print_status(f"  {sentence_of(each)}")


def _print_changes(recorded: _Recorded) -> None:
    made = ", ".join(f"{number_of(count, 'lead')} {change}" for change, count in recorded.changes.items())
    stale = recorded.stale
    later = (
        f"; unchanged for {number_of(stale, 'subject')}, of which a live worker or a replay at a later instant recorded"
        if stale
        else ""
    )
    print_status(f"recorded in the ledger: {made or 'nothing new'}{later}")


def _numbers(left: Sequence["LeftLead"]) -> str:
    """The leads by number, the first of many."""
    shown = ", ".join(str(each.lead.number) for each in left[:_NAMED])
    more = f" and {len(left) - _NAMED:,} more" if len(left) > _NAMED else ""
    return f"{'lead' if len(left) == 1 else 'leads'} {shown}{more}"

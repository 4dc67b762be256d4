"""`shiftwarden audit`: check that nothing in the ledger was edited."""

import re
import sys

import click

from alerts.leads import LogHead
from alerts.ledger import Discrepancy
from streams.cli.ledger_option import ledger_option, opened
from streams.cli.options import example
from streams.cli.output import harmless, print_line
from streams.cli.wording import number_of


@click.group(epilog=example("shiftwarden audit verify --ledger sqlite:///shiftwarden.db"))
def audit() -> None:
    """Check that the ledger was not edited."""


@audit.command(epilog=example("shiftwarden audit verify --kept 1204:9f2c…"))
@ledger_option
@click.option("--kept", metavar="N:HASH", help="A head that an earlier run printed and that was kept elsewhere.")
def verify(url: str, kept: str | None) -> None:
    """Check each entry of the log against the chain, and each lead against its log; print the head, which seals all.

    Exit status 1 where something is wrong. Keep the head where the database's owner cannot write, and give it to a
    later run: only so can it be seen that the whole chain was not rewritten.
    """
    earlier = None if kept is None else _head(kept)
    with opened(url) as ledger:
        faults = ledger.verify(earlier)
        head = ledger.head()
    for fault in faults:
        print_line(harmless(f"{_place(fault)}: {fault.differs}"))
    if faults and all(fault.in_table for fault in faults):
        print_line("the log is whole; `shiftwarden ledger rebuild` makes the table of leads anew from it")
    print_line(f"head {head.sequence}:{head.hash}")
    found = number_of(len(faults), "problem") if faults else "nothing wrong"
    print_line(f"{number_of(head.sequence, 'entry', 'entries')} about {number_of(head.leads, 'lead')}: {found}")
    sys.exit(1 if faults else 0)


def _head(kept: str) -> LogHead:
    form = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", kept, re.ASCII)
    if form is None:
        allowed = "a head as `audit verify` prints it: the number of an entry, a colon, 64 hex digits"
        raise click.BadParameter(f"given {kept!r}; allowed: {allowed}", param_hint="--kept")
    return LogHead(int(form[1]), form[2], 0, 0)


def _place(fault: Discrepancy) -> str:
    entry = None if fault.sequence is None else f"entry {fault.sequence}"
    lead = None if fault.lead is None else f"lead {fault.lead}"
    return ", ".join(each for each in (entry, lead) if each) or "ledger"

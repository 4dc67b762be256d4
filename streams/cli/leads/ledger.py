"""`shiftwarden ledger`: make or upgrade the tables of the ledger, make the table of leads anew from the log."""

from collections.abc import Iterator

import click

from alerts.ledger import Rebuilt
from alerts.ledger import upgrade as bring_up_to_date
from streams.cli.ledger_option import ledger_errors_shown, ledger_option, opened, text_of
from streams.cli.options import example
from streams.cli.output import print_line, print_table
from streams.cli.wording import local


@click.group(
    epilog=example(
        "shiftwarden ledger upgrade --ledger sqlite:///shiftwarden.db",
        "shiftwarden ledger rebuild --ledger sqlite:///shiftwarden.db",
    )
)
def ledger() -> None:
    """Make or upgrade the ledger's tables; make the table of leads anew from the log."""


@ledger.command(epilog=example("shiftwarden ledger upgrade --ledger sqlite:///shiftwarden.db"))
@ledger_option
def upgrade(url: str) -> None:
    """Make the tables, or bring them up to this release; done again, it does nothing. On PostgreSQL run it as the owner.

    Where that changes what a lead's row holds, the rows are made anew from the log, in the same transaction.
    """
    with ledger_errors_shown():
        rebuilt = bring_up_to_date(url)
    if not rebuilt.unchanged:
        print_line(_summary(rebuilt))
    print_line("the ledger's tables are those of this release")


@ledger.command(epilog=example("shiftwarden ledger rebuild --ledger sqlite:///shiftwarden.db"))
@ledger_option
def rebuild(url: str) -> None:
    """Make the table of leads anew from the log, where it differs from it. On PostgreSQL run it as the owner.

    Only from a log whose chain verifies, and in one transaction: whoever reads sees the rows of before or those of
    after. Exit status 2 where nothing differs or the log cannot be trusted, and then nothing was written.
    """
    with opened(url) as ledger:
        rebuilt = ledger.rebuild()
    print_line(_summary(rebuilt))


@ledger.command(epilog=example("shiftwarden ledger law 3f9a02", "shiftwarden ledger law"))
@ledger_option
@click.argument("digest", required=False)
def law(url: str, digest: str | None) -> None:
    """Print the law by which a finding was judged, by its digest or its first digits; without one, list the laws.

    A line of JSON for each entry of the law. The SHA-256 of what is printed is the digest.
    """
    with opened(url) as ledger:
        if digest is None:
            rows = [(one.digest, local(one.recorded_at), "yes" if one.text else "no") for one in ledger.laws()]
            print_table(("law", "first recorded", "text at hand"), rows)
            return
        found = ledger.law(digest)
    click.echo(text_of(found), nl=False)


def _summary(rebuilt: Rebuilt) -> str:
    return "; ".join(("made anew from the log", *_parts(rebuilt), f"leads now: {rebuilt.leads:,}"))


def _parts(rebuilt: Rebuilt) -> Iterator[str]:
    if rebuilt.changed:
        columns = ", ".join(f"{name}: {n:,}" for name, n in rebuilt.columns.items())
        yield f"rows that differed: {rebuilt.changed:,} ({columns})"
    if rebuilt.added:
        yield f"rows that were missing: {rebuilt.added:,}"
    if rebuilt.removed:
        yield f"rows of no lead, removed: {rebuilt.removed:,}"

"""`shiftwarden ledger`: make or upgrade the tables of the ledger."""

import click

from streams.cli.leads.ledger_option import ledger_errors_shown, ledger_option
from streams.cli.options import example
from streams.cli.output import print_line


@click.group(epilog=example("shiftwarden ledger upgrade --ledger sqlite:///shiftwarden.db"))
def ledger() -> None:
    """Make or upgrade the ledger's tables."""


@ledger.command(epilog=example("shiftwarden ledger upgrade --ledger sqlite:///shiftwarden.db"))
@ledger_option
def upgrade(url: str) -> None:
    """Make the tables, or bring them up to this release; done again, it does nothing. On PostgreSQL run it as the owner."""
    from alerts.migrations import upgrade as bring_up_to_date  # noqa: PLC0415 - Alembic, which only this command needs

    with ledger_errors_shown():
        bring_up_to_date(url)
    print_line("the ledger's tables are those of this release")

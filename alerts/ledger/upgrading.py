"""Brings a database to the tables of this release, and the table of leads to what this release makes of the log."""

from sqlalchemy import Connection, inspect, select, text

from alerts.database.engine import open_engine
from alerts.database.unit import UnitOfWork
from alerts.ledger.rebuilding import Rebuilt, rebuild
from alerts.ledger.tables import HEAD
from alerts.migrations import run_revisions

_LOCK = 7_205_759
"""An arbitrary number, the same for all: two upgrades of one PostgreSQL database wait for each other."""


def upgrade(url: str) -> Rebuilt:
    """Create or bring up to date the ledger's tables at `url`, in one transaction. Done again, it does nothing.

    After a revision has run, leads that differ from their log are made anew: a revision that adds a column to `leads`
    does not fill it. On PostgreSQL run it as the owner (see `deploy/postgres/roles.sql`). `LedgerUnavailable` when the
    database is away; `DamagedLogError` where leads differ from a log whose chain does not verify, and then no revision
    has run either.
    """
    engine = open_engine(url)
    try:
        with UnitOfWork(engine) as unit:
            _lock(unit.connection)
            ran = run_revisions(unit.connection)
            rebuilt = rebuild(unit.connection, if_needed=True) if ran else Rebuilt()
            unit.commit()
    finally:
        engine.dispose()
    return rebuilt


def _lock(connection: Connection) -> None:
    """Take the locks of PostgreSQL; on SQLite the transaction has locked the file already.

    The head's row before any table, as every writer does: in the other order the two would wait for each other.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        if inspect(connection).has_table(HEAD.name):
            connection.execute(select(HEAD.c.sequence).with_for_update())

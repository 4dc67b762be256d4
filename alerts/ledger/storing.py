"""Executes the statements that write, each a whole batch: lock the head, append, upsert. Decides nothing.

Every writer locks the head's row first; so there is one chain, and a read after the lock sees the last writer's rows.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

from alerts.database.clock import instant
from alerts.errors import DamagedLogError
from alerts.leads.appending import LogAppender
from alerts.leads.lead import Lead, LogHead
from alerts.leads.standing_set import LedgerSet, version_text
from alerts.ledger.rows import row_of_entry, row_of_lead
from alerts.ledger.tables import HEAD, LEADS, LOG, SUBJECTS


def begin(connection: Connection, at: int | None) -> LogAppender:
    """Lock the chain's end until the transaction ends, and return an appender there. `at` in ms; None: by the database's clock.

    The clock is read after the lock is taken: the wait for it may be long.
    """
    head = lock_head(connection)
    return LogAppender(head, instant(connection) if at is None else at)


def lock_head(connection: Connection) -> LogHead:
    """Lock the head until the transaction ends, and read it. On SQLite `BEGIN IMMEDIATE` has taken the lock already."""
    return read_head(connection, lock=True)


def read_head(connection: Connection, *, lock: bool = False) -> LogHead:
    """The head as this transaction sees it. `DamagedLogError` when somebody removed it."""
    query = select(HEAD.c.sequence, HEAD.c.hash, HEAD.c.leads, HEAD.c.recorded_at)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise DamagedLogError("the head of the ledger's chain is gone; restore it from the last entry or a backup")
    return LogHead(*row)


def store(connection: Connection, log: LogAppender) -> None:
    """Write the new entries, the leads that follow from them, and the head: three statements."""
    if not log.entries:
        return
    connection.execute(insert(LOG), [row_of_entry(entry) for entry in log.entries])
    store_leads(connection, log.leads.values())
    head = log.head
    values = {"sequence": head.sequence, "hash": head.hash, "leads": head.leads, "recorded_at": head.recorded_at}
    connection.execute(update(HEAD).values(**values))


def store_leads(connection: Connection, leads: Iterable[Lead]) -> None:
    """Insert or replace the rows of these leads, the oldest first, since a lead can refer only to an older one."""
    rows = [row_of_lead(lead) for lead in sorted(leads, key=lambda lead: lead.number)]
    if rows:
        _upsert(connection, LEADS, "number", rows)


def store_subjects(connection: Connection, latest: Iterable[LedgerSet]) -> None:
    """Insert or replace the latest set of each subject."""
    rows = [
        {
            "subject": one.subject,
            "version": version_text(one.version),
            "speaks_from": one.speaks_from,
            "digest": one.digest,
        }
        for one in latest
    ]
    if rows:
        _upsert(connection, SUBJECTS, "subject", rows)


def _upsert(connection: Connection, table: Table, key: str, rows: list[dict[str, Any]]) -> None:
    connection.execute(_UPSERTS[connection.dialect.name, table.name, key], rows)


def _upsert_of(dialect: str, table: Table, key: str) -> Insert:
    new = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    others = {column.name: new.excluded[column.name] for column in table.c if column.name != key}
    return new.on_conflict_do_update(index_elements=[key], set_=others)


_UPSERTS = {
    (dialect, table.name, key): _upsert_of(dialect, table, key)
    for dialect in ("sqlite", "postgresql")
    for table, key in ((LEADS, "number"), (SUBJECTS, "subject"))
}
"""Made once: building a statement of 22 columns costs more than running it."""

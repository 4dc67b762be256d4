"""Opens a database by its address, with the settings that each of the two needs. Knows no table.

SQLite: write-ahead log, 30 s to wait for another writer, foreign keys on, and a writing transaction takes the write
lock at its start. PostgreSQL: 5 s to connect, 30 s for a lock or for a peer that went silent; pooled connections are
tried before use, so that after a restart of the server a new one is made.
"""

import os
import sqlite3
from contextlib import suppress
from typing import Any

from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from alerts.errors import UnsupportedDatabaseError

WRITES = "shiftwarden_writes"
"""The execution option of a connection whose next transaction writes."""

_ALLOWED = "allowed: sqlite:///FILE or postgresql://USER@HOST/DATABASE"


def open_engine(url: str) -> Engine:
    """Make an engine, not connected yet; `UnsupportedDatabaseError` for any other kind of address.

    Its error messages hold no bound values, since these hold worker ids.
    """
    target = _target(url)
    if target.get_backend_name() == "postgresql":
        return create_engine(target, pool_pre_ping=True, hide_parameters=True, connect_args=_POSTGRES)
    engine = create_engine(target, hide_parameters=True, connect_args={"timeout": 30})
    event.listen(engine, "do_connect", _make_private)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _target(url: str) -> URL:
    try:
        target = make_url(url)
    except (ArgumentError, ValueError):
        # The text is not repeated: it may hold a password.
        raise UnsupportedDatabaseError(f"the ledger's address is no database address; {_ALLOWED}") from None
    backend = target.drivername.partition("+")[0]
    if backend in {"postgresql", "postgres"}:
        return target.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise UnsupportedDatabaseError(f"the ledger cannot stand on {backend!r}; {_ALLOWED}")
    if target.database in {None, "", ":memory:"}:
        raise UnsupportedDatabaseError(f"a ledger in memory would be gone with its process; {_ALLOWED}")
    return target.set(drivername="sqlite+pysqlite")


_POSTGRES = {
    # Without these a host that drops packets holds a call for two minutes (connect) or a quarter of an hour (afterwards).
    "connect_timeout": 5,
    "tcp_user_timeout": 30_000,
    "application_name": "shiftwarden",
    # A lock is waited for as long as on SQLite. A writer that hangs between two statements holds the head of the chain,
    # and all others with it: after 60 s the server ends it.
    "options": "-c lock_timeout=30s -c idle_in_transaction_session_timeout=60s",
}


def _make_private(_dialect: Dialect, _record: ConnectionPoolEntry, args: list[Any], named: dict[str, Any]) -> None:
    """Make a file that is missing for its owner alone, whatever the umask: SQLite gives its companions the same rights."""
    if named.get("uri"):  # then it is no path
        return
    with suppress(OSError):  # SQLite names the fault when it opens the file
        # One that is there must not be opened here: to close it would drop every lock that SQLite's own connections of this
        # process hold on it, and the next process to close it would delete the log under them, with all that they write to it.
        os.close(os.open(args[0], os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # BEGIN is ours, see _begin_sqlite
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")  # what was committed outlives a power cut
        connection.execute("PRAGMA foreign_keys=ON")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

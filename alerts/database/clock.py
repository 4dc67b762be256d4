"""The database's clock, which stamps what is written: one for all who write, since the clocks of their machines differ."""

import time

from sqlalchemy import Connection, text

_NOW = text("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")


def has_clock(connection: Connection) -> bool:
    """True where the database has a clock of its own. SQLite has none: it runs in this process."""
    return connection.dialect.name == "postgresql"


def instant(connection: Connection) -> int:
    """The present instant in ms since 1970, by the database's clock, or by this machine's where the database has none."""
    if has_clock(connection):
        return int(connection.execute(_NOW).scalar_one())
    return time.time_ns() // 1_000_000

"""The database's clock, which stamps what is written: one for all who write, since the clocks of their machines differ."""

import time
from collections.abc import Callable
from typing import Final

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


READ_AGAIN_MS: Final = 5_000
"""A clock that is set is followed within that time; machines' steady clocks drift by microseconds meanwhile."""

MOST_WAIT_MS: Final = 100
"""A reading that took longer is used once and not counted on: nobody knows how old it was when it came."""


class CountedClock:
    """The database's clock, read every five seconds and counted on in between: an instant costs no way to the database.

    Mutable: it has the latest reading. Threads may share it. `steady`: ms of a clock that is never set.
    """

    def __init__(
        self,
        read: Callable[[Connection], int] = instant,
        steady: Callable[[], int] = lambda: time.monotonic_ns() // 1_000_000,
    ) -> None:
        self._read = read
        self._steady = steady
        self._latest: tuple[int, int] | None = None

    def __call__(self, connection: Connection) -> int:
        """The present instant in ms since 1970."""
        latest, now = self._latest, self._steady()
        if latest is not None and now - latest[1] < READ_AGAIN_MS:
            return latest[0] + now - latest[1]
        read = self._read(connection)
        came = self._steady()
        if came - now <= MOST_WAIT_MS:
            self._latest = (read, came)
        return read

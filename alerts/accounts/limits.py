"""Limits of failed sign-ins: how long the next attempt is refused. Pure; the counts come from the database, for all consoles.

An attempt counts against its device, where it has signed in to that account before; else, as a stranger's, against the account
and against the address. Refused attempts do not count and hold nobody up longer. So nobody can lock out others: a device that has
signed in before is never held up by strangers, a new one `Limit.wait_ms` after the latest failure that counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from schemas.instants import MINUTE_MS, Ms

WINDOW_MS: Final[Ms] = 15 * MINUTE_MS
"""Failures older than a quarter of an hour count no more."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many failures are free in a window; from then on an attempt is refused for `wait_ms` after the latest failure."""

    free: int
    wait_ms: Ms


DEVICE: Final = Limit(free=10, wait_ms=MINUTE_MS)
ACCOUNT: Final = Limit(free=5, wait_ms=30_000)
"""Strangers have 5 guesses at an account, then one each 30 s: 34 in a quarter of an hour at most."""

ADDRESS: Final = Limit(free=20, wait_ms=30_000)
"""Strangers at one address, where a whole office may sit behind one: a password tried on many accounts is slowed down."""


@dataclass(frozen=True, slots=True)
class FailureCount:
    """The failures of one kind in the window: how many, and the latest (ms)."""

    limit: Limit
    failures: int
    latest: Ms | None


def waits(counts: Iterable[FailureCount], now: Ms) -> Ms:
    """The time (ms) until an attempt is taken; 0 where one is taken now.

    >>> waits([FailureCount(ACCOUNT, 5, 1000)], 11_000), waits([FailureCount(ACCOUNT, 4, 1000)], 11_000)
    (20000, 0)
    """
    return max((_wait(each, now) for each in counts), default=0)


def _wait(counted: FailureCount, now: Ms) -> Ms:
    if counted.latest is None or counted.failures < counted.limit.free:
        return 0
    return max(0, counted.latest + counted.limit.wait_ms - now)

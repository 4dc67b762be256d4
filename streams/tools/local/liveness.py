"""The liveness of a process: one that runs and does nothing is recognised by its reply at `/healthz`, or by the lack of one."""

from collections.abc import Callable
from enum import Enum
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import urlopen

STUCK_S = 60.0
"""The time for which a worker may be unhealthy or silent: a checkpoint of a large state, or a busy machine, takes seconds."""

STARTING_S = 600.0
"""The time for which one that has just been started may be silent: it may have to wait for a broker or a database."""

_WAIT_S = 2.0
_UNHEALTHY_STATUS = 503
"""Seconds until a probe is given up; the status of `/healthz` once the loop is stuck."""


class HealthReply(Enum):
    """The reply to a probe of health."""

    HEALTHY = "healthy"
    UNHEALTHY = "unhealthy"
    NONE = "none"


def probe_health(address: str) -> HealthReply:
    """Request `/healthz` at `HOST:PORT`. A process that has no such page is healthy when it replies at all."""
    try:
        with urlopen(f"http://{address}/healthz", timeout=_WAIT_S):
            return HealthReply.HEALTHY
    except HTTPError as error:
        error.close()
        return HealthReply.UNHEALTHY if error.code == _UNHEALTHY_STATUS else HealthReply.HEALTHY
    except (OSError, HTTPException):
        return HealthReply.NONE


class Liveness:
    """One run of one process, from its start on. Mutable: it keeps the instant since which every reply was bad. In seconds.

    `patience_s`: the time for which it may be unhealthy or silent once it has replied; `starting_s`: before that, from its start.
    """

    def __init__(
        self,
        address: str,
        started_at: float,
        probe: Callable[[str], HealthReply] = probe_health,
        patience_s: float = STUCK_S,
        starting_s: float = STARTING_S,
    ) -> None:
        self._address = address
        self._started_at = started_at
        self._probe = probe
        self._patience_s = patience_s
        self._starting_s = starting_s
        self._bad_since: float | None = None
        self._has_replied = False

    def stuck_for(self, now: float) -> float | None:
        """Probe; returns the time (s) for which it has been unhealthy or silent, once that is too long, else None."""
        reply = self._probe(self._address)
        self._has_replied = self._has_replied or reply is not HealthReply.NONE
        if reply is HealthReply.HEALTHY:
            self._bad_since = None
            return None
        if self._bad_since is None:
            self._bad_since = now if self._has_replied else self._started_at
        long_s = now - self._bad_since
        return long_s if long_s > (self._patience_s if self._has_replied else self._starting_s) else None

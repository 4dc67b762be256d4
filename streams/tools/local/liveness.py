"""A process that runs and does nothing: seen by what it answers at `/healthz` of its metrics' address, or that it does not."""

from collections.abc import Callable
from enum import Enum
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import urlopen

STUCK_S = 60.0
"""How long a worker may be ill or silent: a checkpoint of a large state, or a busy machine, takes seconds."""

STARTING_S = 600.0
"""How long one that has just been started may be silent: it may have to wait for a broker or a database."""

_WAIT_S = 2.0
_ILL = 503


class HealthReply(Enum):
    """What came back."""

    WELL = "well"
    ILL = "ill"
    NONE = "none"


def probe_health(address: str) -> HealthReply:
    """Ask at `HOST:PORT`. A process that knows no `/healthz` is well when it answers at all."""
    try:
        with urlopen(f"http://{address}/healthz", timeout=_WAIT_S):
            return HealthReply.WELL
    except HTTPError as error:
        error.close()
        return HealthReply.ILL if error.code == _ILL else HealthReply.WELL
    except (OSError, HTTPException):
        return HealthReply.NONE


class Liveness:
    """One run of one process, from its start on. Mutable: since when each answer has been a bad one. Instants in seconds.

    `patience_s`: how long it may be ill or silent once it has answered; `starting_s`: and before, from its start.
    """

    def __init__(
        self,
        address: str,
        started_at: float,
        question: Callable[[str], HealthReply] = probe_health,
        patience_s: float = STUCK_S,
        starting_s: float = STARTING_S,
    ) -> None:
        self._address = address
        self._started_at = started_at
        self._question = question
        self._patience_s = patience_s
        self._starting_s = starting_s
        self._bad_since: float | None = None
        self._answered = False

    def stuck_for(self, now: float) -> float | None:
        """Ask; gives for how long (s) it has been ill or silent, once that is too long, else None."""
        answer = self._question(self._address)
        self._answered = self._answered or answer is not HealthReply.NONE
        if answer is HealthReply.WELL:
            self._bad_since = None
            return None
        if self._bad_since is None:
            self._bad_since = now if self._answered else self._started_at
        long_s = now - self._bad_since
        return long_s if long_s > (self._patience_s if self._answered else self._starting_s) else None

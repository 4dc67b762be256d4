"""An outage in the log: a line when it begins, one a minute with for how long, one when it is over. Never more."""

import logging
import time
from collections.abc import Callable

EVERY_S = 60.0
"""How often an outage that goes on is told."""


class Outage:
    """One thing that can be away. `what` is the sentence that tells of it. Mutable."""

    def __init__(self, log: logging.Logger, what: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._log = log
        self._what = what
        self._clock = clock
        self._since: float | None = None
        self._logged = 0.0
        self._kind = ""

    def goes_on(self, why: str, kind: str = "") -> None:
        """It is away, for this reason; it is told where that is due, and at once where it is away in another way than before."""
        now = self._clock()
        if self._since is None:
            self._since, self._logged, self._kind = now, now, kind
            self._log.warning("%s: %s", self._what, why)
        elif now - self._logged >= EVERY_S or kind != self._kind:
            self._kind = kind
            self._logged = now
            self._log.warning("%s, for %.0f s now: %s", self._what, now - self._since, why)

    def ended(self) -> None:
        """It is there; told where it was away."""
        if self._since is not None:
            self._log.info("over after %.0f s: %s", self._clock() - self._since, self._what)
            self._since = None

"""An outage in the log: a line when it begins, one a minute with for how long, one when it is over. Never more."""

import logging
import time
from collections.abc import Callable

EVERY_S = 60.0
"""The time between two lines about an outage that goes on: an hour of it is 60 lines, the last of which is fresh."""


class Outage:
    """The outage of one server or service. Mutable. `what`: the sentence that the log has while it lasts."""

    def __init__(self, log: logging.Logger, what: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._log = log
        self._what = what
        self._clock = clock
        self._since: float | None = None
        self._logged = 0.0
        self._kind = ""

    def goes_on(self, why: str, kind: str = "") -> None:
        """Note that it is away, for this reason; logged where that is due, and at once where `kind` is another than before."""
        now = self._clock()
        if self._since is None:
            self._since, self._logged, self._kind = now, now, kind
            self._log.warning("%s: %s", self._what, why)
        elif now - self._logged >= EVERY_S or kind != self._kind:
            self._kind = kind
            self._logged = now
            self._log.warning("%s, for %.0f s now: %s", self._what, now - self._since, why)

    def ended(self) -> None:
        """Note that it is there; logged where it was away."""
        if self._since is not None:
            self._log.info("over after %.0f s: %s", self._clock() - self._since, self._what)
            self._since = None

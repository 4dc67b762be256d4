"""The log of a worker: one form with the zone, our own lines whole, those of the libraries below us at most one a minute each.

A broker that is away makes Kafka's client and Faust say so a hundred times a second; what we say of it is in our own lines.
"""

import logging
import sys
import time
from collections.abc import Callable

FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"
DATE_FORM = "%Y-%m-%dT%H:%M:%S%z"
EVERY_S = 60.0
"""How often a library may say the same."""

_OURS = ("shiftwarden", "streams", "alerts", "schemas")


class Sparing(logging.Filter):
    """Lets a line of a library through once a minute, by the place in its program that says it, with how many it held back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._said: dict[tuple[str, int], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """True for what is to be written."""
        if record.name.partition(".")[0] in _OURS:
            return True
        place, now = (record.pathname, record.lineno), self._clock()
        since, held_back = self._said.get(place, (-EVERY_S, 0))
        if now - since < EVERY_S:
            self._said[place] = (since, held_back + 1)
            return False
        self._said[place] = (now, 0)
        if held_back:
            record.msg, record.args = (
                f"{record.getMessage()} (and {held_back} times more since it was last written)",
                (),
            )
        return True


def set_up(*, verbose: bool) -> None:
    """Write the log to standard error. Libraries write warnings and worse; with `verbose`, what they do, too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(FORM, DATE_FORM))
    if not verbose:
        handler.addFilter(Sparing())
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, handlers=[handler], force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    # the consumer is Faust's, and says in our name that it starts and stops
    logging.getLogger("streams.edge.consuming").setLevel(logging.INFO if verbose else logging.WARNING)

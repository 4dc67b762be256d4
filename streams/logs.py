"""The log of a worker: one form with the zone, our own lines whole, those of the libraries below us at most one a minute each.

A broker that is away makes Kafka's client and Faust log it a hundred times a second; our own lines report it once a minute.
"""

import logging
import sys
import time
from collections.abc import Callable

from schemas.bilingual import noun

FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"
DATE_FORM = "%Y-%m-%dT%H:%M:%S%z"
EVERY_S = 60.0
"""The shortest time between two lines from the same place in a library."""

_OURS = ("shiftwarden", "streams", "alerts", "schemas")


class Sparing(logging.Filter):
    """Lets one line a minute through for each place in a library's code, with the number of lines held back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._written: dict[tuple[str, int], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """True for a line that is to be written."""
        if record.name.partition(".")[0] in _OURS:
            return True
        place, now = (record.pathname, record.lineno), self._clock()
        since, held_back = self._written.get(place, (-EVERY_S, 0))
        if now - since < EVERY_S:
            self._written[place] = (since, held_back + 1)
            return False
        self._written[place] = (now, 0)
        if held_back:
            record.msg, record.args = (
                f"{record.getMessage()} (and {held_back} {noun(held_back, 'time')} more since it was last written)",
                (),
            )
        return True


def set_up(*, verbose: bool) -> None:
    """Write the log to standard error. Libraries write warnings and worse; with `verbose`, their information lines, too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(FORM, DATE_FORM))
    if not verbose:
        handler.addFilter(Sparing())
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, handlers=[handler], force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    # the consumer is Faust's, and logs its starts and stops under our name
    logging.getLogger("streams.edge.consuming").setLevel(logging.INFO if verbose else logging.WARNING)

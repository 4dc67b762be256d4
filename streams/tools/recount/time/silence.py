"""The lengths of silence over which work or unknown time goes on: the observer's settings of WORKTIME.md, in ms."""

from typing import Final

HOUR: Final = 3_600_000
PULSE: Final = 180_000
"""Between two signs of life at most this far apart there was work: three heartbeats of a minute."""
SILENCE: Final = 2 * HOUR
"""Beyond that, time is unknown for at most this long after the last sign, and rest after it."""
STATED_SILENCE: Final = 20 * 60_000
"""In a session that was closed a gap as long as this may hide a break."""
BELIEF: Final = 24 * HOUR
"""An end that comes later than this after its beginning is not believed: an id used for more than one session or order."""

"""How long silence is taken for what it was before: the observer's settings of SEMANTICS.md, in milliseconds."""

from typing import Final

HOUR: Final = 3_600_000
PULSE: Final = 180_000
"""Two signs of life at most this far apart are work between."""
SILENCE: Final = 2 * HOUR
"""Beyond that, time is unknown for at most this long after the last sign."""
BELIEF: Final = 24 * HOUR
"""An end this much later than its beginning is not believed."""

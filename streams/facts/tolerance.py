"""The limits of what silence may mean. They are settings of the observer, not law, and hold for every platform alike."""

from dataclasses import dataclass

MINUTE = 60_000
HOUR = 60 * MINUTE


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How long, in milliseconds, silence is taken for what it was before.

    `pulse`: two signs of life at most this far apart are work between. `silence`: beyond that, time is unknown for at
    most this long after the last sign. `belief`: an end this much later than its beginning is not believed.
    """

    pulse: int = 180_000
    silence: int = 2 * HOUR
    belief: int = 24 * HOUR


STANDARD = Tolerance()
"""The values that the regulator runs with."""

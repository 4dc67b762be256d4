"""The tolerances for silence in a feed. They are settings of the observer, not law, and hold for every platform alike."""

from dataclasses import dataclass

MINUTE = 60_000
HOUR = 60 * MINUTE


@dataclass(frozen=True, slots=True)
class Tolerance:
    """The longest times, in milliseconds, over which missing events are still read as work or as unknown time.

    `pulse`: between two signs of life at most this far apart there was work; the contract has a heartbeat every 60 s, so two in
    a row may be lost. `silence`: after a longer gap, time is unknown for at most this long after the last sign. `belief`: an end
    that comes later than this after its beginning is not believed.
    """

    pulse: int = 180_000
    silence: int = 2 * HOUR
    belief: int = 24 * HOUR


STANDARD = Tolerance()
"""The tolerances that the regulator runs with."""

"""The measuring values: for how long a silence in a feed is read as work or as unknown time, and how long an order may last.

They are values of the observer, no law, and hold for every platform alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

MINUTE = 60_000
HOUR = 60 * MINUTE


def _orders() -> Mapping[str, int]:
    return MappingProxyType({"delivery": 4 * HOUR, "ride_hailing": 12 * HOUR, "courier": 4 * HOUR})


def _promises() -> Mapping[str, int]:
    return MappingProxyType({"delivery": 90 * MINUTE, "ride_hailing": 4 * HOUR, "courier": 24 * HOUR})


@dataclass(frozen=True, slots=True)
class Tolerance:
    """The measuring values of one legal day, in milliseconds.

    `pulse`: between two signs of life at most this far apart there was work; the contract has a heartbeat every 60 s, so two in
    a row may be lost. `stated_silence`: in a stated session a gap shorter than this is work, since it cannot have been a
    qualifying break. `silence`: after a longer gap, time is unknown for at most this long after the last sign. `belief`: a
    session of which nothing was received for longer than this has ended. `longest_order` and `longest_promise`: by sector, the
    length of an order, and of a promise, that is believed at most.
    """

    pulse: int = 180_000
    stated_silence: int = 20 * MINUTE
    silence: int = 2 * HOUR
    belief: int = 24 * HOUR
    longest_order: Mapping[str, int] = field(default_factory=_orders)
    longest_promise: Mapping[str, int] = field(default_factory=_promises)

    def at(self, instant: int) -> "Tolerance":  # noqa: ARG002 - the same on every day so far
        """The values of the legal day of an instant (ms): of a gap that of the sign before it, of an order that of its *on*."""
        return self


STANDARD = Tolerance()
"""The tolerances that the regulator runs with."""

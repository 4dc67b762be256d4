"""The measuring values: for how long a silence in a feed is read as work or as unknown time, and how long an order may last.

They are values of the observer, no law, and hold for every platform alike. They stand dated in `measuring.yaml`; what stands
here holds for a law without that file, such as those of tests.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from types import MappingProxyType

from schemas.instants import HOUR_MS, MINUTE_MS, NEVER
from schemas.legal_days import Day, day_start
from streams.law.errors import NoValueInForce
from streams.law.registers.places import SECTORS
from streams.law.table import Law
from streams.law.terms.measuring import FILE


def _orders() -> Mapping[str, int]:
    return MappingProxyType({"delivery": 4 * HOUR_MS, "ride_hailing": 12 * HOUR_MS, "courier": 4 * HOUR_MS})


def _promises() -> Mapping[str, int]:
    return MappingProxyType({"delivery": 90 * MINUTE_MS, "ride_hailing": 4 * HOUR_MS, "courier": 24 * HOUR_MS})


@dataclass(frozen=True, slots=True)
class Tolerance:
    """The measuring values of the days before `until` (ms), in milliseconds; `later` has those from then on.

    `pulse`: between two signs of life at most this far apart there was work; the contract has a heartbeat every 60 s, so two in
    a row may be lost. `stated_silence`: in a stated session a gap shorter than this is work, since it cannot have been a
    qualifying break. `silence`: after a longer gap, time is unknown for at most this long after the last sign. `belief`: a
    session of which nothing was received for longer than this has ended. `longest_order` and `longest_promise`: by sector, the
    length of an order, and of a promise, that is believed at most.
    """

    pulse: int = 180_000
    stated_silence: int = 20 * MINUTE_MS
    silence: int = 2 * HOUR_MS
    belief: int = 24 * HOUR_MS
    longest_order: Mapping[str, int] = field(default_factory=_orders)
    longest_promise: Mapping[str, int] = field(default_factory=_promises)
    until: int = NEVER
    later: "Tolerance | None" = None

    def at(self, instant: int) -> "Tolerance":
        """The values of the legal day of an instant (ms): of a gap that of the sign before it, of an order that of its *on*.

        To be called on the first values, which hold for all days before the second; one comparison where there are no others.
        """
        found = self
        while instant >= found.until and found.later is not None:
            found = found.later
        return found

    @property
    def all(self) -> Iterator["Tolerance"]:
        """These values and all later ones."""
        each: Tolerance | None = self
        while each is not None:
            yield each
            each = each.later

    @property
    def least_pulse(self) -> int:
        """The smallest pulse tolerance of any day (ms): pulses are merged into runs by it, so that no longer gap is lost."""
        return self.pulse if self.later is None else min(each.pulse for each in self.all)

    @property
    def most_silence(self) -> int:
        """The longest that silence alone can add to unknown time on any day (ms): its limit and the pulse tolerance."""
        own = self.silence + self.pulse
        return own if self.later is None else max(each.silence + each.pulse for each in self.all)


STANDARD = Tolerance()
"""The measuring values of a law without their file."""


def measured_by(law: Law) -> Tolerance:
    """The measuring values of a law, those of the first days first; before their first day these hold, too."""
    days = sorted({value.from_day for value in law.values if value.rule == FILE})
    found: Tolerance | None = None
    for day, following in reversed(list(zip_longest(days, days[1:]))):
        until = NEVER if following is None else day_start(following)
        found = replace(_on(law, day), later=found, until=until)
    return found or STANDARD


def _on(law: Law, day: Day) -> Tolerance:
    area, known = law.places.areas[0], set(law.parameters)

    def number(name: str, usual: int, sector: str = SECTORS[0]) -> int:
        if f"{FILE}.{name}" not in known:
            return usual
        try:
            return law.find(f"{FILE}.{name}", sector=sector, area=area, day=day).number
        except NoValueInForce:  # an overlay dates one value before the first of the others
            return usual

    return Tolerance(
        pulse=number("pulse", STANDARD.pulse),
        stated_silence=number("stated_silence", STANDARD.stated_silence),
        silence=number("silence", STANDARD.silence),
        belief=number("belief", STANDARD.belief),
        longest_order=_by_sector(number, "longest_order", STANDARD.longest_order),
        longest_promise=_by_sector(number, "longest_promise", STANDARD.longest_promise),
    )


def _by_sector(number: Callable[[str, int, str], int], name: str, usual: Mapping[str, int]) -> Mapping[str, int]:
    return MappingProxyType({sector: number(name, usual[sector], sector) for sector in SECTORS})

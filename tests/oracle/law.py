"""The law's figures as plain constants, so that a test can turn each of them; holds no history beyond one first day."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from schemas.legal_days import day_start
from streams.law.table import Law

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE


@dataclass(frozen=True, slots=True)
class Measuring:
    """The measuring values of some days, in ms.

    `pulse`: pulses at most this far apart are work. `silence`: unknown lasts at most this long. `stated_silence`: in a session
    that was closed, a gap as long as this may hide a break. `belief`: a session of which nothing is said for longer has ended.
    """

    pulse: int = 180 * SECOND
    silence: int = 2 * HOUR
    stated_silence: int = 20 * MINUTE
    belief: int = 24 * HOUR
    longest_order: Mapping[str, int] = field(
        default_factory=lambda: {"delivery": 4 * HOUR, "ride_hailing": 12 * HOUR, "courier": 4 * HOUR}
    )
    longest_promise: Mapping[str, int] = field(
        default_factory=lambda: {"delivery": 90 * MINUTE, "ride_hailing": 4 * HOUR, "courier": 24 * HOUR}
    )


_HELD: list[tuple[int, Measuring]] = [(0, Measuring())]
"""The values since each instant (ms), those of the first days first."""


def measured(at: int) -> Measuring:
    """The values that hold at an instant: of a gap the sign before it, of an order its *on*."""
    return next((held for since, held in reversed(_HELD) if since <= at), _HELD[0][1])


@contextmanager
def measured_by(law: Law) -> Iterator[None]:
    """The measuring values of a law in the place of those written here."""
    before = list(_HELD)
    days = sorted({value.from_day for value in law.values if value.rule == "measuring"})
    _HELD[:] = [(day_start(day), _of_day(law, day)) for day in days]
    try:
        yield
    finally:
        _HELD[:] = before


def _of_day(law: Law, day: int) -> Measuring:
    def number(name: str, sector: str = "delivery") -> int:
        return law.find(f"measuring.{name}", sector=sector, area="360104", day=day).number

    def by_sector(name: str) -> dict[str, int]:
        return {sector: number(name, sector) for sector in ("delivery", "ride_hailing", "courier")}

    return Measuring(
        pulse=number("pulse"),
        silence=number("silence"),
        stated_silence=number("stated_silence"),
        belief=number("belief"),
        longest_order=by_sector("longest_order"),
        longest_promise=by_sector("longest_promise"),
    )


def legal_day(at: int) -> date:
    """The day in Asia/Shanghai, eight hours ahead of UTC all year since 1991."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at, hours=8)).date()


@dataclass(frozen=True, slots=True)
class RestLaw:
    """Limit, break and lead in ms; `measure` is `worked` or `elapsed`; a sector not named decides on `online`."""

    limit: int = 4 * HOUR
    rest: int = 20 * MINUTE
    lead: int = 15 * MINUTE
    measure: str = "worked"
    basis: Mapping[str, str] = field(default_factory=dict)
    first_day: date = date(2022, 5, 12)
    minor_up_to: int = 15 * MINUTE
    serious_up_to: int = 60 * MINUTE

    def in_force(self, at: int) -> bool:
        return legal_day(at) >= self.first_day

    def decides_on(self, sector: str) -> str:
        return self.basis.get(sector, "online")

    def severity(self, measured: int) -> str:
        excess = measured - self.limit
        if excess <= self.minor_up_to:
            return "minor"
        return "serious" if excess <= self.serious_up_to else "grave"


Agreed = Mapping[str, RestLaw]
"""The agreements of platforms, stricter than the law of all."""
NOBODY: Agreed = {}

BANDS = ("minor", "serious", "grave")
NANCHANG_2022 = RestLaw()

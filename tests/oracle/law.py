"""The law's figures as plain constants, so that a test can turn each of them; holds no history beyond one first day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE

TOLERANCE = 180 * SECOND
"""Pulses at most this far apart are work."""
SILENCE = 2 * HOUR
"""Unknown lasts at most this long."""
STATED_SILENCE = 20 * MINUTE
"""In a session that was closed, a gap as long as this may hide a break."""
BELIEF = 24 * HOUR
"""A session of which nothing is said for longer than this has ended."""


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
"""What platforms have agreed to by themselves, stricter than the law of all."""
NOBODY: Agreed = {}

BANDS = ("minor", "serious", "grave")
NANCHANG_2022 = RestLaw()

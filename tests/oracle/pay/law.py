"""Clause 5 in plain figures: the hourly minimum by day and wage class, and the terms on which a day's pay is judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.oracle.law import HOUR

MINIMUM = (
    (date(2015, 10, 1), {"I": 1530, "II": 1430, "III": 1340}),
    (date(2018, 1, 1), {"I": 1680, "II": 1580, "III": 1470}),
    (date(2021, 4, 1), {"I": 1850, "II": 1730, "III": 1610}),
    (date(2024, 4, 1), {"I": 2000, "II": 1870, "III": 1740}),
)
"""From which day on, by wage class: fen an hour."""

UNREAD = date(2024, 4, 1)
"""Nobody has read the wages from this day on."""

CLASS_II = ("360112", "360121")
CLASS_III = ("360123", "360124")
WANLI = "NC-WL"
WANLI_IN_CLASS_II = date(2021, 4, 1)


@dataclass(frozen=True, slots=True)
class PayLaw:
    """`grace`, `settlement_grace` and `least` in ms, the bands of severity in per cent of the minimum.

    `settles`: by platform, from which day on it settles by the `week` or the `month`, ascending; `day` ends that.
    """

    basis: str = "order"
    least: int = HOUR
    grace: int = 6 * HOUR
    left_out: frozenset[str] = frozenset({"subsidy_weather", "subsidy_heat", "subsidy_night", "tip", "reimbursement"})
    first_day: date = date(2018, 1, 1)
    minor_up_to: int = 5
    serious_up_to: int = 20
    read_alone: bool = False
    settlement_grace: int = 7 * 24 * HOUR
    settles: Mapping[str, tuple[tuple[date, str], ...]] = field(default_factory=dict)

    def settled(self, platform: str, day: date) -> date:
        """The day on which pay of a day is settled: the next, or the first after its week or month and the days of grace."""
        by = next((each for since, each in reversed(self.settles.get(platform, ())) if since <= day), "day")
        after = day + timedelta(days=1)
        while (by == "week" and after.weekday()) or (by == "month" and after.day > 1):
            after += timedelta(days=1)
        return after if by == "day" else after + timedelta(milliseconds=self.settlement_grace)

    def minimum(self, area: str, day: date) -> int:
        """Fen an hour; with `read_alone`, of the wages and classes of which somebody has read the text."""
        held = [
            by_class for begins, by_class in MINIMUM if begins <= day and not (self.read_alone and begins >= UNREAD)
        ]
        return held[-1]["I" if self.read_alone and area == WANLI else wage_class(area, day)]

    def severity(self, pay: int, owed: int) -> str:
        """`pay` and what was owed at the least, both in the same unit."""
        if 100 * (owed - pay) <= self.minor_up_to * owed:
            return "minor"
        return "serious" if 100 * (owed - pay) <= self.serious_up_to * owed else "grave"


def wage_class(area: str, day: date) -> str:
    if area in CLASS_II or (area == WANLI and day >= WANLI_IN_CLASS_II):
        return "II"
    return "III" if area in CLASS_III else "I"


CLAUSE_5 = PayLaw()

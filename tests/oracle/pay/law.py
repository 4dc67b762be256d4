"""Clause 5 in plain figures: the hourly minimum by day and wage class, and the terms on which a day's pay is judged."""

from dataclasses import dataclass
from datetime import date

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
    """`grace` and `least` in ms, the bands of severity in per cent of the minimum."""

    basis: str = "order"
    least: int = HOUR
    grace: int = 6 * HOUR
    left_out: frozenset[str] = frozenset({"subsidy_weather", "subsidy_heat", "subsidy_night", "tip", "reimbursement"})
    first_day: date = date(2018, 1, 1)
    minor_up_to: int = 5
    serious_up_to: int = 20
    read_alone: bool = False

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

"""The terms of the take-away standard of December 2025 for a legal day, as the rules about days use them."""

from dataclasses import dataclass
from typing import Final, Protocol

from schemas.instants import Ms
from schemas.legal_days import Day, day_start, legal_day
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.law.terms.finder import finder
from streams.law.terms.measuring import OF_TIME, MeasuringLaw
from streams.law.value import Value

DAILY: Final = "daily_hours"
WEEKLY: Final = "weekly_rest"

GRACE: Final = "pay_below_minimum"
"""The law file that has the grace after a day, which is pay's."""


class DaySums(Protocol):
    """The sums of a legal day that the law asks for."""

    @property
    def day(self) -> Day:
        """The legal day."""

    @property
    def order_low(self) -> int:
        """The known order time (ms)."""

    @property
    def order_high(self) -> int:
        """The order time with the unknown (ms)."""

    @property
    def area(self) -> str:
        """The area of the last place at the first order time."""

    @property
    def sector(self) -> str:
        """Its sector."""

    @property
    def inside(self) -> bool:
        """True if an order of the day was accepted in the city."""


@dataclass(frozen=True, slots=True)
class DayTerms:
    """The values that decide about a day: the limit, the grace (ms), of `weekly_rest` the `least` (ms), the measuring values."""

    limit: Value
    grace: Value
    measuring: tuple[Value, ...]
    least: Value | None = None

    @property
    def values(self) -> tuple[Value, ...]:
        """The law parameters that a finding cites."""
        return (self.limit, *((self.least,) if self.least else ()), self.grace, *self.measuring)


class DaysLaw:
    """The standard as one of the two rules reads it; terms are cached."""

    def __init__(self, law: Law, rule: str) -> None:
        """Find the sectors that it speaks of, and the first day on which the rule is not off."""
        self._law, self._rule = law, rule
        self._measuring = MeasuringLaw(law)
        self._terms: dict[tuple[str, str, Day, str], DayTerms] = {}
        self.agreed = law.agreed_by(rule) | law.agreed_by(GRACE)
        limits = [each for each in law.values if each.parameter == f"{rule}.limit" and not each.where.platform]
        self._sectors = None if any(not each.where.sectors for each in limits) else _sectors(limits)
        self.first_day = min(
            (each.from_day for each in law.modes if each.rule == rule and each.mode != "off"), default=None
        )
        graces = [value.number for value in law.values if value.parameter == f"{GRACE}.grace"] or [0]
        self.shortest_grace, self.longest_grace = min(graces), max(graces)

    def covers(self, area: str, sector: str, day: Day, platform: str = "") -> bool:
        """True where the rule speaks of the sector, or the platform has agreed to a limit for it, and is not off on the day."""
        if not area or self.first_day is None or self._law.mode(self._rule, area=area, day=day) == "off":
            return False
        if self._sectors is None or sector in self._sectors:
            return True
        return platform in self.agreed and self._has_agreed(area, sector, day, platform)

    def terms(self, area: str, sector: str, day: Day, platform: str = "") -> DayTerms:
        """The terms for a day worked in that place; `NoValueInForce` where one is missing.

        `platform`: as that one has agreed, for its own findings; empty for the law of all.
        """
        key = (area, sector, day, platform if platform in self.agreed else "")
        terms = self._terms.get(key)
        if terms is None:
            find, grace = finder(self._law, self._rule, *key), finder(self._law, GRACE, *key)
            least = find("least") if self._rule == WEEKLY else None
            measuring = self._measuring.values(OF_TIME, sector, day)
            terms = self._terms[key] = DayTerms(find("limit"), grace("grace"), measuring, least)
        return terms

    def worked(self, row: DaySums, platform: str = "") -> tuple[bool, bool]:
        """True where a day was worked in the low reading, and in the high one, by the least time in force; of `weekly_rest`.

        `platform`: as that one has agreed; empty for the law of all.
        """
        if not row.inside or not self.covers(row.area, row.sector, row.day, platform):
            return False, False
        try:
            least = self.terms(row.area, row.sector, row.day, platform).least
        except NoValueInForce:
            return False, False
        return (False, False) if least is None else (row.order_low >= least.number, row.order_high >= least.number)

    def over_before(self, now: Ms) -> Day:
        """The first day that is not over by the shortest grace at `now` (ms): days before it may be judged."""
        return legal_day(now - self.shortest_grace)

    def judged_before(self, now: Ms) -> Day:
        """The first day that is not over by the longest grace at `now` (ms): days before it are judged everywhere."""
        return legal_day(now - self.longest_grace)

    def _has_agreed(self, area: str, sector: str, day: Day, platform: str) -> bool:
        found = self._law.value_on(f"{self._rule}.limit", sector=sector, area=area, day=day, platform=platform)
        return found is not None and bool(found.where.platform)


def over_at(day: Day, terms: DayTerms) -> Ms:
    """The instant (ms) from which on a day is judged."""
    return day_start(day + 1) + terms.grace.number


def _sectors(limits: list[Value]) -> frozenset[str]:
    return frozenset(sector for each in limits for sector in each.where.sectors)

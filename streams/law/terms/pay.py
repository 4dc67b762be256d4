"""The terms of clause 5 of 洪人社发〔2022〕88号 for a legal day, as the rule about pay uses them."""

from dataclasses import dataclass, replace

from schemas.findings.finding import LawUsed
from schemas.instants import Ms
from schemas.legal_days import Day, day_start, legal_day
from streams.law.errors import NoValueInForce
from streams.law.registers.holidays import Holiday
from streams.law.registers.places import SECTORS
from streams.law.registers.settlement import BY_DAY, after_period, settled_by
from streams.law.table import Law
from streams.law.terms.finder import finder
from streams.law.terms.measuring import OF_TIME, MeasuringLaw
from streams.law.value import Value


@dataclass(frozen=True, slots=True)
class PayTerms:
    """The values that decide about a day's pay.

    The basis, the least time judged (ms), the grace after the day (ms), the pay categories left out, the severity bands,
    the measuring values that its time rests on, by which minimum wage and over which time it is `reckoned`, and where the
    platform settles by a period the grace after that.
    """

    basis: Value
    least_hours: Value
    grace: Value
    left_out: Value
    severity: Value
    measuring: tuple[Value, ...] = ()
    reckoned: tuple[Value, ...] = ()
    settlement: Value | None = None

    @property
    def values(self) -> tuple[Value, ...]:
        """The law parameters that a finding about the day cites, besides the minimum itself."""
        graces = (self.grace,) if self.settlement is None else (self.grace, self.settlement)
        return (*self.reckoned, self.basis, self.least_hours, *graces, self.left_out, *self.measuring, self.severity)


class PayLaw:
    """Clause 5 as the rule reads it; terms are cached."""

    def __init__(self, law: Law) -> None:
        """Find the shortest and the longest grace anywhere, so that most days are passed over without their terms."""
        self._law = law
        self._agreed = law.agreed_by("pay_below_minimum") | {each.id for each in law.platforms.values() if each.settles}
        self._terms: dict[tuple[str, str, Day, str], PayTerms] = {}
        self._measuring = MeasuringLaw(law)
        graces = [value.number for value in law.values if value.parameter == "pay_below_minimum.grace"] or [0]
        self._shortest, self._longest = min(graces), max(graces)

    def soonest(self, end: Ms) -> Ms:
        """The first instant (ms) at which a day that ends then may be judged anywhere."""
        return end + self._shortest

    def too_early(self, at: Ms, now: Ms) -> bool:
        """True if no day that ends after the instant `at` (ms) can be judged at `now` (ms), wherever it was worked."""
        return legal_day(at) >= legal_day(now - self._shortest)

    def judged_until(self, now: Ms, silence: int) -> Ms:
        """The instant (ms) up to which all days are judged at `now` (ms), even with unknown time of `silence` (ms)."""
        return day_start(legal_day(now - max(self._longest, silence)))

    def terms(self, area: str, sector: str, day: Day, platform: str = "") -> PayTerms:
        """The terms for a day worked in that place, as the platform has agreed; `NoValueInForce` where one is missing."""
        key = (area, sector, day, platform if platform in self._agreed else "")
        terms = self._terms.get(key)
        if terms is None:
            find = finder(self._law, "pay_below_minimum", *key)
            own = (find("basis"), find("least_hours"), find("grace"), find("left_out"), find("severity"))
            reckoned = (find("standard"), find("period"))
            settlement = self._settlement_grace(platform, day)
            terms = PayTerms(*own, self._measuring.values(OF_TIME, sector, day), reckoned, settlement)
            self._terms[key] = terms
        return terms

    def settled_at(self, platform: str, day: Day) -> Ms:
        """The instant (ms) at which the pay of a day is settled: its end, or that of the grace after the platform's period."""
        grace = self._settlement_grace(platform, day)
        if grace is None:
            return day_start(day + 1)
        return day_start(after_period(self._law.platforms[platform].settles, day) + grace.number)

    def _settlement_grace(self, platform: str, day: Day) -> Value | None:
        """The grace after the period that a day is settled in; None where that is the day. It holds in every place alike."""
        known = self._law.platforms.get(platform)
        if known is None or settled_by(known.settles, day) == BY_DAY:
            return None
        find = finder(self._law, "pay_below_minimum", self._law.places.areas[0], SECTORS[0], day, platform)
        try:
            return replace(find("settlement_grace"), place_replaces=known.replaced_settlement(day))
        except NoValueInForce:  # before the first day of the law no day is judged
            return None

    def basis(self, area: str, sector: str, day: Day, platform: str = "") -> str:
        """The basis that decides about the pay of a day worked in that place; `order` where none holds."""
        try:
            return finder(self._law, "pay_below_minimum", area, sector, day, platform)("basis").word
        except NoValueInForce:
            return "order"

    def minimum(self, area: str, sector: str, day: Day, platform: str = "") -> Value:
        """The hourly minimum wage (fen/h) of the place on the day, as the platform has agreed; `NoValueInForce` for none."""
        return finder(self._law, "pay_below_minimum", area, sector, day, platform)("hourly_minimum")

    def holiday(self, day: Day) -> Holiday | None:
        """The statutory holiday on the day, if any; clause 6 demands more pay on it, and names no number."""
        return self._law.holidays.on(day)

    def holiday_cited(self, day: Day) -> LawUsed | None:
        """The holiday as a finding about the day cites it; also one of ours that is none by an overlay."""
        return self._law.holidays.cited(day)

    def off(self, area: str, day: Day) -> bool:
        """True if the mode of the rule there on that day is `off`."""
        return self._law.mode("pay_below_minimum", area=area, day=day) == "off"

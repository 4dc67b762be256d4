"""A day worked on a platform as clause 5 looks at it: its hours in either reading, its pay, and what that makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.findings.figures import PayFigures
from schemas.findings.finding import Kind, LawUsed, SecondOpinion, Severity
from streams.facts.tolerance import HOUR
from streams.facts.worktime.legal_days import day_interval
from streams.facts.worktime.places_worked import Piece, places_worked
from streams.facts.worktime.view import BASES, View
from streams.law.days.calendar import Day
from streams.law.days.holidays import Holiday
from streams.law.errors import NoValueInForce
from streams.law.terms.pay import PayLaw, PayTerms
from streams.rules.finding import Measure, band_of
from streams.rules.pay.hours import Hours, Minimums, hours_at, hours_of, joined
from streams.rules.pay.paid import Paid

NO_PAY_REPORTED = "no_pay_reported"
"""The reason of a day on which hours were worked and no accrued entry that counts was reported."""

CONTRADICTORY_PAY = "contradictory_pay"
"""The reason of a day of which two statements that nothing orders give two pays."""

_UNIT = "fen/h"

_LINES_A_PIECE = 10
"""Lines of evidence for each piece of time that a finding may list, so 100 pieces of 125 bytes; a person's day has some ten."""


@dataclass(frozen=True, slots=True)
class PayCase:
    """A day worked on a platform, on one basis, with all that decides about it."""

    view: View
    day: Day
    terms: PayTerms
    basis: str
    pieces: Sequence[Piece]
    minimums: Minimums
    paid: Paid
    low: Hours
    high: Hours

    @property
    def long_enough(self) -> bool:
        """True where the high hours are judged."""
        return self.high.ms >= self._least

    @property
    def kind(self) -> Kind | None:
        """The kind of finding that the day is; None for none."""
        if not self.long_enough:
            return None
        if not self.paid.reported:
            return Kind.UNDECIDABLE
        if self.low.ms >= self._least and self.paid.larger * HOUR < self.low.minimum:
            return Kind.BREACH
        return None if self.paid.smaller * HOUR >= self.high.minimum else Kind.UNDECIDABLE

    @property
    def reasons(self) -> Sequence[str]:
        """The reasons where the day is undecidable."""
        if not self.paid.reported:
            return (NO_PAY_REPORTED,)
        unknown = {reason.value for reason in self.view.reasons(self.basis, *day_interval(self.day))}
        return sorted(unknown | {CONTRADICTORY_PAY} if self.paid.contradicts else unknown)

    @property
    def measure(self) -> Measure:
        """The larger pay an hour of the low hours and the smaller one of the high hours, against the minimum."""
        if not self.paid.reported:
            return Measure(None, None, None, _UNIT)
        limit = self.low.limit if self.low.ms else self.high.limit
        return Measure(self.low.an_hour(self.paid.larger), self.high.an_hour(self.paid.smaller), limit, _UNIT)

    @property
    def shortfall_fen(self) -> int:
        """What the larger pay lacks of the minimum of the low hours, rounded up."""
        return self.low.lacking(self.paid.larger)

    @property
    def band(self) -> Severity:
        """The band of the shortfall as a share of the minimum, in whole percentages that are given as bounds."""
        shortfall = self.low.minimum - self.paid.larger * HOUR
        return band_of(sum(100 * shortfall > bound * self.low.minimum for bound in self.terms.severity.numbers))

    def figures(self, most_lines: int | None) -> PayFigures:
        """The figures that the finding is made of, with a tenth as many pieces of time as lines of evidence at the most."""
        return PayFigures(
            smaller_fen=self.paid.smaller,
            larger_fen=self.paid.larger,
            low_ms=self.low.ms,
            high_ms=self.high.ms,
            owed_low=self.low.minimum,
            owed_high=self.high.minimum,
            places=hours_at(self.pieces, self.minimums),
            pieces=joined(self.pieces, None if most_lines is None else most_lines // _LINES_A_PIECE),
        )

    def law_used(self, holiday: Holiday | None) -> tuple[LawUsed, ...]:
        """All that a finding about the day cites."""
        used = tuple(value.used() for value in (*self.minimums.values(), *self.terms.values))
        return used if holiday is None else (*used, holiday.used())

    @property
    def _least(self) -> int:
        return max(1, self.terms.least_hours.number)


def pay_case(law: PayLaw, view: View, basis: str, terms: PayTerms, paid: Paid) -> PayCase:
    """The day on a basis; `NoValueInForce` where no minimum wage is in force."""
    pieces = places_worked(view, basis, day_interval(paid.day))
    minimums = {(p.area, p.sector): law.minimum(p.area, p.sector, paid.day, str(view.platform)) for p in pieces}
    low, high = (hours_of(pieces, minimums, high=high) for high in (False, True))
    return PayCase(view, paid.day, terms, basis, pieces, minimums, paid, low, high)


def second_opinion(law: PayLaw, case: PayCase) -> SecondOpinion | None:
    """The same day on the other basis; None where nothing was worked on it, or no minimum wage is in force there."""
    basis = next(each for each in BASES if each != case.basis)
    try:
        other = pay_case(law, case.view, basis, case.terms, case.paid)
    except NoValueInForce:
        return None
    measured = other.low.an_hour(case.paid.larger)
    return None if measured is None else SecondOpinion(measured=measured, kind=other.kind)

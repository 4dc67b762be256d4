"""A day worked on a platform as clause 5 looks at it: its hours in either reading, its pay, and what that makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from schemas.findings.figures import HoursAt, OtherHours, PayFigures, WorkedPiece
from schemas.findings.finding import Kind, LawUsed, SecondOpinion, Severity
from schemas.instants import HOUR_MS
from schemas.legal_days import Day
from streams.facts.views.places_worked import Piece
from streams.facts.views.worker_view import BASES
from streams.law.errors import NoValueInForce
from streams.law.terms.pay import PayLaw, PayTerms
from streams.rules.finding import Measure, band_of
from streams.rules.over_budget import OVER_BUDGET
from streams.rules.pay.hours import Hours, Minimums, hours_at, hours_of
from streams.rules.pay.paid import Paid
from streams.rules.pay.worked import WorkedDay

NO_PAY_REPORTED = "no_pay_reported"
"""The reason of a day on which hours were worked and no accrued entry that counts was reported."""

CONTRADICTORY_PAY = "contradictory_pay"
"""The reason of a day of which two statements that nothing orders give two pays."""

_UNIT = "fen/h"

_LINES_A_PIECE = 10
"""Lines of evidence for each piece of time that a finding may list, so 100 pieces of 125 bytes; a person's day has some ten."""


class HoursFields(TypedDict):
    """The fields of a finding's figures that state hours."""

    low_ms: int
    high_ms: int
    owed_low: int
    owed_high: int
    places: tuple[HoursAt, ...]
    pieces: tuple[WorkedPiece, ...] | None


@dataclass(frozen=True, slots=True)
class PayCase:
    """A day worked on a platform, on one basis, with all that decides about it."""

    worked: WorkedDay
    terms: PayTerms
    basis: str
    pieces: Sequence[Piece]
    minimums: Minimums
    paid: Paid
    low: Hours
    high: Hours

    @property
    def day(self) -> Day:
        """The day."""
        return self.worked.day

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
        if self.low.ms >= self._least and self.paid.larger * HOUR_MS < self.low.minimum:
            return Kind.BREACH
        return None if self.paid.smaller * HOUR_MS >= self.high.minimum else Kind.UNDECIDABLE

    @property
    def reasons(self) -> Sequence[str]:
        """The reasons where the day is undecidable."""
        beside = {OVER_BUDGET} if self.worked.refused else set[str]()
        if not self.paid.reported:
            return sorted({NO_PAY_REPORTED} | beside)
        found = {*self.worked.reasons(self.basis)} | beside
        return sorted(found | {CONTRADICTORY_PAY} if self.paid.contradicts else found)

    @property
    def measure(self) -> Measure:
        """The larger pay an hour of the low hours and the smaller one of the high hours, against the minimum."""
        if not self.paid.reported:
            return Measure(None, None, None, _UNIT)
        limit = self.low.limit if self.low.ms else self.high.limit
        return Measure(self.low.an_hour(self.paid.larger), self.high.an_hour(self.paid.smaller), limit, _UNIT)

    @property
    def shortfall_fen(self) -> int:
        """The shortfall of the larger pay against the minimum of the low hours, rounded up."""
        return self.low.lacking(self.paid.larger)

    @property
    def band(self) -> Severity:
        """The band of the shortfall as a share of the minimum, in whole percentages that are given as bounds."""
        shortfall = self.low.minimum - self.paid.larger * HOUR_MS
        return band_of(sum(100 * shortfall > bound * self.low.minimum for bound in self.terms.severity.numbers))

    def figures(self, other: "PayCase | None", most_lines: int | None) -> PayFigures:
        """The figures that the finding is made of, with a tenth as many pieces of time as lines of evidence at the most.

        `other`: the day on the other basis, where the finding has a second opinion.
        """
        return PayFigures(
            smaller_fen=self.paid.smaller,
            larger_fen=self.paid.larger,
            **self.hours(most_lines),
            other=None if other is None else OtherHours(basis=other.basis, **other.hours(most_lines)),
        )

    def hours(self, most_lines: int | None) -> HoursFields:
        """The hours in either reading, what the minimum gives for them, and what they are the sum of."""
        return {
            "low_ms": self.low.ms,
            "high_ms": self.high.ms,
            "owed_low": self.low.minimum,
            "owed_high": self.high.minimum,
            "places": hours_at(self.pieces, self.minimums),
            "pieces": self.worked.listed_pieces(
                self.basis, None if most_lines is None else most_lines // _LINES_A_PIECE
            ),
        }

    def law_used(self, holiday: LawUsed | None) -> tuple[LawUsed, ...]:
        """All that a finding about the day cites; with the holiday that it is, or that an overlay says it is not."""
        used = tuple(value.used() for value in (*self.minimums.values(), *self.terms.values))
        return used if holiday is None else (*used, holiday)

    @property
    def _least(self) -> int:
        return max(1, self.terms.least_hours.number)


def pay_case(law: PayLaw, worked: WorkedDay, basis: str, terms: PayTerms, paid: Paid) -> PayCase:
    """The day on a basis; `NoValueInForce` where no minimum wage is in force."""
    pieces = worked.pieces(basis)
    minimums = {(p.area, p.sector): law.minimum(p.area, p.sector, paid.day, worked.platform) for p in pieces}
    low, high = (hours_of(pieces, minimums, high=high) for high in (False, True))
    return PayCase(worked, terms, basis, pieces, minimums, paid, low, high)


def on_other_basis(law: PayLaw, case: PayCase) -> PayCase | None:
    """The same day on the other basis; None where nothing was worked on it, or no minimum wage is in force there."""
    basis = next(each for each in BASES if each != case.basis)
    try:
        other = pay_case(law, case.worked, basis, case.terms, case.paid)
    except NoValueInForce:
        return None
    return other if other.low.ms else None


def second_opinion(other: PayCase | None) -> SecondOpinion | None:
    """The result of the day on the other basis; None where there is none."""
    measured = None if other is None else other.low.an_hour(other.paid.larger)
    return None if other is None or measured is None else SecondOpinion(measured=measured, kind=other.kind)

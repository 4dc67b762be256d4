"""A day worked on a platform as clause 5 looks at it: its hours in either reading, its pay, and what that makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.findings.finding import Kind, LawUsed, SecondOpinion, Severity
from streams.facts.pay.days import DayPay
from streams.facts.tolerance import HOUR
from streams.facts.worktime.legal_days import day_interval
from streams.facts.worktime.places_worked import Piece, places_worked
from streams.facts.worktime.view import BASES, View
from streams.law.days.calendar import Day
from streams.law.days.holidays import Holiday
from streams.law.errors import NoValueInForce
from streams.law.terms.pay import PayLaw, PayTerms
from streams.law.value import Value
from streams.rules.evidence import Item
from streams.rules.finding import band_of

NO_PAY_REPORTED = "no_pay_reported"
"""The reason of a day on which hours were worked and no counted entry was reported."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Time worked in one reading (ms), and what the minimum gives for it (fen/h x ms)."""

    ms: int
    minimum: int

    def an_hour(self, fen: int) -> int:
        """Pay in fen an hour, rounded down."""
        return fen * HOUR // self.ms

    @property
    def limit(self) -> int:
        """The minimum in fen an hour, weighted by time, half up."""
        return (2 * self.minimum + self.ms) // (2 * self.ms)


@dataclass(frozen=True, slots=True)
class PayCase:
    """A day worked on a platform, on one basis, with all that decides about it."""

    view: View
    day: Day
    terms: PayTerms
    basis: str
    pieces: Sequence[Piece]
    minimums: dict[tuple[str, str], Value]
    pay: DayPay

    def hours(self, *, high: bool) -> Hours:
        """The hours in a reading."""
        pieces = [piece for piece in self.pieces if high or piece.known]
        weighted = sum(piece.ms * self.minimums[piece.area, piece.sector].number for piece in pieces)
        return Hours(sum(piece.ms for piece in pieces), weighted)

    @property
    def paid(self) -> int:
        """The pay of the day, in fen: accrued less deducted, of what counts."""
        return sum(fen for _, fen, _ in self.counted())

    def counted(self) -> list[tuple[str, int, bool]]:
        """The entries that count, by id, with their part of the day in fen and whether they were accrued."""
        left_out = self.terms.left_out.words
        return [
            (name, fen, not entry.deducted)
            for name, (entry, fen) in sorted(self.pay.parts.items())
            if entry.deducted or entry.category not in left_out
        ]

    def entries(self) -> list[Item]:
        """The entries that count, as evidence, each with its part of the day."""
        platform = str(self.view.platform)
        return [Item(platform, "entry", name, (), fen) for name, fen, _ in self.counted()]

    def law_used(self, holiday: Holiday | None) -> tuple[LawUsed, ...]:
        """All that a finding about the day cites."""
        used = tuple(value.used() for value in (*self.minimums.values(), *self.terms.values))
        return used if holiday is None else (*used, holiday.used())


def pay_case(law: PayLaw, view: View, day: Day, basis: str, terms: PayTerms, pay: DayPay) -> PayCase:
    """The day on a basis; `NoValueInForce` where no minimum wage is in force."""
    pieces = places_worked(view, basis, day_interval(day))
    minimums = {(p.area, p.sector): law.minimum(p.area, p.sector, day) for p in pieces}
    return PayCase(view, day, terms, basis, pieces, minimums, pay)


def second_opinion(law: PayLaw, case: PayCase) -> SecondOpinion | None:
    """The same day on the other basis; None where nothing was worked on it, or no minimum wage is in force there."""
    basis = next(each for each in BASES if each != case.basis)
    try:
        other = pay_case(law, case.view, case.day, basis, case.terms, case.pay)
    except NoValueInForce:
        return None
    hours = other.hours(high=False)
    if not hours.ms:
        return None
    judged = hours.ms >= case.terms.least_hours.number
    return SecondOpinion(measured=hours.an_hour(case.paid), kind=decided(other)[0] if judged else None)


def decided(case: PayCase) -> tuple[Kind | None, Sequence[str]]:
    """The kind of finding that the day is, None for none, and the reasons where it is undecidable."""
    if not any(accrued for *_, accrued in case.counted()):
        return Kind.UNDECIDABLE, (NO_PAY_REPORTED,)
    if case.paid * HOUR < case.hours(high=False).minimum:
        return Kind.BREACH, ()
    if case.paid * HOUR >= case.hours(high=True).minimum:
        return None, ()
    return Kind.UNDECIDABLE, [reason.value for reason in case.view.reasons(case.basis, *day_interval(case.day))]


def band(case: PayCase, paid: int, low: Hours) -> Severity:
    """The band of the shortfall as a share of the minimum, in whole percentages that are given as bounds."""
    shortfall = low.minimum - paid * HOUR
    return band_of(sum(100 * shortfall > bound * low.minimum for bound in case.terms.severity.numbers))

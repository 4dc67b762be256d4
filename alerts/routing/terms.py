"""The terms of handling and the forces of clauses, as the files of the duty desk have them."""

from dataclasses import dataclass

from schemas.bilingual import Bilingual
from schemas.instants import Ms
from schemas.legal_days import DAY_MS, day_start, legal_day


@dataclass(frozen=True, slots=True)
class HandlingTerm:
    """The days within which the bureau wants a lead of a severity handled. `until`: ms after midnight in Shanghai.

    Calendar days, counted from the day after the lead was raised. `remind_ms`: so long before people are reminded.
    """

    severity: str
    days: int
    until: int
    remind_ms: int

    def handle_by(self, raised_at: Ms) -> Ms:
        """The instant by which a lead that was raised at `raised_at` is to be handled."""
        return day_start(legal_day(raised_at)) + self.days * DAY_MS + self.until

    def remind_at(self, raised_at: Ms) -> Ms:
        """The instant at which the date is called to mind."""
        return self.handle_by(raised_at) - self.remind_ms


@dataclass(frozen=True, slots=True)
class Force:
    """The clause behind a rule and its force: `basis` and `short` as a message states them, `words` as a page does."""

    basis: Bilingual
    short: Bilingual
    words: Bilingual

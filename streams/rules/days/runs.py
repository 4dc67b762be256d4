"""Runs of legal days that were worked, in either reading, and those of them over the limit. Nothing is read of events here."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from schemas.findings.finding import Kind
from schemas.legal_days import Day
from streams.facts.days.kept import RunBefore
from streams.facts.days.row import DayRow, reasons_in
from streams.law.terms.days import DayTerms


@dataclass(frozen=True, slots=True)
class DayJudged:
    """A day that is over, with its terms; `least` (ms): with so much time it was worked."""

    row: DayRow
    terms: DayTerms
    least: int

    @property
    def low(self) -> bool:
        """True where it was worked in the low reading."""
        return self.row.order_low >= self.least

    @property
    def high(self) -> bool:
        """True where it was worked in the high reading."""
        return self.row.order_high >= self.least


@dataclass(slots=True)
class Run:
    """Days worked in a row, from `first` to `last`, in one reading. `area`, `sector`, `terms`: of the first one.

    `most_low`: the longest low run in it; `forgotten_low`: of those in the days whose rows are forgotten.
    """

    first: Day
    last: Day
    area: str
    sector: str
    terms: DayTerms
    why: int = 0
    lows: "list[Run]" = field(default_factory=list)
    most_low: int = 0
    forgotten_low: int = 0

    @property
    def days(self) -> int:
        """The number of days."""
        return self.last - self.first + 1

    @property
    def reasons(self) -> list[str]:
        """The reasons of the unknown time in its days, sorted."""
        return reasons_in(self.why)


@dataclass(frozen=True, slots=True)
class RunCase:
    """A run over the limit, of a platform or of all together; figures are days. `whole`: the run of the high reading it is in."""

    platform: str
    kind: Kind
    run: Run
    low: int
    high: int
    whole: Run


TermsOf = Callable[[DayRow], DayTerms | None]
"""The terms of a day of which no more than its place is known; None where the law does not apply to it any more."""


def runs_of(days: Sequence[DayJudged], before: RunBefore | None, terms_of: TermsOf) -> list[Run]:
    """The runs of the high reading, ascending, each with those of the low one in it. `before`: the days before the first row."""
    runs: list[Run] = []
    for day in days:
        if not day.high:
            continue
        run = runs[-1] if runs and runs[-1].last == day.row.day - 1 else None
        if run is None:
            run = _begun(day, before, terms_of)
            runs.append(run)
        run.last, run.why = day.row.day, run.why | day.row.why
        if not day.low:
            continue
        low = run.lows[-1] if run.lows else None
        if low is None or low.last != day.row.day - 1:
            low = _low_begun(day, run, before, terms_of)
            run.lows.append(low)
        low.last = day.row.day
        run.most_low = max(run.most_low, low.days)
    return runs


def over_limit(platform: str, run: Run) -> Iterator[RunCase]:
    """The cases of a run of the high reading: each low run over the limit, or it alone where there is none."""
    lows = [low for low in run.lows if low.days > low.terms.limit.number]
    yield from (RunCase(platform, Kind.INDICATION, low, low.days, run.days, run) for low in lows)
    limit = run.terms.limit.number
    if not lows and run.days > limit and run.forgotten_low <= limit:
        yield RunCase(platform, Kind.UNDECIDABLE, run, run.most_low, run.days, run)


def _begun(day: DayJudged, before: RunBefore | None, terms_of: TermsOf) -> Run:
    """A run that begins on a day, or before it where days had been worked in a row up to it."""
    at = day.row.day
    if before is None or before.day != at:
        return Run(at, at, day.row.area, day.row.sector, day.terms)
    run = _from_before(day, before.high, before.place, terms_of)
    run.why, run.most_low, run.forgotten_low = before.why, before.most_low, before.most_low
    return run


def _low_begun(day: DayJudged, run: Run, before: RunBefore | None, terms_of: TermsOf) -> Run:
    at = day.row.day
    goes_on = before is not None and before.day == at and run.first <= at - before.high
    if before is None or not goes_on:
        return Run(at, at, day.row.area, day.row.sector, day.terms)
    return _from_before(day, before.low, before.low_place, terms_of)


def _from_before(day: DayJudged, earlier: int, place: tuple[str, str], terms_of: TermsOf) -> Run:
    """A run up to a day that began so many days before it, in a place; that of the day where it is not known."""
    at, (area, sector) = day.row.day, place
    first = at - earlier
    terms = terms_of(DayRow(first, area=area, sector=sector, inside=True)) if earlier and area else None
    if terms is None:
        return Run(first, at, day.row.area, day.row.sector, day.terms)
    return Run(first, at, area, sector, terms)

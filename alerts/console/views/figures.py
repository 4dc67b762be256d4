"""The three figures of a lead: what was measured, the limit, and the distance between them, each with its range."""

from dataclasses import dataclass, replace

from alerts.console.tongue import Tongue
from alerts.console.views.amounts import amount, exactly
from alerts.console.views.rules import rule_words
from schemas.findings.finding import Finding, Kind


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its name, its value for the eye, the values between which it lies, and as the finding has it."""

    name: str
    value: str
    spread: str
    exact: str


@dataclass(frozen=True, slots=True)
class FigureReading:
    """A measure in the two readings of unknown time, the smaller first, with its limit and unit."""

    smaller: int | None
    larger: int | None
    limit: int | None
    unit: str

    @property
    def is_less_a_breach(self) -> bool:
        """True where less is worse, as with pay."""
        return self.unit == "fen/h"

    @property
    def certain(self) -> int | None:
        """The value in the reading that is kinder to the platform."""
        return self.larger if self.is_less_a_breach else self.smaller

    def distance(self, value: int | None) -> int | None:
        """The distance of a value to the limit; negative where the limit is kept."""
        if value is None or self.limit is None:
            return None
        return self.limit - value if self.is_less_a_breach else value - self.limit


def reading_of(low: int | None, high: int | None, limit: int | None, unit: str) -> FigureReading:
    """The reading of a finding's fields: which of the two is the smaller number depends on the unit."""
    both = [each for each in (low, high) if each is not None]
    return FigureReading(min(both, default=None), max(both, default=None), limit, unit)


def figure_of(kind: str, reading: FigureReading, tongue: Tongue) -> str:
    """The figure for the eye: the certain value, and of a finding that the data cannot decide both, since neither is the one."""
    if kind == Kind.UNDECIDABLE.value and reading.smaller != reading.larger:
        return _spread((reading.smaller, reading.larger), reading.unit, tongue)
    return amount(reading.certain, reading.unit, tongue)


def figures_of(finding: Finding, tongue: Tongue) -> tuple[Figure, ...]:
    """The three figures of a finding, and of pay what lacks in all."""
    words = rule_words(finding.rule)
    reading = reading_of(finding.measured_low, finding.measured_high, finding.limit, finding.unit)
    distances = (reading.distance(each) for each in (reading.smaller, reading.larger))
    ends = sorted(each for each in distances if each is not None)
    over = reading.distance(reading.certain)
    found = [
        _figure(tongue.of(words.measured), reading.certain, (reading.smaller, reading.larger), finding.unit, tongue),
        _figure(tongue.pick("限值", "limit"), finding.limit, (None, None), finding.unit, tongue),
        _figure(tongue.of(words.over), over, (ends[0], ends[-1]) if ends else (None, None), finding.unit, tongue),
    ]
    if finding.shortfall_fen is not None:
        lacks = finding.shortfall_fen
        found.append(_figure(tongue.pick("少付", "short in all"), lacks, (None, None), "fen", tongue))
    return tuple(_open(each) for each in found) if finding.kind is Kind.UNDECIDABLE else tuple(found)


def _open(figure: Figure) -> Figure:
    """A figure of a finding that the data cannot decide: between two values, neither of which is the certain one."""
    return replace(figure, value=figure.spread, spread="") if figure.spread else figure


def _figure(name: str, value: int | None, ends: tuple[int | None, int | None], unit: str, tongue: Tongue) -> Figure:
    return Figure(name, amount(value, unit, tongue), _spread(ends, unit, tongue), exactly(value, unit))


def _spread(ends: tuple[int | None, int | None], unit: str, tongue: Tongue) -> str:
    """The values between which a figure lies; nothing where they look the same."""
    low, high = (amount(each, unit, tongue) for each in ends)
    return "" if None in ends or low == high else f"{low} – {high}"

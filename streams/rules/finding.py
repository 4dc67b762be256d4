"""The one place that makes a `Finding`: its identity from its subject and time, its figures from a measure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict, Unpack

from schemas.findings.figures import PaceFigures, PayFigures, RedTime
from schemas.findings.finding import Finding, Kind, LawUsed, Scope, SecondOpinion, Severity, Summary, finding_id
from schemas.findings.rest_figures import DispatchFigures, RestFigures
from schemas.findings.under_red import UnderRed
from streams.law.value import Value
from streams.rules.evidence import NO_EVIDENCE, Listed

_SEVERITIES = (Severity.MINOR, Severity.SERIOUS, Severity.GRAVE)


class _Identity(TypedDict):
    finding_id: str
    rule: str
    subject: str
    scope: Scope
    platforms: dict[str, int]
    sector: str | None
    area: str | None
    episode: str | None


class _Figures(TypedDict):
    measured: int | None
    measured_low: int | None
    measured_high: int | None
    limit: int | None
    unit: str


class RuleFigures(TypedDict, total=False):
    """The figures of single rules, as a finding names them; what a rule does not use is left out."""

    pace: PaceFigures
    red: tuple[RedTime, ...]
    shortfall_fen: int | None
    pay: PayFigures
    rest: RestFigures
    dispatch: DispatchFigures
    under_red: UnderRed


@dataclass(frozen=True, slots=True)
class Concerned:
    """The subject and the place of a rule's finding; `platform` is None where all together are meant.

    `platforms`: milliseconds of coverage of each. `episode`: the weather episode, of a finding about an area.
    """

    rule: str
    subject: str
    platform: str | None
    platforms: dict[str, int]
    sector: str | None
    area: str | None
    episode: str | None = None

    def identity(self, start: int) -> _Identity:
        """The fields that tell a finding that begins at `start` (ms) from all others."""
        scope = Scope.CROSS_PLATFORM if self.platform is None else Scope.PLATFORM
        return {
            "finding_id": finding_id(self.rule, self.subject, scope, self.platform, self.episode, start),
            "rule": self.rule,
            "subject": self.subject,
            "scope": scope,
            "platforms": self.platforms,
            "sector": self.sector,
            "area": self.area,
            "episode": self.episode,
        }


@dataclass(frozen=True, slots=True)
class Measure:
    """The figure of a finding in the low and the high reading, and its limit, in `unit`; None where there is none."""

    low: int | None
    high: int | None
    limit: int | None
    unit: str

    @property
    def figures(self) -> _Figures:
        """The fields of the figure. `measured` is the low one, which decides about a breach."""
        return {
            "measured": self.low,
            "measured_low": self.low,
            "measured_high": self.high,
            "limit": self.limit,
            "unit": self.unit,
        }


@dataclass(frozen=True, slots=True)
class FindingTime:
    """The time of a finding (ms): `[start, end)`, `end` None while it goes on. `due_at`: when the limit was reached."""

    start: int
    end: int | None
    due_at: int | None = None


def make_finding(
    concerned: Concerned,
    kind: Kind,
    time: FindingTime,
    measure: Measure,
    *,
    law: Iterable[LawUsed],
    summary: Summary,
    basis: str | None = None,
    second_opinion: SecondOpinion | None = None,
    severity: Severity | None = None,
    reasons: Iterable[str] = (),
    evidence: Listed = NO_EVIDENCE,
    **figures: Unpack[RuleFigures],
) -> Finding:
    """Make the finding of a rule; every finding of the product is made here."""
    return Finding(
        **concerned.identity(time.start),
        kind=kind,
        starts_at=time.start,
        ends_at=time.end,
        due_at=time.due_at,
        basis=basis,
        **measure.figures,
        second_opinion=second_opinion,
        severity=severity,
        reasons=tuple(reasons),
        law=tuple(law),
        **evidence,
        summary=summary,
        **figures,
    )


def used(values: Iterable[Value]) -> tuple[LawUsed, ...]:
    """The law values as a finding cites them."""
    return tuple(value.used() for value in values)


def band_of(bounds_passed: int) -> Severity:
    """The severity of a finding that has passed so many of the two bounds between the bands."""
    return _SEVERITIES[bounds_passed]

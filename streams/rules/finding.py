"""The one place that makes a `Finding`: its identity from whom and when it concerns, its figures from a measure."""

from collections.abc import Iterable
from dataclasses import dataclass

from schemas.findings.figures import PaceFigures, RedTime
from schemas.findings.finding import Finding, Kind, LawUsed, Scope, SecondOpinion, Severity, Summary, finding_id
from streams.law.value import Value
from streams.rules.evidence import NO_EVIDENCE, Listed

_SEVERITIES = (Severity.MINOR, Severity.SERIOUS, Severity.GRAVE)


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom and which place a rule's finding concerns; `platform` is None where all together are meant.

    `platforms`: milliseconds of coverage of each. `episode`: the weather episode, of a finding about an area.
    """

    rule: str
    subject: str
    platform: str | None
    platforms: dict[str, int]
    sector: str | None
    area: str | None
    episode: str | None = None

    @property
    def scope(self) -> Scope:
        """One platform, or all together."""
        return Scope.CROSS_PLATFORM if self.platform is None else Scope.PLATFORM


@dataclass(frozen=True, slots=True)
class Measure:
    """The figure of a finding in the low and the high reading, and its limit, in `unit`; None where there is none."""

    low: int | None
    high: int | None
    limit: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class Period:
    """The time of a finding (ms): `[start, end)`, `end` None while it goes on. `due_at`: when the limit was reached."""

    start: int
    end: int | None
    due_at: int | None = None


def make_finding(
    concerned: Concerned,
    kind: Kind,
    period: Period,
    measure: Measure,
    *,
    law: Iterable[LawUsed],
    summary: Summary,
    basis: str | None = None,
    second_opinion: SecondOpinion | None = None,
    severity: Severity | None = None,
    reasons: Iterable[str] = (),
    evidence: Listed = NO_EVIDENCE,
    pace: PaceFigures | None = None,
    red: tuple[RedTime, ...] | None = None,
) -> Finding:
    """Make the finding. `measured` is the low figure, which is the one that decides about a breach."""
    who = concerned
    return Finding(
        finding_id=finding_id(who.rule, who.subject, who.scope, who.platform, who.episode, period.start),
        rule=who.rule,
        kind=kind,
        subject=who.subject,
        scope=who.scope,
        platforms=who.platforms,
        sector=who.sector,
        area=who.area,
        episode=who.episode,
        starts_at=period.start,
        ends_at=period.end,
        due_at=period.due_at,
        basis=basis,
        measured=measure.low,
        measured_low=measure.low,
        measured_high=measure.high,
        limit=measure.limit,
        unit=measure.unit,
        second_opinion=second_opinion,
        severity=severity,
        reasons=tuple(reasons),
        law=tuple(law),
        **evidence,
        summary=summary,
        pace=pace,
        red=red,
    )


def used(values: Iterable[Value]) -> tuple[LawUsed, ...]:
    """The law values as a finding cites them."""
    return tuple(value.used() for value in values)


def band_of(bounds_passed: int) -> Severity:
    """The severity of a finding that has passed so many of the two bounds between the bands."""
    return _SEVERITIES[bounds_passed]

"""Findings and standing sets in one line: `found(4, 9)` holds from hour 4 to hour 9 of some day."""

from schemas.findings.finding import Finding, Kind, Scope, Severity, StandingSet, Summary, finding_id

HOUR = 3_600_000
WORKER = "a" * 64
LATE = 1_700_000_000_000


def found(
    start: int,
    end: int | None = None,
    *,
    rule: str = "rest_missed",
    kind: Kind = Kind.BREACH,
    subject: str = WORKER,
    platform: str | None = "hema",
    area: str = "360104",
    episode: str | None = None,
    measured: int = 15_000_000,
    severity: Severity | None = Severity.MINOR,
) -> Finding:
    scope = Scope.CROSS_PLATFORM if platform is None else Scope.PLATFORM
    return Finding(
        finding_id=finding_id(rule, subject, scope, platform, episode, start * HOUR),
        rule=rule,
        kind=kind,
        subject=subject,
        scope=scope,
        platforms={"hema": measured, "xunda": 1} if platform is None else {platform: measured},
        sector="delivery",
        area=area,
        episode=episode,
        starts_at=start * HOUR,
        ends_at=None if end is None else end * HOUR,
        due_at=None,
        basis="online",
        measured=measured,
        measured_low=measured,
        measured_high=measured,
        limit=14_400_000,
        unit="ms",
        second_opinion=None,
        severity=severity,
        reasons=(),
        law=(),
        evidence=(),
        summary=Summary(zh="连续在线超过四小时", en="More than four hours online without a break"),
    )


def standing(version: int, *findings: Finding, subject: str = WORKER, speaks_from: int | None = 0) -> StandingSet:
    """`speaks_from` in hours, like the findings."""
    wall = None if speaks_from is None else speaks_from * HOUR
    return StandingSet(subject=subject, speaks_from=wall, version=(1, version, 0), findings=findings)

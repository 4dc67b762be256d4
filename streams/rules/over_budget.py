"""The reason `over_budget`: what a budget refused may have decided otherwise. It is no rule, and finds nothing itself."""

from collections.abc import Collection, Iterable, Mapping

from schemas.findings.finding import Finding, Kind, Scope
from schemas.legal_days import day_start, legal_day

OVER_BUDGET = "over_budget"
"""The reason of a finding about a legal day of which something was refused."""


def with_refused(findings: Iterable[Finding], days: Mapping[str, Collection[int]], now: int) -> list[Finding]:
    """The findings at `now` (ms); those that are undecidable have the reason `over_budget` where a day of theirs was refused.

    `days`: by platform, the legal days of which events were refused. A finding of one platform is compared with the days of that
    platform, a finding that only all platforms together show with those of every platform. Breaches are returned unchanged, since
    more work never removes one.
    """
    return [_noted(finding) if _touches(finding, days, now) else finding for finding in findings]


def _touches(finding: Finding, days: Mapping[str, Collection[int]], now: int) -> bool:
    if finding.kind is not Kind.UNDECIDABLE:
        return False
    platforms = days.keys() if finding.scope is Scope.CROSS_PLATFORM else days.keys() & {finding.platform}
    first, end = legal_day(finding.starts_at), now + 1 if finding.ends_at is None else finding.ends_at
    return any(first <= day and day_start(day) < end for platform in platforms for day in days[platform])


def _noted(finding: Finding) -> Finding:
    return finding.model_copy(update={"reasons": tuple(sorted({*finding.reasons, OVER_BUDGET}))})

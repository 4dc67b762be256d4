"""A standing set in the ledger's form. Decides which of its findings become leads, and when two sets are equal."""

import hashlib
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Self

from alerts.leads.cause import Judged
from alerts.leads.finding import LeadFinding, canonical
from schemas.findings.finding import Finding, Kind, Lapsed, StandingSet

Version = tuple[int, int, int]
"""Orders the standing sets of one subject: incarnation of the work partition, its offset, `now`."""


@dataclass(frozen=True, slots=True)
class LedgerSet:
    """A standing set in the ledger's form, without warnings, which are no leads.

    `digest` is equal for sets of the same findings, `speaks_from` and `days_from`, whatever their version, the order of findings,
    and the release, law and arrival that they name. `lapsed`: by the id of a finding that holds no more, its interval now.
    """

    subject: str
    speaks_from: int | None
    version: Version
    findings: tuple[LeadFinding, ...]
    digest: str
    judged: Judged
    lapsed: dict[str, dict[str, Any]] = field(default_factory=dict)
    days_from: int | None = None

    @classmethod
    def of(cls, standing: StandingSet) -> Self:
        """Convert a published standing set to the ledger's form."""
        findings = tuple(LeadFinding.of(finding) for finding in standing.findings if finding.kind is not Kind.WARNING)
        since = [standing.speaks_from, *([] if standing.days_from is None else [standing.days_from])]
        text = canonical([*since, sorted({one.essence for one in findings})])
        digest = hashlib.sha256(text.encode()).hexdigest()
        lapsed = {one.finding_id: one.model_dump(mode="json") for one in standing.lapsed}
        return cls(
            standing.subject,
            standing.speaks_from,
            standing.version,
            findings,
            digest,
            _judged(standing),
            lapsed,
            standing.days_from,
        )

    @property
    def reaches_back_to(self) -> int | None:
        """No lead that ends at or before this instant (ms) can be touched; null: any lead can."""
        if self.speaks_from is None:
            return None
        since = self.speaks_from if self.days_from is None else min(self.speaks_from, self.days_from)
        return min((since, *(one.starts_at for one in self.findings)))


def version_text(version: Version) -> str:
    """Format a version for a column.

    >>> version_text((1, 20, 300))
    '1.20.300'
    """
    return ".".join(map(str, version))


def parse_version(version: str) -> Version:
    """Parse the version of a column.

    >>> parse_version("1.20.300")
    (1, 20, 300)
    """
    first, second, third = map(int, version.split("."))
    return (first, second, third)


def _judged(standing: StandingSet) -> Judged:
    """The judgement of the set: all that it names comes from one."""
    for one in chain[Finding | Lapsed](standing.findings, standing.lapsed):
        return Judged(standing.version[2], one.release, one.law_digest)
    return Judged(standing.version[2])

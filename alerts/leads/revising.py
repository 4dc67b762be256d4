"""Brings the current leads of a subject to its standing set. Pure: `matching` decides, the `LogAppender` writes."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from alerts.leads.appending import LogAppender
from alerts.leads.finding import LeadFinding, canonical
from alerts.leads.lead import Change, Lead, Standing
from alerts.leads.lowering import LeftLead, RecordedExtent, match_recorded
from alerts.leads.matching import match
from schemas.findings.finding import Kind, StandingSet

Version = tuple[int, int, int]
"""Orders the standing sets of one subject."""


@dataclass(frozen=True, slots=True)
class LedgerSet:
    """A standing set in the ledger's form, without warnings, which are no leads.

    `digest` is equal for sets of the same findings and `speaks_from`, whatever their version and the order of findings.
    """

    subject: str
    speaks_from: int | None
    version: Version
    findings: tuple[LeadFinding, ...]
    digest: str

    @classmethod
    def of(cls, standing: StandingSet) -> Self:
        """Convert a published standing set to the ledger's form."""
        findings = tuple(LeadFinding.of(finding) for finding in standing.findings if finding.kind is not Kind.WARNING)
        text = canonical([standing.speaks_from, sorted({one.text for one in findings})])
        digest = hashlib.sha256(text.encode()).hexdigest()
        return cls(standing.subject, standing.speaks_from, standing.version, findings, digest)

    @property
    def reaches_back_to(self) -> int | None:
        """No lead that ends at or before this instant (ms) can be touched; null: any lead can."""
        if self.speaks_from is None:
            return None
        return min((self.speaks_from, *(one.starts_at for one in self.findings)))


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


def revise(
    leads: dict[int, Lead], latest: LedgerSet, log: LogAppender, extent: RecordedExtent | None = None
) -> list[LeftLead]:
    """Bring the subject's current leads, given by number and changed in place, to the findings of its latest set.

    With an `extent` the set is of recorded events: returns the leads that it would withdraw or lower and that are left instead.
    """
    version, left = version_text(latest.version), list[LeftLead]()
    if extent is None:
        matches = match(leads.values(), latest.findings, latest.speaks_from)
    else:
        matches, left = match_recorded(leads.values(), latest.findings, latest.speaks_from, extent)
    standing = (lead for lead in matches.unmatched if lead.standing is Standing.STANDING)
    changed = [log.change(lead, Change.WITHDRAWN, version) for lead in standing]
    for lead, finding in matches.matched:
        if lead.standing is Standing.WITHDRAWN:
            changed.append(log.change(lead, Change.REINSTATED, version, finding=finding))
        elif finding.text != lead.finding.text:
            changed.append(log.change(lead, Change.AMENDED, version, finding=finding))
    for lead, survivor in matches.merged:
        changed.append(log.change(lead, Change.SUPERSEDED, version, other=survivor.number))
    for finding, origin in matches.new:
        changed.append(log.raise_lead(finding, None if origin is None else origin.number, version))
    _replace(leads, changed)
    return left


def _replace(leads: dict[int, Lead], changed: Iterable[Lead]) -> None:
    for lead in changed:
        leads[lead.number] = lead
        if lead.standing is Standing.SUPERSEDED:
            del leads[lead.number]

"""What one standing set does to the current leads of its subject. Pure: `matching` decides, the `LogAppender` writes."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from alerts.leads.appending import LogAppender
from alerts.leads.finding import LeadFinding, canonical
from alerts.leads.lead import Change, Lead, Standing
from alerts.leads.matching import match
from schemas.findings.finding import Kind, StandingSet

Version = tuple[int, int, int]
"""Orders the statements about one subject."""


@dataclass(frozen=True, slots=True)
class LedgerSet:
    """A standing set in the ledger's form, without warnings, which are no leads.

    `digest` is equal for sets that say the same of the same time, whatever their version and the order of findings.
    """

    subject: str
    speaks_from: int | None
    version: Version
    said: tuple[LeadFinding, ...]
    digest: str

    @classmethod
    def of(cls, standing: StandingSet) -> Self:
        """The set, in the ledger's form."""
        said = tuple(LeadFinding.of(finding) for finding in standing.findings if finding.kind is not Kind.WARNING)
        text = canonical([standing.speaks_from, sorted({one.text for one in said})])
        digest = hashlib.sha256(text.encode()).hexdigest()
        return cls(standing.subject, standing.speaks_from, standing.version, said, digest)

    @property
    def reaches_back_to(self) -> int | None:
        """No lead that ends at or before this instant (ms) can be touched; null: any lead can."""
        if self.speaks_from is None:
            return None
        return min((self.speaks_from, *(one.starts_at for one in self.said)))


def written(version: Version) -> str:
    """The version as a column keeps it.

    >>> written((1, 20, 300))
    '1.20.300'
    """
    return ".".join(map(str, version))


def read(version: str) -> Version:
    """The version that a column keeps.

    >>> read("1.20.300")
    (1, 20, 300)
    """
    first, second, third = map(int, version.split("."))
    return (first, second, third)


def revise(leads: dict[int, Lead], statement: LedgerSet, pen: LogAppender) -> None:
    """Bring the subject's current leads, given by number and changed in place, to what the statement says."""
    version = written(statement.version)
    matched = match(leads.values(), statement.said, statement.speaks_from)
    standing = (lead for lead in matched.silent if lead.standing is Standing.STANDING)
    changed = [pen.change(lead, Change.WITHDRAWN, version) for lead in standing]
    for lead, said in matched.kept:
        if lead.standing is Standing.WITHDRAWN:
            changed.append(pen.change(lead, Change.REINSTATED, version, said=said))
        elif said.text != lead.said.text:
            changed.append(pen.change(lead, Change.AMENDED, version, said=said))
    for lead, survivor in matched.merged:
        changed.append(pen.change(lead, Change.SUPERSEDED, version, other=survivor.number))
    for said, origin in matched.fresh:
        changed.append(pen.raise_lead(said, None if origin is None else origin.number, version))
    _replace(leads, changed)


def _replace(leads: dict[int, Lead], changed: Iterable[Lead]) -> None:
    for lead in changed:
        leads[lead.number] = lead
        if lead.standing is Standing.SUPERSEDED:
            del leads[lead.number]

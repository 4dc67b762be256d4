"""When a standing set is said: what counts as a change of it, and how often a running finding is said again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from schemas.finding import Finding, Kind, StandingSet

RESTATE_MS = 600_000
"""A running finding is said again after ten minutes with its new measure."""


@dataclass(frozen=True, slots=True)
class Said:
    """A standing set to be said now, and the advice that goes to platforms with it.

    `speaks_from` in ms, None where nothing was cut. `advice`: warnings that were not in the set before.
    """

    subject: str
    speaks_from: int | None
    findings: tuple[Finding, ...]
    advice: tuple[Finding, ...]

    def standing_set(self, version: tuple[int, int, int]) -> StandingSet:
        """The statement as the stream makes it."""
        return StandingSet(subject=self.subject, speaks_from=self.speaks_from, version=version, findings=self.findings)


def worth_saying(before: Mapping[str, Finding] | None, after: Iterable[Finding], *, restate: bool) -> bool:
    """Whether the set has to be said.

    It has when it was never said; when a finding came, went, ended or changed kind, scope or severity; when anything of an
    ended one changed; and, with `restate` (the ten minutes are over), when a running one has a new measure.
    """
    if before is None:
        return True
    now = {finding.finding_id: finding for finding in after}
    return now.keys() != before.keys() or any(_differs(before[name], now[name], restate=restate) for name in now)


def _differs(before: Finding, after: Finding, *, restate: bool) -> bool:
    if before.ends_at is not None or after.ends_at is not None or restate:
        return before != after
    if after.kind is Kind.WARNING and before.due_at != after.due_at:
        return True
    return (before.kind, before.scope, before.severity) != (after.kind, after.scope, after.severity)

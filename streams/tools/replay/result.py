"""The request of a replay and its result: the findings that stand, and all that was not judged."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from schemas.findings.finding import Finding, StandingSet
from streams.core.said import Publication
from streams.law.errors import NoValueInForce


@dataclass(frozen=True, slots=True)
class ReplayRequest:
    """What a replay is asked for.

    `now` in ms: judge at that instant and leave out what is later; None, the last event's. `horizon` in ms, None for one
    without end. `worker`: only ids that begin so.
    """

    now: int | None = None
    horizon: int | None = None
    worker: str = ""


@dataclass(slots=True)
class ReplayResult:
    """What stands at `now` (ms), and what was not judged. Filled as the answers come, hence mutable.

    `standing` has every worker, `areas` every area with cells, those without findings too. `first`: the
    earliest instant (ms) that an event spoke of; what lies before it the replay knows nothing of. `paced`: whether areas were
    judged; they are not where there is no weather, or where some workers alone were asked for. `orderless`: by platform, the
    pay entries that are kept and whose order nobody accepted. `aside`: by rule, the workers and areas that it raised about.
    """

    now: int
    first: int
    events: int
    left_out: int
    too_late: int = 0
    paced: bool = False
    standing: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    areas: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    unjudged: dict[tuple[str, str, str, int], NoValueInForce] = field(default_factory=dict)
    orderless: dict[str, int] = field(default_factory=dict)
    aside: dict[str, int] = field(default_factory=dict)

    def hear(self, said: Publication) -> None:
        """Take what is said of a worker; what was said before of a time that is settled by now stays."""
        since = said.speaks_from
        settled = () if since is None else (f for f in self.standing.get(said.subject, ()) if f.starts_at < since)
        self.standing[said.subject] = (*settled, *said.findings)

    def findings(self) -> list[Finding]:
        """All findings by subject, start, rule, kind, scope and platform."""
        return sorted((f for _, findings in self._all() for f in findings), key=_order)

    def sets(self) -> list[StandingSet]:
        """The standing sets for the ledger, in a version that is older than anything said live."""
        version = (0, 0, self.now)
        return [
            StandingSet(subject=subject, speaks_from=self.first, version=version, findings=findings)
            for subject, findings in self._all()
        ]

    def _all(self) -> Iterator[tuple[str, tuple[Finding, ...]]]:
        return chain(self.standing.items(), self.areas.items())


def _order(finding: Finding) -> tuple[str, int, str, str, str, str, str]:
    scope, platform = finding.scope.value, finding.platform or ""
    return finding.subject, finding.starts_at, finding.rule, finding.kind.value, scope, platform, finding.finding_id

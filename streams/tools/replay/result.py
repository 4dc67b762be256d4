"""The request of a replay and its result: the findings that stand, and all that was not judged."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from schemas.findings.finding import Finding, Lapsed, StandingSet
from streams.core.publishing import Publication
from streams.law.errors import NoValueInForce
from streams.rules.contract import Question


@dataclass(frozen=True, slots=True)
class ReplayRequest:
    """The options of a replay.

    `now` in ms: judge at that instant and leave out later events; None: at the last event's. `horizon` in ms, None for one
    without end. `worker`: only ids that begin so.
    """

    now: int | None = None
    horizon: int | None = None
    worker: str = ""


@dataclass(slots=True)
class ReplayResult:
    """The findings that stand at `now` (ms), and all that was not judged. Mutable: it is filled worker by worker.

    `standing` has every worker, `areas` every area with cells, those without findings too. `first`: the earliest instant (ms)
    of any event; the time before it is unknown to the replay. `paced`: True if areas were judged; they are not where there is
    no weather, or for a selection of workers. `orderless`: by platform, the pay entries that are kept and whose order nobody
    accepted. `not_settled`: by platform, the days of workers whose pay is below the minimum and may still come. `aside`: by
    rule, the workers and areas that it raised about. `left_out`: events later than `now`; `too_late`: events behind the
    horizon. `periods`: by platform and what is spoken of, the periods (ms) that have events. `warnings`: the names of the weather
    messages. `named_days`: by platform, the starts (ms) of the legal days that pay entries name. `lapsed`: what there is at an
    instant (ms) in the interval of a finding that holds no more.
    """

    now: int
    first: int
    events: int
    left_out: int
    periods: dict[tuple[str, str], list[tuple[int, int]]] = field(default_factory=dict)
    too_late: int = 0
    paced: bool = False
    standing: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    areas: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    unjudged: dict[Question, NoValueInForce] = field(default_factory=dict)
    orderless: dict[str, int] = field(default_factory=dict)
    not_settled: dict[str, int] = field(default_factory=dict)
    aside: dict[str, int] = field(default_factory=dict)
    warnings: frozenset[str] = frozenset()
    named_days: dict[str, frozenset[int]] = field(default_factory=dict)
    lapsed: Callable[[Finding, int], tuple[Lapsed, ...]] = lambda _finding, _now: ()

    def add(self, published: Publication) -> None:
        """Add a worker's standing set. Earlier findings that start before its `speaks_from` stay: they are closed.

        Findings of rules on days stay where they start before its `days_from` and are not among the later ones.
        """
        subject, stated = published.subject, {finding.finding_id for finding in published.findings}
        earlier = (f for f in self.standing.get(subject, ()) if f.finding_id not in stated)
        closed = (f for f in earlier if f.starts_at < (published.covered_from(f.rule) or 0))
        self.standing[subject] = (*closed, *published.findings)

    def findings(self) -> list[Finding]:
        """All findings by subject, start, rule, kind, scope and platform."""
        return sorted((f for _, findings in self._all() for f in findings), key=_order)

    def sets(self) -> list[StandingSet]:
        """The standing sets for the ledger, in a version that is older than any published live."""
        version = (0, 0, self.now)
        return [
            StandingSet(subject=subject, speaks_from=self.first, version=version, findings=findings)
            for subject, findings in self._all()
        ]

    def sets_without(self, gone: Iterable[Finding]) -> list[StandingSet]:
        """The standing sets of the subjects of findings that hold no more, with what has become of their evidence."""
        lapsed: dict[str, tuple[Lapsed, ...]] = {}
        for finding in gone:
            lapsed[finding.subject] = (*lapsed.get(finding.subject, ()), *self.lapsed(finding, self.now))
        return [one.model_copy(update={"lapsed": lapsed[one.subject]}) for one in self.sets() if one.subject in lapsed]

    def _all(self) -> Iterator[tuple[str, tuple[Finding, ...]]]:
        return chain(self.standing.items(), self.areas.items())


def _order(finding: Finding) -> tuple[str, int, str, str, str, str, str]:
    scope, platform = finding.scope.value, finding.platform or ""
    return finding.subject, finding.starts_at, finding.rule, finding.kind.value, scope, platform, finding.finding_id

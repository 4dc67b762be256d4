"""What the rules say of one subject at one instant, and until when they would say the same."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from schemas.findings.finding import Finding, Kind
from schemas.instants import NEVER
from streams.facts.worktime.view import WorkerView
from streams.law.errors import NoValueInForce


@dataclass(slots=True)
class Verdict:
    """Gathered rule by rule; a rule sees what those before it in `RULES` have found.

    `changes`: instants (ms) at which the answer can change though no event comes. `quiet_until`: as long as the only news is
    that work went on without a gap, the answer stays as it is before this instant (ms). `unjudged`: what no law in force
    let the rules judge. `united_warnings`: warnings that only the united view gives; they are counted, not said.
    `running_from`: the start (ms) of the earliest stretch that still runs. `unbroken_from`: work that is added before this
    instant (ms) may close a gap in one that runs, and is more news than that work went on. `orderless`: by platform, how many pay
    entries belong to no day, since nobody accepted their order; None where no pay was heard since they were counted last.
    `paid`: what stands about the pay of the legal days that end by `paid_until` (ms); it is given, for no fact of them has
    changed, and given on. `most_lines`: of how many lines of evidence a finding may list; None for all.
    """

    now: int
    findings: list[Finding] = field(default_factory=list)
    changes: list[int] = field(default_factory=list)
    quiet_until: int = NEVER
    unjudged: dict[tuple[str, str, str, int], NoValueInForce] = field(default_factory=dict)
    united_warnings: int = 0
    orderless: dict[str, int] | None = field(default_factory=dict)
    running_from: int = NEVER
    unbroken_from: int = 0
    paid_until: int = 0
    paid: tuple[Finding, ...] = ()
    most_lines: int | None = None

    def wake(self, *instants: int) -> None:
        """Ask again at these instants (ms), those that are still to come."""
        self.changes.extend(at for at in instants if at > self.now)

    def quiet(self, instant: int) -> None:
        """Ask again once work has gone on until this instant (ms)."""
        self.quiet_until = min(self.quiet_until, instant)

    def runs(self, since: int, unbroken: int) -> None:
        """Note that a stretch still runs, from when on, and from when on without a gap (ms)."""
        self.running_from = min(self.running_from, since)
        self.unbroken_from = max(self.unbroken_from, unbroken)

    def no_law(self, error: NoValueInForce) -> None:
        """Note that something was not judged because a law parameter has no value in force."""
        self.unjudged[error.parameter, error.area, error.sector, error.day] = error

    def moving(self, finding: Finding) -> bool:
        """Whether the finding, even if it has ended, reaches into a stretch that still runs."""
        return finding.ends_at is None or finding.ends_at > self.running_from

    def of(self, rule: str, kind: Kind) -> Iterable[Finding]:
        """What a rule has found so far, of one kind."""
        return (f for f in self.findings if f.rule == rule and f.kind is kind)


class WorkerRule(Protocol):
    """A rule about one worker. It is made with the law, keeps no state, and adds what it finds to the answer."""

    name: str

    def judge(self, view: WorkerView, answer: Verdict) -> None:
        """Add findings, later instants and what could not be judged to the answer."""

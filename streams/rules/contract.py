"""The contract of a rule: what it is made with, what it gets, what it may add, and in which order it is called.

`streams/RULES.md` has it as a page. A rule is made once with the law and keeps no state of its own: what it wants to keep of
a subject is a `Memo`, which the engine holds beside the facts and drops from where they change. The engine knows no rule's name.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar, Generic, Protocol, Self, TypeVar

from schemas.findings.finding import ON_DAYS, Finding, Kind, Lapsed
from schemas.instants import NEVER
from schemas.legal_days import Day
from schemas.work import AnyRow
from streams.facts.areas.area_view import AreaView
from streams.facts.views.worker_view import WorkerView
from streams.law.errors import NoValueInForce
from streams.rules.evidence import EvidenceNow

Question = tuple[str, str, str, int]
"""Parameter, area, sector and legal day for which no law is in force."""

GaugeKey = tuple[str, str, Day | None]
"""Name, platform (`""` for all together) and legal day, where it is counted by day."""

View_contra = TypeVar("View_contra", contravariant=True)


class Memo(Protocol):
    """A rule's private result about one subject, kept between evaluations and lost at a takeover. Immutable."""

    @property
    def until(self) -> int:
        """The instant (ms) before which every fact was read: a change there makes part of the memo void."""
        ...

    def changed_from(self, at: int, row: AnyRow | None) -> Self:
        """The part that still holds after facts changed from the instant `at` (ms) on, by that row where it is one."""
        ...

    def cut_at(self, point: int) -> Self:
        """The part that still holds after the facts before the instant `point` (ms) were settled and dropped."""
        ...


@dataclass(slots=True)
class Verdict:
    """The result of all rules about one subject at one instant, gathered rule by rule. Mutable for that.

    - `changes`: instants (ms) at which it can change though no event comes.
    - `quiet_until`: as long as the only news is that work went on without a gap, it stays as it is before this instant (ms).
    - `unjudged`: what no law in force let the rules judge.
    - `running_from`: the start (ms) of the earliest stretch that still runs.
    - `unbroken_from`: work that is added before this instant (ms) may close a gap in such a stretch, and is more news than that.
    - `gauges`: counts by name, platform and day that are measured and published nowhere.
    - `memos`: by rule, those given and those to be kept.
    - `most_lines`: lines of evidence that a finding may list; None for all.
    - `lapsed`: what has become of the evidence of findings published before that hold no more; no rule reads or writes it.
    """

    now: int
    findings: list[Finding] = field(default_factory=list)
    changes: list[int] = field(default_factory=list)
    quiet_until: int = NEVER
    unjudged: dict[Question, NoValueInForce] = field(default_factory=dict)
    running_from: int = NEVER
    unbroken_from: int = 0
    gauges: dict[GaugeKey, int] = field(default_factory=dict)
    memos: dict[str, Memo] = field(default_factory=dict)
    most_lines: int | None = None
    lapsed: tuple[Lapsed, ...] = ()

    def wake(self, *instants: int) -> None:
        """Evaluate again at these instants (ms), those that are still to come."""
        self.changes.extend(at for at in instants if at > self.now)

    def quiet(self, instant: int) -> None:
        """Evaluate again once work has gone on until this instant (ms)."""
        self.quiet_until = min(self.quiet_until, instant)

    def runs(self, since: int, unbroken: int) -> None:
        """Note that a stretch still runs, from when on, and from when on without a gap (ms)."""
        self.running_from = min(self.running_from, since)
        self.unbroken_from = max(self.unbroken_from, unbroken)

    def no_law(self, error: NoValueInForce) -> None:
        """Note that something was not judged because a law parameter has no value in force."""
        self.unjudged[error.parameter, error.area, error.sector, error.day] = error

    def gauge(self, name: str, platform: str, count: int, day: Day | None = None) -> None:
        """Measure a count of the subject, on a platform or `""` for all together, on a legal day where so. Zero is none."""
        if count:
            self.gauges[name, platform, day] = count

    def moving(self, finding: Finding) -> bool:
        """True for a finding that, even if it has ended, reaches into a stretch that still runs; none of a rule on days does."""
        if finding.rule in ON_DAYS:
            return False
        return finding.ends_at is None or finding.ends_at > self.running_from

    def of(self, rule: str, kind: Kind) -> Iterable[Finding]:
        """The findings of an earlier rule, of one kind."""
        return (f for f in self.findings if f.rule == rule and f.kind is kind)


class Rule(ABC, Generic[View_contra]):
    """A rule about one sort of subject, seen as a view.

    `objects`: the things that it judges, as a replay names those for which a value of the law is missing. `reads`: the law
    files that it reads beside that of its name. `reads_alone`: the sort of row that no other rule reads, if any.
    """

    name: ClassVar[str]
    objects: ClassVar[str]
    reads: ClassVar[tuple[str, ...]] = ()
    reads_alone: ClassVar[type | None] = None

    @abstractmethod
    def evaluate(self, view: View_contra, verdict: Verdict) -> None:
        """Add findings, later instants and what could not be judged to the verdict. It may read what earlier rules found."""

    def evidence_now(self, view: View_contra, finding: Finding, most: int | None) -> EvidenceNow | None:  # noqa: ARG002
        """The evidence in the interval of a finding that holds no more, the first `most` lines; None where it is not stated.

        It lists what `evaluate` would list there, so that both can be compared.
        """
        return None

    @property
    def active(self) -> bool:
        """True unless the rule is off everywhere and for ever: then rows that it reads alone are not kept."""
        return True

    def too_early(self, at: int, now: int) -> bool:  # noqa: ARG002 - for those that read rows alone
        """True where a row that it reads alone, of the instant `at` (ms), cannot change its findings at `now` (ms) yet."""
        return False


class WorkerRule(Rule[WorkerView]):
    """A rule about one worker, on each platform alone and on all together."""


class AreaRule(Rule[AreaView]):
    """A rule about one platform and sector in one area."""

"""Subjects under watch, and what is remembered of their last evaluation. Only facts outlive a takeover."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.envelope import NONE, SEVERAL
from schemas.findings.finding import ON_DAYS, Finding
from schemas.instants import NEVER
from schemas.legal_days import day_start
from schemas.work import AnyRow, bucket_of
from streams.core.catching_up import PATIENCE_MS
from streams.facts.sessions.session import Session
from streams.facts.worker import WorkerFacts
from streams.rules.contract import GaugeKey, Memo

_NONE: Mapping[GaugeKey, int] = {}

_BESIDES = 2
"""Statements that one about pay costs besides itself: it may name 31 days, and takes 65 us then, another statement 25 us."""

StandingKey = tuple[str, str, str, str, str]
"""The key by which standing findings are counted: rule, kind, area, platform, scope."""


def standing_key(finding: Finding) -> StandingKey:
    """The key of a finding; `none` for no area, `several` for no single platform."""
    platform = finding.platform or SEVERAL
    return (finding.rule, finding.kind.value, finding.area or NONE, platform, finding.scope.value)


@dataclass(slots=True)
class WatchedSubject:
    """A subject under watch, and the result of its last evaluation. Mutable; nothing of it outlives a takeover.

    `published`: the findings of the last set that was published, by id; None where none was since the takeover. `published_at`,
    `evaluated_at`, `due` (when to evaluate again): instants in ms. `counted`, `gauges`: its share of the totals. `aside`: the
    rule that raised when it was evaluated last, None where none did.
    """

    subject: str
    published: dict[str, Finding] | None = None
    published_at: int = 0
    evaluated_at: int = 0
    due: int = NEVER
    counted: tuple[StandingKey, ...] = ()
    gauges: Mapping[GaugeKey, int] = field(default_factory=lambda: _NONE)
    aside: str | None = None


@dataclass(slots=True)
class Watched(WatchedSubject):
    """A worker under watch: the facts, and until when events are no reason to evaluate again. Each event changes it.

    `received_at`: when (ms) an event of the worker last arrived, whatever instant it concerns. `alarm`: when to look if `due`
    has come. `quiet_until`, `unbroken_from`: those of the verdict. `stale`: an event may have changed the verdict since; of
    the platforms `stale_of`, '' where time alone has. `evaluated_of`: those of the last evaluation.
    `memos`: those of the rules, which read the facts before `memo_until` (ms). `changed`: the facts have changed since they were
    dumped, `kept`: bytes that they take in the parts of the stored state. `latest_session`: platform, id and session of the last
    heartbeat, so that the next one needs no search in memory that the processor does not have at hand; None after a cut.
    """

    facts: WorkerFacts = field(default_factory=WorkerFacts)
    bucket: int = 0
    received_at: int = 0
    alarm: int = NEVER
    quiet_until: int = 0
    unbroken_from: int = 0
    stale: bool = False
    stale_since: int = 0
    stale_of: tuple[str, ...] = ()
    evaluated_of: tuple[str, ...] = ()
    memos: dict[str, Memo] = field(default_factory=dict)
    memo_until: int = 0
    changed: bool = False
    kept: int = 0
    latest_session: tuple[str, str, Session] | None = None

    @classmethod
    def of(cls, subject: str, facts: WorkerFacts) -> "Watched":
        """A worker of whom nothing has been published yet."""
        return cls(subject, facts=facts, bucket=bucket_of(subject))

    @property
    def last_sign(self) -> int:
        """The last sign of life (ms), by its instant or its arrival: a worker whose feed is sent later is not forgotten.

        Nor is one with a booking that is to begin later: until then its start counts as one.
        """
        return max(self.facts.latest, self.received_at, self.facts.booked_until)

    @property
    def weight(self) -> int:
        """The statements that an evaluation reads, those about pay as three.

        With them the orders and pay of days that were cut, where these are judged anew.
        """
        facts = self.facts
        statements = facts.statements + _BESIDES * sum(each.entries.statements for each in facts.platforms.values())
        if facts.days is None or not (facts.days.orders or facts.days.entries):
            return statements
        fixed = day_start(facts.days.fixed_until)
        anew = not self.memos or any(self.memos[rule].until < fixed for rule in ON_DAYS & self.memos.keys())
        return statements + (facts.days.remembered if anew else 0)

    def changed_from(self, at: int, row: AnyRow | None = None, *, read_alone: bool = False) -> None:
        """Make void what memos hold of the instant `at` (ms) and later ones, where facts changed by the row, if it is one.

        `read_alone`: one rule alone reads such rows, and may keep more about them than facts before `memo_until`.
        """
        if self.memos and (read_alone or at < self.memo_until):
            self.keep({rule: memo.changed_from(at, row) for rule, memo in self.memos.items()})

    def keep(self, memos: dict[str, Memo]) -> None:
        """Take these memos in place of the former ones."""
        self.memos = memos
        self.memo_until = max((memo.until for memo in memos.values()), default=0)

    def may_be_evaluated(self, now: int, catching_up: frozenset[str]) -> bool:
        """True if no platform of the worker is catching up, another one has news, or the worker has waited long at `now` (ms)."""
        if catching_up.isdisjoint(self.facts.platforms) or now - self.stale_since >= PATIENCE_MS:
            return True
        return any(platform not in catching_up for platform in self.stale_of if platform)

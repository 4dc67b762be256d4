"""A worker under watch: the facts, and what the judge remembers of its last answer. Only the facts outlive a takeover."""

from dataclasses import dataclass, field

from schemas.envelope import NONE, SEVERAL
from schemas.findings.finding import Finding
from schemas.instants import NEVER
from schemas.work import SessionRow, bucket_of
from streams.core.catching_up import PATIENCE_MS
from streams.facts.worker import WorkerFacts
from streams.law.days.calendar import day_start, legal_day
from streams.rules.answer import Verdict

StandingKey = tuple[str, str, str, str, str]
"""What standing findings are counted by: rule, kind, area, platform, scope."""


def standing_key(finding: Finding) -> StandingKey:
    """What a finding is counted by; `none` for no area, `several` for no single platform."""
    platform = finding.platform or SEVERAL
    return (finding.rule, finding.kind.value, finding.area or NONE, platform, finding.scope.value)


@dataclass(slots=True)
class Watched:
    """Mutable, since each event changes it.

    `heard_at`: when (ms) an event of the worker last arrived, whatever it spoke of.
    `said`: the findings of the last set that was said, by id; None where none was said since the takeover. `said_at`,
    `asked_at`, `quiet_until`, `unbroken_from`: instants in ms, the last two those of the answer. `due`: when to ask again,
    `alarm`: when to look whether that has come. `stale`: whether the answer may have changed since it was asked. `paid`: what
    stands about the pay of the legal days that end by `paid_until` (ms), which holds as long as no fact of them changes.
    `orderless`: as the answer counted it, None for nothing, `pay_heard`: whether it has to be counted anew. `changed`: whether
    the facts have since they were dumped, `kept`: bytes that they take in the parts of the stored state.
    `aside`: the rule that raised when the worker was asked about last, None where none did.
    """

    subject: str
    facts: WorkerFacts
    bucket: int
    heard_at: int = 0
    said: dict[str, Finding] | None = None
    said_at: int = 0
    asked_at: int = 0
    due: int = NEVER
    alarm: int = NEVER
    quiet_until: int = 0
    unbroken_from: int = 0
    stale: bool = False
    stale_since: int = 0
    counted: tuple[StandingKey, ...] = field(default=())
    paid_until: int = 0
    paid: tuple[Finding, ...] = field(default=())
    warned: int = 0
    orderless: dict[str, int] | None = None
    pay_heard: bool = True
    changed: bool = False
    kept: int = 0
    aside: str | None = None

    @classmethod
    def of(cls, subject: str, facts: WorkerFacts) -> "Watched":
        """A worker of whom nothing has been said yet."""
        return cls(subject, facts, bucket_of(subject))

    @property
    def last_sign(self) -> int:
        """The last sign of life (ms), by what it spoke of or by when it arrived: who is being back-filled is not forgotten."""
        return max(self.facts.latest, self.heard_at)

    def changed_from(self, at: int) -> None:
        """Facts changed that speak of no instant before `at` (ms)."""
        if at < self.paid_until:
            self.paid_until = day_start(legal_day(at))
            self.paid = tuple(finding for finding in self.paid if finding.starts_at < self.paid_until)

    def answer(self, now: int, *, anew: bool) -> Verdict:
        """An answer to be given at `now` (ms), with what was found about pay before unless it is to be found anew."""
        answer = Verdict(now) if anew else Verdict(now, paid_until=self.paid_until, paid=self.paid)
        if not self.pay_heard and not self.orderless:
            answer.orderless = None
        return answer

    def may_be_asked(self, now: int, catching_up: frozenset[str]) -> bool:
        """Whether no platform of the worker is catching up, or the worker has waited long enough at `now` (ms)."""
        return catching_up.isdisjoint(self.facts.platforms) or now - self.stale_since >= PATIENCE_MS

    def work_goes_on(self, platform: str, row: SessionRow, tolerance: int) -> bool | None:
        """Take a heartbeat that merely continues an open session, or lies in what is known of it: True if the answer may change.

        False where it cannot, None where the heartbeat is anything else and was not taken.
        """
        facts = self.facts.platforms.get(platform)
        session = facts.sessions.get(row.session) if facts is not None else None
        if session is None or not session.runs:
            return None
        runs, at = session.runs, row.at
        last = runs[-1]
        if at > last + tolerance or at < (self.facts.speaks_from or 0):
            return None
        if at <= last:
            return False if at > runs[-2] else None
        runs[-1] = at
        self.facts.latest = max(self.facts.latest, at)
        points = session.points
        if last < self.paid_until or (points and points[-1][0] >= last):
            self.changed_from(session.first_instant())  # an end may be believed by it, whenever the work began
        if at >= self.quiet_until or last < self.unbroken_from or self.asked_at - last > tolerance:
            return True
        return bool(points) and (points[-1][1] == 0 or points[-1][0] > last)

"""The judge of one work partition: folds rows into facts, asks the rules when the answer can have changed, says what did.

It is plain Python without clock, disk or network: `now` comes with each call and never runs backwards. Live, in replay and in
tests it is the same object. It does not decide what a rule finds, nor who hears of it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import islice

from schemas.finding import Finding
from schemas.work import AnyRow, Group, PayStated, SessionSaid, Sort
from streams.core.finals import Cells
from streams.core.horizon import cut, cut_point, settled_at
from streams.core.roster import Roster
from streams.core.said import Said, say_again_at, tell
from streams.core.watched import NEVER, StandingKey, Watched, standing_key
from streams.facts.activity import add_activity
from streams.facts.cell import Sums, difference
from streams.facts.tolerance import HOUR, STANDARD, Tolerance
from streams.facts.view import Frame, WorkerView
from streams.facts.worker import last_instant
from streams.law.errors import NoValueInForce
from streams.law.pay import PayLaw
from streams.law.rest import RestLaw
from streams.law.table import Law
from streams.rules import RULES
from streams.rules.answer import Answer

HORIZON_MS = 48 * HOUR
"""How long facts are kept behind a worker's latest sign of life, live."""

_CUT_LATER_MS = 60_000
"""When to try again to cut off what a running sweep has counted; a sweep takes seconds."""

_PULSE = Sort.PULSE


@dataclass(frozen=True, slots=True)
class TooLate:
    """A row behind the horizon: it was not taken. `settled` (ms): nothing of an earlier instant is taken any more."""

    group: Group
    row: AnyRow
    settled: int


class Judge:
    """Mutable: it owns the facts of its partition's workers.

    `horizon` in ms, None for one without end. `taking_over`: as long as it is set, whoever is met may have been spoken of by
    an earlier judge, so that even an empty first set is said. `standing` counts the findings in the standing sets,
    `united_warnings` the warnings of united views alone, `orderless` by platform the
    pay entries whose order nobody accepted; `unjudged` is what no law in force let it judge.
    """

    def __init__(self, law: Law, horizon: int | None = None, tolerance: Tolerance = STANDARD) -> None:
        rest = RestLaw(law)
        self._break_at = rest.break_at
        self._pay = PayLaw(law)
        self._rules = tuple(rule(law, rest) for rule in RULES)
        # pay is kept only where it is judged: it is as many facts as orders are
        self._keeps_pay = any(mode.rule == "pay_below_minimum" and mode.mode != "off" for mode in law.modes)
        self._horizon = horizon
        self._tolerance = tolerance
        self._stale: dict[str, Watched] = {}
        self._alarms: list[tuple[int, str]] = []
        self.roster = Roster()
        self.now = 0
        self.taking_over = False
        self.standing: Counter[StandingKey] = Counter()
        self.united_warnings = 0
        self.orderless: Counter[str] = Counter()
        self.unjudged: dict[tuple[str, str, str, int], NoValueInForce] = {}

    @property
    def behind(self) -> int:
        """The number of workers whose answer may have changed since they were asked about."""
        return len(self._stale)

    def fold(self, group: Group, now: int) -> list[TooLate]:
        """Merge rows into the facts at `now` (ms); what lies behind the horizon comes back. Repeating changes nothing."""
        now = self.now = max(self.now, now)
        late = []
        platform, roster, pulse = group.platform, self.roster, self._tolerance.pulse
        workers = roster.workers
        for row in group.rows:
            if isinstance(row, PayStated) and not self._keeps_pay:
                continue
            watched = workers.get(row.worker) or self._meet(row.worker)
            watched.heard_at, changed = now, None
            if isinstance(row, SessionSaid) and row.sort is _PULSE and row.at <= now:
                changed = watched.work_goes_on(platform, row, pulse)
            if changed is None:
                settled = watched.facts.speaks_from
                if settled is not None and last_instant(row) < settled:
                    late.append(TooLate(group, row, settled))
                    continue
                changed = self._take(watched, platform, row)
            if not watched.changed:
                roster.touch(watched)
            if changed and not watched.stale:
                self._ask_soon(watched)
        return late

    def load(self, units: Mapping[bytes, bytes], now: int) -> None:
        """Take over state as the roster dumped it, at `now` (ms); each of its workers will be asked about.

        `UnreadableState` where the bytes are none.
        """
        self.now = max(self.now, now)
        for watched in self.roster.load(units):
            watched.heard_at = self.now
            self._ask_soon(watched)

    def answers(self, now: int, most: int = NEVER, catching_up: frozenset[str] = frozenset()) -> Iterator[Said]:
        """What has to be said at `now` (ms), asking about `most` workers at the most, the longest waiting first.

        Workers of platforms that are catching up wait, though not longer than the patience lasts.
        """
        now = self.now = max(self.now, now)
        self._ring(now)
        ready = (w for w in list(self._stale.values()) if not catching_up or w.may_be_asked(now, catching_up))
        for watched in islice(ready, most):
            del self._stale[watched.subject]
            said = self._ask(watched)
            if said is not None:
                yield said

    def add_activity(self, watched: Watched, sums: Sums, now: int) -> None:
        """Add what a worker does at `now` (ms), as far as the facts reach back, to the cells of each platform."""
        self.now = max(self.now, now)
        _add_all(self._view(watched, self.now), sums)

    def say_again(self, subject: str) -> None:
        """What was last said of a worker did not arrive: it is to be said again whatever it is."""
        watched = self.roster.workers.get(subject)
        if watched is not None:
            watched.said = None
            self._ask_soon(watched)

    def everything(self, now: int) -> Iterator[Said]:
        """The standing set of every worker at `now` (ms), in the order of their ids, whether it has changed or not."""
        self.now = max(self.now, now)
        for name in sorted(self.roster.workers):
            watched = self.roster.workers[name]
            self._stale.pop(name, None)
            watched.said = None
            said = self._ask(watched)
            if said is not None:
                yield said

    def _meet(self, name: str) -> Watched:
        watched = self.roster.meet(name)
        if not self.taking_over:
            watched.said = {}
        return watched

    def _take(self, watched: Watched, platform: str, row: AnyRow) -> bool:
        """Fold a row, or keep it until its instant has come; whether the answer may change by it."""
        facts = watched.facts
        if row.at <= self.now:
            changed_from = facts.fold(platform, row, self._tolerance)
            if changed_from is None:
                return False
            watched.changed_from(changed_from)
            watched.pay_heard |= isinstance(row, PayStated)
            return not (isinstance(row, PayStated) and watched.asked_at and self._pay.too_early(changed_from, self.now))
        return facts.wait(platform, row)

    def _ring(self, now: int) -> None:
        """Let everybody be asked about whose answer is due."""
        while self._alarms and self._alarms[0][0] <= now:
            at, name = heappop(self._alarms)
            watched = self.roster.workers.get(name)
            if watched is None or watched.alarm != at:
                continue
            watched.alarm = NEVER
            if watched.due > now:
                self._set_alarm(watched)
            elif not watched.stale:
                self._ask_soon(watched)

    def _set_alarm(self, watched: Watched) -> None:
        """See to it that the worker is looked at when the answer is due; an earlier alarm will do."""
        if watched.due < watched.alarm:
            watched.alarm = watched.due
            heappush(self._alarms, (watched.due, watched.subject))

    def _ask_soon(self, watched: Watched) -> None:
        watched.stale, watched.stale_since = True, self.now
        self._stale[watched.subject] = watched

    def _ask(self, watched: Watched) -> Said | None:
        """Ask the rules about a worker; give back what is worth saying."""
        watched.stale, watched.asked_at = False, self.now
        for changed_from in watched.facts.let_in(self.now, self._tolerance):
            self.roster.touch(watched)
            watched.pay_heard = True
            if changed_from is not None:
                watched.changed_from(changed_from)
        view = self._view(watched, self.now)
        answer = Answer(self.now, paid_until=watched.paid_until, paid=watched.paid)
        if not watched.pay_heard and not watched.orderless:
            answer.orderless = None
        for rule in self._rules:
            rule.judge(view, answer)
        self.unjudged.update(answer.unjudged)
        watched.paid_until, watched.paid = answer.paid_until, answer.paid
        said = self._say(watched, answer)
        self._foresee(watched, answer)
        if self._horizon is not None:
            self._settle(watched, view, self._horizon)
        return said

    def _view(self, watched: Watched, now: int) -> WorkerView:
        settled = watched.facts.speaks_from or 0
        return WorkerView(watched.subject, watched.facts, Frame(now, self._tolerance, self._break_at, settled))

    def _settle(self, watched: Watched, view: WorkerView, horizon: int) -> None:
        """Cut at the horizon what has just been judged and said, or forget who was silent for so long."""
        facts = watched.facts
        forgotten = self.now - watched.last_sign >= horizon and not facts.waiting
        point = cut_point(view.united, min(facts.latest, self.now) - horizon)
        if not forgotten and (point is None or point <= (facts.speaks_from or 0)):
            return
        if watched.bucket in self.roster.counted:  # a sweep has counted it as it is: cut when that is over
            watched.due = min(watched.due, self.now + _CUT_LATER_MS)
            self._set_alarm(watched)
            return
        before = _cells(view)
        if forgotten:
            self.roster.forget(watched, settled_at(view.united, facts.latest))
            self._count(watched, (), Answer(self.now))
            self.roster.cut_off(watched.bucket, before)
        elif point is not None:
            cut(facts, point, self._tolerance)
            watched.paid = tuple(finding for finding in watched.paid if finding.starts_at >= point)
            self.roster.touch(watched)
            self.roster.cut_off(watched.bucket, difference(before, _cells(self._view(watched, self.now))))

    def _say(self, watched: Watched, answer: Answer) -> Said | None:
        speaks_from = watched.facts.speaks_from
        findings = tuple(f for f in answer.findings if speaks_from is None or f.starts_at >= speaks_from)
        self._count(watched, findings, answer)
        return tell(watched, speaks_from, findings, answer.moving, self.now)

    def _count(self, watched: Watched, findings: tuple[Finding, ...], answer: Answer) -> None:
        keys = tuple(standing_key(finding) for finding in findings)
        self.standing.subtract(watched.counted)
        self.standing.update(keys)
        self.united_warnings += answer.united_warnings - watched.warned
        watched.counted, watched.warned = keys, answer.united_warnings
        if answer.orderless is not None:
            self.orderless.subtract(watched.orderless or {})
            self.orderless.update(answer.orderless)
            watched.orderless, watched.pay_heard = answer.orderless or None, False

    def _foresee(self, watched: Watched, answer: Answer) -> None:
        """Remember when to ask again though no event comes, and what events are no reason to."""
        watched.quiet_until, watched.unbroken_from = answer.quiet_until, answer.unbroken_from
        facts = watched.facts
        instants = [*answer.changes, facts.next_at() or 0]
        instants += say_again_at(watched, answer.findings, answer.moving, self.now)
        if self._horizon is not None:
            instants.append(watched.last_sign + self._horizon)
        watched.due = min((at for at in instants if at > self.now), default=NEVER)
        self._set_alarm(watched)


def _cells(view: WorkerView) -> Cells:
    sums = Sums()
    _add_all(view, sums)
    return sums.cells()


def _add_all(view: WorkerView, sums: Sums) -> None:
    for each in view.platforms:
        add_activity(each, sums)

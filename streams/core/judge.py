"""The judge of one work partition: folds rows into facts, asks the rules when the answer can have changed, says what did.

It is plain Python without clock, disk or network: `now` comes with each call and never runs backwards. Live, in replay and in
tests it is the same object. It does not decide what a rule finds, nor who hears of it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from schemas.finding import Finding
from schemas.work import AnyRow, Group, PayStated, SessionSaid, Sort
from streams.core.alarms import Alarms
from streams.core.evaluation import Evaluated, Evaluator
from streams.core.roster import Roster
from streams.core.said import Said, say_again_at, tell
from streams.core.stale import Stale
from streams.core.watched import NEVER, StandingKey, Watched, standing_key
from streams.facts.tolerance import HOUR, STANDARD, Tolerance
from streams.facts.worker import last_instant
from streams.law.errors import NoValueInForce
from streams.law.pay import PayLaw
from streams.law.table import Law
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
        self.evaluator = Evaluator(law, horizon, tolerance)
        self._pay = PayLaw(law)
        # pay is kept only where it is judged: it is as many facts as orders are
        self._keeps_pay = any(mode.rule == "pay_below_minimum" and mode.mode != "off" for mode in law.modes)
        self._horizon = horizon
        self._tolerance = tolerance
        self._stale = Stale()
        self._lent: Watched | None = None
        self._held_back: list[Group] = []
        self._alarms = Alarms()
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
        late: list[TooLate] = []
        platform, roster, pulse = group.platform, self.roster, self._tolerance.pulse
        workers, lent = roster.workers, self._lent
        for row in group.rows:
            if isinstance(row, PayStated) and not self._keeps_pay:
                continue
            watched = workers.get(row.worker) or self._meet(row.worker)
            if watched is lent:
                late += self._hold_back(watched, group, row)
                continue
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

    def answers(
        self,
        now: int,
        most: int = NEVER,
        catching_up: frozenset[str] = frozenset(),
        weight: int = NEVER,
        *,
        heavy: bool = True,
    ) -> Iterator[Said]:
        """What has to be said at `now` (ms), asking about workers as `Stale` puts them in order.

        About `most` at the most, and about no more once these have `weight` statements. Those of platforms that are catching up
        wait, though not longer than the patience lasts; heavy ones wait for `begin` unless `heavy`.
        """
        now = self.now = max(self.now, now)
        self._ring(now)
        for watched in self._stale.take(now, catching_up, heavy=None if heavy else False):
            most, weight = most - 1, weight - self._stale.weight
            said = self._ask(watched)
            if said is not None:
                yield said
            if most <= 0 or weight <= 0:
                return

    def begin(self, now: int, catching_up: frozenset[str] = frozenset()) -> Watched | None:
        """The heavy worker who is to be asked about next at `now` (ms), lent to be evaluated elsewhere; None for none."""
        now = self.now = max(self.now, now)
        self._ring(now)
        watched = next(self._stale.take(now, catching_up, heavy=True), None) if self._lent is None else None
        if watched is not None:
            self._let_in(watched)
            self.lend(watched)
        return watched

    def conclude(self, evaluated: Evaluated) -> Said | None:
        """Take what came of an evaluation; gives back what is worth saying."""
        watched, answer = evaluated.watched, evaluated.answer
        self.unjudged.update(answer.unjudged)
        watched.paid_until, watched.paid = answer.paid_until, answer.paid
        said = self._say(watched, answer)
        self._foresee(watched, answer)
        self._settle(evaluated)
        return said

    def lend(self, watched: Watched) -> None:
        """Leave a worker's facts as they are until `take_back`: a thread reads them. Rows about the worker wait."""
        self._lent = watched

    def has_lent(self, watched: Watched) -> bool:
        """Whether a worker is lent, and was not taken back meanwhile."""
        return self._lent is watched

    def take_back(self) -> list[TooLate]:
        """Fold what came about the worker who was lent, if any; what lies behind the horizon comes back."""
        self._lent, groups, self._held_back = None, self._held_back, []
        return [late for group in groups for late in self.fold(group, self.now)]

    def recall(self) -> None:
        """Take back who is lent, before that has come to anything: it is to be begun again."""
        watched = self._lent
        if watched is not None:
            self.take_back()
            watched.asked_at = 0  # there is no pause after what was not made
            self.ask_soon(watched)

    def ask_soon(self, watched: Watched) -> None:
        """Note that a worker is to be asked about."""
        if not watched.stale:
            self._ask_soon(watched)

    def say_again(self, subject: str) -> None:
        """What was last said of a worker did not arrive: it is to be said again whatever it is."""
        watched = self.roster.workers.get(subject)
        if watched is not None:
            watched.said = None
            self.ask_soon(watched)

    def everything(self, now: int) -> Iterator[Said]:
        """The standing set of every worker at `now` (ms), in the order of their ids, whether it has changed or not."""
        self.now = max(self.now, now)
        for name in sorted(self.roster.workers):
            watched = self.roster.workers[name]
            self._stale.remove(watched)
            watched.said = None
            said = self._ask(watched)
            if said is not None:
                yield said

    def _hold_back(self, watched: Watched, group: Group, row: AnyRow) -> Iterator[TooLate]:
        settled = watched.facts.speaks_from
        if settled is not None and last_instant(row) < settled:
            yield TooLate(group, row, settled)
        else:
            self._held_back.append(replace(group, rows=[row]))

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
        for watched in self._alarms.ring(now, self.roster.workers):
            self._ask_soon(watched)

    def _ask_soon(self, watched: Watched) -> None:
        self._stale.add(watched, self.now)

    def _ask(self, watched: Watched) -> Said | None:
        """Ask the rules about a worker; give back what is worth saying."""
        self._let_in(watched)
        may_settle = watched.bucket not in self.roster.counted
        return self.conclude(self.evaluator.evaluate(watched, self.now, may_settle=may_settle))

    def _let_in(self, watched: Watched) -> None:
        """Fold the rows whose instant has come, before a worker is asked about."""
        watched.asked_at = self.now
        for changed_from in watched.facts.let_in(self.now, self._tolerance):
            self.roster.touch(watched)
            watched.pay_heard = True
            if changed_from is not None:
                watched.changed_from(changed_from)

    def _settle(self, evaluated: Evaluated) -> None:
        """Cut at the horizon what has just been judged and said, or forget who was silent for so long."""
        watched, settling = evaluated.watched, evaluated.settling
        if evaluated.put_off or (settling and watched.bucket in self.roster.counted):
            # a sweep has counted it as it is: cut when that is over
            watched.due = min(watched.due, evaluated.now + _CUT_LATER_MS)
            self._alarms.set(watched)
        elif settling:
            if settling.platforms is None:
                self.roster.forget(watched, settling.point)
                self._count(watched, (), Answer(evaluated.now))
            else:
                watched.facts.platforms, watched.facts.speaks_from = settling.platforms, settling.point
                watched.paid = tuple(finding for finding in watched.paid if finding.starts_at >= settling.point)
                self.roster.touch(watched)
            self.roster.cut_off(watched.bucket, settling.cells)

    def _say(self, watched: Watched, answer: Answer) -> Said | None:
        speaks_from = watched.facts.speaks_from
        findings = tuple(f for f in answer.findings if speaks_from is None or f.starts_at >= speaks_from)
        self._count(watched, findings, answer)
        return tell(watched, speaks_from, findings, answer.moving, answer.now)

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
        instants += say_again_at(watched, answer.findings, answer.moving, answer.now)
        if self._horizon is not None:
            instants.append(watched.last_sign + self._horizon)
        watched.due = min((at for at in instants if at > answer.now), default=NEVER)
        self._alarms.set(watched)

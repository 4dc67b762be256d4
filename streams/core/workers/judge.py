"""The judge of one work partition: folds rows into facts, asks the rules when the answer can have changed, says what did.

It is plain Python without clock, disk or network: `now` comes with each call and never runs backwards. Live, in replay and in
tests it is the same object. It does not decide what a rule finds, nor who hears of it.
"""

from collections.abc import Iterator, Mapping

from schemas.instants import NEVER
from schemas.work import AnyRow, Group, PayRow, SessionRow, Sort
from streams.core.asking import AGAIN_MS, LATER_MS, RaisedError, SetAside, named, set_aside
from streams.core.said import Publication, say_again_at, tell
from streams.core.state.roster import Roster
from streams.core.watched import Watched
from streams.core.workers.accounts import Accounts
from streams.core.workers.alarms import Alarms
from streams.core.workers.evaluation import Evaluated, Evaluator
from streams.core.workers.lent import Lent
from streams.core.workers.not_taken import NotTaken, settled_live, too_late
from streams.core.workers.settle import Kept, settle
from streams.core.workers.stale import Stale
from streams.core.workers.totals import Totals
from streams.facts.tolerance import HOUR, STANDARD, Tolerance
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.law.terms.budget import Budget
from streams.law.terms.pay import PayLaw
from streams.rules.answer import Verdict
from streams.rules.over_budget import with_refused

HORIZON_MS = 48 * HOUR
"""How long facts are kept behind a worker's latest sign of life, live."""

_CUT_LATER_MS = 60_000
"""When to try again to cut off what a running sweep has counted; a sweep takes seconds."""

_PULSE = Sort.PULSE


class Judge:
    """Mutable: it owns the facts of its partition's workers.

    `horizon` in ms, `budgets` of each platform, `most_lines` of evidence a finding: None for no bound. `taking_over`: as long as
    it is set, whoever is met may have been spoken of by an earlier judge, so that even an empty first set is said. `unjudged` is
    what no law in force let it judge, `set_aside` whom a rule raised about since somebody looked.
    """

    def __init__(
        self,
        law: Law,
        horizon: int | None = None,
        tolerance: Tolerance = STANDARD,
        *,
        budgets: Mapping[str, Budget] | None = None,
        most_lines: int | None = None,
    ) -> None:
        self.evaluator = Evaluator(law, horizon, tolerance, most_lines)
        self._pay = PayLaw(law)
        # pay is kept only where it is judged: it is as many facts as orders are
        self._keeps_pay = any(mode.rule == "pay_below_minimum" and mode.mode != "off" for mode in law.modes)
        self._horizon = horizon
        self._tolerance = tolerance
        self._stale = Stale()
        self.lent = Lent()
        self._alarms = Alarms()
        self.accounts = Accounts(budgets or {}, tolerance)
        self.roster = Roster()
        self.now, self.taking_over, self.totals = 0, False, Totals()
        self.standing, self.orderless = self.totals.standing, self.totals.orderless
        self.unjudged: dict[tuple[str, str, str, int], NoValueInForce] = {}
        self.set_aside: list[SetAside] = []

    @property
    def behind(self) -> int:
        """The number of workers whose answer may have changed since they were asked about."""
        return len(self._stale)

    def fold(self, group: Group, now: int) -> list[NotTaken]:
        """Merge rows into the facts at `now` (ms); what is too late or over budget comes back. Repeating changes nothing."""
        now = self.now = max(self.now, now)
        refused: list[NotTaken] = []
        platform, roster, pulse = group.platform, self.roster, self._tolerance.pulse
        workers, lent = roster.workers, self.lent.watched
        for row in group.rows:
            if isinstance(row, PayRow) and not self._keeps_pay:
                continue
            watched, changed = workers.get(row.worker), None
            if watched is not None:
                if watched is lent:
                    refused += self.lent.hold_back(group, row)
                    continue
                watched.heard_at = now
                if isinstance(row, SessionRow) and row.sort is _PULSE and row.at <= now:
                    changed = watched.work_goes_on(platform, row, pulse)
            if watched is None or changed is None:
                refusal = self._refusal(group, row, watched)
                if refusal is not None:
                    refused.append(refusal)
                    continue
                watched = watched or self._meet(row.worker)
                changed = self._take(watched, platform, row)
            if not watched.changed:
                roster.touch(watched)
            if changed and not watched.stale:
                self._stale.add(watched, now)
        return refused

    def load(self, units: Mapping[bytes, bytes], now: int) -> None:
        """Take over dumped state at `now` (ms); each worker will be asked about. `UnreadableState` where the bytes are none."""
        self.now = max(self.now, now)
        for watched in self.roster.load(units):
            watched.heard_at = self.now
            self.accounts.weigh(watched, 1)
            self.ask_soon(watched)

    def answers(
        self,
        now: int,
        most: int = NEVER,
        catching_up: frozenset[str] = frozenset(),
        weight: int = NEVER,
        *,
        heavy: bool = True,
    ) -> Iterator[Publication]:
        """What has to be said at `now` (ms), asking about workers as `Stale` puts them in order.

        About `most` at the most, and about no more once these have `weight` statements. Those of platforms that are catching up
        wait, though not longer than the patience lasts; heavy ones wait for `begin` unless `heavy`.
        """
        now = self.now = max(self.now, now)
        self._ring(now)
        for watched in self._stale.take(now, catching_up, heavy=None if heavy else False):
            most, weight = most - 1, weight - self._stale.weight
            if (said := self._ask(watched)) is not None:
                yield said
            if most <= 0 or weight <= 0:
                return

    def begin(self, now: int, catching_up: frozenset[str] = frozenset()) -> Watched | None:
        """The heavy worker who is to be asked about next at `now` (ms), lent to be evaluated elsewhere; None for none."""
        now = self.now = max(self.now, now)
        self._ring(now)
        if self.lent.watched is not None:
            return None
        for watched in self._stale.take(now, catching_up, heavy=True):
            if self._prepared(watched):
                self.lent.lend(watched)
                return watched
        return None

    def conclude(self, evaluated: Evaluated) -> Publication | None:
        """Take what came of an evaluation; gives back what is worth saying."""
        watched, answer, said = evaluated.watched, evaluated.answer, None
        if answer is not None:
            self.totals.put_aside(watched, None)
            said = self._say(watched, answer)
            self._settle(evaluated)
        if evaluated.raised is not None:
            self.put_aside(watched, evaluated.raised)
        return said

    def put_aside(self, watched: Watched, raised: RaisedError) -> None:
        """Set a worker aside about whom a rule raised: the last set stands, and facts are folded as ever."""
        self.set_aside.append(set_aside(f"bucket {watched.bucket}", raised))
        self.totals.put_aside(watched, raised.rule)
        later = self.now + LATER_MS
        self._alarms.move(watched, min(watched.due, later) if watched.due > self.now else later)

    def take_back(self) -> list[NotTaken]:
        """Fold what came about the worker who was lent, if any; what is too late or over budget comes back."""
        return [refused for group in self.lent.end() for refused in self.fold(group, self.now)]

    def recall(self) -> None:
        """Take back who is lent, before that has come to anything: it is to be begun again."""
        watched = self.lent.watched
        if watched is not None:
            self.take_back()
            watched.asked_at = 0  # there is no pause after what was not made
            self.ask_soon(watched)

    def ask_soon(self, watched: Watched) -> None:
        """Note that a worker is to be asked about."""
        if not watched.stale:
            self._stale.add(watched, self.now)

    def say_again(self, subject: str) -> None:
        """What was last said of a worker did not arrive: it is to be said again whatever it is."""
        watched = self.roster.workers.get(subject)
        if watched is not None:
            watched.said = None
            self.ask_soon(watched)

    def everything(self, now: int) -> Iterator[Publication]:
        """The standing set of every worker at `now` (ms), in the order of their ids, whether it has changed or not."""
        self.now = max(self.now, now)
        for _, watched in sorted(self.roster.workers.items()):  # ids differ: no two workers are compared
            self._stale.remove(watched)
            watched.said = None
            if (said := self._ask(watched)) is not None:
                yield said

    def _refusal(self, group: Group, row: AnyRow, watched: Watched | None) -> NotTaken | None:
        """Why a row is not taken, of somebody who may be unknown; None where it is."""
        settled = self.roster.settled(row.worker) if watched is None else watched.facts.speaks_from
        late = too_late(group, row, settled_live(settled, self.now, self._horizon))
        refusal = late or self.accounts.refusal(group, row, None if watched is None else watched.facts, self.now)
        if watched is not None and refusal is not late and self.accounts.note(watched.facts, group.platform, row):
            self.roster.touch(watched)
            self.ask_soon(watched)
        return refusal

    def _meet(self, name: str) -> Watched:
        watched = self.roster.meet(name)
        watched.heard_at, watched.said = self.now, (None if self.taking_over else {})
        return watched

    def _take(self, watched: Watched, platform: str, row: AnyRow) -> bool:
        """Fold a row, or keep it until its instant has come; whether the answer may change by it."""
        facts, changed_from, waits = watched.facts, None, False
        if (kept := facts.platforms.get(platform)) is None:
            self.accounts.meet(platform, facts)
        if row.at > self.now:
            before, waits = facts.size_of(platform), facts.add_waiting(platform, row)
            grown = facts.size_of(platform) - before
        else:
            before, changed_from = kept.size if kept else 0, facts.fold(platform, row, self._tolerance)
            grown = facts.platforms[platform].size - before
        self.accounts.size[platform] += grown
        if changed_from is None:
            return waits
        watched.changed_from(changed_from)
        watched.pay_heard |= (paid := isinstance(row, PayRow))
        return not (paid and watched.asked_at and self._pay.too_early(changed_from, self.now))

    def _ring(self, now: int) -> None:
        """Let everybody be asked about whose answer is due."""
        for watched in self._alarms.ring(now, self.roster.workers):
            self.ask_soon(watched)

    def _ask(self, watched: Watched) -> Publication | None:
        """Ask the rules about a worker; give back what is worth saying."""
        if not self._prepared(watched):
            return None
        may_settle = watched.bucket not in self.roster.counted
        return self.conclude(self.evaluator.evaluate(watched, self.now, may_settle=may_settle))

    def _prepared(self, watched: Watched) -> bool:
        """Fold the rows whose instant has come; whether the worker can be asked about, and was not set aside just now."""
        if watched.aside is not None and self.now < watched.asked_at + AGAIN_MS:
            self._alarms.move(watched, watched.asked_at + AGAIN_MS)
            return False
        watched.asked_at = self.now
        try:
            with named("facts"):
                self._let_in(watched)
        except RaisedError as raised:
            self.put_aside(watched, raised)
            return False
        return True

    def _let_in(self, watched: Watched) -> None:
        """Fold the rows whose instant has come."""
        if not watched.facts.waiting:
            return
        self.accounts.weigh(watched, -1)
        for changed_from in watched.facts.fold_due(self.now, self._tolerance):
            self.roster.touch(watched)
            watched.pay_heard = True
            if changed_from is not None:
                watched.changed_from(changed_from)
        self.accounts.weigh(watched, 1)

    def _settle(self, evaluated: Evaluated) -> None:
        """Cut at the horizon what has just been judged and said, or forget who was silent for so long."""
        watched, settling = evaluated.watched, evaluated.settling
        if evaluated.put_off or (settling and watched.bucket in self.roster.counted):
            # a sweep has counted it as it is: cut when that is over
            self._alarms.move(watched, min(watched.due, evaluated.now + _CUT_LATER_MS))
        elif settling:
            settle(settling, watched, evaluated.now, Kept(self.roster, self.accounts, self.totals))

    def _say(self, watched: Watched, answer: Verdict) -> Publication | None:
        """Take the answer about a worker; give back what is worth saying."""
        self.unjudged.update(answer.unjudged)
        watched.paid_until, watched.paid = answer.paid_until, answer.paid
        answer.findings = with_refused(answer.findings, watched.facts.refused_days or {}, answer.now)
        since = watched.facts.speaks_from
        findings = tuple(f for f in answer.findings if since is None or f.starts_at >= since)
        self.totals.count(watched, findings, answer)
        said = tell(watched, since, findings, answer.moving, answer.now)
        self._foresee(watched, answer)
        return said

    def _foresee(self, watched: Watched, answer: Verdict) -> None:
        """Remember when to ask again though no event comes, and what events are no reason to."""
        watched.quiet_until, watched.unbroken_from = answer.quiet_until, answer.unbroken_from
        instants = [*answer.changes, watched.facts.next_at() or 0]
        instants += say_again_at(watched, answer.findings, answer.moving, answer.now)
        if self._horizon is not None:
            instants.append(watched.last_sign + self._horizon)
        self._alarms.move(watched, min((at for at in instants if at > answer.now), default=NEVER))

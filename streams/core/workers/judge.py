"""The judge of one work partition: folds rows into facts, evaluates the rules when a verdict may have changed, publishes changes.

It is plain Python without clock, disk or network: `now` comes with each call and never runs backwards. Live, in replay and in
tests it is the same object. It does not decide what a rule finds, nor who learns of it.
"""

from collections.abc import Iterator, Mapping

from schemas.instants import HOUR_MS, NEVER
from schemas.work import AnyRow, Group, PayRow
from streams.core.evaluating import AGAIN_MS, LATER_MS, RaisedError, named
from streams.core.publishing import Publication, publication, spoken_of
from streams.core.state.roster import Roster
from streams.core.totals import Totals
from streams.core.watched import Watched
from streams.core.workers.alarms import Alarms
from streams.core.workers.budget_use import Accounts
from streams.core.workers.corrections import Corrections
from streams.core.workers.evaluation import Evaluated, Evaluator
from streams.core.workers.heartbeats import Heartbeats
from streams.core.workers.late_pay import LatePay
from streams.core.workers.lent import Lent
from streams.core.workers.not_taken import NotTaken
from streams.core.workers.settle import Kept, settle
from streams.core.workers.stale import LET_IN_AT_ONCE, Stale
from streams.facts.tolerance import Tolerance, measured_by
from streams.law.registers.budget import Budget
from streams.law.table import Law
from streams.rules.contract import Verdict
from streams.rules.over_budget import with_refused

HORIZON_MS = 48 * HOUR_MS
"""The time for which facts are kept behind a worker's latest sign of life, live; the default of `horizon_h`."""
_CUT_LATER_MS = 60_000
"""The pause before facts that a running sweep has counted are cut after all; a sweep takes seconds."""


class Judge:
    """The engine of the workers of one partition. Mutable: it owns their facts.

    `horizon` in ms, `budgets` of each platform, `most_lines` of evidence a finding: None for no bound. `arrivals`: findings state
    them. `taking_over`: while it is set, an earlier judge may have published a set of any worker: even an empty first one is
    published. `unevaluated`: restored and not evaluated since. `letting_in`: the heavy worker's due rows are still to be folded.
    """

    def __init__(
        self,
        law: Law,
        horizon: int | None = None,
        tolerance: Tolerance | None = None,
        *,
        budgets: Mapping[str, Budget] | None = None,
        most_lines: int | None = None,
        arrivals: bool = False,
    ) -> None:
        self._tolerance = tolerance = tolerance or measured_by(law)
        self.evaluator = Evaluator(law, horizon, tolerance, most_lines, arrivals=arrivals)
        self._stale = Stale()
        self.lent = Lent()
        self._alarms = Alarms()
        self.accounts = Accounts(budgets or {}, tolerance)
        self.corrections = Corrections(tolerance)
        self.late_pay = LatePay(self.evaluator, self.accounts, horizon)
        self.roster = Roster()
        self._heartbeats = Heartbeats(
            self.roster, self.accounts, self.lent, self._stale, tolerance=tolerance.least_pulse, horizon=horizon
        )
        self.now, self.taking_over, self.letting_in = 0, False, False
        self.totals, self.unevaluated = Totals(), set[str]()
        reader = self.evaluator.reader(PayRow)
        self._keeps_pay = reader is None or reader.active

    @property
    def behind(self) -> int:
        """The number of workers whose verdict may have changed since they were evaluated."""
        return len(self._stale)

    def fold(self, group: Group, now: int) -> list[NotTaken]:
        """Merge rows into the facts at `now` (ms); what is too late or over budget comes back. Repeating changes nothing."""
        now = self.now = max(self.now, now)
        refused: list[NotTaken] = []
        for row, late, known in self._heartbeats.fold(group, now):
            if isinstance(row, PayRow) and not self._keeps_pay:
                continue
            if known is not None:
                if known is self.lent.watched:
                    refused += self.lent.hold_back(group, row)
                    continue
                known.received_at = now
            refusal = self._refusal(group, row, known)
            if refusal is not None:
                refused.append(refusal)
                continue
            watched = known or self.roster.register(row.worker, now, None if self.taking_over else {})
            changed = self._take(watched, group.platform, row, late)
            if not watched.changed:
                self.roster.touch(watched)
            if changed and group.platform not in watched.stale_of:
                self._stale.add(watched, now, group.platform)
        return refused

    def note_over_budget(self, worker: str, platform: str, at: int, *, is_sign: bool) -> None:
        """Note that a budget refused an event of a worker at `at` (ms) elsewhere; nothing for one of whom nothing is known."""
        watched = self.roster.workers.get(worker)
        if watched is not None:
            self._note(watched, platform, at, is_sign=is_sign)

    def load(self, units: Mapping[bytes, bytes], now: int) -> None:
        """Restore dumped state at `now` (ms); each worker will be evaluated. `UnreadableState` where the bytes are none."""
        self.now = max(self.now, now)
        for watched in self.roster.load(units):
            watched.received_at = self.now
            watched.facts.days = self.evaluator.upgraded(watched.facts.days)
            self.accounts.weigh(watched, 1)
            self.unevaluated.add(watched.subject)
            self.mark_stale(watched)
        self.accounts.restore_new(self.roster.new_on, self.now)

    def evaluate_due(
        self,
        now: int,
        most: int = NEVER,
        catching_up: frozenset[str] = frozenset(),
        weight: int = NEVER,
        *,
        heavy: bool = True,
    ) -> Iterator[Publication]:
        """Evaluate workers at `now` (ms) in the order that `Stale` gives; the sets that have to be published.

        Some `most` at the most, and no more once these have `weight` statements. Those of platforms that are catching up
        wait, though not longer than the patience lasts; heavy ones wait for `begin` unless `heavy`.
        """
        now = self.now = max(self.now, now)
        self._ring(now)
        for watched in self._stale.take(now, catching_up, heavy=None if heavy else False):
            most, weight = most - 1, weight - self._stale.weight
            if (published := self._evaluate(watched)) is not None:
                yield published
            if most <= 0 or weight <= 0:
                return

    def begin(self, now: int, catching_up: frozenset[str] = frozenset()) -> Watched | None:
        """The heavy worker who is next at `now` (ms), lent to be evaluated elsewhere; None for none, or while `letting_in`."""
        now = self.now = max(self.now, now)
        self._ring(now)
        self.letting_in = False
        if self.lent.watched is not None:
            return None
        for watched in self._stale.take(now, catching_up, heavy=True):
            if not self._prepared(watched, LET_IN_AT_ONCE):
                continue
            self.letting_in = watched.facts.has_due(now)
            if self.letting_in:
                self.mark_stale(watched, at_once=True)
                return None
            self.lent.lend(watched)
            return watched
        return None

    def conclude(self, evaluated: Evaluated) -> Publication | None:
        """Take the result of an evaluation; the set that has to be published, if any."""
        watched, verdict, published = evaluated.watched, evaluated.verdict, None
        if verdict is not None:
            self.totals.take_back(watched)
            published = self._published(watched, verdict)
            self._settle(evaluated)
        if evaluated.raised is not None:
            self.put_aside(watched, evaluated.raised)
        return published

    def put_aside(self, watched: Watched, raised: RaisedError) -> None:
        """Set a worker aside about whom a rule raised: the last set stands, and facts are folded as ever."""
        self.totals.put_aside(watched, f"bucket {watched.bucket}", raised)
        later = self.now + LATER_MS
        self._alarms.move(watched, min(watched.due, later) if watched.due > self.now else later)

    def take_back(self) -> list[NotTaken]:
        """Fold the rows about the worker who was lent, if any; those too late or over budget come back."""
        return [refused for group in self.lent.end() for refused in self.fold(group, self.now)]

    def recall(self) -> None:
        """Take back who is lent, before that has come to anything: it is to be begun again."""
        watched = self.lent.watched
        if watched is not None:
            self.take_back()
            self.mark_stale(watched, at_once=True)

    def mark_stale(self, watched: Watched, *, at_once: bool = False) -> None:
        """Note that a worker is to be evaluated; `at_once` without a pause, which there is none of after what was not made."""
        watched.evaluated_at = 0 if at_once else watched.evaluated_at
        if not watched.stale:
            self._stale.add(watched, self.now)

    def leave(self, workers: frozenset[str]) -> None:
        """Evaluate none of these workers until this is called without them: rows of a record that they have some of wait."""
        self._stale.leave(workers)

    def everything(self, now: int) -> Iterator[Publication]:
        """The standing set of every worker at `now` (ms), in the order of their ids, whether it has changed or not."""
        self.now = max(self.now, now)
        for _, watched in sorted(self.roster.workers.items()):  # ids differ: no two workers are compared
            self._stale.remove(watched)
            watched.published = None
            if (published := self._evaluate(watched)) is not None:
                yield published

    def _refusal(self, group: Group, row: AnyRow, watched: Watched | None) -> NotTaken | None:
        """The reason why a row is not taken, of a worker who may be unknown; None where it is."""
        settled = self.roster.settled(row.worker) if watched is None else watched.facts.speaks_from
        late = self.late_pay.too_late(group, row, settled, watched, self.now)
        refusal = late or self.accounts.refusal(group, row, None if watched is None else watched.facts, self.now)
        if watched is not None and refusal is not late:
            self._note(watched, group.platform, row.at, is_sign=not isinstance(row, PayRow))
        return refusal

    def _note(self, watched: Watched, platform: str, at: int, *, is_sign: bool) -> None:
        if self.accounts.note(watched.facts, platform, at, is_sign=is_sign):
            self.roster.touch(watched)
            self.mark_stale(watched)

    def _take(self, watched: Watched, platform: str, row: AnyRow, late: int | None) -> bool:
        """Fold a row, or keep it until its instant has come; true if the verdict may change by it. `late` as in `Corrections`."""
        facts, changed_from, waits = watched.facts, None, False
        days = self.late_pay.days_size(watched, platform, self.now) if facts.days and isinstance(row, PayRow) else 0
        if (kept := facts.platforms.get(platform)) is None:
            self.accounts.register(platform, watched, self.roster, self.now)
        if row.at > self.now:
            before, waits = facts.size_of(platform), facts.add_waiting(platform, row)
            grown = facts.size_of(platform) - before
        else:
            before = days + (kept.size if kept else 0)
            if late is None:
                changed_from = facts.fold(platform, row, self._tolerance)
            else:
                changed_from = self.corrections.fold(watched, platform, row, late, self.now)
            grown = (
                facts.platforms[platform].size + (facts.days.size_of(platform) if days and facts.days else 0) - before
            )
        self.accounts.size[platform] += grown
        if changed_from is None:
            return waits
        reader = self.evaluator.reader(type(row))
        watched.changed_from(changed_from, row, read_alone=reader is not None)
        return reader is None or not (watched.evaluated_at and reader.too_early(changed_from, self.now))

    def _ring(self, now: int) -> None:
        """Let everybody be evaluated whose verdict is due."""
        for watched in self._alarms.ring(now, self.roster.workers):
            self.mark_stale(watched)

    def _evaluate(self, watched: Watched) -> Publication | None:
        """Evaluate the rules about a worker; the set that has to be published, if any."""
        counted = watched.bucket in self.roster.counted
        prepared = self._prepared(watched)
        return self.conclude(self.evaluator.evaluate(watched, self.now, may_settle=not counted)) if prepared else None

    def _prepared(self, watched: Watched, most: int = NEVER) -> bool:
        """Fold rows whose instant has come, `most` at the most; true if the worker can be evaluated, and is not set aside."""
        self.unevaluated.discard(watched.subject)
        if watched.aside is not None and self.now < watched.evaluated_at + AGAIN_MS:
            self._alarms.move(watched, watched.evaluated_at + AGAIN_MS)
            return False
        watched.evaluated_at = self.now
        try:
            with named("facts"):
                if self.accounts.let_in(watched, self.now, most):
                    self.roster.touch(watched)
        except RaisedError as raised:
            self.put_aside(watched, raised)
            return False
        return True

    def _settle(self, evaluated: Evaluated) -> None:
        """Cut at the horizon what has just been judged and published, or forget who was silent for so long."""
        watched, settling = evaluated.watched, evaluated.settling
        if evaluated.put_off or (settling and watched.bucket in self.roster.counted):
            # a sweep has counted it as it is: cut when that is over
            self._alarms.move(watched, min(watched.due, evaluated.now + _CUT_LATER_MS))
        elif settling:
            settle(settling, watched, evaluated.now, Kept(self.roster, self.accounts, self.totals))
            if settling.platforms is not None:
                later = self.evaluator.settles_at(watched, evaluated.now)
                self._alarms.move(watched, min([watched.due, *later]))

    def _published(self, watched: Watched, verdict: Verdict) -> Publication | None:
        """Take the verdict about a worker; the set that has to be published, if any."""
        watched.keep(verdict.memos)
        verdict.findings = with_refused(verdict.findings, watched.facts.refused_days or {}, verdict.now)
        since = watched.facts.speaks_from
        findings = spoken_of(verdict.findings, since)
        self.totals.count(watched, findings, verdict)
        days_from = self.evaluator.days_from(watched.facts, verdict.now)
        published = publication(watched, since, findings, verdict.moving, verdict.now, verdict.lapsed, days_from)
        self._foresee(watched, verdict)
        return published

    def _foresee(self, watched: Watched, verdict: Verdict) -> None:
        """Remember when to evaluate again though no event comes, and which events are no reason to."""
        watched.quiet_until, watched.unbroken_from = verdict.quiet_until, verdict.unbroken_from
        self._alarms.move(watched, self.evaluator.next_at(watched, verdict))

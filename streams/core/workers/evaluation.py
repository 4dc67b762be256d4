"""An evaluation of one worker at an instant: the verdict of the rules, and the facts that the horizon cuts then.

It reads the facts and changes nothing, so that it may be made in a thread, as long as nobody changes these facts meanwhile.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from msgspec.structs import replace

from schemas.findings.finding import Finding, Lapsed
from schemas.instants import NEVER
from schemas.legal_days import Day, day_start, legal_day
from streams.core.as_read import AsRead
from streams.core.evaluating import RaisedError, RuleSet, named
from streams.core.publishing import restate_at
from streams.core.stamping import Stamp
from streams.core.state.finals import Cells
from streams.core.watched import Watched
from streams.core.workers.horizon import after_cut, cut_point, settled_at
from streams.facts.areas.cell import CellSums, difference
from streams.facts.days.former import indexed
from streams.facts.days.kept import NOTHING_KEPT, KeptDays, days_known_from
from streams.facts.tolerance import Tolerance
from streams.facts.views.activity import add_activities, cells_of
from streams.facts.views.remembered import fixed_days
from streams.facts.views.worker_view import ViewContext, WorkerView
from streams.facts.worker import PlatformFacts, WorkerFacts
from streams.facts.worktime.stretch import BreakAt
from streams.law.review.unread import unread_of
from streams.law.table import Law
from streams.law.terms.days import DAILY, WEEKLY, DaysLaw
from streams.law.terms.rest import RestLaw
from streams.rules import WORKER_RULES
from streams.rules.arrival import arrival_of
from streams.rules.contract import Rule, Verdict
from streams.rules.pay.keeping import PayKeeper, first_named


@dataclass(frozen=True, slots=True)
class Settling:
    """The cut at the horizon: the cells that are final by it, and the facts that stay, which hold from `point` (ms) on.

    `platforms` is None where the worker is to be forgotten, and empty where only days are left. `days`: those that are kept then.
    """

    cells: Cells
    point: int
    platforms: dict[str, PlatformFacts] | None
    days: KeptDays


@dataclass(slots=True)
class Evaluated:
    """The result of an evaluation at `now` (ms). `put_off`: facts are to be cut, and may not be yet.

    `raised`: by a rule, and then there is no `verdict`; or by the cut at the horizon, after a verdict.
    """

    watched: Watched
    now: int
    verdict: Verdict | None
    settling: Settling | None = None
    put_off: bool = False
    raised: RaisedError | None = None


class Evaluator:
    """Made with the law; it keeps no state. `horizon` in ms, `most_lines` of evidence a finding: None for no bound.

    `arrivals`: facts say when they arrived, as they do live.
    """

    def __init__(
        self, law: Law, horizon: int | None, tolerance: Tolerance, most_lines: int | None, *, arrivals: bool
    ) -> None:
        rest = RestLaw(law)
        self._break_at, self._agreed = rest.break_at, rest.agreed
        self.pay = PayKeeper(law)
        self._daily, self._weekly = DaysLaw(law, DAILY), DaysLaw(law, WEEKLY)
        self._unread = unread_of(law)
        self._read_break_at = RestLaw(self._unread.as_read).break_at
        rules = (rule(law) for rule in WORKER_RULES)
        stamp = Stamp[WorkerView](law, arrival=arrival_of if arrivals else None)
        self._rules: RuleSet[WorkerView] = RuleSet(rules, most_lines, AsRead(WORKER_RULES, law), stamp)
        self._horizon = horizon
        self._tolerance = tolerance

    def evaluate(self, watched: Watched, now: int, *, may_settle: bool) -> Evaluated:
        """Evaluate the rules about a worker at `now` (ms). `may_settle`: whether facts may be cut. Nothing raises."""
        try:
            with named("facts"):
                view = self.view(watched.subject, watched.facts, now)
            verdict = self._rules.evaluate(view, watched.memos, now, lambda view: self._as_read(view, watched.facts))
            verdict.lapsed = self._rules.lapsed(view, (watched.published or {}).values(), verdict)
        except RaisedError as raised:
            return Evaluated(watched, now, None, raised=raised)
        try:
            with named("horizon"):
                parted = self._most_parted(view, watched.facts)
                return self._settled(watched, parted, verdict, may_settle=may_settle)
        except RaisedError as raised:
            return Evaluated(watched, now, verdict, raised=raised)

    def settles_at(self, watched: Watched, now: int) -> list[int]:
        """The instants (ms) after `now` at which a worker who stays silent may be let go of: the events, then the days."""
        horizon, latest = self._horizon, watched.last_sign
        if horizon is None:
            return []
        instants = [max(latest + horizon, day_start(legal_day(latest) + 1) + self._daily.longest_grace)]
        last = (watched.facts.days or NOTHING_KEPT).last()
        if last is not None and not watched.facts.platforms:
            instants.append(self.pay.memory.forgotten_at(watched.facts.platforms_kept(), last))
        return [at for at in instants if at > now]

    def next_at(self, watched: Watched, verdict: Verdict) -> int:
        """The next instant (ms) at which a worker of this verdict is to be evaluated though no event comes."""
        instants = [*verdict.changes, watched.facts.next_at() or 0]
        instants += restate_at(watched, verdict.findings, verdict.moving, verdict.now)
        if self._horizon is not None:
            instants += self.settles_at(watched, verdict.now)
        return min((at for at in instants if at > verdict.now), default=NEVER)

    def lapsed(self, watched: Watched, findings: Iterable[Finding], now: int) -> tuple[Lapsed, ...]:
        """The findings about a worker that hold no more, with their evidence as it is at `now` (ms). `RaisedError`."""
        with named("facts"):
            view = self.view(watched.subject, watched.facts, now)
        return self._rules.lapsed(view, findings, Verdict(now))

    def reader(self, sort: type) -> Rule[WorkerView] | None:
        """The rule that alone reads rows of a sort; None where all read them."""
        return self._rules.readers.get(sort)

    def view(self, subject: str, facts: WorkerFacts, now: int) -> WorkerView:
        """The worker at `now` (ms)."""
        return WorkerView(subject, facts, self._context(facts, now, self._break_at))

    def _as_read(self, view: WorkerView, facts: WorkerFacts) -> WorkerView:
        """The view with the breaks of the law as it was read; the same one where no value of `rest_missed` differs."""
        differs = self._unread.concerns(("rest_missed",), *view.reach, view.now)
        return self._parted(view, facts, self._read_break_at) if differs else view

    def _most_parted(self, view: WorkerView, facts: WorkerFacts) -> WorkerView:
        """The view with the longest of all breaks: a cut there parts no stretch of either law, nor of a platform's own."""
        agreed = self._agreed.intersection(facts.platforms)
        if not agreed and not self._unread.concerns(("rest_missed",), *view.reach, view.now):
            return view

        def longest(area: str, sector: str, at: int, _: str) -> int | None:
            laws = product((self._break_at, self._read_break_at), ("", *agreed))
            return max(filter(None, (each(area, sector, at, of) for each, of in laws)), default=None)

        return self._parted(view, facts, longest)

    def _parted(self, view: WorkerView, facts: WorkerFacts, break_at: BreakAt) -> WorkerView:
        return WorkerView(view.subject, facts, self._context(facts, view.now, break_at))

    def _context(self, facts: WorkerFacts, now: int, break_at: BreakAt) -> ViewContext:
        return ViewContext(now, self._tolerance, break_at, facts.speaks_from or 0, self.remembered_from(facts, now))

    def remembered_from(self, facts: WorkerFacts, now: int) -> Day | None:
        """The first legal day of a worker that is remembered at `now` (ms); None where none is forgotten."""
        return None if self._horizon is None else self.pay.memory.worker_from(facts.platforms_kept(), now)

    def days_from(self, facts: WorkerFacts, now: int) -> int | None:
        """The start (ms) of the first legal day of a worker that is remembered at `now` (ms); None for all."""
        return days_known_from(facts.days, facts.speaks_from, self.remembered_from(facts, now))

    def add_activity(self, watched: Watched, sums: CellSums, now: int) -> None:
        """Add what a worker does at `now` (ms), as far as the facts reach back, to the cells of each platform.

        `RaisedError` where that cannot be worked out.
        """
        with named("cells"):
            add_activities(self.view(watched.subject, watched.facts, now), sums)

    def _settled(self, watched: Watched, view: WorkerView, verdict: Verdict, *, may_settle: bool) -> Evaluated:
        forgotten, point = self._due(watched, view)
        settles = forgotten or point is not None
        settling = self._settling(watched, view, point, forgotten=forgotten) if settles and may_settle else None
        return Evaluated(watched, view.now, verdict, settling, put_off=settles and not may_settle)

    def _due(self, watched: Watched, view: WorkerView) -> tuple[bool, int | None]:
        """True for a worker silent for so long as to be forgotten; and the point (ms) at which the facts are to be cut."""
        facts, horizon = watched.facts, self._horizon
        if horizon is None:
            return False, None
        unjudged = day_start(self._daily.judged_before(view.now))
        silent = view.now - watched.last_sign >= horizon and not facts.waiting
        forgotten = silent and settled_at(view.united, facts.latest) <= unjudged and self._may_go(facts, view.now)
        before = min(facts.latest - horizon, view.now - horizon, unjudged)
        point = cut_point(view.united, before, refused=bool(facts.refused_days))
        return forgotten, None if point is None or point <= (facts.speaks_from or 0) else point

    def _settling(self, watched: Watched, view: WorkerView, point: int | None, *, forgotten: bool) -> Settling:
        facts, before = watched.facts, cells_of(view)
        if forgotten or point is None:
            since = facts.speaks_from or 0
            point = max(since, settled_at(view.united, facts.latest)) if facts.platforms else since
            days = self._days_after(view, point, {})
            return Settling(before, point, {} if days.rows else None, days)
        platforms = after_cut(facts, point, self._tolerance)
        left = self.view(watched.subject, WorkerFacts(platforms, speaks_from=point), view.now)
        return Settling(difference(before, cells_of(left)), point, platforms, self._days_after(view, point, platforms))

    def _days_after(self, view: WorkerView, point: int, left: dict[str, PlatformFacts]) -> KeptDays:
        """The days that are kept after a cut, without those that are remembered no more at the view's `now`."""
        days = self.pay.kept(view, fixed_days(view, point), left, point)
        named = first_named(days, left.values())
        first = min(view.remembered_from or 0, NEVER if named is None else named)
        return self.pay.with_hours(days, first, view.now).forgotten_before(first, self._weekly.worked)

    def with_pay_fixed(self, watched: Watched, now: int) -> KeptDays | None:
        """The days of a worker, the pay of those fixed that have lost their orders by `now` (ms); before pay changes."""
        facts = watched.facts
        if facts.days is None:
            return None
        return self.pay.kept(
            self.view(watched.subject, facts, now), facts.days, facts.platforms, facts.speaks_from or 0
        )

    def upgraded(self, days: KeptDays | None) -> KeptDays | None:
        """Days of an earlier form of state in that of now; where rows had nothing of pay, a run of days up to those that have."""
        days = None if days is None else indexed(days)
        if days is None or days.with_pay:
            return days
        return replace(days.forgotten_before(days.fixed_until, self._weekly.worked), with_pay=True)

    def _may_go(self, facts: WorkerFacts, now: int) -> bool:
        """True of a silent worker of whom there are events, or whose last day is remembered no more at `now` (ms)."""
        last = (facts.days or NOTHING_KEPT).last()
        if facts.platforms or last is None:
            return True
        return now >= self.pay.memory.forgotten_at(facts.platforms_kept(), last)

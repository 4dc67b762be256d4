"""Pay of days whose events were cut: as long as such a day has its orders it is taken, though it lies behind the horizon."""

from collections.abc import Sequence

from schemas.legal_days import Day, day_start, legal_day
from schemas.work import AnyRow, Group, PayRow
from streams.core.watched import Watched
from streams.core.workers.budget_use import Accounts
from streams.core.workers.evaluation import Evaluator
from streams.core.workers.not_taken import TooLate, settled_live, too_late
from streams.facts.days.kept import NOTHING_KEPT
from streams.facts.orders.large import ORDERS
from streams.facts.worker import WorkerFacts


class LatePay:
    """The rows behind the horizon (ms), and the pay that a judge takes there; None: nothing is ever behind it."""

    def __init__(self, evaluator: Evaluator, accounts: Accounts, horizon: int | None) -> None:
        self._evaluator = evaluator
        self._accounts = accounts
        self._horizon = horizon

    def too_late(
        self, group: Group, row: AnyRow, settled: int | None, watched: Watched | None, now: int
    ) -> TooLate | None:
        """The refusal of a row behind what is `settled` (ms) at `now` (ms); None where it is taken."""
        settled = settled_live(settled, now, self._horizon)
        if row.at >= (settled or 0) and not isinstance(row, PayRow):
            return None
        late = too_late(group, row, settled)
        if watched is None or self._horizon is None or not isinstance(row, PayRow):
            return late
        return self._of_pay(watched.facts, group, row, late, now)

    def days_size(self, watched: Watched, platform: str, now: int) -> int:
        """The bytes of the days of a worker before pay comes; pay of days that have lost their orders by `now` (ms) is fixed."""
        facts = watched.facts
        if self._fixes(facts, platform, now):
            self._accounts.weigh(watched, -1)
            facts.days = self._evaluator.with_pay_fixed(watched, now)
            self._accounts.weigh(watched, 1)
        return 0 if facts.days is None else facts.days.size_of(platform)

    def is_costly(self, watched: Watched | None, platform: str, now: int) -> bool:
        """True where pay that comes at `now` (ms) has that of a worker's days fixed first, which takes some 10 ms for a month."""
        return watched is not None and self._fixes(watched.facts, platform, now)

    def _fixes(self, facts: WorkerFacts, platform: str, now: int) -> bool:
        return self._horizon is not None and self._evaluator.pay.lost(facts, platform, now)

    def _of_pay(self, facts: WorkerFacts, group: Group, row: PayRow, late: TooLate | None, now: int) -> TooLate | None:
        """The refusal of pay that is `late`, or not, at `now` (ms): none where a day that it is for can still be corrected."""
        if late is None and facts.days is None:
            return late
        first = self._evaluator.pay.correctable_from(facts, group.platform, now)
        days = days_stated(facts, group.platform, row, first)
        # of an entry whose later statement is for no day nothing is kept once that is so old: an earlier one, which comes again,
        # would count in its place
        if any(day >= first for day in days) and (late is None or legal_day(row.said_at) >= first):
            return None
        fixed = facts.days.fixed_until if facts.days is not None else 0
        # of an order that is not known, or no longer: that of the statement, where it has no orders any more
        about = days or [day for day in (legal_day(row.at),) if day < first]
        if late is None and about and all(day < fixed for day in about):
            return TooLate(group, row, day_start(first))
        return late


def days_stated(facts: WorkerFacts, platform: str, row: PayRow, first: Day) -> Sequence[Day]:
    """The legal days that pay is stated for: those of its order, if known, else those named, else that of its instant.

    `first`: an order of earlier days alone is known no more.
    """
    if row.order:
        known = (facts.days or NOTHING_KEPT).orders_named(platform, row.order)
        days = [day for order in known if order.last_day >= first for day, _ in order.days]
        own = facts.platforms.get(platform)
        if days or (own is not None and ORDERS.get(own.orders, row.order) is not None):
            return days or [legal_day(facts.latest)]
        if row.last_day < 0:
            return []
    return range(row.first_day, row.last_day + 1) if row.last_day >= 0 else [legal_day(row.at)]

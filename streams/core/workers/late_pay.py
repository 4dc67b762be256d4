"""Pay of days whose events were cut: as long as such a day has its orders it is taken, though it lies behind the horizon."""

from collections.abc import Iterable

from schemas.work import PayRow
from streams.core.watched import Watched
from streams.core.workers.accounts import Accounts
from streams.core.workers.evaluation import Evaluator
from streams.facts.days.kept import NOTHING_KEPT
from streams.facts.days.orders import digest_of
from streams.facts.orders.large import ORDERS
from streams.facts.worker import WorkerFacts
from streams.law.days.calendar import Day, legal_day


class LatePay:
    """The pay that a judge takes behind the horizon. `forgets`: there is one; else nothing is ever behind it."""

    def __init__(self, evaluator: Evaluator, accounts: Accounts, *, forgets: bool) -> None:
        self._evaluator = evaluator
        self._accounts = accounts
        self._forgets = forgets

    def corrects(self, facts: WorkerFacts, platform: str, row: PayRow, now: int) -> bool:
        """True where the pay of a day that a row is for can still be corrected at `now` (ms)."""
        days = days_stated(facts, platform, row)
        return any(self._evaluator.pay.correctable(facts, platform, day, now) for day in days)

    def days_size(self, watched: Watched, platform: str, now: int) -> int:
        """The bytes of the days of a worker before pay comes; pay of days that have lost their orders by `now` (ms) is fixed."""
        facts = watched.facts
        if self._forgets and self._evaluator.pay.lost(facts, platform, now):
            self._accounts.weigh(watched, -1)
            facts.days = self._evaluator.with_pay_fixed(watched, now)
            self._accounts.weigh(watched, 1)
        return 0 if facts.days is None else facts.days.size_of(platform)


def days_stated(facts: WorkerFacts, platform: str, row: PayRow) -> Iterable[Day]:
    """The legal days that pay is stated for: those of its order, if known, else those named, else that of its instant."""
    if row.order:
        known = (facts.days or NOTHING_KEPT).orders_of(platform).get(digest_of(row.order), ())
        if known:
            return [day for order in known for day, _ in order.days]
        own = facts.platforms.get(platform)
        if own is not None and ORDERS.get(own.orders, row.order) is not None:
            return [legal_day(facts.latest)]
        if row.last_day < 0:
            return []
    return range(row.first_day, row.last_day + 1) if row.last_day >= 0 else [legal_day(row.at)]

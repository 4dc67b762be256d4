"""Drops the facts behind the horizon: a worker is cut, or forgotten, in the roster, in the accounts and in the totals alike."""

from typing import NamedTuple

from schemas.findings.finding import ON_DAYS
from streams.core.state.roster import Roster
from streams.core.totals import Totals
from streams.core.watched import Watched
from streams.core.workers.budget_use import Accounts
from streams.core.workers.evaluation import Settling
from streams.core.workers.horizon import forget_refused
from streams.rules.contract import Verdict


class Kept(NamedTuple):
    """The state of all workers of a partition."""

    roster: Roster
    accounts: Accounts
    totals: Totals


def settle(settling: Settling, watched: Watched, now: int, kept: Kept) -> None:
    """Cut a worker at the horizon at `now` (ms), or forget who was silent for so long; final cells and days are kept."""
    kept.accounts.weigh(watched, -1)
    if settling.platforms is None:
        kept.roster.forget(watched, settling.point)
        kept.totals.count(watched, (), Verdict(now))
    else:
        watched.facts.platforms, watched.facts.speaks_from = settling.platforms, settling.point
        watched.latest_session = None
        watched.facts.days = settling.days
        watched.facts.order_times.clear()
        forget_refused(watched.facts, settling.point)
        kept.accounts.weigh(watched, 1)
        watched.keep({rule: memo.cut_at(settling.point) for rule, memo in watched.memos.items()})
        kept.roster.touch(watched)
        if not settling.platforms:  # only days are left, and nothing is evaluated for weeks
            standing = tuple(each for each in (watched.published or {}).values() if each.rule in ON_DAYS)
            # of days the gauges stay, too
            gauges = {key: count for key, count in watched.gauges.items() if key[2] is not None and _of_days(key[0])}
            kept.totals.count(watched, standing, Verdict(now, gauges=gauges))
    kept.roster.cut_off(watched.bucket, settling.cells)


def _of_days(gauge: str) -> bool:
    return gauge.partition(".")[0] in ON_DAYS

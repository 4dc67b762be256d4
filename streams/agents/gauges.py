"""Measurements of the judges and the paces that a process holds. It decides no name of a metric."""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping

from schemas.legal_days import Day, day_text
from schemas.refusal import Code
from streams.core.areas.pace import Pace
from streams.core.areas.partition import PacePartition
from streams.core.totals import Totals
from streams.core.watched import StandingKey
from streams.core.workers.corrections import Corrections
from streams.core.workers.judge import Judge
from streams.core.workers.not_taken import NotTaken, TooLate
from streams.core.workers.partition import WorkPartition
from streams.law.errors import NoValueInForce
from streams.law.review.unread import UnreadLaw
from streams.metrics import Metrics
from streams.rules.contract import Question
from streams.rules.pay.pay_below_minimum import NOT_SETTLED, ORDERLESS
from streams.rules.rest.bookings import BOOKED_AHEAD, BOOKINGS
from streams.rules.rest.elsewhere import ORDERS_OUTSIDE, OUTSIDE
from streams.rules.rest.rest_due import UNITED_WARNINGS
from streams.rules.rest.silence import SILENT

_log = logging.getLogger(__name__)


class Meter:
    """Publishes what the judges and the paces of this process hold.

    It remembers which missing values of law it has logged, and the legal day whose unread ones it has counted.
    """

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._logged: set[Question] = set()
        self._law_of: Day | None = None

    def judges(self, works: Iterable[WorkPartition]) -> None:
        """Publish the gauges of the judges alone."""
        metrics, judges = self._metrics, []
        for work in works:
            judges.append(work.judge)
            for each in work.refused:
                self._refused(each)
            work.refused.clear()
            self._corrections(work.judge.corrections)
        metrics.judge.rest_warnings_united.set(sum(judge.totals.gauge(UNITED_WARNINGS).get("", 0) for judge in judges))
        orderless: Counter[str] = Counter()
        for judge in judges:
            orderless.update(judge.totals.gauge(ORDERLESS))
        metrics.judge.silent.set_alone(_by_day(judges, SILENT, 1000))
        metrics.judge.bookings.set_alone(_by_day(judges, BOOKINGS, 1))
        metrics.judge.booked_ahead.set_alone(_by_day(judges, BOOKED_AHEAD, 1000))
        metrics.judge.outside.set_alone(_by_day(judges, OUTSIDE, 1000))
        metrics.judge.orders_outside.set_alone(_by_day(judges, ORDERS_OUTSIDE, 1))
        metrics.judge.not_settled.set_alone(_by_day(judges, NOT_SETTLED, 1))
        metrics.judge.pay_orderless.set_counts({(platform,): count for platform, count in orderless.items()})
        metrics.judge.workers.set(sum(len(judge.roster.workers) for judge in judges))
        self._kept(judges)
        metrics.judge.dirty.set(sum(len(judge.roster.dirty) for judge in judges))

    def declarations(self, partitions: Iterable[PacePartition]) -> None:
        """Count what was declared beyond a budget."""
        for partition in partitions:
            for each in partition.refused:
                self._metrics.judge.over_budget.labels(each.platform, "declared").inc()
                self._metrics.feed.refused.labels(each.platform, Code.OVER_BUDGET.value).inc()
            partition.refused.clear()

    def _refused(self, refused: NotTaken) -> None:
        platform = refused.group.platform
        if isinstance(refused, TooLate):
            self._metrics.judge.too_late.labels(platform).observe(max(0, refused.settled - refused.row.at) / 1000)
            self._metrics.feed.refused.labels(platform, Code.TOO_LATE.value).inc()
        else:
            self._metrics.judge.over_budget.labels(platform, refused.budget).inc()
            self._metrics.feed.refused.labels(platform, Code.OVER_BUDGET.value).inc()

    def _corrections(self, corrections: Corrections) -> None:
        """Count what was taken away after the fact since the last call."""
        for platform, made in corrections.made.items():
            met = corrections.met[platform]
            self._metrics.judge.corrections.labels(platform, "yes").inc(met)
            self._metrics.judge.corrections.labels(platform, "no").inc(made - met)
        corrections.made.clear()
        corrections.met.clear()

    def _kept(self, judges: Iterable[Judge]) -> None:
        """Publish what is kept of each platform, and on how many days of workers something of it was refused."""
        workers: Counter[str] = Counter()
        size: Counter[str] = Counter()
        days: Counter[str] = Counter()
        for judge in judges:
            workers.update(judge.accounts.workers)
            size.update(judge.accounts.size)
            days.update(judge.accounts.days)
        kept = self._metrics.judge.kept
        kept.workers.set_counts({(platform,): count for platform, count in workers.items()})
        kept.size.set_counts({(platform,): count for platform, count in size.items()})
        kept.days.set_counts({(platform,): count for platform, count in days.items()})

    def set_aside(self, partitions: Iterable[tuple[str, Totals]]) -> None:
        """Measure by rule how many subjects are set aside in these partitions, and log those that were since the last call."""
        now: Counter[str] = Counter()
        for where, totals in partitions:
            now.update(totals.aside)
            for each in totals.set_aside:
                _log.error("set aside: a subject in %s of %s: %s raised %s", each.unit, where, each.rule, each.error)
            totals.set_aside.clear()
        self._metrics.set_aside.set_counts({(rule,): count for rule, count in now.items()})

    def paces(self, paces: Iterable[Pace]) -> None:
        """Publish what is of the paces alone."""
        areas = dirty = 0
        for pace in paces:
            areas += pace.areas
            dirty += pace.known.dirty
        self._metrics.pace.areas.set(areas)
        self._metrics.pace.dirty.set(dirty)

    def standing(self, counts: Iterable[Mapping[StandingKey, int]]) -> None:
        """Publish how many findings stand."""
        standing: dict[StandingKey, int] = {}
        for each in counts:
            for key, count in each.items():
                standing[key] = standing.get(key, 0) + count
        self._metrics.judge.standing.set_counts(standing)

    def law(self, unread: UnreadLaw, day: Day) -> None:
        """Count the values in force on a legal day that nobody has read, by parameter; once a day."""
        if day != self._law_of:
            self._law_of = day
            counts = Counter((value.parameter,) for value in unread.in_force(day))
            self._metrics.judge.law_unread.set_counts(counts)
            for (parameter,), count in counts.items():
                _log.warning(
                    "law: %s has unread values in force, %d of them; they decide nothing alone", parameter, count
                )

    def takeovers(self, works: Iterable[WorkPartition], kept: Iterable[PacePartition]) -> None:
        """Publish how many subjects were taken over and not evaluated since, so that their findings are not counted yet."""
        judges, paces = [each.judge for each in works], [each.pace for each in kept]
        restoring = sum(judge.taking_over for judge in judges) + sum(pace.taking_over for pace in paces)
        behind = sum(len(judge.unevaluated) for judge in judges) + sum(pace.unevaluated for pace in paces)
        self._metrics.judge.unevaluated.set(restoring + behind)

    def unjudged(self, questions: Iterable[Mapping[Question, NoValueInForce]]) -> None:
        """Log once, and count, each value that was needed and that no law in force has."""
        for each in questions:
            for question, missing in each.items():
                if question not in self._logged:
                    self._logged.add(question)
                    self._metrics.judge.law_missing.labels(missing.parameter).inc()
                    _log.error("not judged: %s", missing)


def _by_day(judges: Iterable[Judge], gauge: str, unit: int) -> dict[tuple[str, str], float]:
    """A gauge of all judges by platform and legal day, divided by a unit."""
    sums: Counter[tuple[str, Day]] = Counter()
    for judge in judges:
        sums.update(judge.totals.daily_gauge(gauge))
    return {(platform, day_text(day)): count / unit for (platform, day), count in sums.items()}

"""Replay: recorded events and weather through the same judge and pace as live ones, to the findings that stand at one instant.

It decides which events count (`now`, the horizon, the workers selected) and in which order they are folded. It reads no file
and no clock; events are read and rules evaluated elsewhere.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from schemas.feed.reading import Reading
from schemas.findings.finding import Finding, Lapsed
from schemas.instants import HOUR_MS, NEVER
from schemas.weather.warning import WeatherMessage
from schemas.work import AnyRow, Group
from streams.core.area_record import LiveCells
from streams.core.areas.pace import Pace
from streams.core.publishing import Publication
from streams.core.workers.cells.sweep import all_cells
from streams.core.workers.judge import Judge
from streams.law.table import Law
from streams.rules.pay.pay_below_minimum import NOT_SETTLED, ORDERLESS
from streams.tools.replay.periods import Periods
from streams.tools.replay.refused import OverBudgetDay
from streams.tools.replay.result import ReplayRequest, ReplayResult

_STEP_MS = HOUR_MS
"""The interval of evaluation where there is a horizon: facts that are cut off must have been judged before."""


class Replay:
    """A replay by one law. Fold readings in any order, repeats included; then call `result` once."""

    def __init__(self, law: Law, wanted: ReplayRequest) -> None:
        self._judge = Judge(law, wanted.horizon)
        self._pace = Pace(law)
        self._warnings: set[str] = set()
        self._wanted = wanted
        self._periods = Periods()
        self._over_budget: deque[OverBudgetDay] = deque()
        self._held: list[tuple[int, str, AnyRow]] = []
        self._first, self._last = NEVER, 0
        self._events = self._left_out = self._too_late = 0

    def fold(self, reading: Reading, weather: Sequence[WeatherMessage] = ()) -> None:
        """Fold the events and declarations of some lines or a record, and weather; with a horizon, hold the events first."""
        for platform, rows in reading.rows_by_platform.items():
            self._span([row.at for row in rows])
            self._periods.add(platform, rows)
            wanted = self._selected(rows)
            if self._wanted.horizon is None:
                self._fold_rows(platform, wanted)
            else:
                self._held += [(row.at, platform, row) for row in wanted]
        self._span([each.at for each in reading.mitigations])
        self._pace.declare(reading.mitigations)
        self._pace.weather(weather)
        self._warnings.update("/".join(each.name) for each in weather)
        self._events += reading.accepted

    def note_over_budget(self, days: Iterable[OverBudgetDay]) -> None:
        """Note, by time, the days of which a budget refused something live; findings of them are open to doubt."""
        self._over_budget.extend(days)

    def result(self, progress: Callable[[int, int], None] = lambda _done, _all: None) -> ReplayResult:
        """Evaluate all rules. `progress` is called after each worker with the number done and the number of all."""
        now = self._last if self._wanted.now is None else self._wanted.now
        outcome = ReplayResult(now, self._first, self._events, self._left_out, self._periods.until(now))
        for published in self._fold_held():
            outcome.add(published)
        self._note_over_budget(now + 1)
        outcome.lapsed = self._lapsed
        workers = len(self._judge.roster.workers)
        for done, published in enumerate(self._judge.everything(now), 1):
            outcome.add(published)
            progress(done, workers)
        outcome.too_late = self._too_late
        outcome.unjudged = self._judge.totals.unjudged
        outcome.orderless = dict(+Counter(self._judge.totals.gauge(ORDERLESS)))
        outcome.not_settled = dict(+Counter(self._judge.totals.gauge(NOT_SETTLED)))
        outcome.aside = dict(+self._judge.totals.aside)
        outcome.warnings, outcome.named_days = frozenset(self._warnings), self._periods.named_days
        if self._warnings and not self._wanted.worker:
            self._judge_areas(outcome)
        return outcome

    def _lapsed(self, finding: Finding, now: int) -> tuple[Lapsed, ...]:
        """A finding that holds no more, with the evidence in its interval at `now` (ms); nothing of a worker without events."""
        if "/" in finding.subject:
            return self._pace.lapsed(finding, now)
        watched = self._judge.roster.workers.get(finding.subject)
        return () if watched is None else self._judge.evaluator.lapsed(watched, [finding], now)

    def _judge_areas(self, outcome: ReplayResult) -> None:
        rows = list(all_cells(self._judge, outcome.now).items())
        self._pace.fold([LiveCells(0, 0, rows)], 0, outcome.now)
        outcome.areas = {each.subject: each.findings for each in self._pace.everything(outcome.now)}
        outcome.unjudged |= self._pace.totals.unjudged
        outcome.aside = dict(+self._judge.totals.aside + self._pace.totals.aside)
        outcome.paced = True

    def _span(self, instants: list[int]) -> None:
        if instants:
            self._first, self._last = min(self._first, *instants), max(self._last, *instants)

    def _selected(self, rows: list[AnyRow]) -> list[AnyRow]:
        if self._wanted.worker:
            rows = [row for row in rows if row.worker.startswith(self._wanted.worker)]
        now = self._wanted.now
        if now is None:
            return rows
        kept = [row for row in rows if row.at <= now]
        self._left_out += len(rows) - len(kept)
        return kept

    def _fold_rows(self, platform: str, rows: list[AnyRow]) -> None:
        if rows:
            latest = max([row.at for row in rows])  # so that no row has to wait for its instant
            self._too_late += len(self._judge.fold(Group(platform, "", 0, rows), latest))

    def _fold_held(self) -> Iterator[Publication]:
        """Fold the held events by time, and evaluate as live: all that the horizon cuts off was judged before."""
        self._held.sort(key=_when)
        for step, held in groupby(self._held, key=_step):
            yield from self._judge.evaluate_due(step * _STEP_MS)
            by_platform: dict[str, list[AnyRow]] = {}
            for _, platform, row in held:
                by_platform.setdefault(platform, []).append(row)
            for platform, rows in by_platform.items():
                self._fold_rows(platform, rows)
            self._note_over_budget((step + 1) * _STEP_MS)
        self._held = []

    def _note_over_budget(self, before: int) -> None:
        """Note the days of what was refused before an instant (ms)."""
        while self._over_budget and self._over_budget[0].at < before:
            day = self._over_budget.popleft()
            self._judge.note_over_budget(day.worker, day.platform, day.at, is_sign=day.is_sign)


def _when(held: tuple[int, str, AnyRow]) -> int:
    return held[0]


def _step(held: tuple[int, str, AnyRow]) -> int:
    return held[0] // _STEP_MS

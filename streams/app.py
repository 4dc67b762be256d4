"""The composition root of a worker process: builds everything that does I/O and hands it down.

One process runs the agents ingest, judge, weather, pace and record; more processes with the same settings share the partitions.
"""

import asyncio
import logging
import os
import signal
import time
from collections.abc import Awaitable, Callable
from itertools import product
from pathlib import Path
from typing import NoReturn

from prometheus_client import CollectorRegistry

from alerts.errors import LedgerError
from alerts.ledger import Ledger
from schemas.feed.codec import FeedReader
from schemas.instants import HOUR_MS
from schemas.legal_days import legal_day
from schemas.topics import PACE, STANDING, WEATHER, WORK
from schemas.weather.message import WeatherReader
from streams.agents.aside import Aside
from streams.agents.gauges import Meter
from streams.agents.heavy import HeavyEvaluations
from streams.agents.holding_back import HoldingBack
from streams.agents.ingest import Ingest, feeds
from streams.agents.judge import CellPublisher, judge_role
from streams.agents.keeper import Keeper, P, Role
from streams.agents.pace import pace_role
from streams.agents.probing import Probes
from streams.agents.record import Record
from streams.agents.weather import WeatherAgent
from streams.area_metrics import PaceMetrics
from streams.core.areas.pace import Pace
from streams.core.intake.feed import FeedIntake
from streams.core.intake.weather import WeatherIntake
from streams.core.workers.budget_use import shares
from streams.core.workers.cells.records import Dealing
from streams.core.workers.judge import Judge
from streams.edge.lag import Lag
from streams.edge.messages import Messages
from streams.edge.runtime import FaustRuntime
from streams.edge.takeover import STUCK_S, StuckError, Takeover
from streams.edge.taking import Assignment
from streams.health import Condition, Deadline, serve
from streams.law.files import packaged_law
from streams.law.registers.budget import BUDGETS
from streams.law.review.unread import unread_of
from streams.metrics import Agent, JudgeMetrics, KeeperMetrics, Metrics, StopReason
from streams.rules.evidence import MOST_LINES
from streams.settings import Settings

_log = logging.getLogger(__name__)

_ENDS_WITHIN_S = 15.0
"""The time that a worker in which something failed has to end: others wait for its partitions."""
_RECOVERY_ENDS_WITHIN_S = 10.0
"""The time that a worker whose recovery failed has to end: it holds nothing that is not written."""
_WATCH_EVERY_S = 1.0
"""Between two looks at whether a takeover is stuck, which is known to a second in `STUCK_S`."""
_LEDGER_EVERY_S = 5.0
"""Between two counts of open leads: a query over the table of leads, of each worker process."""
_LAG_EVERY_S = 2.0
"""Between two measurements of lag, each a request to the broker; Prometheus looks every 10 s."""


class App:
    """A worker: the runtime with its agents and timers, and the metrics that it serves."""

    def __init__(self, settings: Settings, datadir: Path) -> None:
        self.settings = settings
        self.law = packaged_law(settings.law)
        for old in self.law.old_words:
            _log.warning("law: %s", old)
        self.registry = CollectorRegistry()
        self.metrics = Metrics(self.registry)
        self.metrics.show(self.law.platforms)
        for platform, budget in product(self.law.platforms, BUDGETS):
            self.metrics.judge.over_budget.labels(platform, budget)  # 0 until one is used up
        self.condition = Condition()
        self.deadline = Deadline(datadir)
        self.failed = False
        self.ledger = Ledger.at(settings.ledger)
        self.ledger.hold_law(self.law.text)
        self.runtime = FaustRuntime(settings, datadir, self._state_read, self._recovery_failed)
        self.partitions, self.sender = self.runtime.partitions, self.runtime.sender
        self.platforms = feeds(self.law.platforms)
        self.assignment = Assignment()
        self.record = Record(self.partitions, self.ledger, self.metrics, self.assignment)
        self.judge = self._keeper(judge_role(self._make_judge, self.record.is_behind), self.metrics.judge)
        self.pace = self._keeper(pace_role(self._make_pace), self.metrics.pace)
        self.probes = Probes(self.sender, self.ledger, self.condition, self.metrics.health)
        aside = Aside()
        self.heavy = HeavyEvaluations(self.judge, aside, self.metrics.judge.evaluate)
        self.cells = CellPublisher(self.judge, Dealing(settings.work_partitions, self.law.places.beside), aside)
        self.meter = Meter(self.metrics)
        self.lag = Lag(self.partitions, self.metrics.feed)
        self._add_agents()
        loads = (self.ingest.restore, self.judge.restore, self.pace.restore)
        self.takeover = Takeover(self.partitions, loads, self._restored, self.condition)
        self._add_tasks()
        self.runtime.on_rebalance(revoked=self._revoke, assigned=self.takeover.assigned, recovered=self._restore)

    def serve_metrics(self) -> str:
        """Serve `/metrics`, `/healthz` and `/readyz`; returns the address of the first."""
        host, _, _ = self.settings.metrics.rpartition(":")
        server = serve(self.settings.metrics, self.registry, self.condition)
        return f"http://{host}:{server.server_port}/metrics"

    def _make_judge(self) -> Judge:
        budgets = shares(self.law.platforms.values(), self.settings.work_partitions)
        horizon = self.settings.horizon_h * HOUR_MS
        return Judge(self.law, horizon=horizon, budgets=budgets, most_lines=MOST_LINES, arrivals=True)

    def _make_pace(self) -> Pace:
        return Pace(self.law, forgets=True, budgets={each.id: each.budget for each in self.law.platforms.values()})

    def _keeper(self, role: Role[P], seconds: JudgeMetrics | PaceMetrics) -> Keeper[P]:
        folded = self.metrics.folded.labels(role.topic)
        metrics = KeeperMetrics(seconds.fold, folded, seconds.evaluate, self.metrics.checkpoint, self.metrics.stopped)
        return Keeper(self.partitions, self.runtime.state, self.sender, metrics, role)

    def _add_agents(self) -> None:
        known, partitions = self.law.places.known, self.settings.work_partitions
        intake, weather = FeedIntake(FeedReader(known), partitions), WeatherIntake(WeatherReader(known), partitions)
        feed = self.metrics.feed
        self.ingest = Ingest(
            self.partitions,
            intake,
            self.sender,
            feed,
            self.lag,
            holding_back=HoldingBack(self.partitions, self.judge, feed),
            platforms=self.platforms,
            assignment=self.assignment,
        )
        self._agent("ingest", self.ingest.run, *self.platforms)
        self._agent("judge", self.judge.run, WORK)
        warnings = WeatherAgent(self.partitions, weather, self.sender, self.metrics, self.lag, self.assignment)
        self._agent("weather", warnings.run, WEATHER)
        self._agent("pace", self.pace.run, PACE)
        self._agent("record", self.record.run, STANDING)

    def _agent(self, name: str, work: Callable[[Messages], Awaitable[None]], *topics: str) -> None:
        """Run an agent on topics. One that raises would be started again, past what it had in hand: end instead."""

        async def run(messages: Messages) -> None:
            try:
                await work(messages)
            except Exception as error:  # noqa: BLE001  whatever it is, the process ends of it
                await self._end(name, error)

        self.runtime.agent(name, run, *topics)

    async def _end(self, name: str, error: Exception) -> NoReturn:
        """End this process in order, for another to take over what it had in hand. Does not come back, lest anything go on.

        Faust's own `crash` ends the consumer's thread before the last commit, which then waits for it for ever.
        """
        if self.runtime.stopping:  # what it needs has been stopped before it
            _log.info("%s: %r, while the worker stops", name, error)
        else:
            self.failed = True
            self.deadline.begin(_ENDS_WITHIN_S, f"{name}: {error!r}")
            _log.critical("%s: %r; this worker ends", name, error, exc_info=error)
            os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.Event().wait()
        raise AssertionError("only a cancellation ends this wait")

    async def watch(self) -> None:
        """Watch the takeover from the start on, before there is any partition; does not return."""
        while True:
            await asyncio.sleep(_WATCH_EVERY_S)
            if self.takeover.stuck():
                await self._end("takeover", StuckError(f"nothing came of it for {STUCK_S:.0f} s"))

    async def probe(self) -> None:
        """Probe broker and ledger again and again; a clock that has gone wrong ends the process."""
        try:
            await self.probes.keep_probing()
        except Exception as error:  # noqa: BLE001  as above
            await self._end("clock", error)

    def _add_tasks(self) -> None:
        settings = self.settings
        self._every("ingest", 0, self.ingest.work)
        self._every("tick", settings.tick_s, self._tick)
        self._every("areas", settings.tick_s, self.pace.publish)
        self._every("heavy evaluations", settings.tick_s, self.heavy.run)
        self._every("cells", settings.sweep_s, self._sweep)
        self._every("checkpoint", min(5.0, settings.checkpoint_s / 4), self._checkpoint)
        self._every("lag", _LAG_EVERY_S, self.lag.measure)
        self._every("open leads", _LEDGER_EVERY_S, self._count_leads)

    def _every(self, name: str, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        """Do something again and again with a pause between; what it raises ends the process, for another to take over."""

        async def again_and_again() -> None:
            while not self.runtime.stopping:
                await asyncio.sleep(seconds)
                try:
                    await work()
                except Exception as error:  # noqa: BLE001  as above
                    await self._end(name, error)

        self.runtime.task(again_and_again)

    async def _tick(self) -> None:
        await self.judge.publish()
        self._measure()

    def _measure(self) -> None:
        works, kept = self.judge.partitions, self.pace.partitions
        paces = [each.pace for each in kept]
        self.meter.judges(works)
        self.meter.paces(paces)
        self.meter.declarations(self.pace.partitions)
        self.meter.takeovers(works, kept)
        totals = [*(each.judge.totals for each in works), *(each.totals for each in paces)]
        self.meter.standing([each.standing for each in totals])
        self.meter.set_aside(
            [
                *((f"{WORK}[{each.number}] at {each.offset}", each.judge.totals) for each in works),
                *((f"{PACE}[{each.number}] at {each.offset}", each.pace.totals) for each in kept),
            ]
        )
        self.meter.unjudged([each.unjudged for each in totals])
        self.meter.law(unread_of(self.law), legal_day(int(time.time() * 1000)))

    async def _sweep(self) -> None:
        with self.metrics.pace.sweep.time():
            await self.cells.sweep()

    async def _checkpoint(self) -> None:
        await self.judge.checkpoint(self.settings.checkpoint_s)
        await self.pace.checkpoint(self.settings.checkpoint_s)

    def _state_read(self) -> None:
        self.takeover.moved()

    def _recovery_failed(self, error: Exception) -> None:
        """End this process: half a state would lose findings. Another process takes over."""
        self.failed = True
        self.deadline.begin(_RECOVERY_ENDS_WITHIN_S, "state could not be recovered")
        self.metrics.stopped.labels(Agent.JUDGE.value, StopReason.RECOVERY_FAILED.value).inc()
        _log.critical("state could not be recovered; this worker ends: %r", error, exc_info=error)
        os.kill(os.getpid(), signal.SIGTERM)

    async def _revoke(self) -> None:
        self.takeover.revoked()
        self.assignment.revoke()
        self.ingest.revoke()
        self.lag.forget_all()
        self.record.revoke()
        await self.judge.revoke()
        await self.pace.revoke()
        self._measure()

    async def _restore(self) -> None:
        """Restore the partitions; where that fails the process ends, for the runtime would go on without a judge."""
        try:
            await self.takeover.run()
        except Exception as error:  # noqa: BLE001  as above
            await self._end("takeover", error)

    def _restored(self) -> str:
        """Let the agents take what comes from now on; returns what they hold, for the log."""
        self.assignment.assign()
        return f"{len(self.judge.partitions)} partitions of work and {len(self.pace.partitions)} of pace"

    async def _count_leads(self) -> None:
        try:
            counts = await asyncio.to_thread(self.ledger.open_counts)
        except LedgerError:
            return  # the probe logs it, with its duration
        self.metrics.ledger.open_leads.set_counts(counts)

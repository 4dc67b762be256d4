"""Evaluates workers with many statements: in a thread, one after the other, while the loop goes on with all others."""

import asyncio
import time

import prometheus_client

from streams.agents.aside import Aside
from streams.agents.judge import JudgeKeeper
from streams.agents.keeper import now
from streams.core.workers.partition import WorkPartition


class HeavyEvaluations:
    """Evaluates the heavy workers of the work partitions that are kept here."""

    def __init__(self, keeper: JudgeKeeper, aside: Aside, seconds: prometheus_client.Histogram) -> None:
        self._keeper = keeper
        self._aside = aside
        self._seconds = seconds

    async def run(self) -> None:
        """Evaluate one worker of each partition that has any due, until none has."""
        more = True
        while more:
            evaluated = [await self._evaluate(work) for work in self._keeper.partitions if self._keeper.holds(work)]
            more = any(evaluated)

    async def _evaluate(self, work: WorkPartition) -> bool:
        async with self._aside.turn():
            due, began = work.begin(now()), time.perf_counter()
            if due is None:
                return work.letting_in
            # where the worker was taken back meanwhile, and the facts changed under the thread, its result is of no use
            evaluated = await asyncio.to_thread(due.evaluate)
            self._seconds.observe(time.perf_counter() - began)
            if self._keeper.holds(work):
                await self._keeper.send(work.number, work.conclude(evaluated, due.version))
            return True

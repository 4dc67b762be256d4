"""Asks about workers with many statements: in a thread, one after the other, while the loop goes on with everybody else."""

import asyncio
import time

from prometheus_client import Histogram

from streams.agents.aside import Aside
from streams.agents.judge import JudgeKeeper
from streams.agents.keeper import now
from streams.core.partition import WorkPartition
from streams.metrics import StopReason


class HeavyAsks:
    """Asks about the heavy workers of the work partitions that are kept here."""

    def __init__(self, keeper: JudgeKeeper, aside: Aside, seconds: Histogram) -> None:
        self._keeper = keeper
        self._aside = aside
        self._seconds = seconds

    async def run(self) -> None:
        """Ask about one worker of each partition that has any to be asked about, until none has."""
        more = True
        while more:
            asked = [await self._ask(work) for work in self._keeper.partitions if self._keeper.holds(work)]
            more = any(asked)

    async def _ask(self, work: WorkPartition) -> bool:
        async with self._aside.turn():
            ask, began = work.begin(now()), time.perf_counter()
            if ask is None:
                return False
            try:
                evaluated = await asyncio.to_thread(ask.evaluate)
            except Exception as error:  # noqa: BLE001  a rule that raises stops its partition, as in any ask
                # facts that were changed under the thread may raise, too: then nobody waits for what it found
                if work.judge.has_lent(ask.watched):
                    self._keeper.stop(work.number, StopReason.RULE_RAISED, error)
                return True
            self._seconds.observe(time.perf_counter() - began)
            if self._keeper.holds(work):
                await self._keeper.send(work.number, work.conclude(evaluated, ask.version))
            return True

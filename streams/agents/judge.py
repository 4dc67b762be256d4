"""The judge agent: the work partitions of this process, and the cells that they publish to the pace."""

import asyncio
import time
from collections.abc import Callable

from schemas.topics import WORK
from streams.agents.aside import Aside
from streams.agents.keeper import Keeper, Role, now
from streams.agents.spells import give_way
from streams.core.evaluating import RaisedError
from streams.core.watched import Watched
from streams.core.workers.cells.records import Dealing, cell_records
from streams.core.workers.cells.sweep import CellSweep, SweptCells
from streams.core.workers.judge import Judge
from streams.core.workers.partition import WorkPartition
from streams.metrics import Agent, StopReason

COUNTED_AT_ONCE = 2_000
"""Statements of the workers who are counted before other tasks get their turn: some 10 ms."""

JudgeKeeper = Keeper[WorkPartition]


def judge_role(make_judge: Callable[[], Judge], waits: Callable[[], bool] = bool) -> Role[WorkPartition]:
    """The role of the keeper of the work partitions. `make_judge` makes an empty judge."""

    def make(number: int, incarnation: int, start: int, until: int) -> WorkPartition:
        return WorkPartition(number, make_judge(), incarnation, start, until)

    return Role(Agent.JUDGE, WORK, b"w", make, waits)


class CellPublisher:
    """Counts the cells of every work partition that is kept here, and publishes them to the pace's partitions."""

    def __init__(self, keeper: JudgeKeeper, dealing: Dealing, aside: Aside) -> None:
        self._keeper = keeper
        self._aside = aside
        self._dealing = dealing

    async def sweep(self) -> None:
        """Count and publish, one partition after the other."""
        for work in self._keeper.partitions:
            if not work.judge.taking_over:
                await self._sweep(work)

    async def _sweep(self, work: WorkPartition) -> None:
        try:
            counted = await self._counted(work)
        except Exception as error:  # noqa: BLE001  facts that cannot be counted stop their partition, as a rule that raises does
            self._keeper.stop(work.number, StopReason.RULE_RAISED, error)
            return
        if self._keeper.holds(work):
            await self._keeper.send(work.number, cell_records(work.number, work.incarnation, counted, self._dealing))
            for bucket, batches in counted.finals.items():
                work.judge.roster.finals[bucket].arrived(batches[-1].number)

    async def _counted(self, work: WorkPartition) -> SweptCells:
        sweep, more = CellSweep(work.judge), True
        while more and self._keeper.holds(work):
            began = time.perf_counter()
            more = sweep.step(now(), COUNTED_AT_ONCE, heavy=False)
            await give_way(began)
            if sweep.heavy is not None:
                await self._count_heavy(work, sweep, sweep.heavy)
        return sweep.end()

    async def _count_heavy(self, work: WorkPartition, sweep: CellSweep, watched: Watched) -> None:
        """Count a worker in a thread; where the worker is taken back meanwhile, it is to be done again."""
        async with self._aside.turn():
            work.judge.lent.lend(watched)
            try:
                cells = await asyncio.to_thread(sweep.cells_of, watched, now())
            except RaisedError as raised:
                # where the worker was taken back meanwhile, the facts may have changed under the thread
                if work.judge.lent.holds(watched):
                    sweep.pass_over(raised)
                    await self._keeper.send(work.number, work.take_back())
                return
            if work.judge.lent.holds(watched):
                sweep.add_heavy(cells)
                await self._keeper.send(work.number, work.take_back())

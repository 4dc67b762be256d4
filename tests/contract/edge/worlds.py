"""The two worlds that the suite is run in: the broker in memory that agents are tested on, and a real one under Faust."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from schemas.topics import CLOCK, Topic, inner_topics
from streams.broker.topics import ensure_topics
from streams.edge.messages import TP, Message, Messages
from streams.edge.runtime import FaustRuntime, Runtime
from streams.settings import Settings
from tests.unit.agents.stage import MemoryBroker, Stage

PARTITIONS = 2
READ = "work-of-a-test"
"""The topic that members read; those that share it share its partitions."""


class World(Protocol):
    """A broker with `READ`, on which runtimes of one group are made, started and stopped."""

    def runtime(self) -> Runtime: ...

    async def start(self, runtime: Runtime) -> None: ...

    async def stop(self, runtime: Runtime) -> None: ...


class MemoryWorld:
    def __init__(self) -> None:
        self._broker = MemoryBroker({READ: PARTITIONS})

    def runtime(self) -> Runtime:
        return Stage(broker=self._broker)

    async def start(self, runtime: Runtime) -> None:
        await cast("Stage", runtime).start()

    async def stop(self, runtime: Runtime) -> None:
        await cast("Stage", runtime).stop()


@dataclass
class KafkaWorld:
    """A group of its own on the broker at `address`; its topics bear the group's name."""

    address: str
    group: str
    folder: Path

    def __post_init__(self) -> None:
        self._settings = Settings(
            broker=self.address, group=self.group, work_partitions=PARTITIONS, session_timeout_s=6, checkpoint_s=1
        )
        clock = [topic for topic in inner_topics(work_partitions=1, pace_partitions=1) if topic.name == CLOCK]
        state = Topic(self._settings.state_topic, PARTITIONS, -1, 8 << 20, cleanup="compact")
        ensure_topics(self.address, [*clock, state, Topic(self.topic, PARTITIONS, -1, 8 << 20)])

    @property
    def topic(self) -> str:
        return f"{self.group}-{READ}"

    def runtime(self) -> Runtime:
        return FaustRuntime(self._settings, self.folder, lambda: None, lambda _: None)

    async def start(self, runtime: Runtime) -> None:
        await cast("FaustRuntime", runtime).app.start()

    async def stop(self, runtime: Runtime) -> None:
        await cast("FaustRuntime", runtime).app.stop()


class Member:
    """A process of the group, as far as the suite looks at it: what it was called with, and what came."""

    def __init__(self, world: World, topic: str) -> None:
        self.calls: list[str] = []
        self.got: list[Message] = []
        self.committed: Mapping[TP, int] = {}
        self.at_revoked: Callable[[], None] = lambda: None
        self.commits_at_revoked = True
        self._topic = topic
        self.runtime = world.runtime()
        self.runtime.agent("reader", self._take, topic)
        self.runtime.on_rebalance(revoked=self._revoked, assigned=self._assigned, recovered=self._recovered)

    @property
    def tps(self) -> set[TP]:
        return {tp for tp in self.runtime.partitions.assignment() if tp.topic == self._topic}

    @property
    def is_ready(self) -> bool:
        """True where it has recovered since partitions were revoked last."""
        return "recovered" in "".join(self.calls).rpartition("revoked")[2]

    def offsets(self, partition: int) -> list[int]:
        return [each.offset for each in self.got if each.partition == partition]

    async def _take(self, messages: Messages) -> None:
        async for each in messages:
            self.got.append(each)

    async def _revoked(self) -> None:
        self.at_revoked()
        if self.commits_at_revoked:
            await self.runtime.partitions.commit()
        self.calls.append("revoked")

    def _assigned(self) -> None:
        self.calls.append("assigned")

    async def _recovered(self) -> None:
        self.got.clear()
        if self.runtime.partitions.assignment():
            self.committed = await self.runtime.partitions.seek_to_committed()
        self.calls.append("recovered")


@contextlib.asynccontextmanager
async def joined(world: World, topic: str) -> AsyncIterator[Member]:
    """A member that has joined the group and recovered its state; it leaves at the end."""
    member = Member(world, topic)
    await world.start(member.runtime)
    try:
        await until(lambda: member.is_ready and bool(member.tps))
        yield member
    finally:
        await world.stop(member.runtime)


async def until(true: Callable[[], bool], seconds: float = 120) -> None:
    """Come back when it is true; `TimeoutError` when it is not in time."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110  neither world gives an event for all of it
            await asyncio.sleep(0.02)

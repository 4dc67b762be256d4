"""The runtime of a worker: agents, timers and the order of a rebalance. The interface, and its way to Faust."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, Protocol, cast

import faust
from faust.streams import Stream

from streams.edge.app import faust_app
from streams.edge.consuming import lose_nothing
from streams.edge.messages import Message, Messages
from streams.edge.partitions import FaustPartitions, Partitions
from streams.edge.sending import RecordSender, Sender
from streams.edge.state import State, StateStore
from streams.settings import Settings


class Runtime(Protocol):
    """Runs agents and timers on partitions that processes of one group share.

    The order of a rebalance: `revoked`, of each process that had partitions, while it may still acknowledge and commit; then
    `assigned`; then `recovered`, when all of the state was read; then messages, from the committed offsets on. Where there is
    no state to read, `assigned` may come after `recovered`. A rebalance may begin before the one before is through: then
    `recovered` is left out. `revoked` is called at the end of the process, too, perhaps twice. Messages that were on their way
    at `revoked` may still come after it.
    """

    @property
    def stopping(self) -> bool:
        """True where the runtime stops or was stopped."""

    @property
    def partitions(self) -> Partitions:
        """The partitions of this process."""

    @property
    def sender(self) -> RecordSender:
        """The sender of records to topics."""

    @property
    def state(self) -> StateStore:
        """The state of the partitions, as it was recovered and as it was written since."""

    def agent(self, name: str, work: Callable[[Messages], Awaitable[None]], *topics: str) -> None:
        """Run an agent on the messages of these topics. `work` must not raise: Faust would begin it again, past some."""

    def task(self, work: Callable[[], Awaitable[None]]) -> None:
        """Run this beside the agents, once from the start on. It must end when the runtime stops, and must not raise."""

    def on_rebalance(
        self,
        *,
        revoked: Callable[[], Awaitable[None]],
        assigned: Callable[[], None],
        recovered: Callable[[], Awaitable[None]],
    ) -> None:
        """Call these at each rebalance. `recovered` must not raise: Faust would go on as if all were well."""


class FaustRuntime:
    """A Faust app, not started yet. `app` is for the edge alone.

    `read` is called with each record of the state that is read, `failed` with what makes a recovery of it fail.
    """

    def __init__(
        self, settings: Settings, datadir: Path, read: Callable[[], None], failed: Callable[[Exception], None]
    ) -> None:
        self.app = lose_nothing(faust_app(settings, datadir))
        self.partitions = FaustPartitions(self.app)
        self.sender = Sender(self.app)
        self.state = State(self.app, settings.work_partitions, read, failed)

    @property
    def stopping(self) -> bool:
        """True where the app stops or was stopped."""
        return self.app.should_stop

    def agent(self, name: str, work: Callable[[Messages], Awaitable[None]], *topics: str) -> None:
        """Run an agent on the messages of these topics, none of which Faust acknowledges by itself."""

        async def run(stream: Stream[Any]) -> None:
            await work(_messages(stream))

        topic = self.app.topic(*topics, value_type=bytes, value_serializer="raw", key_serializer="raw")
        self.app.agent(topic, name=name)(cast("Any", run))

    def task(self, work: Callable[[], Awaitable[None]]) -> None:
        """Run this beside the agents."""
        self.app.task(work)

    def on_rebalance(
        self,
        *,
        revoked: Callable[[], Awaitable[None]],
        assigned: Callable[[], None],
        recovered: Callable[[], Awaitable[None]],
    ) -> None:
        """Call these at each rebalance, in the order that `Runtime` promises."""
        taken_away: int | None = None

        async def on_revoked(*_: object, **__: object) -> None:
            nonlocal taken_away
            taken_away = self.partitions.generation
            await revoked()

        async def on_shutdown(*_: object, **__: object) -> None:
            try:
                await on_revoked()
            finally:
                self.partitions.gave_up()

        async def on_assigned(*_: object, **__: object) -> None:
            assigned()

        async def on_recovered() -> None:
            generation = self.partitions.generation
            if generation == taken_away:
                return  # what was recovered is taken away already; what is assigned next will be recovered
            await recovered()
            if generation == self.partitions.generation:
                # Faust empties its queues when it resumes the flow a moment from now: nothing may enter them before. Where
                # another recovery has begun meanwhile, it reads by this flow, and would wait for ever.
                self.app.flow_control.suspend()

        self.app.on_partitions_revoked.connect(on_revoked, weak=False)
        self.app.on_before_shutdown.connect(on_shutdown, weak=False)
        self.app.on_partitions_assigned.connect(on_assigned, weak=False)
        self.state.table.on_recover(on_recovered)
        _complete_the_latest_alone(self.app)


def _complete_the_latest_alone(app: faust.App) -> None:
    """Let a recovery that a later rebalance has made void complete nothing.

    Faust 0.15.3 swallows that a rebalance began while it waited for the changelog's end, and calls the recovery complete: the
    partitions of the new assignment would be restored from a state that was not read yet.
    """
    recovery: Any = cast("Any", app.tables).recovery
    complete = recovery.on_recovery_completed

    async def complete_the_latest(generation_id: int = 0) -> None:
        if not recovery.signal_recovery_start.is_set() and app.consumer_generation_id == generation_id:
            await complete(generation_id)

    recovery.on_recovery_completed = complete_the_latest


async def _messages(stream: Stream[Any]) -> AsyncIterator[Message]:
    async for event in stream.noack().events():
        message: Any = event.message  # of Faust's own type
        yield Message(message.tp, message.offset, round(message.timestamp * 1000), message.value)

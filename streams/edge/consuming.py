"""The consumer: Faust's, made to lose nothing where a partition has no committed offset yet, or is paused.

During a rebalance Faust fetches records that it then throws away, and relies on seeking to the committed offsets afterwards.
Where nothing was committed it seeks nowhere: the records thrown away are skipped, and gone for good once a later one is
committed. Here such a partition is read from its beginning again.

While a batch that was fetched is handed out, Faust passes over what is of a partition that is paused by then; the gap counts as
read when the next record comes. Here a partition can be held: it stays active for Faust, so that what was fetched is handed out,
and no more is fetched.

Faust fetches from aiokafka the records of the active partitions, a set that it changes while it waits; a rebalance empties it.
aiokafka takes an empty set for all partitions: it gives out records of those that are not active, which moves them on, and Faust
throws these records away. They are skipped, of a feed for good. Of the state's topic they are missing from the state that is
recovered, and where they were the last ones, recovery waits for them for ever. Here only what is active when records come is
given out, and an empty set stands for no partition.

Faust reads committed records alone only where it writes in transactions itself. Here it always does: what a producer took back
is no record. And what is fetched waits within bounds, and is handed over at once (`streams.edge.fetched`).

A process that hung until its partitions went to others commits nothing of what it did with them, now or later: the state that
counts is that of its successor, which may not have come so far. Faust keeps what was acknowledged and not committed, and commits
it once the partition is assigned again. And aiokafka commits without being a member of the group, which the broker takes for good
while the group has no member.

Where others share the partitions anew while a process ends, Faust closes the connection at once, and what the process writes and
commits at its end is not committed. Here the group waits until it is, as it does for those that go on.
"""

import asyncio
import logging
from collections.abc import Callable, Container, Iterable, Mapping
from contextlib import suppress
from typing import Any, Self, cast

import aiokafka
import faust
from aiokafka.errors import UnknownMemberIdError
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread, Consumer, Transport
from faust.types.tuples import TP, ack_lock

from streams.edge.fetched.bounding import TURN, bound_fetches
from streams.edge.fetched.gaps import WithGaps
from streams.edge.fetched.handing_over import HandingOver
from streams.edge.fetched.waiting import FetchedWaiting

_log = logging.getLogger(__name__)


_RESPONSE_BYTES = 16 << 20
"""The most bytes of one response of the broker: eight partitions' worth (2 MiB each), and of aiokafka's own 50 MiB a third.

A response is in memory whole: larger ones add to what a worker needs."""

_LOOK_AGAIN_S = 0.02
"""The pause before a partition that had its share is looked at for room again: aiokafka would wait a second for others."""

_GIVES_UP_WITHIN_S = 30.0
"""The longest that a group waits for a process that ends: 5 s to write what it holds, and a database that answers late."""


class StillActive(frozenset[TP]):
    """The partitions that are wanted, as long as they are active and not held: both change while records are waited for."""

    def __new__(
        cls, wanted: Iterable[TP], active: Container[TP], held: Callable[[], Container[TP]] = frozenset
    ) -> Self:
        """A set of those wanted; it is not empty when none is active any more, for aiokafka takes that for all."""
        made = super().__new__(cls, wanted)
        made._active = active
        made._held = held
        return made

    _active: Container[TP]
    _held: Callable[[], Container[TP]]

    def __contains__(self, tp: object) -> bool:
        return super().__contains__(tp) and tp in self._active and tp not in self._held()


def commit_as_member(coordinator: Any) -> None:
    """Have aiokafka's coordinator send no commit while it is no member of the group, or not yet again, or closes.

    Once it closes, the broker is not asked any more: aiokafka would try the commit again for ever, and the process not end.
    """
    send = coordinator._do_commit_offsets  # noqa: SLF001  the one place where the generation goes into a request

    async def send_as_member(*given: Any) -> None:
        if coordinator.generation < 0 or coordinator._closing.done():  # noqa: SLF001
            raise UnknownMemberIdError(coordinator.group_id)
        await send(*given)

    coordinator._do_commit_offsets = send_as_member  # noqa: SLF001


class ReadingThread(AIOKafkaConsumerThread):
    """The thread that fetches and commits: committed records alone, of each partition no more than its share; as a member."""

    async def on_start(self) -> None:
        """Start aiokafka's consumer."""
        await super().on_start()
        commit_as_member(self._ensure_consumer()._coordinator)  # noqa: SLF001

    def _create_worker_consumer(self, transport: Transport) -> aiokafka.AIOKafkaConsumer:
        consumer = super()._create_worker_consumer(transport)
        # aiokafka makes its fetcher with these when it starts; Faust lets one set neither
        consumer._isolation_level = "read_committed"  # noqa: SLF001
        consumer._fetch_max_bytes = _RESPONSE_BYTES  # noqa: SLF001
        return consumer

    async def _fetch_records(
        self,
        consumer: aiokafka.AIOKafkaConsumer,
        active_partitions: set[TP],
        timeout: float | None = None,  # noqa: ASYNC109  Faust's signature
        max_records: int | None = None,
    ) -> Mapping[TP, list[Any]]:
        ours = cast("RewindingConsumer", self.consumer)
        now_active = active_partitions.copy() - ours.held  # Faust changes it in its own thread
        state = ours.recovered(now_active)
        wanted = state | (ours.waiting.with_room(now_active - state) - TURN.waiting())
        if not wanted:
            await asyncio.sleep(_LOOK_AGAIN_S)
            return {}
        if len(wanted) < len(now_active):
            timeout = _LOOK_AGAIN_S
        still: Any = StillActive(wanted, active_partitions, lambda: ours.held)
        fetched: Mapping[TP, list[Any]] = await super()._fetch_records(consumer, still, timeout, max_records)
        ours.waiting.give({tp: records for tp, records in fetched.items() if tp not in state})
        return fetched

    def read_up_to(self, tp: TP) -> int | None:
        """The next offset to be given out; None of a partition that is not assigned, or not placed yet."""
        # aiokafka's own `position` is a coroutine, and waits until a partition is placed
        state = self._state_of(tp)
        return int(state.position) if state is not None and state.has_valid_position else None

    def end_of(self, tp: TP) -> int | None:
        """The end of a partition at the last fetch; None of one that is not assigned, or of which nothing was fetched.

        aiokafka's own `highwater` fails where the partition was taken away meanwhile, in its thread.
        """
        state = self._state_of(tp)
        return None if state is None else state.highwater

    def _state_of(self, tp: TP) -> Any:
        """The place of aiokafka's consumer in a partition, where Faust looks, too; None of one that is not assigned."""
        assigned = self._ensure_consumer()._subscription.subscription  # noqa: SLF001
        if assigned is None or (assignment := assigned.assignment) is None or tp not in assignment.tps:
            return None
        return assignment.state_value(tp)


class RewindingConsumer(HandingOver, WithGaps, Consumer):
    """Seeks to the beginning where nothing was committed (the broker finds one that retention moved), and holds without loss.

    `gave_up` is set by a process that ends, once it has committed all that it will.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        self.waiting = FetchedWaiting()
        self.held: frozenset[TP] = frozenset()
        self.gave_up = asyncio.Event()
        super().__init__(*args, **options)
        self.app.sensors.add(self.waiting)

    def _new_consumer_thread(self) -> ReadingThread:  # Faust has no setting for the thread that it makes
        return ReadingThread(self, loop=self.loop, beacon=self.beacon)

    def read_up_to(self, tp: TP) -> int | None:
        """The next offset that goes on its way to an agent; marks of transactions, and what they took back, lie before it."""
        return cast("ReadingThread", self._thread).read_up_to(tp)

    def end_of(self, tp: TP) -> int | None:
        """The end of a partition at the last fetch; None of one that is not assigned, which may change at any time."""
        return cast("ReadingThread", self._thread).end_of(tp)

    def recovered(self, tps: Iterable[TP]) -> set[TP]:
        """The ones among the partitions that Faust itself reads, to recover tables."""
        changelogs = self.app.tables.changelog_topics
        return {tp for tp in tps if tp.topic in changelogs}

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Seek all assigned partitions, and hold none; returns the committed offsets, as far as there are any."""
        committed: Mapping[TP, int] = await super().seek_to_committed()
        state = self.recovered(committed)
        fresh = {tp: 0 for tp, offset in committed.items() if not offset and tp not in state}
        if fresh:
            _log.warning(
                "nothing was committed of %s: read from the beginning", ", ".join(f"{t}-{p}" for t, p in sorted(fresh))
            )
            await self.seek_wait(fresh)
        self.waiting.forget_all()
        self.held = frozenset()
        return committed

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Give up an assignment; a process that ends does so at its end, for which the group waits."""
        if self.app.should_stop:
            with suppress(TimeoutError):
                async with asyncio.timeout(_GIVES_UP_WITHIN_S):
                    await self.gave_up.wait()
        await super().on_partitions_revoked(revoked)

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Begin a new assignment: what was acknowledged in the one before and not committed is void."""
        with ack_lock:
            self._acked.clear()
            self._acked_index.clear()
        await super().on_partitions_assigned(assigned, generation_id)

    def hold_partitions(self, tps: Iterable[TP]) -> None:
        """Fetch no more of these partitions until they are released; what was fetched is handed out."""
        self.held |= frozenset(tps)  # a new set each time, for the thread that fetches reads it

    def release_partitions(self, tps: Iterable[TP]) -> None:
        """Fetch these partitions again."""
        self.held -= frozenset(tps)


class RewindingTransport(Transport):
    """Kafka, with this consumer."""

    Consumer = RewindingConsumer


def lose_nothing(app: faust.App) -> faust.App:
    """Let the app, not started yet, consume in this way."""
    bound_fetches()
    app.transport = RewindingTransport(app.conf.broker_consumer, app)
    return app

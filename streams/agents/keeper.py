"""The keeper of one topic's partitions: records in, findings out at every tick, state written at every checkpoint.

It decides when findings are published and when state is written, never which. Its partitions are folded and evaluated in turn,
some rows and some subjects of each at a time, and what is to be published of one is sent while others are evaluated. A record is
acknowledged only when a checkpoint holds what came of it. A partition whose record cannot be read, about which a rule raises, or
of which something is too large for the broker, is stopped, logged and counted; so is one whose checkpoint failed half-way.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import msgspec

from streams.agents.spells import LONGEST_S, give_way
from streams.core.outgoing import Outgoing
from streams.core.partition import Partition
from streams.core.state.stored import UnreadableState
from streams.edge.messages import TP, Message, Messages
from streams.edge.partitions import Partitions
from streams.edge.sending import Outbox, RecordSender, RecordTooLargeError
from streams.edge.state import Owner, StateStore
from streams.metrics import Agent, KeeperMetrics, StopReason

_log = logging.getLogger(__name__)

EVALUATED_AT_ONCE = 16
"""Subjects evaluated before other partitions and tasks get their turn: heartbeats to the broker, and records, wait as long."""

FOLDED_AT_ONCE, _FOLDS, _TURNS = 100, 5, 4
"""Rows folded before the clock is looked at, or else up to 300 of one worker in one feed record, and how often before others
get their turn: 6 ms of usual rows; of pay that is stated again for days whose events are cut up to `LONGEST_S` and 26 ms. A
partition has four turns before the next one: what its rows are folded into is in the processor's cache by then."""

MOST_UNFOLDED = 60_000
"""Rows read and not folded at which no more is read: some 40 MB. What comes then waits in Kafka, first come, first served."""

P = TypeVar("P", bound=Partition)


class SkippedError(Exception):
    """Records of a partition did not reach this process: it must end, for they are read again only by a new one."""


@dataclass(slots=True)
class Held(Generic[P]):
    """A partition, and the offsets of the records folded that no checkpoint covers yet; `noted`: the last of these ever."""

    work: P
    tp: TP
    noted: int
    offsets: list[int] = field(default_factory=list)
    written_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Role(Generic[P]):
    """The role of a keeper: the partitions of `topic`, made by `make` (number, incarnation, next offset, end of the topic).

    `mark` is the byte that its state goes by. While it `waits`, nothing is evaluated: a later tick does it.
    """

    agent: Agent
    topic: str
    mark: bytes
    make: Callable[[int, int, int, int], P]
    waits: Callable[[], bool] = bool


class Keeper(Generic[P]):
    """The partitions of one topic in this process."""

    def __init__(
        self, partitions: Partitions, state: StateStore, sender: RecordSender, metrics: KeeperMetrics, role: Role[P]
    ) -> None:
        self._partitions = partitions
        self._state = state
        self._sender = sender
        self._metrics = metrics
        self._role = role
        self._held: dict[int, Held[P]] = {}
        self._writing = asyncio.Lock()
        self._ready, self._came, self._room = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._generation = 0
        self._stopped: list[tuple[int, StopReason]] = []

    @property
    def partitions(self) -> tuple[P, ...]:
        """The partitions that are kept here now."""
        return tuple(held.work for held in self._held.values())

    async def run(self, messages: Messages) -> None:
        """Fold every record into its partition: some rows of one, then of the next."""
        reading = asyncio.ensure_future(self._read_all(messages))
        reading.add_done_callback(lambda _: self._came.set())
        try:
            while self._unfolded() or not reading.done():
                for held in [each for each in self._held.values() for _ in range(_TURNS)]:
                    await self._fold(held)
                if not self._unfolded() and not reading.done():
                    self._came.clear()
                    await self._came.wait()
            await reading
        finally:
            reading.cancel()

    async def publish(self) -> None:
        """Publish the findings of all subjects that are due: some of one partition, then of the next, until none is due."""
        outbox, more = Outbox(self.send), True
        while more and not self._role.waits():
            more = False
            for held in tuple(self._held.values()):
                # what is not sent when the partition is revoked is published by the process that has it next
                began = time.perf_counter()
                more |= self.holds(held.work) and self._evaluate(held, outbox)
                await give_way(began)
                await outbox.make_room()
        await outbox.sent()

    async def checkpoint(self, every_s: float) -> None:
        """Write and acknowledge the partition whose last checkpoint is the longest ago, if that is long enough."""
        oldest = min(self._held.values(), key=lambda held: held.written_at, default=None)
        if oldest is not None and time.time() - oldest.written_at >= every_s:
            await self._write(oldest)

    async def revoke(self) -> None:
        """Write everything and forget it, for the partitions are about to be taken away."""
        self._ready.clear()
        self._generation += 1
        self._room.set()
        for number, held in tuple(self._held.items()):
            await self._write(held)
            self._held.pop(number, None)  # a checkpoint that waits for its turn finds nothing left to write
            self._metrics.checkpoint.forget(self._role.topic, number)
        for number, reason in self._stopped:
            self._metrics.stopped.labels(self._role.agent.value, reason.value).dec()
            self._metrics.checkpoint.forget(self._role.topic, number)
        self._stopped.clear()

    async def restore(self, committed: Mapping[TP, int]) -> None:
        """Load the partitions that were assigned and whose state was recovered, each under a new incarnation.

        Where they are taken away again meanwhile, nothing is left of it; the next takeover begins anew.
        """
        generation = self._generation
        tps = {tp for tp in self._partitions.assignment() if tp.topic == self._role.topic}
        earliest, ends = await self._partitions.earliest_offsets(tps), await self._partitions.highwaters(tps)
        for tp in sorted(tps):
            incarnation = await self._state.begin(Owner(self._role.mark, tp.partition))
            if generation != self._generation:
                return
            start = max(committed.get(tp) or 0, earliest.get(tp) or 0)
            work = self._role.make(tp.partition, incarnation, start, ends.get(tp) or 0)
            held = Held(work, tp, work.offset, written_at=time.time())
            self._held[tp.partition] = held
            self._metrics.checkpoint.last.labels(*self._labels(held)).set(held.written_at)
            self._load(held)
        if generation == self._generation:
            self._ready.set()

    async def send(self, partition: int, records: Sequence[Outgoing]) -> None:
        """Send what came of a partition; it is stopped where the broker will never take a record of it."""
        try:
            await self._sender.send_until_taken(records)
        except RecordTooLargeError as error:
            self.stop(partition, StopReason.RECORD_TOO_LARGE, error)

    def stop(self, partition: int, reason: StopReason, error: BaseException) -> None:
        """Keep this partition no more: nothing of it is acknowledged, so that the process that has it next reads it again.

        Nothing is done where it was revoked or stopped before.
        """
        if self._held.pop(partition, None) is None:
            return
        self._stopped.append((partition, reason))
        self._metrics.stopped.labels(self._role.agent.value, reason.value).inc()
        topic = self._role.topic
        _log.critical("partition %d of %s is stopped (%s): %r", partition, topic, reason.value, error, exc_info=error)

    def holds(self, work: P) -> bool:
        """True where the partition is still kept, and was not revoked or stopped."""
        held = self._held.get(work.number)
        return held is not None and held.work is work

    def _load(self, held: Held[P]) -> None:
        try:
            held.work.load(self._state.of(self._owner(held)), now())
        except UnreadableState as error:
            self.stop(held.work.number, StopReason.RECOVERY_FAILED, error)

    async def _read_all(self, messages: Messages) -> None:
        """Read every record, as long as few enough rows wait to be folded."""
        async for message in messages:
            generation = self._generation
            await self._ready.wait()
            while generation == self._generation and self._unfolded() >= MOST_UNFOLDED:
                self._room.clear()
                await self._room.wait()
            # what was in hand at a rebalance is read again, from the committed offset on
            if generation == self._generation:
                self._read(message)
                await asyncio.sleep(0)  # a record costs up to 2 ms, and there may be many

    def _unfolded(self) -> int:
        return sum(held.work.unfolded for held in self._held.values())

    def _read(self, message: Message) -> None:
        held = self._held.get(message.partition)
        if held is None or message.offset <= held.work.last_read:
            return  # stopped; or read twice about a rebalance
        if message.offset != held.work.last_read + 1:
            raise SkippedError(f"{message.topic}[{held.work.number}]: {message.offset} follows {held.work.last_read}")
        try:
            held.work.read(message.offset, message.value or b"")
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            self.stop(message.partition, StopReason.UNDECODABLE, error)
        self._came.set()

    async def _fold(self, held: Held[P]) -> None:
        """Fold some rows of a partition, and send what came of them."""
        if not held.work.unfolded or not self.holds(held.work):
            return
        began, outgoing = time.perf_counter(), list[Outgoing]()
        for _ in range(_FOLDS):
            if held.work.unfolded and time.perf_counter() - began < LONGEST_S:
                outgoing += held.work.fold(now(), FOLDED_AT_ONCE)
        self._metrics.fold.observe(time.perf_counter() - began)
        self._room.set()
        await give_way(began)
        if outgoing:
            await self.send(held.work.number, outgoing)
        self._note_folded(held)

    def _note_folded(self, held: Held[P]) -> None:
        """Have what is folded acknowledged at the next checkpoint; nothing where the partition was revoked meanwhile."""
        if self.holds(held.work):
            self._metrics.folded.inc(held.work.offset - held.noted)
            held.offsets += range(held.noted + 1, held.work.offset + 1)
            held.noted = held.work.offset

    def _evaluate(self, held: Held[P], outbox: Outbox) -> bool:
        """Evaluate some subjects of a partition and have sent what is to be published; True where more are due."""
        began, behind = time.perf_counter(), held.work.behind
        try:
            for statement in held.work.statements(now(), EVALUATED_AT_ONCE):
                outbox.put(held.work.number, statement.outgoing)
        except Exception as error:  # noqa: BLE001  a rule that raises, whatever it raises, stops its partition
            self.stop(held.work.number, StopReason.RULE_RAISED, error)
            return False
        self._metrics.evaluate.observe(time.perf_counter() - began)
        return 0 < held.work.behind < behind

    async def _write(self, held: Held[P]) -> None:
        """Write what changed, then acknowledge what it holds; nothing of a partition that was revoked meanwhile.

        Where that fails, what was dumped is neither in the partition as changed nor in the changelog: the partition is stopped,
        for a checkpoint that came after would acknowledge what was never written.
        """
        async with self._writing:
            if not self.holds(held.work):
                return
            began = time.time()
            try:
                size = await self._checkpoint(held)
            except RecordTooLargeError as error:
                self.stop(held.work.number, StopReason.RECORD_TOO_LARGE, error)
                return
            except BaseException as error:
                self.stop(held.work.number, StopReason.CHECKPOINT_FAILED, error)
                raise
            held.written_at = time.time()
        metrics, labels = self._metrics.checkpoint, self._labels(held)
        metrics.last.labels(*labels).set(held.written_at)
        metrics.size.labels(*labels).set(size)
        metrics.duration.observe(held.written_at - began)

    async def _checkpoint(self, held: Held[P]) -> int:
        """Write, acknowledge and commit; returns the bytes."""
        size = 0
        offsets, held.offsets = held.offsets, []
        for units in held.work.dump():
            size += await self._state.write(self._owner(held), held.work.incarnation, units)
        held.work.written()
        self._partitions.acknowledge(held.tp, offsets)
        await self._partitions.commit()
        return size

    def _owner(self, held: Held[P]) -> Owner:
        return Owner(self._role.mark, held.work.number)

    def _labels(self, held: Held[P]) -> tuple[str, str]:
        return self._role.topic, str(held.work.number)


def now() -> int:
    """The wall clock, in ms since 1970: the one time that the core is given."""
    return time.time_ns() // 1_000_000

"""Batches of what an agent reads: in the order of the offsets, each record once, and none from before a rebalance.

Faust's `noack_take` keeps a batch that is half full through a rebalance, and the same records, read again, land in the same
batch. Here a batch holds records of one assignment alone: what was read before the partitions were revoked is dropped
then: the process that has them next reads it again from the committed offset on.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from streams.edge.messages import TP, Message, Messages, by_partition
from streams.edge.partitions import Partitions


@dataclass(slots=True)
class Assignment:
    """The partitions that this process has, as agents see them: until `revoke`, and again from `assign` on.

    `number` counts the ends of assignments. Records that come between `revoke` and `assign` are dropped.
    """

    number: int = 0
    stands: bool = False

    def revoke(self) -> None:
        """The partitions are about to be taken away."""
        self.number += 1
        self.stands = False

    def assign(self) -> None:
        """Partitions were assigned, and are read from their committed offsets on."""
        self.stands = True


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a batch: `most` records, or `most_bytes` bytes of values (one record always fits); or `within_s` old."""

    most: int
    within_s: float
    most_bytes: int = 8 << 20


@dataclass(frozen=True, slots=True)
class MessageBatch:
    """Records of one assignment, in the order in which they lie in their partitions."""

    messages: list[Message]
    assignment: Assignment
    number: int

    @property
    def stands(self) -> bool:
        """True where the partitions were not revoked since: only then may the batch be acknowledged."""
        return self.assignment.stands and self.assignment.number == self.number

    def acknowledge(self, partitions: Partitions, done: Iterable[Message] | None = None) -> bool:
        """Acknowledge these records, or all; False, and nothing done, where the partitions were revoked meanwhile."""
        if self.stands:
            for tp, offsets in by_partition(self.messages if done is None else done).items():
                partitions.acknowledge(tp, offsets)
        return self.stands


@dataclass(slots=True)
class _Gathered:
    """Records of one assignment that were not handed out yet. `last`: the last offset that came of each partition in it."""

    number: int
    messages: list[Message] = field(default_factory=list)
    size: int = 0
    last: dict[TP, int] = field(default_factory=dict)

    def add(self, message: Message) -> None:
        """Add a record; one that does not follow what came of its partition before was read twice, and is dropped."""
        if message.offset > self.last.get(message.tp, -1):
            self.last[message.tp] = message.offset
            self.messages.append(message)
            self.size += len(message.value or b"")

    def give(self) -> list[Message]:
        """Remove and return what there is."""
        messages, self.messages, self.size = self.messages, [], 0
        return messages


class Taking:
    """Makes the batches of one agent, in the order in which records lie in their partitions."""

    def __init__(self, assignment: Assignment, limits: Limits) -> None:
        self._assignment = assignment
        self._limits = limits
        self._gathered = _Gathered(assignment.number)
        self._came = asyncio.Event()
        self._full = asyncio.Event()
        self._room = asyncio.Event()

    async def batches(self, messages: Messages) -> AsyncGenerator[MessageBatch, None]:
        """Batches as long as there are messages; while the agent works on one the next is gathered, and no more."""
        reading = asyncio.ensure_future(self._read(messages))
        try:
            while not reading.done() or self._gathered.messages:
                await self._wait()
                if batch := self._batch():
                    yield batch
            reading.result()
        finally:
            reading.cancel()

    async def _read(self, messages: Messages) -> None:
        try:
            async for message in messages:
                self._take(message)
                while self._is_full():
                    self._full.set()
                    self._room.clear()
                    await self._room.wait()
        finally:
            self._came.set()
            self._full.set()

    def _take(self, message: Message) -> None:
        if self._assignment.stands:
            self._current().add(message)
            self._came.set()

    def _current(self) -> _Gathered:
        """Drop what was gathered of an assignment that is over."""
        if self._gathered.number != self._assignment.number:
            self._gathered = _Gathered(self._assignment.number)
        return self._gathered

    def _is_full(self) -> bool:
        gathered, limits = self._gathered, self._limits
        return len(gathered.messages) >= limits.most or gathered.size >= limits.most_bytes

    async def _wait(self) -> None:
        """Wait until a batch is full, or old, or the stream is at its end."""
        await self._came.wait()
        with suppress(TimeoutError):
            async with asyncio.timeout(self._limits.within_s):
                await self._full.wait()

    def _batch(self) -> MessageBatch | None:
        self._came.clear()
        self._full.clear()
        self._room.set()
        messages = self._current().give()
        return MessageBatch(messages, self._assignment, self._assignment.number) if messages else None

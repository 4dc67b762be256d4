"""The partitions of this process: acknowledging and committing, holding, and offsets. The interface, and its way to Faust."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, cast

import faust
from faust.types.tuples import TP as FaustTP  # noqa: N811  it is no constant

from streams.edge.consuming import RewindingConsumer
from streams.edge.messages import TP


class Partitions(Protocol):
    """The partitions that are assigned to this process. Its methods that wait raise `KafkaError` where the broker is away."""

    @property
    def generation(self) -> int:
        """The number of the assignment; it grows with each rebalance."""

    def assignment(self) -> frozenset[TP]:
        """The partitions that are assigned."""

    def acknowledge(self, tp: TP, offsets: Iterable[int]) -> None:
        """Note that these records are done with, in their order and with none left out.

        A commit covers all of them. A record that is left out may be lost: Faust 0.15.3 commits past it at the second commit,
        as soon as the record after it is acknowledged.
        """

    async def commit(self) -> None:
        """Commit what is acknowledged. All that was sent is with the broker before that."""

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Read on from the committed offsets, or from the beginning; returns those that there are."""

    def hold(self, tps: Iterable[TP]) -> None:
        """Fetch no more of these partitions until they are released, or assigned anew; what was fetched still comes."""

    def release(self, tps: Iterable[TP]) -> None:
        """Fetch these partitions again. Nothing was lost meanwhile."""

    def highwater(self, tp: TP) -> int | None:
        """The end of a partition (the offset of its next record) at the last fetch; None where nothing was fetched."""

    async def highwaters(self, tps: Iterable[TP]) -> Mapping[TP, int]:
        """The ends of partitions, from the broker: a transaction that is open ends what can be read."""

    async def earliest_offsets(self, tps: Iterable[TP]) -> Mapping[TP, int]:
        """The offsets of the first records that are kept, from the broker."""

    def read_up_to(self, tp: TP) -> int | None:
        """The next offset that goes on its way to an agent; None of a partition that is not assigned, or not placed yet."""

    def fetched(self, tp: TP) -> tuple[int, int] | None:
        """The first and the last offset that went on their way to an agent since the assignment; None where none did."""


class _Done:
    """The part of a message that Faust's `ack` looks at; the message itself, with its value, need not be kept for it."""

    __slots__ = ("__weakref__", "acked", "offset", "topic", "tp")

    def __init__(self, tp: FaustTP, offset: int) -> None:
        self.tp = tp
        self.topic = tp.topic
        self.offset = offset
        self.acked = False


class FaustPartitions:
    """The partitions of a Faust app. Faust makes its consumer when the app starts: it is looked up at each call."""

    def __init__(self, app: faust.App) -> None:
        self._app = app

    @property
    def _consumer(self) -> RewindingConsumer:
        return cast("RewindingConsumer", self._app.consumer)

    @property
    def generation(self) -> int:
        """The number of the assignment."""
        return self._app.consumer_generation_id

    def assignment(self) -> frozenset[TP]:
        """The partitions that are assigned."""
        return frozenset(TP(*tp) for tp in self._consumer.assignment())

    def acknowledge(self, tp: TP, offsets: Iterable[int]) -> None:
        """Note that these records are done with."""
        consumer: Any = self._app.consumer  # it is given less than a message
        theirs = FaustTP(*tp)
        for offset in offsets:
            consumer.ack(_Done(theirs, offset))

    async def commit(self) -> None:
        """Commit what is acknowledged; Faust flushes its producer before."""
        await self._consumer.commit()

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Read on from the committed offsets, or from the beginning; returns those that there are."""
        committed: Mapping[FaustTP, int | None] = await self._consumer.seek_to_committed()
        return {TP(*tp): offset for tp, offset in committed.items() if offset is not None}

    def hold(self, tps: Iterable[TP]) -> None:
        """Fetch no more of these partitions."""
        self._consumer.hold_partitions(_theirs(tps))

    def release(self, tps: Iterable[TP]) -> None:
        """Fetch these partitions again."""
        self._consumer.release_partitions(_theirs(tps))

    def gave_up(self) -> None:
        """Note that this process, which ends, has committed all that it will: the group need not wait for it any more."""
        self._consumer.gave_up.set()

    def highwater(self, tp: TP) -> int | None:
        """The end of a partition at the last fetch; None of one that is not assigned."""
        return self._consumer.end_of(FaustTP(*tp))

    async def highwaters(self, tps: Iterable[TP]) -> Mapping[TP, int]:
        """The ends of partitions."""
        return cast("Mapping[TP, int]", await self._consumer.highwaters(*_theirs(tps)))

    async def earliest_offsets(self, tps: Iterable[TP]) -> Mapping[TP, int]:
        """The offsets of the first records that are kept."""
        return cast("Mapping[TP, int]", await self._consumer.earliest_offsets(*_theirs(tps)))

    def read_up_to(self, tp: TP) -> int | None:
        """The next offset that goes on its way to an agent."""
        return self._consumer.read_up_to(FaustTP(*tp))

    def fetched(self, tp: TP) -> tuple[int, int] | None:
        """The first and the last offset that went on their way to an agent since the assignment."""
        return self._consumer.waiting.span(FaustTP(*tp))


def _theirs(tps: Iterable[TP]) -> set[FaustTP]:
    return {FaustTP(*tp) for tp in tps}

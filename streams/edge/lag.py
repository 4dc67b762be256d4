"""The lag of what a process reads: how many records of its partitions can be read in the broker and were not taken yet."""

import logging
from collections.abc import Iterable, Mapping

from aiokafka.errors import KafkaError

from streams.edge.fetched.bounding import from_outside
from streams.edge.messages import TP, Message
from streams.edge.partitions import Partitions
from streams.metrics import FeedMetrics

_log = logging.getLogger(__name__)


class Lag:
    """The lag of a process. Mutable: it keeps the record taken last of each partition, and the partitions that have a lag shown.

    A transaction's marks and what it took back are no lag: where all that was read has been taken, it counts from the place up
    to which was read. A transaction that is open ends what can be read.
    """

    def __init__(self, partitions: Partitions, metrics: FeedMetrics) -> None:
        self._partitions = partitions
        self._metrics = metrics
        self._taken: dict[TP, int] = {}
        self._published: set[TP] = set()

    def took_all(self, messages: Iterable[Message]) -> None:
        """These records were taken."""
        for message in messages:
            self._taken[message.tp] = message.offset

    def forget_all(self) -> None:
        """The partitions are revoked: their lag is published by the process that has them next."""
        for tp in self._published:
            self._metrics.forget(tp.topic, tp.partition)
        self._published.clear()
        self._taken.clear()

    async def measure(self) -> None:
        """Publish the lag of each partition of the feeds and of weather; nothing while the broker does not give their ends."""
        tps = {tp for tp in self._partitions.assignment() if from_outside(tp.topic)}
        try:
            ends = await self._partitions.highwaters(tps)
        except KafkaError as error:
            _log.warning("no lag is published, since the broker does not give the ends of the partitions: %r", error)
            return
        self._publish(tps & self._partitions.assignment(), ends)

    def _publish(self, tps: Iterable[TP], ends: Mapping[TP, int]) -> None:
        for tp in tps:
            behind = max(0, ends[tp] - self._next(tp, ends[tp]))
            self._metrics.lag_records.labels(tp.topic, str(tp.partition)).set(behind)
            self._published.add(tp)

    def _next(self, tp: TP, end: int) -> int:
        """The offset from which on nothing was taken; of a partition that is not read yet, its end, for lack of better."""
        position = self._partitions.read_up_to(tp)  # first: what is fetched from now on must not seem taken
        span, taken = self._partitions.fetched(tp), self._taken.get(tp)
        if span is None or span[1] == taken:
            return end if position is None else position
        return span[0] if taken is None else taken + 1

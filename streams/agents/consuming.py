"""The consumer: Faust's, made to lose nothing where a partition has no committed offset yet, or is paused.

During a rebalance Faust fetches records that it then throws away, and relies on seeking to the committed offsets afterwards.
Where nothing was committed it seeks nowhere: the records thrown away are skipped, and gone for good once a later one is
committed. Here such a partition is read from its beginning again.

While a batch that was fetched is handed out, Faust passes over what is of a partition that is paused by then; the gap counts as
read when the next record comes. Here a partition can be held: what was fetched is handed out, and no more is fetched.

Faust asks aiokafka for the records of the active partitions, a set that it changes while it waits; a rebalance empties it.
aiokafka takes an empty set for all partitions: it gives out records of those that are not active, which moves them on, and Faust
throws these records away. They are skipped, of a feed for good. Of the state's topic they are missing from the state that is
recovered, and where they were the last ones, recovery waits for them for ever. Here an empty set stands for no partition.
"""

import logging
from collections.abc import Container, Iterable, Mapping
from typing import Any

import faust
from faust.transport.drivers.aiokafka import Consumer, Transport
from faust.types.tuples import TP

_log = logging.getLogger(__name__)


class ActivePartitions:
    """The partitions that are active at the time of asking; when there are none, it is still not the empty set."""

    def __init__(self, live: Container[TP]) -> None:
        self._live = live

    def __bool__(self) -> bool:
        return True

    def __contains__(self, tp: object) -> bool:
        return tp in self._live


class RewindingConsumer(Consumer):
    """Seeks to the beginning where nothing was committed (the broker finds one that retention moved), and holds without loss."""

    async def _getmany(self, active_partitions: Any, timeout: float) -> Any:  # noqa: ASYNC109  Faust's signature
        """Fetch of the partitions that are active when the records come, not of all where there are none."""
        active: Any = ActivePartitions(active_partitions)  # aiokafka asks it nothing else
        return await super()._getmany(active, timeout)

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Seek all assigned partitions; gives the committed offsets, as far as there are any."""
        committed: Mapping[TP, int] = await super().seek_to_committed()
        fresh = {tp: 0 for tp, offset in committed.items() if not offset and not self._is_changelog_tp(tp)}
        if fresh:
            _log.warning(
                "nothing was committed of %s: read from the beginning", ", ".join(f"{t}-{p}" for t, p in sorted(fresh))
            )
            await self.seek_wait(fresh)
        return committed

    def hold_partitions(self, tps: Iterable[TP]) -> None:
        """Fetch no more of these partitions until they are released; what was fetched is handed out."""
        held = set(tps)
        # of partitions whose buffer is full Faust hands out what was fetched, though they are paused
        self._buffered_partitions.update(held)
        self.pause_partitions(held)

    def release_partitions(self, tps: Iterable[TP]) -> None:
        """Fetch these partitions again."""
        held = set(tps)
        self._buffered_partitions.difference_update(held)
        self.resume_partitions(held)


class RewindingTransport(Transport):
    """Kafka, with this consumer."""

    Consumer = RewindingConsumer


def lose_nothing(app: faust.App) -> faust.App:
    """Let the app, not started yet, consume in this way."""
    app.transport = RewindingTransport(app.conf.broker_consumer, app)
    return app

"""The consumer: Faust's, made to lose nothing where a partition has no committed offset yet, or is paused.

During a rebalance Faust fetches records that it then throws away, and relies on seeking to the committed offsets afterwards.
Where nothing was committed it seeks nowhere: the records thrown away are skipped, and gone for good once a later one is
committed. Here such a partition is read from its beginning again.

While a batch that was fetched is handed out, Faust passes over what is of a partition that is paused by then; the gap counts as
read when the next record comes. Here a partition can be held: what was fetched is handed out, and no more is fetched.
"""

import logging
from collections.abc import Iterable, Mapping

import faust
from faust.transport.drivers.aiokafka import Consumer, Transport
from faust.types.tuples import TP

_log = logging.getLogger(__name__)


class RewindingConsumer(Consumer):
    """Seeks to the beginning where nothing was committed (the broker finds one that retention moved), and holds without loss."""

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

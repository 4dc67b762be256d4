"""The consumer: Faust's, made to lose nothing where a partition has no committed offset yet.

During a rebalance Faust fetches records that it then throws away, and relies on seeking to the committed offsets afterwards.
Where nothing was committed it seeks nowhere: the records thrown away are skipped, and gone for good once a later one is
committed. Here such a partition is read from its beginning again.
"""

import logging
from collections.abc import Mapping

import faust
from faust.transport.drivers.aiokafka import Consumer, Transport
from faust.types.tuples import TP

_log = logging.getLogger(__name__)


class RewindingConsumer(Consumer):
    """Seeks to the beginning where there is no committed offset; a beginning that retention moved is found by the broker."""

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


class RewindingTransport(Transport):
    """Kafka, with this consumer."""

    Consumer = RewindingConsumer


def lose_nothing(app: faust.App) -> faust.App:
    """Let the app, not started yet, consume in this way."""
    app.transport = RewindingTransport(app.conf.broker_consumer, app)
    return app

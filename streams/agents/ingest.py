"""The ingest agent: batches of feed records in; work, receipts and refusals out. It keeps nothing of an event."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

import faust
from faust.streams import Stream
from faust.transport.consumer import Consumer
from faust.types.tuples import TP, Message

from schemas.topics import feed
from streams.agents.lag import Lag
from streams.agents.sending import Sender
from streams.agents.taking import Assignment, Limits, Taking
from streams.core.intake import FeedRecord, Intake, Taken
from streams.metrics import FeedMetrics

BATCH = 100
"""Feed records a batch; the more events a work record holds, the less each costs."""

WITHIN_S = 0.1
"""How long a batch waits to be full."""


class Ingest:
    """The agent, made with what it needs. `platforms` by feed topic; `lag` hears what was taken."""

    def __init__(
        self,
        app: faust.App,
        intake: Intake,
        sender: Sender,
        metrics: FeedMetrics,
        lag: Lag,
        platforms: dict[str, str],
        assignment: Assignment,
    ) -> None:
        self._app = app
        self._intake = intake
        self._sender = sender
        self._metrics = metrics
        self._platforms = platforms
        self._lag = lag
        self._taking = Taking(assignment, Limits(BATCH, WITHIN_S))

    async def run(self, stream: Stream[Any]) -> None:
        """Take batches as long as there are any; acknowledge one when all that came of it is with the broker."""
        async for batch in self._taking.batches(stream):
            taken = self._intake.take(self._record(message) for message in batch.messages)
            await self._sender.send_until_taken(taken.outgoing)
            self._count(taken)
            if batch.acknowledge(self._app):
                self._lag.took_all(batch.messages)

    def give_up(self) -> None:
        """The partitions are about to be taken away: what is in hand is taken again by whoever has them next."""
        self._intake.forget_all()

    async def take_over(self, committed: Mapping[TP, int]) -> None:
        """Partitions were assigned, and are read from these offsets on, where there are any: receipts go on from there."""
        consumer = cast("Consumer", self._app.consumer)
        tps = {tp for tp in consumer.assignment() if tp.topic in self._platforms}
        earliest = await consumer.earliest_offsets(*tps)
        self._intake.begin({(tp.topic, tp.partition): max(committed.get(tp) or 0, earliest.get(tp) or 0) for tp in tps})

    def _record(self, message: Message) -> FeedRecord:
        return FeedRecord(
            platform=self._platforms[message.topic],
            topic=message.topic,
            partition=message.partition,
            offset=message.offset,
            arrival=round(message.timestamp * 1000),
            value=message.value,
        )

    def _count(self, taken: Taken) -> None:
        for platform, count in taken.accepted.items():
            self._metrics.accepted.labels(platform).inc(count)
        for key, count in taken.refused.items():
            self._metrics.refused.labels(*key).inc(count)
        for platform, count in taken.receipts.items():
            self._metrics.receipts.labels(platform).inc(count)
        for platform, at in taken.newest.items():
            self._metrics.saw(platform, at)


def feeds(platforms: Iterable[str]) -> dict[str, str]:
    """The platform of each feed topic."""
    return {feed(platform): platform for platform in platforms}

"""The ingest agent: feed records in, taken from the platforms in turn; work, receipts and refusals out. It keeps no event."""

from collections.abc import Container, Iterable, Mapping
from typing import Final

from schemas.topics import feed
from streams.agents.holding_back import HoldingBack
from streams.agents.platform_lines import PlatformLines
from streams.agents.spells import Spells
from streams.core.intake.feed import FeedIntake, FeedRecord, IntakeBatch, Taken
from streams.edge.lag import Lag
from streams.edge.messages import TP, Message, Messages, by_partition
from streams.edge.partitions import Partitions
from streams.edge.sending import RecordSender
from streams.edge.taking import Assignment
from streams.metrics import FeedMetrics

MOST_COST: Final = 4 << 20
"""A batch is full from this `streams.core.intake.cost` on, about 0.12 s of work: 100 records of 100 events, or 900 of one event.
Larger ones make no event cheaper, and make others wait longer."""

WITHIN_S: Final = 0.1
"""The longest that a batch waits for more records: receipts are that much later, and a work record holds the more events."""


class Ingest:
    """The agent, made with what it needs. `platforms` by feed topic; `lag` counts what was taken."""

    def __init__(
        self,
        partitions: Partitions,
        intake: FeedIntake,
        sender: RecordSender,
        metrics: FeedMetrics,
        lag: Lag,
        *,
        holding_back: HoldingBack,
        platforms: Mapping[str, str],
        assignment: Assignment,
    ) -> None:
        self._partitions = partitions
        self._intake = intake
        self._sender = sender
        self._metrics = metrics
        self._lag = lag
        self._holding_back = holding_back
        self._platforms = platforms
        self._lines = PlatformLines(partitions, platforms)
        self._spells = Spells(metrics)
        self._assignment = assignment
        for platform in platforms.values():
            metrics.quarantined.labels(platform)  # 0 at first: an increase from nothing is none

    async def run(self, messages: Messages) -> None:
        """Put every record of the assignment in line."""
        async for message in messages:
            if self._assignment.stands:
                self._lines.put(message)

    async def work(self) -> None:
        """Take one batch, and acknowledge it when all that came of it is with the broker. Waits while there is none."""
        await self._lines.batch(WITHIN_S)
        held_back = await self._holding_back.wait(self._lines.waits)
        batch, number = self._intake.begin(), self._assignment.number
        self._spells.begin()
        messages = await self._read(batch, held_back)
        taken = batch.end() if number == self._assignment.number else Taken()
        self._spells.end()
        self._holding_back.sent(taken.rows, taken.work_records, taken.accepted)
        await self._sender.send_until_taken(taken.outgoing)
        self._count(taken)
        if number == self._assignment.number:
            for tp, offsets in by_partition(messages).items():
                self._partitions.acknowledge(tp, offsets)
            self._lag.took_all(messages)

    def revoke(self) -> None:
        """Drop what is in hand, for the partitions are revoked: the process that has them next takes it again."""
        self._intake.forget_all()
        self._lines.clear()

    async def restore(self, committed: Mapping[TP, int]) -> None:
        """Let receipts go on where the partitions that were assigned are read on: at these offsets, where there are any."""
        tps = {tp for tp in self._partitions.assignment() if tp.topic in self._platforms}
        earliest = await self._partitions.earliest_offsets(tps)
        self._intake.receipted_up_to(
            {(tp.topic, tp.partition): max(committed.get(tp) or 0, earliest.get(tp) or 0) for tp in tps}
        )

    async def _read(self, batch: IntakeBatch, held_back: Container[str]) -> list[Message]:
        """Read records, from the platforms in turn but for those held back, until the batch is full or none waits."""
        messages: list[Message] = []
        cost, number = 0, self._assignment.number
        while cost < MOST_COST and (took := self._lines.take(held_back)) is not None:
            platform, message = took
            await self._spells.make_room(len(message.value or b""))
            if number != self._assignment.number:
                break
            cost_of_it = batch.read(self._record(platform, message))
            self._lines.charge(platform, cost_of_it)
            cost += cost_of_it
            messages.append(message)
        return messages

    def _record(self, platform: str, message: Message) -> FeedRecord:
        return FeedRecord(
            platform=platform,
            topic=message.topic,
            partition=message.partition,
            offset=message.offset,
            arrival=message.timestamp,
            value=message.value,
        )

    def _count(self, taken: Taken) -> None:
        for platform, count in taken.accepted.items():
            self._metrics.accepted.labels(platform).inc(count)
        for key, count in taken.refused.items():
            self._metrics.refused.labels(*key).inc(count)
        for platform, count in taken.receipts.items():
            self._metrics.receipts.labels(platform).inc(count)
        for platform, count in taken.quarantined.items():
            self._metrics.quarantined.labels(platform).inc(count)
        for platform, at in taken.newest.items():
            self._metrics.saw(platform, at)


def feeds(platforms: Iterable[str]) -> dict[str, str]:
    """The platform of each feed topic."""
    return {feed(platform): platform for platform in platforms}

"""Reads the quarantine topics of a broker; sends the results of records that are tried again, and marks on them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from schemas.envelope import MOST_BYTES
from schemas.instants import Ms
from schemas.quarantine import HeadersError, Mark, QuarantinedRecord, Retried
from schemas.topics import FORMER_QUARANTINE, PACE, WORK, quarantine
from streams.broker.security import Security
from streams.core.outgoing import Outgoing

_MOST_SENT = 8 * MOST_BYTES
"""Bytes, the most that a worker sends in a record; a work record of one feed record is far smaller."""

_WAIT_MS = 10_000
"""Milliseconds that the broker may take to return a record."""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A record that was set aside; `topic`, `partition` and `number` are where it lies now, `marks` its later attempts.

    Its bytes are left with the broker: all of them may be gigabytes.
    """

    topic: str
    partition: int
    number: int
    whence: QuarantinedRecord
    size: int
    marks: list[tuple[Ms, Mark]] = field(default_factory=list)

    @property
    def taken(self) -> bool:
        """True if it was tried again and taken."""
        return any(mark.outcome is Retried.TAKEN for _, mark in self.marks)


@dataclass(slots=True)
class Found:
    """The records set aside in a topic, the oldest first; `strange` counts those in it that are not of its form."""

    records: list[Quarantined] = field(default_factory=list)
    strange: int = 0

    @property
    def left(self) -> list[Quarantined]:
        """Those that were not tried again and taken."""
        return [record for record in self.records if not record.taken]


def quarantines(topics: Iterable[str], platform: str | None) -> list[str]:
    """Those of the topics in which records are set aside, in order: of one platform, or of all. The former one has all's."""
    wanted = (FORMER_QUARANTINE, quarantine("" if platform is None else platform))
    return sorted(each for each in topics if each in wanted or (platform is None and each.startswith(wanted[1])))


def reader(topic: str, broker: str, security: Security) -> AIOKafkaConsumer:
    """A consumer of one topic for `read_quarantine` and `value_of`, not started yet."""
    return AIOKafkaConsumer(
        topic,
        bootstrap_servers=broker,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=_MOST_SENT,
        **security.options(),
    )


async def read_quarantine(consumer: AIOKafkaConsumer, platform: str | None) -> Found:
    """Read the topic from its beginning to where it ends now: what is of this platform, or of all.

    `KafkaError` or `OSError` where that fails.
    """
    found, records = Found(), dict[tuple[int, int], Quarantined]()
    tps = sorted(consumer.assignment())
    await consumer.seek_to_beginning(*tps)
    ends = await consumer.end_offsets(tps)
    for tp in tps:
        while await consumer.position(tp) < ends[tp]:
            for record in (await consumer.getmany(tp, timeout_ms=_WAIT_MS)).get(tp, ()):
                _add(record, records, found)
    found.records = [each for each in records.values() if platform in {None, each.whence.platform}]
    return found


async def value_of(consumer: AIOKafkaConsumer, record: Quarantined) -> bytes | None:
    """The bytes of a record; None where it is gone meanwhile."""
    tp = TopicPartition(record.topic, record.partition)
    consumer.seek(tp, record.number)
    read = (await consumer.getmany(tp, timeout_ms=_WAIT_MS, max_records=1)).get(tp, ())
    return next((one.value or b"" for one in read if one.offset == record.number), None)


def _add(record: Any, records: dict[tuple[int, int], Quarantined], found: Found) -> None:
    """Add a record of the topic: one that was set aside, or a mark on an earlier one, which may be gone by now."""
    try:
        mark = Mark.of(record.headers)
        if mark is None:
            place = (record.partition, record.offset)
            whence = QuarantinedRecord.of(record.headers)
            records[place] = Quarantined(record.topic, *place, whence, len(record.value or b""))
        elif (mark.partition, mark.offset) in records:
            records[mark.partition, mark.offset].marks.append((record.timestamp, mark))
    except HeadersError:
        found.strange += 1


class Sending:
    """Sends the results of records, and the marks on them."""

    def __init__(self, producer: AIOKafkaProducer) -> None:
        self._producer = producer

    @staticmethod
    def producer(broker: str, security: Security) -> AIOKafkaProducer:
        """The producer, not started yet."""
        return AIOKafkaProducer(bootstrap_servers=broker, acks="all", max_request_size=_MOST_SENT, **security.options())

    async def partitions(self) -> Mapping[str, int]:
        """The number of partitions of work and of pace."""
        return {topic: len(await self._producer.partitions_for(topic)) for topic in (WORK, PACE)}

    async def send(self, records: Sequence[Outgoing]) -> None:
        """Send all, one after the other; comes back when the broker has them."""
        for record in records:
            await self._producer.send_and_wait(
                record.topic,
                record.value,
                key=record.key,
                partition=record.partition,
                headers=list(record.headers),
            )

    async def mark(self, record: Quarantined, outcome: Retried, remark: str) -> None:
        """Add a mark with the outcome, in the topic and partition where the record lies."""
        mark = Mark(record.partition, record.number, outcome, remark)
        await self._producer.send_and_wait(record.topic, b"", partition=record.partition, headers=list(mark.headers))

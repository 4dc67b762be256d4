"""Sending: records to topics through Faust's producer, and waiting until the broker has them."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, cast

import faust
from aiokafka.errors import KafkaError, MessageSizeTooLargeError
from aiokafka.producer.message_accumulator import BatchBuilder
from faust.exceptions import FaustError, ProducerSendError
from faust.transport.drivers.aiokafka import Producer

from streams.core.outgoing import Outgoing
from streams.edge.outage import Outage

_log = logging.getLogger(__name__)

SENT_AT_ONCE = 500
"""Records sent before we wait for the broker. What waits with the producer is bounded by it, and a takeover of thousands of
workers does not wait mostly, as it would with fewer."""

SENT_WITHOUT_PAUSE = 100
"""Records handed to the producer before other tasks get their turn: at 0.1 ms each, 10 ms."""

_BY_THE_BROKER = 1
"""Kafka's number for a stamp that the broker has set."""

_BATCH_BYTES = 256 << 10
"""Bytes of a batch of refusals: a partition takes one a round trip. For batches of all sorts it cost a quarter of throughput."""

_AGAIN_S = 1.0
"""The pause before a batch is sent again: the broker is away or is choosing a leader."""


class RecordTooLargeError(Exception):
    """A record of ours is larger than the broker takes: sent again it would be refused again."""


class NotTakenError(Exception):
    """The broker did not take a record, for this reason; it may take it another time."""


class RecordSender(Protocol):
    """Sends raw bytes to topics that exist."""

    async def send_until_taken(self, records: Sequence[Outgoing]) -> None:
        """Send all, again and again until the broker has them; `RecordTooLargeError` where it can never take one."""

    async def broker_stamp(self, topic: str) -> float | None:
        """Send an empty record; returns the broker's time, in ms since 1970, where the broker stamps this topic's records.

        `NotTakenError` where the broker does not take it.
        """


@contextmanager
def kafka_errors() -> Iterator[None]:
    """Raise what Faust's producer raises inside as the `KafkaError` that it stands for, or as `RecordTooLargeError`."""
    try:
        yield
    except MessageSizeTooLargeError as error:
        raise RecordTooLargeError(str(error)) from error
    except ProducerSendError as error:
        cause = error.__cause__
        if isinstance(cause, MessageSizeTooLargeError):
            raise RecordTooLargeError(str(cause)) from cause
        raise (cause if isinstance(cause, KafkaError) else error) from None


class Outbox:
    """Records on their way to the broker: while some are sent, others gather; nobody's waits until there are many. Mutable.

    `send` sends records of a partition, and its records go in their order. What it raises, `make_room` and `sent` raise.
    """

    def __init__(self, send: Callable[[int, Sequence[Outgoing]], Awaitable[None]]) -> None:
        self._send = send
        self._waiting: dict[int, list[Outgoing]] = {}
        self._count = 0
        self._sending: asyncio.Future[None] | None = None

    def put(self, partition: int, records: Iterable[Outgoing]) -> None:
        """Have records of a partition sent as soon as those before them are with the broker."""
        gathered = list(records)
        if gathered:
            self._waiting.setdefault(partition, []).extend(gathered)
            self._count += len(gathered)
            if self._sending is None:
                self._sending = asyncio.ensure_future(self._send_all())

    async def make_room(self) -> None:
        """Wait where many records have gathered: `SENT_AT_ONCE`, while others are being sent."""
        if self._count >= SENT_AT_ONCE or (self._sending is not None and self._sending.done()):
            await self.sent()

    async def sent(self) -> None:
        """Wait until all records are with the broker."""
        while self._sending is not None:
            await self._sending

    async def _send_all(self) -> None:
        while self._waiting:
            gathered, self._waiting, self._count = self._waiting, {}, 0
            await asyncio.gather(*(self._send(partition, records) for partition, records in gathered.items()))
        self._sending = None  # where something is raised it stays, for that to be raised by who waits


class Sender:
    """Sends raw bytes by Faust's producer. It knows every topic it has sent to, and makes no topic."""

    def __init__(self, app: faust.App) -> None:
        self._app = app
        self._topics: dict[str, faust.TopicT] = {}
        self._outage = Outage(_log, "records were not taken by the broker, they are sent again")

    async def send(self, records: Sequence[Outgoing]) -> None:
        """Send all and wait until the broker has them all; `KafkaError` or `RecordTooLargeError` where it does not take one."""
        for start in range(0, len(records), SENT_AT_ONCE):
            await self._send(records[start : start + SENT_AT_ONCE])

    async def _send(self, records: Sequence[Outgoing]) -> None:
        waits: list[Awaitable[object]] = []
        plain: dict[str, list[bytes]] = defaultdict(list)
        with kafka_errors():
            for number, record in enumerate(records, 1):
                if record.key is None and record.partition is None and not record.headers:
                    plain[record.topic].append(record.value)
                    continue
                topic = self._topics.get(record.topic) or self._topic(record.topic)
                headers = list(record.headers) or None
                waits.append(
                    await topic.send(key=record.key, value=record.value, partition=record.partition, headers=headers)
                )
                if not number % SENT_WITHOUT_PAUSE:
                    await asyncio.sleep(0)
            for name, values in plain.items():
                waits += await self._send_plain(name, values)
            await asyncio.gather(*waits)

    async def _send_plain(self, topic: str, values: Sequence[bytes]) -> list[Awaitable[object]]:
        """Hand over records that may lie in any partition, many at a time; returns what to wait for.

        There may be 10,000 refusals a second: sent one at a time each costs 0.1 ms, this way 0.001 ms.
        """
        producer = cast("Producer", self._app.producer)._ensure_producer()  # noqa: SLF001  Faust sends single records alone
        partition = min(await producer.partitions_for(topic))
        waits: list[Awaitable[object]] = []
        left = iter(values)
        value = next(left, None)
        while value is not None:
            batch = BatchBuilder(_BATCH_BYTES, 0)
            while value is not None and batch.append(key=None, value=value, timestamp=None) is not None:
                value = next(left, None)
            batch.close()  # it waits for no more
            waits.append(await producer.send_batch(batch, topic, partition=partition))
        return waits

    async def send_until_taken(self, records: Sequence[Outgoing]) -> None:
        """Send all, again and again until the broker has them; what is sent twice has the effect of once.

        `RecordTooLargeError` where one can never be taken.
        """
        while records:
            try:
                await self.send(records)
            except KafkaError as error:
                self._outage.goes_on(repr(error))
                await asyncio.sleep(_AGAIN_S)
            else:
                self._outage.ended()
                return

    async def broker_stamp(self, topic: str) -> float | None:
        """Send an empty record; returns the broker's time where it stamps this topic's records."""
        try:
            sent = await (await self._topic(topic).send(key=b"clock", value=b""))
        except (KafkaError, FaustError) as error:
            raise NotTakenError(str(error)) from error
        return sent.timestamp if sent.timestamp_type == _BY_THE_BROKER else None

    def _topic(self, name: str) -> faust.TopicT:
        topic = self._topics[name] = self._app.topic(
            name, key_type=bytes, value_type=bytes, key_serializer="raw", value_serializer="raw"
        )
        return topic

"""The data of the former release as `export` wrote it: put on a broker, and as the units of state that a takeover loads."""

import asyncio
import lzma
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from streams.broker.topics import ensure_topics
from streams.law.files import packaged_law
from streams.settings import Settings
from streams.tools.embedded.kafka import EmbeddedKafka
from streams.topic_plan import all_topics

HERE = Path(__file__).parent
_MOST_BYTES = 8 << 20


class Row(NamedTuple):
    """A record; `at` is its timestamp in ms."""

    topic: str
    partition: int
    key: bytes | None
    value: bytes | None
    at: int


class Former(msgspec.Struct, frozen=True):
    """The group's committed offsets (topic, partition, offset), and the records by topic and partition from offset 0 on."""

    committed: list[tuple[str, int, int]]
    records: list[Row]

    def values(self, topic: str) -> list[bytes]:
        """The records of a topic."""
        return [row.value for row in self.records if row.topic == topic and row.value is not None]


def former() -> Former:
    """The data beside this file."""
    return msgspec.msgpack.decode(lzma.decompress((HERE / "kafka.msgpack.xz").read_bytes()), type=Former)


def put_former(folder: Path, settings: Settings) -> None:
    """Leave in the folder what an installation of the former release leaves: a broker's data, and the ledger."""
    data = former()
    (folder / "ledger.db").write_bytes(lzma.decompress((HERE / "ledger.db.xz").read_bytes()))
    named = {row.topic for row in data.records}
    topics = [topic for topic in all_topics(packaged_law(), settings) if topic.name in named]
    with EmbeddedKafka(folder / "kafka") as kafka:
        ensure_topics(kafka.address, topics)
        asyncio.run(asyncio.wait_for(_send(kafka.address, data.records), 60))
        asyncio.run(asyncio.wait_for(_commit(kafka.address, settings.group, data.committed), 60))


async def _send(address: str, rows: Sequence[Row]) -> None:
    async with AIOKafkaProducer(bootstrap_servers=address, acks="all", max_request_size=_MOST_BYTES) as producer:
        sent = [await producer.send(row.topic, row.value, row.key, row.partition, row.at) for row in rows]
        await asyncio.gather(*sent)


async def _commit(address: str, group: str, committed: Sequence[tuple[str, int, int]]) -> None:
    offsets = {TopicPartition(topic, number): offset for topic, number, offset in committed}
    async with AIOKafkaConsumer(bootstrap_servers=address, group_id=group, enable_auto_commit=False) as consumer:
        consumer.assign(list(offsets))
        await consumer.commit(offsets)


def rows_of(address: str, topic: str) -> list[Row]:
    """All that a topic holds now on a broker."""

    async def receive() -> list[Row]:
        async with AIOKafkaConsumer(topic, bootstrap_servers=address, auto_offset_reset="earliest") as consumer:
            ends = await consumer.end_offsets(consumer.assignment())
            found = [await consumer.getone() for _ in range(sum(ends.values()))]
            return [Row(one.topic, one.partition, one.key, one.value, one.timestamp) for one in found]

    return asyncio.run(asyncio.wait_for(receive(), 30))


def units_of(changelog: Sequence[Row], mark: bytes) -> dict[int, dict[bytes, bytes]]:
    """By partition, the units of its state as a takeover loads them; `mark` is the byte of the topic whose state it is."""
    table = {(row.partition, row.key): row.value for row in changelog if row.key is not None}
    units: dict[int, dict[bytes, bytes]] = {}
    for (partition, key), value in sorted(table.items()):
        if value is not None and key.startswith(mark):
            units.setdefault(partition, {})[key[3:-8]] = value  # the later incarnation sorts behind the earlier
    return units

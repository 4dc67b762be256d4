"""Records on a real broker, in and out."""

import asyncio
from collections.abc import Sequence

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer


def write(address: str, topic: str, values: Sequence[bytes], codec: str | None = None) -> None:
    async def send() -> None:
        async with AIOKafkaProducer(bootstrap_servers=address, acks="all", compression_type=codec) as producer:
            for value in values:
                await producer.send_and_wait(topic, value)

    asyncio.run(asyncio.wait_for(send(), 30))


def read(address: str, topic: str, count: int) -> list[bytes]:
    async def receive() -> list[bytes]:
        async with AIOKafkaConsumer(topic, bootstrap_servers=address, auto_offset_reset="earliest") as consumer:
            return [(await consumer.getone()).value for _ in range(count)]

    return asyncio.run(asyncio.wait_for(receive(), 30))


def read_all(address: str, topic: str) -> list[bytes]:
    """All that the topic holds now, in every partition."""

    async def receive() -> list[bytes]:
        async with AIOKafkaConsumer(topic, bootstrap_servers=address, auto_offset_reset="earliest") as consumer:
            ends = await consumer.end_offsets(consumer.assignment())
            return [(await consumer.getone()).value for _ in range(sum(ends.values()))]

    return asyncio.run(asyncio.wait_for(receive(), 30))

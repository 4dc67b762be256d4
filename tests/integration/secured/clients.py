"""Reading and writing as an account: done, or refused with the name of Kafka's error."""

import asyncio
from collections.abc import Awaitable

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from streams.broker.admin import administrator
from streams.broker.security import Security

DONE = "done"
NOT_SEEN = "waited for in vain"
NOT_THIS_TOPIC = "TopicAuthorizationFailedError"
_TRIES_MS = 20_000
"""The library asks again and again for what it may not see."""

NOT_THIS_GROUP = "GroupAuthorizationFailedError"


def write(address: str, security: Security, topic: str, *values: bytes) -> str:
    """Write values, or one that says nothing, into the first partition."""

    async def send() -> None:
        async with AIOKafkaProducer(
            bootstrap_servers=address, acks="all", request_timeout_ms=_TRIES_MS, **security.options()
        ) as producer:
            for value in values or (b"{}",):
                await producer.send_and_wait(topic, value, partition=0)

    return _outcome(send())


def read(address: str, security: Security, topic: str, group: str | None = None) -> str:
    """Read the first partition from its start to its end; as a member of a group where one is named."""
    return _outcome(_read(address, security, topic, group))


def allowed(address: str, security: Security, topics: list[str]) -> dict[str, set[str]]:
    """The rights of the account on each topic, by the broker; nothing where it may not even see it."""
    with administrator(address, security) as admin:
        described = admin.describe_topics(topics)
    return {one["name"]: set() if one["error_code"] else set(one["authorized_operations"]) for one in described}


async def _read(address: str, security: Security, topic: str, group: str | None) -> list[bytes]:
    async with AIOKafkaConsumer(bootstrap_servers=address, group_id=group, **security.options()) as consumer:
        partition = TopicPartition(topic, 0)
        consumer.assign([partition])
        if group is not None:
            await consumer.committed(partition)
        await consumer.seek_to_beginning(partition)
        end = (await consumer.end_offsets([partition]))[partition]
        values: list[bytes] = []
        while await consumer.position(partition) < end:
            values.append((await consumer.getone(partition)).value)
        return values


def read_values(address: str, security: Security, topic: str) -> list[bytes]:
    """The values of the topic's first partition."""
    return asyncio.run(asyncio.wait_for(_read(address, security, topic, None), 30))


def _outcome(work: Awaitable[object]) -> str:
    async def within() -> None:
        await asyncio.wait_for(work, 60)

    try:
        asyncio.run(within())
    except KafkaError as error:
        return type(error).__name__
    except TimeoutError:
        return NOT_SEEN
    return DONE

"""Records that Faust's producer hands to a real broker, single ones and many at a time."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from schemas.topics import platform_topics, refused
from streams.broker.topics import ensure_topics
from streams.core.outgoing import Outgoing
from streams.edge.app import MOST_SENT_BYTES, faust_app
from streams.edge.sending import RecordTooLargeError, Sender
from streams.settings import Settings
from streams.tools.embedded.kafka import EmbeddedKafka
from tests.integration.embedded.records import read_all


def send(kafka: EmbeddedKafka, folder: Path, records: Sequence[Outgoing]) -> None:
    async def sending() -> None:
        app = faust_app(Settings(broker=kafka.address), folder)
        await app.maybe_start_producer()
        try:
            await Sender(app).send(records)
        finally:
            await app.producer.stop()

    asyncio.run(asyncio.wait_for(sending(), 60))


def test_records_without_a_key_arrive_once_and_in_their_order_whatever_their_size(
    kafka: EmbeddedKafka, tmp_path: Path
) -> None:
    ensure_topics(kafka.address, platform_topics("sending", feed_partitions=1))
    large = b"x" * (3 << 20)
    values = [*(b"%d" % number * 100 for number in range(3_000)), large, b"after it", large]

    send(kafka, tmp_path, [Outgoing(refused("sending"), None, value) for value in values])

    assert read_all(kafka.address, refused("sending")) == values


def test_a_record_that_the_broker_never_takes_is_named_as_such(kafka: EmbeddedKafka, tmp_path: Path) -> None:
    ensure_topics(kafka.address, platform_topics("too-large", feed_partitions=1))
    too_large = bytes(MOST_SENT_BYTES)

    for key in (None, b"key"):
        with pytest.raises(RecordTooLargeError):
            send(kafka, tmp_path, [Outgoing(refused("too-large"), key, too_large)])

    assert read_all(kafka.address, refused("too-large")) == []

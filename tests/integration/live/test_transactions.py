"""Records of a transaction: none where it was aborted; and its marks are neither records nor lag."""

import asyncio
import json

from aiokafka import AIOKafkaProducer

from schemas.feed.receipt import Receipt
from schemas.instants import HOUR_MS as HOUR
from schemas.topics import WEATHER, feed, receipts
from tests.integration.embedded.records import read_all
from tests.integration.live.events import now
from tests.integration.live.test_answers import session
from tests.servers.live import Live

FEED = feed("hema")


def day(worker: str) -> bytes:
    """Six hours without a break, which have settled."""
    return json.dumps(session(worker * 64, now() - 9 * HOUR, 360)).encode()


def transact(address: str, topic: str, value: bytes, *, commit: bool) -> int:
    """Write one record in a transaction of its own to the first partition, and end it; gives the record's offset."""

    async def write() -> int:
        async with AIOKafkaProducer(bootstrap_servers=address, transactional_id="trial") as producer:
            await producer.begin_transaction()
            sent = await producer.send_and_wait(topic, value, partition=0)
            await (producer.commit_transaction() if commit else producer.abort_transaction())
            return int(sent.offset)

    return asyncio.run(asyncio.wait_for(write(), 120))


def told(live: Live) -> list[Receipt]:
    """The receipts for the first partition, in the order of offsets."""
    said = [Receipt.model_validate_json(value) for value in read_all(live.address, receipts("hema"))]
    return sorted((one for one in said if one.partition == 0), key=lambda one: one.first_offset)


def test_what_was_taken_back_was_never_said_and_receipts_cover_its_offsets_all_the_same(live: Live) -> None:
    taken_back = transact(live.address, FEED, day("d"), commit=False)
    kept = transact(live.address, FEED, day("e"), commit=True)

    live.wait_until(lambda: any(one.last_offset >= kept for one in told(live)), "a receipt for what was committed")
    live.wait_until(lambda: any("e" * 64 in text for text in live.standing()), "a lead about what was committed")
    assert not any("d" * 64 in text for text in live.standing())
    (covering,) = [one for one in told(live) if one.last_offset == kept]
    assert (covering.total, covering.accepted) == (361, 361)
    assert covering.first_offset <= taken_back


def test_where_only_marks_are_left_there_is_no_lag(live: Live) -> None:
    transact(live.address, FEED, day("d"), commit=False)
    transact(live.address, WEATHER, b"<never/>", commit=False)

    def lag(topic: str) -> float:
        return live.metric("shiftwarden_feed_lag_records", topic=topic)

    live.wait_until(lambda: (lag(FEED), lag(WEATHER)) == (0, 0), "no lag is told")
    assert live.metric("shiftwarden_feed_lag_records", topic=FEED, partition="0") == 0


def test_an_open_transaction_ends_what_can_be_read_and_what_follows_is_read_when_it_ends(live: Live) -> None:
    async def write() -> None:
        async with AIOKafkaProducer(bootstrap_servers=live.address, transactional_id="slow") as slow:
            await slow.begin_transaction()
            await slow.send_and_wait(FEED, day("f"), partition=0)
            async with AIOKafkaProducer(bootstrap_servers=live.address) as other:
                await other.send_and_wait(FEED, day("0"), partition=0)
            await slow.abort_transaction()

    asyncio.run(asyncio.wait_for(write(), 120))

    live.wait_until(
        lambda: any("0" * 64 in text for text in live.standing()), "a lead about what was said meanwhile", 120
    )
    assert not any("f" * 64 in text for text in live.standing())

"""A platform that floods, beside one that does not."""

import asyncio

from aiokafka import AIOKafkaConsumer

from schemas.feed.receipt import Receipt
from schemas.topics import feed, receipts
from tests.integration.embedded.records import read_all
from tests.integration.live.events import hard_days, singles
from tests.servers.live import LAW, Live

FLOOD = 20_000


def test_a_flood_of_one_platform_ends_no_process_and_keeps_no_other_waiting(live: Live) -> None:
    victims = [record for record in singles(hard_days(seed=61, workers=6)) if record[0] != "hema"]
    before = [worker.pid for worker in live.local.workers]

    live.send([("hema", b"x")] * FLOOD)
    live.send(victims)

    live.wait_for_no_lag(300)
    last = {platform: stamped(live, platform)[-1] for platform in {name for name, _ in victims} | {"hema"}}
    assert all(at < last["hema"] for platform, at in last.items() if platform != "hema")
    for platform in LAW.platforms:
        assert covered(live, platform) == sum(end for tp, end in live.ends().items() if tp.topic == feed(platform))
    assert [worker.pid for worker in live.local.workers] == before
    assert live.metric("shiftwarden_partitions_stopped") == 0
    live.settle()


def covered(live: Live, platform: str) -> int:
    """The number of a feed's offsets that stand in receipts, each of which may be counted once."""
    spans = [Receipt.model_validate_json(value) for value in read_all(live.address, receipts(platform))]
    offsets = [(one.partition, each) for one in spans for each in range(one.first_offset, one.last_offset + 1)]
    assert len(offsets) == len(set(offsets))
    return len(offsets)


def stamped(live: Live, platform: str) -> list[int]:
    """The instants at which the receipts of a platform were sent (ms)."""

    async def receive() -> list[int]:
        async with AIOKafkaConsumer(
            receipts(platform), bootstrap_servers=live.address, auto_offset_reset="earliest"
        ) as consumer:
            ends = await consumer.end_offsets(consumer.assignment())
            return [(await consumer.getone()).timestamp for _ in range(sum(ends.values()))]

    return asyncio.run(asyncio.wait_for(receive(), 60))

"""A plain consumer of all feeds into the floor, to their ends: `python -m tests.bench.speed.plain ADDRESS`. Prints JSON."""

import asyncio
import json
import sys
import time

from aiokafka import AIOKafkaConsumer

from schemas.topics import feed
from streams.tools.city.platforms import SECTORS
from tests.bench.speed.floor import Floor

_AT_ONCE = 500


async def _consumed(address: str) -> Floor:
    floor = Floor()
    topics = [feed(platform) for platform in SECTORS]
    consumer = AIOKafkaConsumer(*topics, bootstrap_servers=address, auto_offset_reset="earliest")
    await consumer.start()
    try:
        tps = consumer.assignment()
        ends = await consumer.end_offsets(list(tps))
        while any([await consumer.position(tp) < end for tp, end in ends.items()]):
            for records in (await consumer.getmany(timeout_ms=1000, max_records=_AT_ONCE)).values():
                floor.take(record.value for record in records)
    finally:
        await consumer.stop()
    return floor


def main() -> None:
    """The command."""
    began = time.process_time()
    floor = asyncio.run(_consumed(sys.argv[1]))
    cpu = time.process_time() - began
    sys.stdout.write(json.dumps({"events": floor.events, "cpu": cpu, "found": len(floor.found)}))


if __name__ == "__main__":
    main()

"""The workload: the simulated city for six hours, made once and put into the feed topics before any worker starts."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from aiokafka import AIOKafkaProducer

from schemas.topics import feed
from streams.tools.city.expected.finding import ExpectedFinding
from streams.tools.city.no_gc import without_collector
from streams.tools.city.simulator import City

SEED = 7
PEOPLE = 20_000
HOUR_MS = 3_600_000
LENGTH_MS = 6 * HOUR_MS
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Workload:
    """`people` begin a shift within 90 min from six hours before `until` (ms) on. The same figures, the same events."""

    people: int
    until: int

    @property
    def since(self) -> int:
        """The first instant (ms)."""
        return self.until - LENGTH_MS

    def city(self) -> City:
        """The city that speaks."""
        return City(SEED, self.people, self.since)

    def arrays(self, size: int) -> Iterator[tuple[str, bytes]]:
        """Feed records of `size` events, by platform; a size of 1 gives plain events without brackets."""
        if size > 1:
            yield from self.city().batches(self.since, self.until, size)
        else:
            yield from ((event.platform, event.value) for event in self.city().events(self.since, self.until))

    def planted(self) -> list[ExpectedFinding]:
        """The findings that must be there at its end."""
        return self.city().expected(self.until)


def workload_now(scale: float) -> Workload:
    """The workload that ends now: a feed may not speak of the future, and a judge forgets what is older than two days."""
    return Workload(max(1, round(PEOPLE * scale)), time.time_ns() // 1_000_000)


def fill(address: str, records: Iterator[tuple[str, bytes]]) -> tuple[int, int]:
    """Put records into their platforms' feeds, lz4-compressed; gives their number and their bytes before compression."""
    return asyncio.run(_fill(address, records))


async def _fill(address: str, records: Iterator[tuple[str, bytes]]) -> tuple[int, int]:
    count = size = 0
    async with producer(address) as out:
        with without_collector():
            while some := list(islice(records, _AT_ONCE)):
                await asyncio.gather(*[await out.send(feed(platform), value) for platform, value in some])
                count += len(some)
                size += sum(len(value) for _, value in some)
    return count, size


def producer(address: str) -> AIOKafkaProducer:
    """A producer as a platform would set it up."""
    return AIOKafkaProducer(
        bootstrap_servers=address, acks="all", compression_type="lz4", linger_ms=5, max_batch_size=512 * 1024
    )

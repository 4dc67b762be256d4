"""The simulated city's connection to Kafka: first the events of the time before now, then second by second."""

import asyncio
from collections.abc import Callable
from typing import NamedTuple

from aiokafka import AIOKafkaProducer

from schemas.topics import WEATHER, feed
from streams.broker.security import PLAINTEXT, Security
from streams.tools.city.no_gc import without_collector
from streams.tools.city.simulator import City

_SECOND = 1_000  # in ms
_STEP = 60 * _SECOND
_STEPS = 180
"""The back-fill goes on by this part of what is still to be sent, and by a minute at least, so that progress is seen."""


class SendProgress(NamedTuple):
    """The progress of sending: records and bytes since the start, and the instant up to which all is sent (ms)."""

    records: int
    size: int
    until: int


class CitySender:
    """Sends a city's events to `feed.PLATFORM` at a broker and its weather to `weather`; it must have these topics.

    `clock` gives the present in ms. Every record is acknowledged by the broker before its instant counts as sent.
    `progress` is called after each step of the back-fill, of some minutes, and each second after it. Not for more than one use.
    """

    def __init__(
        self,
        city: City,
        address: str,
        clock: Callable[[], int],
        progress: Callable[[SendProgress], None],
        codec: str | None = "lz4",
        security: Security = PLAINTEXT,
    ) -> None:
        self._city = city
        self._clock = clock
        self._progress = progress
        self._sent = SendProgress(0, 0, 0)
        self._producer = AIOKafkaProducer(
            bootstrap_servers=address,
            acks="all",
            compression_type=codec,
            linger_ms=20,
            max_batch_size=512 * 1024,
            **security.options(),
        )

    async def run(self, since: int, stop: asyncio.Event) -> None:
        """Send the city's events and weather messages from `since` (ms) on until `stop` is set.

        A broker that goes away for less than 40 s is waited for. Raises `aiokafka.errors.KafkaError` when it is not
        there at the beginning, stays away longer, or lacks a topic.
        """
        self._sent = SendProgress(0, 0, since)
        try:
            await self._producer.start()
            await self._back_fill(stop)
            await self._send_live(stop)
        finally:
            await self._producer.stop()  # also after a start that failed

    async def _send_live(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self._send_until(self._clock())
            await self._wait(stop)

    async def _back_fill(self, stop: asyncio.Event) -> None:
        with without_collector():
            while not stop.is_set() and (left := self._clock() - self._sent.until) > _SECOND:
                await self._send_until(self._sent.until + min(left, max(left // _STEPS, _STEP)))

    async def _send_until(self, until: int) -> None:
        records, size, since = self._sent
        acknowledged = [await self._producer.send(WEATHER, value) for value in self._weather(since, until)]
        for platform, value in self._city.batches(since, until):
            acknowledged.append(await self._producer.send(feed(platform), value))
            records, size = records + 1, size + len(value)
        await asyncio.gather(*acknowledged)
        self._sent = SendProgress(records, size, until)
        self._progress(self._sent)

    def _weather(self, since: int, until: int) -> list[bytes]:
        return [value for at, value in self._city.weather() if since <= at < until]

    async def _wait(self, stop: asyncio.Event) -> None:
        """Wait for the second to end, or for `stop`."""
        try:
            await asyncio.wait_for(stop.wait(), 1 - self._clock() % _SECOND / _SECOND)
        except TimeoutError:
            return

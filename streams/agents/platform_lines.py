"""Feed records that wait for their turn, with a bound for each platform: what is beyond it stays in Kafka.

It decides when a platform's partitions are fetched no more, and when again. It does not decide whose turn it is (`Turns`).
"""

import asyncio
from collections.abc import Container, Mapping
from typing import Final

from streams.core.intake.turns import Turns
from streams.edge.messages import TP, Message
from streams.edge.partitions import Partitions

MOST_BYTES: Final = 8 << 20
"""The most of a platform; what was fetched by then comes in addition. A dozen that flood hold some 100 MB of a process."""

MOST_RECORDS: Final = 2000
"""The most of a platform. A record without a byte takes 1 kB here, and its reading 0.2 ms: this is half a second of work."""

MANY_RECORDS: Final = 100
MANY_BYTES: Final = 1 << 20
"""The records or bytes that are worth a batch; for fewer it waits a moment, since a work record costs the less an event the more
events it holds."""


class PlatformLines:
    """The lines of records, one a platform, and the partitions that are held. Mutable. `platforms` by feed topic."""

    def __init__(self, partitions: Partitions, platforms: Mapping[str, str]) -> None:
        self._partitions = partitions
        self._platforms = platforms
        self._turns: Turns[Message] = Turns()
        self._held: dict[str, set[TP]] = {}
        self._any_waits = asyncio.Event()
        self._batch_waits = asyncio.Event()

    def put(self, message: Message) -> None:
        """Put a record in line; fetch no more of its platform where enough of it waits."""
        platform = self._platforms[message.topic]
        lane, size = message.partition, len(message.value or b"")
        self._turns.add(platform, message, size, lane=lane, arrival=message.timestamp)
        self._any_waits.set()
        if len(self._turns) >= MANY_RECORDS or self._turns.size >= MANY_BYTES:
            self._batch_waits.set()
        if self._beyond(platform, 1):
            self._hold(platform, message.topic)

    async def batch(self, within_s: float) -> None:
        """Wait for a record, and then until many wait, but not longer than this."""
        await self._any_waits.wait()
        try:
            async with asyncio.timeout(within_s):
                await self._batch_waits.wait()
        except TimeoutError:
            return

    def waits(self, besides: Container[str]) -> bool:
        """True where a record of another platform than these waits."""
        return self._turns.waits(besides)

    def take(self, besides: Container[str] = ()) -> tuple[str, Message] | None:
        """The record whose turn it is, of another platform than these; None where none waits. `charge` must follow."""
        took = self._turns.take(besides)
        if took is not None and took[0] in self._held and not self._beyond(took[0], 0.5):
            self._release(took[0])
        if not len(self._turns):
            self._any_waits.clear()
        if len(self._turns) < MANY_RECORDS and self._turns.size < MANY_BYTES:
            self._batch_waits.clear()
        return took

    def charge(self, platform: str, cost: int) -> None:
        """Charge a platform with what its record did cost."""
        self._turns.charge(platform, cost)

    def clear(self) -> None:
        """Drop all that waits, for the partitions are revoked: the process that has them next reads these records again."""
        for platform in tuple(self._held):
            self._release(platform)
        self._turns.clear()
        self._any_waits.clear()
        self._batch_waits.clear()

    def _beyond(self, platform: str, share: float) -> bool:
        """True where more of a platform waits than this share of the bounds."""
        records, size = self._turns.waiting(platform)
        return records > share * MOST_RECORDS or size > share * MOST_BYTES

    def _hold(self, platform: str, topic: str) -> None:
        """Hold the platform's partitions; again for each record beyond the bound, since a rebalance ends what is held."""
        if platform not in self._held:
            self._held[platform] = {tp for tp in self._partitions.assignment() if tp.topic == topic}
        self._partitions.hold(self._held[platform])

    def _release(self, platform: str) -> None:
        self._partitions.release(self._held.pop(platform) & self._partitions.assignment())

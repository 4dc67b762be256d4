"""Spells: the time that an agent works on without letting the other tasks of its process run. It measures and ends them."""

import asyncio
import time
from typing import Final

from streams.metrics import FeedMetrics

LONGEST_S: Final = 0.05
"""The longest spell: judge, pace and heartbeats to the broker wait as long."""

_S_A_BYTE: Final = LONGEST_S / (1 << 20)
"""The time that a byte of a record may cost: any record of 1 MiB, the most that is read, is read within the longest spell."""


class Spells:
    """Mutable: when the spell under way began."""

    def __init__(self, metrics: FeedMetrics) -> None:
        self._metric = metrics.spell
        self._began = 0.0

    def begin(self) -> None:
        """The agent has work to do from now on."""
        self._began = time.perf_counter()

    def end(self) -> None:
        """The agent waits for something from now on."""
        self._metric.observe(time.perf_counter() - self._began)

    async def make_room(self, size: int) -> None:
        """Let other tasks run, where a record of so many bytes might make the spell too long."""
        if time.perf_counter() - self._began + size * _S_A_BYTE > LONGEST_S:
            self.end()
            await asyncio.sleep(0)
            self.begin()

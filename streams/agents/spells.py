"""Spells: the time that an agent works on without letting the other tasks of its process run. It measures and ends them.

A record passes some 30 turns of the loop on its way from its feed to the ledger: so many tasks fetch, send and wait for it, one
after the other. Each turn is as long as what all agents work in it. So an agent that has worked lets several turns go by.
"""

import asyncio
import time
from typing import Final

from streams.metrics import FeedMetrics

LONGEST_S: Final = 0.01
"""The longest spell, but for one large record: judge, pace and all that is sent and fetched wait as long."""

_TURN_S: Final = 0.002
"""The work for which a turn of the loop goes by. An empty turn costs 0.03 ms, a hundredth of that."""

_MOST_TURNS: Final = 20
"""After a longer piece of work, as a takeover has, nobody needs more turns than these to be a record's way further."""

_S_A_BYTE: Final = 0.05 / (1 << 20)
"""The time that a byte of a record may cost: any record of 1 MiB, the most that is read, is read within 0.05 s."""


class Spells:
    """The spells of one agent. Mutable: it keeps the beginning of the one under way."""

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
            await give_way(self._began)
            self.begin()


async def give_way(began: float) -> None:
    """Let other tasks run after work since `began` (of `time.perf_counter`, s): a turn of the loop, and more after much work."""
    turns = 1 + min(_MOST_TURNS, int((time.perf_counter() - began) / _TURN_S))
    for _ in range(turns):
        await asyncio.sleep(0)

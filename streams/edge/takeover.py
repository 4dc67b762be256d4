"""The takeover: from partitions that were assigned to partitions that are judged. It decides when one has failed or is over.

Faust recovers the table of state first. A takeover is over when the partitions are taken away again: what goes wrong in it after
that is no error, and the next takeover begins anew.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

from aiokafka.errors import IllegalStateError, KafkaError

from streams.edge.messages import TP
from streams.edge.outage import Outage
from streams.edge.partitions import Partitions
from streams.health import Condition, Lack

_log = logging.getLogger(__name__)

STUCK_S = 20.0
"""A takeover in which nothing was read or loaded for so long waits for a record that does not come: one takes milliseconds.

It is the watchdog of a recovery, too: Faust logs an error in it, and may then wait for ever."""

_AGAIN_S = 1.0
"""The pause before a takeover goes on with a broker that did not answer; a new leader is there within some seconds."""


class StuckError(Exception):
    """A takeover does not come to its end: another process is to do it."""


Load = Callable[[Mapping[TP, int]], Awaitable[None]]
"""Loads the partitions of a topic, which are read from these offsets on."""


class Takeover:
    """The takeovers of a process, one after the other.

    `loads` are done in this order; `done` is called after them and describes what is held, for the log. In `condition` stands
    from then on that there are partitions to judge, until they are revoked.
    """

    def __init__(
        self,
        partitions: Partitions,
        loads: Sequence[Load],
        done: Callable[[], str],
        condition: Condition,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._partitions = partitions
        self._loads = loads
        self._describe = done
        self._condition = condition
        self._clock = clock
        self._generation = 0
        self._done: object = None
        self._moved: float | None = None

    def assigned(self) -> None:
        """Partitions were assigned: Faust begins to recover their state."""
        if self._partitions.generation != self._done:
            self._moved = self._clock()

    def moved(self) -> None:
        """A record of the state was read, or a topic's partitions were loaded."""
        if self._moved is not None:
            self._moved = self._clock()

    def revoked(self) -> None:
        """The partitions are taken away: whatever takeover is under way is over."""
        self._generation += 1
        self._moved = None
        self._condition.lacks(Lack.PARTITIONS, "the workers are sharing the partitions anew")

    async def run(self) -> None:
        """Take over what was assigned. `KafkaError` is waited out; anything else that is raised is an error of this takeover."""
        generation, outage = self._generation, Outage(_log, "the broker does not answer; a takeover waits")
        assigned = self._partitions.generation
        while generation == self._generation:
            self._moved = self._clock()
            try:
                await self._load()
            except IllegalStateError as error:
                _log.info("a takeover is over before its end, for the partitions were shared anew: %s", error)
                return
            except KafkaError as error:
                outage.goes_on(repr(error))
                await asyncio.sleep(_AGAIN_S)
            else:
                outage.ended()
                if generation == self._generation and assigned == self._partitions.generation:
                    self._finish()
                return

    def stuck(self) -> bool:
        """True where a takeover is under way and nothing has come of it for too long, though the broker answers."""
        if self._moved is None:
            return False
        if Lack.BROKER.value in self._condition.lacking:
            self._moved = self._clock()
        return self._clock() - self._moved > STUCK_S

    async def _load(self) -> None:
        if not self._partitions.assignment():  # more workers than partitions
            return
        committed = await self._partitions.seek_to_committed()
        for load in self._loads:
            await load(committed)
            self.moved()

    def _finish(self) -> None:
        self._done, self._moved = self._partitions.generation, None
        self._condition.has(Lack.PARTITIONS)
        _log.info("ready: took over %s", self._describe())

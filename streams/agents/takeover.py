"""The takeover: from partitions that were assigned to partitions that are judged. Decides when one has failed or is over.

Faust recovers the table of state first. A takeover is over when the partitions are taken away again: what goes wrong in it after
that is no error, and the next takeover begins anew.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, cast

import faust
from aiokafka.errors import IllegalStateError, KafkaError
from faust.transport.consumer import Consumer
from faust.types.tuples import TP

from streams.agents.outage import Outage
from streams.agents.taking import Assignment
from streams.health import Condition, Lack

_log = logging.getLogger(__name__)

STUCK_S = 20.0
"""A takeover in which nothing was read or loaded for so long waits for what nobody brings: a record takes milliseconds."""

_AGAIN_S = 1.0


class StuckError(Exception):
    """A takeover does not come to its end: another process is to do it."""


class TakesOver(Protocol):
    """What has to know from where on the partitions are read."""

    async def take_over(self, committed: Mapping[TP, int]) -> None:
        """Begin with what is committed of each partition."""
        ...


class Keeps(TakesOver, Protocol):
    """What takes the partitions of a topic over."""

    topic: str

    @property
    def partitions(self) -> Sequence[object]:
        """Those that are kept now."""
        ...


class Takeover:
    """The takeovers of a process, one after the other. `condition` hears when there are partitions to judge and when not.

    `readers` keep no partitions, and are told before the keepers. Agents take records as long as the `assignment` stands: from
    the end of a takeover until the partitions go.
    """

    def __init__(
        self,
        app: faust.App,
        keepers: Sequence[Keeps],
        condition: Condition,
        clock: Callable[[], float] = time.monotonic,
        *,
        readers: Sequence[TakesOver] = (),
        assignment: Assignment | None = None,
    ) -> None:
        self._app = app
        self._readers = readers
        self._assignment = assignment or Assignment()
        self._keepers = keepers
        self._condition = condition
        self._clock = clock
        self._generation = 0
        self._done: object = None
        self._moved: float | None = None

    async def assigned(self, *_: object, **__: object) -> None:
        """Partitions were assigned: Faust begins to recover their state."""
        if self._app.consumer_generation_id != self._done:
            self._moved = self._clock()

    def moved(self) -> None:
        """A record of the state was read, or a topic's partitions were loaded."""
        if self._moved is not None:
            self._moved = self._clock()

    def revoked(self) -> None:
        """The partitions are taken away: whatever takeover is under way is over."""
        self._assignment.give_up()
        self._generation += 1
        self._moved = None
        self._condition.lacks(Lack.PARTITIONS, "the workers are sharing the partitions anew")

    async def run(self) -> None:
        """Take over what was assigned. `KafkaError` is waited out; anything else that is raised is an error of this takeover."""
        generation, outage = self._generation, Outage(_log, "the broker does not answer; a takeover waits")
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
                self._finish(generation)
                return

    def stuck(self) -> bool:
        """True where a takeover is under way and nothing has come of it for too long, though the broker answers."""
        if self._moved is None:
            return False
        if Lack.BROKER.value in self._condition.lacking:
            self._moved = self._clock()
        return self._clock() - self._moved > STUCK_S

    async def _load(self) -> None:
        consumer = cast("Consumer", self._app.consumer)
        if not consumer.assignment():  # more workers than partitions
            return
        committed = await consumer.seek_to_committed()
        for each in (*self._readers, *self._keepers):
            await each.take_over(committed)
            self.moved()

    def _finish(self, generation: int) -> None:
        if generation != self._generation:
            return
        self._done, self._moved = self._app.consumer_generation_id, None
        self._assignment.take_over()
        self._condition.has(Lack.PARTITIONS)
        held = (f"{len(keeper.partitions)} partitions of {keeper.topic}" for keeper in self._keepers)
        _log.info("took over %s", " and ".join(held))

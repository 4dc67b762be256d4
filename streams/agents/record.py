"""The record agent: standing sets in, many of them in one transaction of the ledger.

Whatever is wrong with the ledger (away, read-only, a right or a table that is missing), this agent waits, and no other with it.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from alerts.errors import LedgerError, LedgerFailure
from alerts.ledger import Applied, Ledger
from schemas.findings.finding import StandingSet
from schemas.topics import STANDING
from streams.edge.messages import TP, Message, Messages
from streams.edge.outage import Outage
from streams.edge.partitions import Partitions
from streams.edge.taking import Assignment, Limits, Taking
from streams.metrics import Agent, Metrics, StopReason

_log = logging.getLogger(__name__)

BATCH = 500
"""Standing sets a transaction: PostgreSQL writes rows in large transactions ten times as fast as one by one."""

WITHIN_S = 0.2
"""The longest that a transaction waits to be full: a lead is that much later."""

MOST_WAITING = 250
"""Sets that wait for the ledger at which the judges of the process evaluate nobody: half a transaction of it. In `standing` all
wait first come, first served; before their evaluation the workers of each platform have their turns."""

_LONGEST_S = 10.0
"""Longer than a transaction on a busy machine. Where so many wait for longer, the ledger is away, or they are those of an outage,
which take minutes: no judge waits for that, since advice and the state need no ledger."""

_AGAIN_S = 1.0
"""The first pause before a ledger that cannot be used is tried again; each further one is twice as long."""

_AGAIN_MOST_S = 16.0
"""The longest such pause: a database that is back is used within a quarter of a minute, and one that is away is not flooded."""


@dataclass(slots=True)
class LedgerLine:
    """The standing sets that wait for the ledger; mutable. `since`: when (s) they came to be many, None where they are few."""

    since: float | None = None

    def is_waited_for(self, number: int, now: float) -> bool:
        """True where so many sets wait at `now` (s) that the judges do, too, which they do not for long."""
        if number < MOST_WAITING:
            self.since = None
            return False
        if self.since is None:
            self.since = now
        return now - self.since <= _LONGEST_S


@dataclass(frozen=True, slots=True)
class Record:
    """The agent, made with the ledger that it writes to. It remembers at which record a partition was stopped.

    `recorded`: the last record of each partition that the ledger has.
    """

    partitions: Partitions
    ledger: Ledger
    metrics: Metrics
    assignment: Assignment
    stopped: dict[TP, int] = field(default_factory=dict)
    recorded: dict[TP, int] = field(default_factory=dict)
    line: LedgerLine = field(default_factory=LedgerLine)
    outage: Outage = field(
        default_factory=lambda: Outage(_log, "the ledger cannot be used, standing sets wait in Kafka")
    )

    async def run(self, messages: Messages) -> None:
        """Apply batches as long as there are any; acknowledge one when the ledger has it."""
        async for batch in Taking(self.assignment, Limits(BATCH, WITHIN_S)).batches(messages):
            read = [(message, self._read(message)) for message in batch.messages]
            await self._apply([standing for _, standing in read if standing is not None])
            batch.acknowledge(self.partitions, [message for message, standing in read if standing is not None])
            if batch.stands:
                self.recorded.update((one.tp, one.offset) for one, standing in read if standing is not None)

    def is_behind(self) -> bool:
        """True where many sets wait for a ledger that goes on: what is evaluated now would but wait behind them."""
        ends = ((self.partitions.highwater(tp), last) for tp, last in self.recorded.items() if tp not in self.stopped)
        waiting = sum(max(0, end - last - 1) for end, last in ends if end is not None)
        return self.line.is_waited_for(waiting, time.monotonic())

    def _read(self, message: Message) -> StandingSet | None:
        """The standing set in a record; None from one on that cannot be read: its partition is stopped there, which is logged."""
        at = self.stopped.get(message.tp)
        if at is not None and message.offset > at:
            return None
        try:
            return StandingSet.model_validate_json(message.value or b"")
        except ValidationError as error:
            if at is None:
                self.stopped[message.tp] = message.offset
                self.metrics.stopped.labels(Agent.RECORD.value, StopReason.UNDECODABLE.value).inc()
            # what was given is not repeated: it may name a worker
            why = error.errors(include_input=False, include_url=False)[0]["msg"]
            _log.critical("partition %d of %s is stopped at %d: %s", message.partition, STANDING, message.offset, why)
            return None

    def revoke(self) -> None:
        """Forget the partitions: the process that has them next stops at the same record."""
        self.metrics.stopped.labels(Agent.RECORD.value, StopReason.UNDECODABLE.value).dec(len(self.stopped))
        self.stopped.clear()
        self.recorded.clear()

    async def _apply(self, sets: Sequence[StandingSet]) -> None:
        """Apply, however long the ledger refuses. Meanwhile the sets wait in Kafka, and nothing else waits with them."""
        if not sets or await self._refused(sets) is None:
            return
        held = {tp for tp in self.partitions.assignment() if tp.topic == STANDING}
        self.partitions.hold(held)
        pause = _AGAIN_S
        while (reason := await self._refused(sets)) is not None:
            await asyncio.sleep(pause)
            self.metrics.ledger.unavailable.labels(reason.value).inc(pause)
            pause = min(2 * pause, _AGAIN_MOST_S)
        self.outage.ended()
        self.partitions.release(held & self.partitions.assignment())

    async def _refused(self, sets: Sequence[StandingSet]) -> LedgerFailure | None:
        """Try once; returns why the ledger did not take them, None where it did."""
        began = time.monotonic()
        try:
            outcome = await asyncio.to_thread(self.ledger.apply, sets)
        except LedgerError as error:
            self.metrics.ledger.unavailable.labels(error.reason.value).inc(time.monotonic() - began)
            self.outage.goes_on(str(error), error.reason.value)
            return error.reason
        self.metrics.ledger.transaction.observe(time.monotonic() - began)
        self._count(outcome)
        return None

    def _count(self, outcome: Applied) -> None:
        for entry in outcome.entries:
            self.metrics.ledger.writes.labels(entry.change.value).inc()

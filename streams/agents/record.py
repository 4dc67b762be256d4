"""The record agent: standing sets in, many of them in one transaction of the ledger. A slow ledger stops this agent alone."""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import faust
from faust.streams import Stream

from alerts.errors import LedgerUnavailable
from alerts.ledger import Ledger, Outcome
from schemas.finding import StandingSet
from schemas.topics import STANDING
from streams.metrics import LedgerMetrics

_log = logging.getLogger(__name__)

BATCH = 500
"""Standing sets a transaction."""

WITHIN_S = 0.2
"""How long a transaction waits to be full."""

_AGAIN_S = 1.0
"""How long to wait for a ledger that is away before it is tried again."""


@dataclass(frozen=True, slots=True)
class Record:
    """The agent, made with the ledger that it writes to."""

    app: faust.App
    ledger: Ledger
    metrics: LedgerMetrics

    async def run(self, stream: Stream[Any]) -> None:
        """Apply batches as long as there are any; acknowledge one when the ledger has it."""
        async for events in stream.noack_take(BATCH, within=WITHIN_S):
            sets = [StandingSet.model_validate_json(event.message.value) for event in events]
            await self._apply(sets)
            for event in events:
                self.app.consumer.ack(event.message)

    async def _apply(self, sets: Sequence[StandingSet]) -> None:
        """Apply, however long the ledger is away. Meanwhile the sets wait in Kafka, and nothing else waits with them."""
        if await self._tried(sets):
            return
        held = {tp for tp in self.app.consumer.assignment() if tp.topic == STANDING}
        self.app.consumer.pause_partitions(held)
        while not await self._tried(sets):
            await asyncio.sleep(_AGAIN_S)
            self.metrics.unavailable.inc(_AGAIN_S)
        self.app.consumer.resume_partitions(held & self.app.consumer.assignment())

    async def _tried(self, sets: Sequence[StandingSet]) -> bool:
        began = time.monotonic()
        try:
            outcome = await asyncio.to_thread(self.ledger.apply, sets, round(time.time() * 1000))
        except LedgerUnavailable as away:
            self.metrics.unavailable.inc(time.monotonic() - began)
            _log.warning("the ledger is away; %d standing sets wait: %s", len(sets), away)
            return False
        self.metrics.transaction.observe(time.monotonic() - began)
        self._count(outcome)
        return True

    def _count(self, outcome: Outcome) -> None:
        for entry in outcome.entries:
            self.metrics.writes.labels(entry.change.value).inc()

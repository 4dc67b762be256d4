"""The weather agent: weather messages in; a record of each for every pace partition, and refusals, out. It keeps nothing."""

from schemas.topics import WEATHER
from streams.core.intake.weather import WeatherIntake, WeatherRecord
from streams.edge.lag import Lag
from streams.edge.messages import Messages
from streams.edge.partitions import Partitions
from streams.edge.sending import RecordSender
from streams.edge.taking import Assignment, Limits, Taking
from streams.metrics import Metrics

BATCH = 100
"""Messages a batch; after years there are many thousands of them, to be read at a first start."""

WITHIN_S = 0.1
"""The longest that a batch waits to be full."""


class WeatherAgent:
    """The agent, made with what it needs; `lag` counts what was taken."""

    def __init__(
        self,
        partitions: Partitions,
        intake: WeatherIntake,
        sender: RecordSender,
        metrics: Metrics,
        lag: Lag,
        assignment: Assignment,
    ) -> None:
        self._partitions = partitions
        self._intake = intake
        self._sender = sender
        self._metrics = metrics
        self._lag = lag
        self._taking = Taking(assignment, Limits(BATCH, WITHIN_S))
        metrics.feed.quarantined.labels(WEATHER)  # 0 at first: an increase from nothing is none

    async def run(self, messages: Messages) -> None:
        """Take batches as long as there are any; acknowledge one when all that came of it is with the broker."""
        async for batch in self._taking.batches(messages):
            taken = self._intake.take(
                WeatherRecord(each.partition, each.offset, each.timestamp, each.value) for each in batch.messages
            )
            await self._sender.send_until_taken(taken.outgoing)
            self._metrics.weather.count(taken.accepted, taken.refused, taken.newest, taken.passed_over)
            self._metrics.feed.quarantined.labels(WEATHER).inc(taken.quarantined)
            if batch.acknowledge(self._partitions):
                self._lag.took_all(batch.messages)

"""The weather agent: weather messages in; what they say to every pace partition, and refusals, out. It keeps nothing."""

from typing import Any

import faust
from faust.streams import Stream

from schemas.topics import WEATHER
from streams.agents.lag import Lag
from streams.agents.sending import Sender
from streams.core.weather_intake import WeatherIntake, WeatherRecord
from streams.metrics import Metrics

BATCH = 100
"""Messages a batch; after years there are many thousands of them, to be read at a first start."""

WITHIN_S = 0.1
"""How long a batch waits to be full."""


class WeatherAgent:
    """The agent, made with what it needs; `lag` hears what was taken."""

    def __init__(self, app: faust.App, intake: WeatherIntake, sender: Sender, metrics: Metrics, lag: Lag) -> None:
        self._app = app
        self._intake = intake
        self._sender = sender
        self._metrics = metrics
        self._lag = lag
        metrics.feed.quarantined.labels(WEATHER)  # 0 at first: an increase from nothing is none

    async def run(self, stream: Stream[Any]) -> None:
        """Take batches as long as there are any; acknowledge one when all that came of it is with the broker."""
        async for events in stream.noack_take(BATCH, within=WITHIN_S):
            messages = [event.message for event in events]
            taken = self._intake.take(
                WeatherRecord(each.partition, each.offset, round(each.timestamp * 1000), each.value)
                for each in messages
            )
            await self._sender.send_until_taken(taken.outgoing)
            self._metrics.weather.took(taken.accepted, taken.refused, taken.newest)
            self._metrics.feed.quarantined.labels(WEATHER).inc(taken.quarantined)
            for message in messages:
                self._app.consumer.ack(message)
                self._lag.took(message)

"""The lag of what a process reads: how many records of its partitions are in the broker and not taken yet."""

import faust
from faust.types.tuples import TP, Message

from streams.metrics import FeedMetrics


class Lag:
    """Mutable: it remembers of each partition which record was taken last."""

    def __init__(self, app: faust.App, metrics: FeedMetrics) -> None:
        self._app = app
        self._metrics = metrics
        self._taken: dict[TP, int] = {}

    def took(self, message: Message) -> None:
        """This record was taken."""
        self._taken[message.tp] = message.offset

    def forget_all(self) -> None:
        """The partitions are about to be taken away: whoever has them next tells their lag."""
        for tp in self._taken:
            self._metrics.forget(tp.topic, tp.partition)
        self._taken.clear()

    def measure(self) -> None:
        """Tell the lag of each partition of which anything was taken, as far as the broker has said where it ends."""
        for tp in self._taken.keys() & self._app.consumer.assignment():
            end = self._app.consumer.highwater(tp)
            if end is not None:
                self._metrics.lag_records.labels(tp.topic, str(tp.partition)).set(max(0, end - self._taken[tp] - 1))

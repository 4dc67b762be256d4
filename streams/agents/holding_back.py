"""Holding back: ingest waits while the judge of its own process is behind in `work`, so that `work` is no long line.

What a platform floods with good events would else wait in `work` before everybody's events, where no turn is taken. The wait for
one batch is bounded, so ingest never stands still: not while a judge is stuck, nor while it takes over.
"""

import asyncio
import time
from collections.abc import Iterable
from typing import Final, Protocol

from schemas.topics import WORK
from streams.core.workers.partition import WorkPartition
from streams.edge.messages import TP
from streams.edge.partitions import Partitions
from streams.metrics import FeedMetrics

MOST_ROWS: Final = 30_000
"""Rows that may wait in the work partitions of this process: a judge folds and evaluates some 100,000 a second, so 0.3 s."""

MOST_S: Final = 3.0
"""The longest wait for one batch. A batch has some 10,000 rows: a judge that does not move makes ingest slow, and not still."""

_AGAIN_S: Final = 0.02
"""Between two looks; a judge folds two work records in that time."""

_NEWEST: Final = 0.2
"""The weight of the newest batch in the mean size of a work record."""


class Judging(Protocol):
    """The holder of the work partitions of this process."""

    @property
    def partitions(self) -> Iterable[WorkPartition]:
        """The partitions that are held, and not stopped."""


class HoldingBack:
    """Mutable: the mean number of rows in a work record of ours. Others' records are taken to be as large."""

    def __init__(self, partitions: Partitions, judge: Judging, metrics: FeedMetrics) -> None:
        self._partitions = partitions
        self._judge = judge
        self._waited = metrics.held_back
        self._rows = 0.0

    def sent(self, rows: int, records: int) -> None:
        """So many rows were sent to `work` in so many records."""
        if records:
            mean = rows / records
            self._rows += (mean - self._rows) * (_NEWEST if self._rows else 1)

    def behind(self) -> float:
        """The rows that wait in the work partitions of this process, about. One that is being taken over is left out."""
        records = 0
        for work in self._judge.partitions:
            end = self._partitions.highwater(TP(WORK, work.number))
            if end is not None and not work.judge.taking_over:
                records += max(0, end - work.offset - 1)
        return records * self._rows

    async def wait(self) -> None:
        """Wait until few enough rows wait, for `MOST_S` at most."""
        began = time.monotonic()
        while self.behind() > MOST_ROWS and time.monotonic() - began < MOST_S:  # noqa: ASYNC110  the broker gives no event
            await asyncio.sleep(_AGAIN_S)
        self._waited.inc(time.monotonic() - began)

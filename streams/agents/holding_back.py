"""Holding back: ingest waits while the judge of its own process is behind in `work`, so that `work` is no long line.

What a platform floods with good events would else wait in `work` before everybody's events, where no turn is taken. The line is
bounded by the time that the judge needs for it, by its speed at present: rows may be dear, and the machine busy. Who sends few
rows is not held back. The wait is bounded, too, so ingest never stands still: not while a judge is stuck, nor in a takeover.
"""

import asyncio
import time
from collections.abc import Callable, Container, Iterable, Mapping
from typing import Final, NamedTuple, Protocol

from schemas.topics import WORK
from streams.core.workers.partition import WorkPartition
from streams.edge.messages import TP
from streams.edge.partitions import Partitions
from streams.metrics import FeedMetrics

LINE_S: Final = 0.3
"""The time that the judge of this process may need for what waits in its work partitions: everybody's events wait as long."""

MOST_ROWS: Final = 30_000
"""Rows that may wait there however fast it is: a judge folds and evaluates some 100,000 a second, so 0.3 s."""

LEAST_ROWS: Final = 3_000
"""Rows that may wait however slow it is: more than one batch brings to each partition, so that it never runs dry."""

MOST_S: Final = 3.0
"""The longest wait for a batch of those held back. It has some 10,000 rows: with a stuck judge ingest is slow, and not still."""

FEW: Final = 0.1
"""The share of all rows that the platforms send who are not held back, together: the line grows by that much at the most."""

_AGAIN_S: Final = 0.02
"""Between two looks; a judge folds two work records in that time."""

_NEWEST: Final = 0.2
"""The weight of the newest batch in the mean size of a work record, and in the rows of each platform."""


class Judging(Protocol):
    """The holder of the work partitions of this process."""

    @property
    def partitions(self) -> Iterable[WorkPartition]:
        """The partitions that are held, and not stopped."""


_CLOSE_S: Final = 1.0
"""Looks so close to each other measure the judge's speed; between others it may have had nothing to do."""


class _Look(NamedTuple):
    """The rows that wait at an instant (of `time.monotonic`, in s), and the last record taken of each partition."""

    at: float
    waiting: float
    taken: Mapping[int, int]


class HoldingBack:
    """Mean numbers of rows in a work record, ours and each platform's in a batch, and the judge's speed (rows/s). Mutable.

    Others' records are taken to be as large as ours.
    """

    def __init__(self, partitions: Partitions, judge: Judging, metrics: FeedMetrics) -> None:
        self._partitions = partitions
        self._judge = judge
        self._waited = metrics.held_back
        self._rows = 0.0
        self._speed = MOST_ROWS / LINE_S
        self._last = _Look(0.0, 0.0, {})
        self._platforms: dict[str, float] = {}
        self._since: float | None = None

    def sent(self, rows: int, records: int, platforms: Mapping[str, int]) -> None:
        """So many rows were sent to `work` in so many records, so many of each platform."""
        for platform in self._platforms.keys() | platforms.keys():
            before = self._platforms.get(platform, 0.0)
            self._platforms[platform] = before + (platforms.get(platform, 0) - before) * _NEWEST
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

    @property
    def allowed(self) -> float:
        """The rows that may wait."""
        return min(MOST_ROWS, max(LEAST_ROWS, LINE_S * self._speed))

    def large(self) -> frozenset[str]:
        """The platforms that are held back: all but the smallest, which together have sent `FEW` of all rows at the most."""
        most = FEW * sum(self._platforms.values())
        held = set(self._platforms)
        for platform, rows in sorted(self._platforms.items(), key=lambda each: (each[1], each[0])):
            most -= rows
            if most < 0:
                break
            held.remove(platform)
        return frozenset(held)

    async def wait(self, waits: Callable[[Container[str]], bool]) -> Container[str]:
        """Wait until few enough rows wait, or a record of a platform that is not held back; gives the platforms that are.

        These wait for `MOST_S` at most, whatever others send meanwhile. `waits`: whether a record of others than these waits.
        """
        began = time.monotonic()
        self._since = began if self._since is None else self._since
        held: frozenset[str] = frozenset()
        while self.look(time.monotonic()) > self.allowed and time.monotonic() - self._since < MOST_S:
            held = self.large()
            if waits(held):
                break
            held = frozenset()
            await asyncio.sleep(_AGAIN_S)
        self._since = self._since if held else None
        self._waited.inc(time.monotonic() - began)
        return held

    def look(self, at: float) -> float:
        """The rows that wait at `at` (s). The judge's speed is measured where rows have waited since the look before."""
        last, taken = self._last, {work.number: work.offset for work in self._judge.partitions}
        self._last = now = _Look(at, self.behind(), taken)
        passed = at - last.at
        if last.waiting and now.waiting and 0 < passed < _CLOSE_S and taken.keys() == last.taken.keys():
            folded = sum(taken.values()) - sum(last.taken.values())
            self._speed += (folded * self._rows / passed - self._speed) * passed / _CLOSE_S
        return now.waiting

"""The core in this process, without a broker: what each part costs an event when a backlog is taken, and the floor beside it."""

import gc
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from schemas.feed.codec import FeedReader
from schemas.topics import WORK
from streams.core.intake.feed import FeedIntake, FeedRecord
from streams.core.outgoing import Outgoing
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.core.workers.partition import WorkPartition
from streams.law.files import packaged_law
from streams.settings import Settings
from tests.bench.figure import Figure
from tests.bench.speed.floor import Floor
from tests.bench.speed.kinds import of_the_break_rule
from tests.bench.workload import Workload

_BATCH = 100
_ROWS = 500
"""Rows folded at once, as by a worker."""
_UNTIL_MS = 1_768_446_000_000
_MANY = 1_000_000

Record = tuple[str, bytes]


class Core:
    """Intake and all judges, as one worker process has them. `spent`: processor seconds by part."""

    def __init__(self) -> None:
        law, count = packaged_law(), Settings().work_partitions
        self.spent: dict[str, float] = defaultdict(float)
        self.accepted = 0
        self._intake = FeedIntake(FeedReader(law.places.known), count)
        self._partitions = [
            WorkPartition(number, Judge(law, HORIZON_MS, arrivals=True), 1, 0, 0) for number in range(count)
        ]
        self._offset: Counter[int] = Counter()
        self._taken = 0

    def take(self, records: Sequence[Record], now: int) -> None:
        """Read, deal and fold the records of a batch, which arrived at `now` (ms)."""
        with self._timed("reading"):
            batch = self._intake.begin()
            for platform, value in records:
                batch.read(FeedRecord(platform, f"feed.{platform}", 0, self._taken, now, value))
                self._taken += 1
        with self._timed("dealing"):
            taken = batch.end()
        self.accepted += sum(taken.accepted.values())
        work = [out for out in taken.outgoing if out.topic == WORK]
        with self._timed("decoding"):
            self._decode(work)
        with self._timed("folding"):
            for partition in self._partitions:
                while partition.unfolded:
                    partition.fold(now, _ROWS)

    def evaluate(self, now: int) -> None:
        """Evaluate everybody whose verdict may have changed."""
        with self._timed("evaluating"):
            for partition in self._partitions:
                left = None
                while partition.behind != left:  # a turn publishes nothing where nobody in it has a finding
                    left = partition.behind
                    list(partition.statements(now, _MANY))

    def _decode(self, work: Iterable[Outgoing]) -> None:
        for out in work:
            number = out.partition or 0
            self._partitions[number].read(self._offset[number], out.value)
            self._offset[number] += 1

    @contextmanager
    def _timed(self, part: str) -> Iterator[None]:
        began = time.process_time()
        yield
        self.spent[part] += time.process_time() - began


def core(scale: float) -> Iterator[Figure]:
    """The workload of `arrays`, and what of it the break rule reads, taken in one go; evaluated once it is all there."""
    records = list(Workload(max(1, round(20_000 * scale)), _UNTIL_MS).arrays(100))
    yield from _measured("core", records)
    yield from _measured("core, break rule's events", list(of_the_break_rule(records)))


def _measured(name: str, records: Sequence[Record]) -> Iterator[Figure]:
    under, ours = Floor(), Core()
    with _settled():
        began = time.process_time()
        under.take(value for _, value in records)
        floor = time.process_time() - began
    with _settled():
        left = iter(records)
        while some := list(islice(left, _BATCH)):
            ours.take(some, _UNTIL_MS)
        ours.evaluate(_UNTIL_MS)
    events, whole = under.events, sum(ours.spent.values())
    if ours.accepted != events:
        raise RuntimeError(f"{events - ours.accepted} of {events} events were not accepted")
    parts = ", ".join(f"{part} {spent / events * 1e6:.2f}" for part, spent in ours.spent.items())
    yield Figure(f"{name}: CPU an event", whole / events * 1e6, "us", note=f"{events:,} events: {parts}")
    yield Figure(f"{name}: floor, CPU an event", floor / events * 1e6, "us", note=f"{len(under.found)} past four hours")
    yield Figure(f"{name}: share of the floor's speed", floor / whole, "")


@contextmanager
def _settled() -> Iterator[None]:
    """The collector as a worker has it: what there is by now is not looked at."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)
    yield
    gc.unfreeze()

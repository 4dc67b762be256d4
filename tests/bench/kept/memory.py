"""The memory of two days of facts, judge alone, and the bytes of their checkpoint. Measured by difference in a fresh process."""

import gc
import json
import os
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from schemas.feed.codec import FeedReader
from schemas.topics import WORK
from streams.core.intake.feed import FeedIntake, FeedRecord
from streams.core.workers.cells.sweep import CellSweep
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.core.workers.partition import WorkPartition
from streams.law.files import packaged_law
from streams.tools.city.simulator import City
from tests.bench.figure import Figure
from tests.bench.usage import memory_mb
from tests.bench.workload import HOUR_MS, PEOPLE, SEED
from tests.taking import take

_SHARE = 0.05
"""A twentieth of the people are at work at a time; in three crews that is three twentieths in all."""
_HOURS = 48
_UNTIL_MS = 1_768_446_000_000
_BATCH = 100
_HEAD = struct.Struct("<qi")
"""Before each work record in the file: `now` (ms) and the bytes that follow."""


def memory(scale: float) -> Iterator[Figure]:
    """Two days of a city in which everybody works once a day, heard hour by hour."""
    with tempfile.TemporaryDirectory(prefix="shiftwarden-bench-") as folder:
        file = Path(folder) / "work"
        with file.open("wb") as out:
            for now, value in _work(max(1, round(PEOPLE * _SHARE * scale))):
                out.write(_HEAD.pack(now, len(value)) + value)
        told = subprocess.run(
            [sys.executable, "-m", "tests.bench.kept.memory", file], check=True, stdout=subprocess.PIPE
        )
    found = json.loads(told.stdout)
    workers = found["workers"]
    note = f"{workers:,} workers"
    yield Figure("memory a 1,000 workers, two days", found["megabytes"] / workers * 1000, "MB", 20, True, note)
    yield Figure("bytes of a checkpoint a worker, two days", found["state"] / workers, "B", note=note)


def _work(people: int) -> Iterator[tuple[int, bytes]]:
    since = _UNTIL_MS - _HOURS * HOUR_MS
    city = City(SEED, people, since)
    intake = FeedIntake(FeedReader(packaged_law().places.known), 1)
    for hour in range(since, _UNTIL_MS, HOUR_MS):
        records = [
            FeedRecord(platform, platform, 0, offset, hour + HOUR_MS, value)
            for offset, (platform, value) in enumerate(city.batches(hour, hour + HOUR_MS))
        ]
        for first in range(0, len(records), _BATCH):
            taken = intake.take(records[first : first + _BATCH])
            yield from ((hour + HOUR_MS, out.value) for out in taken.outgoing if out.topic == WORK)


def _main() -> None:
    file = Path(sys.argv[1])
    first = _heard(file)  # so that what a process needs once is there, and is not counted
    before = memory_mb(os.getpid())
    partition = _heard(file)
    after = memory_mb(os.getpid())
    roster = partition.judge.roster
    if len(roster.workers) != len(first.judge.roster.workers):
        raise RuntimeError("the same work made another roster")
    for watched in roster.workers.values():
        roster.touch(watched)
    state = sum(len(value or b"") for units in roster.dump(1) for _, value in units)
    sys.stdout.write(json.dumps({"workers": len(roster.workers), "megabytes": after - before, "state": state}))


def _heard(file: Path) -> WorkPartition:
    partition = WorkPartition(0, Judge(packaged_law(), HORIZON_MS), 1, 0, 0)
    with file.open("rb") as work:
        _hear(work, partition)
    gc.collect()
    return partition


def _hear(work: BinaryIO, partition: WorkPartition) -> None:
    offset = heard = 0
    while head := work.read(_HEAD.size):
        now, size = _HEAD.unpack(head)
        if now != heard:
            _judge(partition, heard)
        heard = now
        take(partition, offset, work.read(size), now)
        offset += 1
    _judge(partition, heard)


def _judge(partition: WorkPartition, now: int) -> None:
    """Ask, write a checkpoint and tell the cells: what is cut off is kept until then."""
    for _ in partition.judge.evaluate_due(now):
        pass
    partition.dump()
    partition.written()
    sweep, roster = CellSweep(partition.judge), partition.judge.roster
    while sweep.step(now, len(roster.buckets)):
        pass
    for bucket, batches in sweep.end().finals.items():
        roster.finals[bucket].arrived(batches[-1].number)


if __name__ == "__main__":
    _main()

"""Judges five weeks of 2,000 people as live, with kills, and by a replay; prints what differs, and what it takes.

    python -m tests.weeks [--people 2000] [--days 35] [--seed 1]

The people are judged a hundred at a time, as partitions are: a line is printed for each, and the sums at the end. The memory is
that of a process of its own which takes over what the first hundred have stored.
"""

import argparse
import gc
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from random import Random
from typing import NamedTuple

import msgspec

from streams.core.workers.judge import HORIZON_MS, Judge
from streams.law.files import packaged_law
from tests.bench.usage import memory_mb
from tests.weeks.judged import Chances, differences, gist, live_and_replayed
from tests.weeks.people import Weeks

_AT_ONCE = 100


class Judged(NamedTuple):
    """A hundred people. `held`: those of whom something is kept at the end; `memory` in kB each, where it was measured."""

    first: int
    held: int
    found: Counter[str]
    differences: list[str]
    kills: int
    refused: int
    stored: int
    memory: float | None
    cpu_s: float


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.weeks", description=__doc__)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--days", type=int, default=35)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--memory", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.memory:
        sys.stdout.write(f"{_memory(Weeks(0, range(0), options.days)):.1f}")
        return
    began = time.monotonic()
    parts = [range(first, min(first + _AT_ONCE, options.people)) for first in range(0, options.people, _AT_ONCE)]
    every = list(_parts(parts, options.seed, options.days))
    found = sum((each.found for each in every), Counter[str]())
    held, lines = sum(each.held for each in every), [line for each in every for line in each.differences]
    _print(
        f"{options.people} people, {options.days} days: {dict(sorted(found.items()))}",
        f"{sum(each.kills for each in every)} kills, {sum(each.refused for each in every)} refused",
        f"{sum(each.stored for each in every) / held / 1000:.2f} kB stored a person, {every[0].memory} kB of memory",
        f"{sum(each.cpu_s for each in every):.0f} CPU s, {time.monotonic() - began:.0f} s",
        f"{len(lines)} differences",
        *lines[:20],
    )
    sys.exit(1 if lines else 0)


def _parts(parts: list[range], seed: int, days: int) -> Iterator[Judged]:
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for judged in pool.map(partial(_judged, seed, days), parts):
            _print(f"people from {judged.first} on: {judged.found.total()} findings, {len(judged.differences)} differ")
            yield judged


def _print(*lines: str) -> None:
    sys.stdout.write("\n".join([*lines, ""]))
    sys.stdout.flush()


def _judged(seed: int, days: int, numbers: range) -> Judged:
    began, weeks = time.process_time(), Weeks(seed, numbers, days)
    service, replay = live_and_replayed(weeks, Random(seed + numbers.start), Chances())
    found, replayed = gist(service.findings(weeks.judged_at)), gist(replay)
    service.checkpoint()
    rules = Counter(f"{each['rule']} {each['kind']}" for each in found.values())
    return Judged(
        numbers.start,
        len(service.judge.roster.workers),
        rules,
        list(differences(found, replayed)),
        service.kills,
        service.refused,
        sum(map(len, service.stored.values())),
        None if numbers.start else _memory_of(service.stored, days),
        time.process_time() - began,
    )


def _memory_of(stored: dict[bytes, bytes], days: int) -> float:
    command = [sys.executable, "-m", "tests.weeks", "--memory", "--days", str(days)]
    told = subprocess.run(command, input=msgspec.msgpack.encode(stored), stdout=subprocess.PIPE, check=True)
    return float(told.stdout)


def _memory(weeks: Weeks) -> float:
    """The kB a person of a judge that takes over and evaluates the state on standard input."""
    stored = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=dict[bytes, bytes])
    first = _restored(stored, weeks.judged_at)  # so that what a process needs once is there, and is not counted
    before = memory_mb(os.getpid())
    second = _restored(stored, weeks.judged_at)
    after = memory_mb(os.getpid())
    return (after - before) * 1000 / max(1, len(second.roster.workers), len(first.roster.workers))


def _restored(stored: dict[bytes, bytes], now: int) -> Judge:
    judge = Judge(packaged_law(), HORIZON_MS)
    judge.load(stored, now)
    for _ in judge.everything(now):
        pass
    gc.collect()
    return judge


if __name__ == "__main__":
    main()

"""Catching up with all events and with the break rule's alone, and the floor beside it: a plain consumer of the same feed."""

import json
import subprocess
import sys
from collections.abc import Iterator

from alerts.ledger import Ledger
from streams.tools.city.expected.finding import ExpectedFinding
from tests.bench.figure import Figure
from tests.bench.installation import installation
from tests.bench.speed.kinds import of_the_break_rule
from tests.bench.throughput import WORKERS, caught_up
from tests.bench.workload import fill, workload_now

_REST = ("rest_missed", "dispatch_during_rest")


def catch_up(scale: float) -> Iterator[Figure]:
    """The workload of `arrays`, then what of it the break rule reads; each in an installation of its own."""
    for name, alone in (("catch-up", False), ("catch-up, break rule's events", True)):
        work = workload_now(scale)
        records, planted = work.arrays(100), work.planted()
        if alone:
            records, planted = of_the_break_rule(records), [one for one in planted if one.rule in _REST]
        yield from _measured(name, records, planted)


def _measured(name: str, records: Iterator[tuple[str, bytes]], planted: list[ExpectedFinding]) -> Iterator[Figure]:
    with installation() as place, Ledger.open(place.local.settings.ledger) as ledger:
        fill(place.address, records)
        floor = _floor(place.address)
        broker = place.broker_cpu_s()
        place.start_workers(WORKERS)
        first, last = caught_up(place, ledger, planted)
        broker = place.broker_cpu_s() - broker
    events, wall = last.accepted, last.at - first.at
    ours, plain = (last.cpu - first.cpu) / events * 1e6, floor["cpu"] / floor["events"] * 1e6
    note = f"{events:,} events in {wall:.1f} s, {len(planted)} planted findings"
    yield Figure(f"{name}: CPU of the workers an event", ours, "us", note=note)
    yield Figure(f"{name}: CPU of the broker an event", broker / events * 1e6, "us")
    yield Figure(f"{name}: floor, CPU an event", plain, "us", note=f"{floor['found']} past four hours")
    yield Figure(f"{name}: share of the floor's speed", plain / ours, "", note="Flink: about 0.57")


def _floor(address: str) -> dict[str, float]:
    """Events, processor seconds and findings of a plain consumer, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.speed.plain", address]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found

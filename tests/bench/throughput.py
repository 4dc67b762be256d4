"""The speed at which a filled feed becomes standing sets in the ledger, and its cost to the worker processes."""

import time
from collections.abc import Iterator

from alerts.ledger import LeadFilter, Ledger
from streams.tools.city.expected.finding import ExpectedFinding
from streams.tools.demo.tally import tally
from tests.bench.figure import Figure
from tests.bench.installation import Installation, Sample, installation
from tests.bench.workload import fill, workload_now

WORKERS = 2
_POLL_S = 1.0
"""Each look costs the workers some milliseconds, and this process more, on the processors that they need."""
_QUIET_S = 2.0
_LIMIT_S = 900.0
_SINGLES = 0.05
"""Single events are measured on a twentieth of the people: they cost ten times as much."""


def arrays(scale: float) -> Iterator[Figure]:
    """Records of 100 events."""
    yield from _measured("arrays of 100", scale, 100, 80_000)


def singles(scale: float) -> Iterator[Figure]:
    """Records of one event."""
    yield from _measured("one event a record", scale * _SINGLES, 1, None)


def _measured(name: str, scale: float, size: int, goal: float | None) -> Iterator[Figure]:
    work = workload_now(scale)
    with installation() as place, Ledger.open(place.local.settings.ledger) as ledger:
        records, bytes_ = fill(place.address, work.arrays(size))
        broker = place.broker_cpu_s()
        place.start_workers(WORKERS)
        first, last = caught_up(place, ledger, work.planted())
        broker = place.broker_cpu_s() - broker
        events, wall, cpu = last.accepted, last.at - first.at, last.cpu - first.cpu
        note = f"{events:,} events, {records:,} records, {bytes_ / 1e6:,.0f} MB, {wall:.1f} s"
        yield Figure(f"{name}: events a second, {WORKERS} workers", events / wall, "/s", note=note)
        yield Figure(
            f"{name}: events a CPU-second of the workers", events / cpu, "/s", goal, note=f"broker {broker:.0f} s"
        )
        if size > 1:
            yield Figure(f"memory of {WORKERS} workers, {work.people:,} people", place.memory_mb(), "MB")
            yield Figure(f"bytes of a checkpoint, {work.people:,} people", _checkpoint(place), "B")


def caught_up(place: Installation, ledger: Ledger, planted: list[ExpectedFinding]) -> tuple[Sample, Sample]:
    """The last sample before the first event was taken, and the first one with everything folded and found."""
    until = time.monotonic() + _LIMIT_S
    first = done = place.sample()
    while True:
        time.sleep(_POLL_S)
        place.check()
        now = place.sample()
        if not now.accepted:
            first = now
        elif now.folded != done.folded or not _found(ledger, planted):
            done = now
        elif now.at - done.at > _QUIET_S:
            return first, done
        if now.at > until:
            raise RuntimeError(f"not done within {_LIMIT_S:.0f} s: {now}")


def _found(ledger: Ledger, planted: list[ExpectedFinding]) -> bool:
    return not tally(planted, [lead.finding for lead in ledger.leads(LeadFilter())], planted).missing


def _checkpoint(place: Installation) -> float:
    """The bytes of the largest round of checkpoints until every partition has been written once more."""
    settings, ended, most = place.local.settings, time.time(), 0
    until = time.monotonic() + 2 * settings.checkpoint_s
    while time.monotonic() < until:
        most = max(most, place.sample().checkpoint)
        if sum(at > ended for at in place.checkpointed_at()) == settings.work_partitions:
            break
        time.sleep(1)
    return most

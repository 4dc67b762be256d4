"""The time from the kill of a worker under load until its partitions are judged again, beyond the session timeout."""

import asyncio
import time
from collections.abc import Iterator

from alerts.ledger import Ledger
from schemas.work import bucket_of
from streams.settings import Settings
from tests.bench.entries import raised
from tests.bench.figure import Figure
from tests.bench.installation import Installation, installation
from tests.bench.steady import Steady

WORKERS = 2
_WARM_UP_S = 90
_KILLED_AT_S = 100
_WINDOW_S = 70
_OFFENDERS = 1_500
_SESSION_TIMEOUT_S = 10


def recovery(scale: float) -> Iterator[Figure]:
    """One of two workers ends by SIGKILL; counted is the first breach, sent afterwards, of the partition that comes last."""
    settings = Settings(session_timeout_s=_SESSION_TIMEOUT_S)
    with installation(settings) as place, Ledger.open(place.local.settings.ledger) as ledger:
        load = Steady(scale, _WARM_UP_S, _WINDOW_S, max(70, round(_OFFENDERS * scale)))
        killed_at, lost = asyncio.run(_loaded(place, load))
        known = raised(ledger)
    first: dict[int, int] = {}
    for subject, sent in load.sent.items():
        partition = bucket_of(subject) % settings.work_partitions
        if sent > killed_at and partition in lost and subject in known:
            first[partition] = min(known[subject], first.get(partition, known[subject]))
    missing = len(set(load.sent) - set(known))
    if set(first) != lost:
        raise RuntimeError(f"of the partitions {sorted(lost)} only {sorted(first)} were judged again in time")
    took = (max(first.values()) - killed_at) / 1000 - _SESSION_TIMEOUT_S
    note = f"{len(lost)} partitions, session timeout {_SESSION_TIMEOUT_S} s"
    yield Figure("recovery after SIGKILL, beyond the session timeout", took, "s", 30, True, note)
    yield Figure("breaches lost by it", missing, "", 0, True, f"of {len(load.sent):,}")


async def _loaded(place: Installation, load: Steady) -> tuple[int, set[int]]:
    """Run the load and kill a worker on the way: when (ms), and which partitions it had."""
    stop = asyncio.Event()
    await load.back_fill(place.address)
    place.start_workers(WORKERS)
    sending = asyncio.create_task(load.run(place.address, stop))
    await asyncio.sleep(load.seconds_to(_KILLED_AT_S))
    lost = await asyncio.to_thread(place.partitions, 0)
    killed_at = time.time_ns() // 1_000_000
    place.local.workers[0].kill()
    await asyncio.sleep(load.seconds_to(_WARM_UP_S + _WINDOW_S))
    stop.set()
    await sending
    await asyncio.sleep(10)
    return killed_at, lost

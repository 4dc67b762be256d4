"""Events that have settled: all that can come of them has come, and the horizon is far. And how they become records.

Two kinds. Hard days provoke the edges of the rest rule, in any order and with repeats, few events each; a second reading
of the semantics says what must be found. The city gives numbers.
"""

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from random import Random
from typing import Any

from schemas.instants import HOUR_MS as HOUR
from schemas.instants import from_rfc3339, rfc3339
from streams.tools.city.simulator import City
from tests.oracle.days import shuffled, worker_day
from tests.oracle.scripts import Event
from tests.servers.live import Record

SETTLED = 3 * HOUR
"""The silence limit of 2 h and a break of 20 min are over by then."""
LONGEST = 40 * HOUR
"""With `SETTLED`, less than the horizon of 48 h."""
RENAMED = {"suda": "kuaisong", "kuaiche": "tuche"}
"""The platforms of the hard days that the packaged law has not."""
INSTANTS = ("occurred_at", "published_at", "starts_at", "promised_at")


def hard_days(seed: int, workers: int) -> list[Event]:
    """The events of so many workers, in any order and some repeated. Each worker's last instant is just settled."""
    rng = Random(seed)
    events: list[Event] = []
    number = 0
    while workers:
        number += 1
        day = worker_day(rng.choice, sha256(f"{seed}/{number}".encode()).hexdigest())
        instants = [from_rfc3339(event[name]) for event in day for name in INSTANTS if event.get(name)]
        if max(instants) - min(instants) < LONGEST:
            events += [_moved(event, now() - SETTLED - max(instants)) for event in day]
            workers -= 1
    return shuffled(rng, events)


def city(seed: int, people: int, hours: int = 9) -> list[Record]:
    """The events of a city in so many hours, by time, in arrays of 100; the last of them is just settled."""
    until = now() - SETTLED
    return list(City(seed, people, until - hours * HOUR).batches(until - hours * HOUR, until))


def arrays(events: Sequence[Event], size: int = 100) -> Iterator[Record]:
    """The events as records of one platform, each an array of up to `size`."""
    for platform in sorted({event["platform_id"] for event in events}):
        its = [event for event in events if event["platform_id"] == platform]
        for start in range(0, len(its), size):
            yield platform, json.dumps(its[start : start + size]).encode()


def singles(events: Iterable[Event]) -> Iterator[Record]:
    """The events as records of one event each."""
    for event in events:
        yield event["platform_id"], json.dumps(event).encode()


def now() -> int:
    """The present in ms."""
    return time.time_ns() // 1_000_000


def _moved(event: Event, by: int) -> Event:
    moved: dict[str, Any] = event | {"platform_id": RENAMED.get(event["platform_id"], event["platform_id"])}
    return moved | {name: rfc3339(from_rfc3339(event[name]) + by) for name in INSTANTS if event.get(name)}

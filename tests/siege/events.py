"""Events of the contract for attacks: JSON of one event, small changes of it, and arrays of many."""

import json
import time
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice
from typing import Any

from schemas.instants import rfc3339

ATTACKER = "hema"
"""The platform that attacks or errs."""

VICTIM = "tuche"
"""A platform that does all as it should."""

SECTORS = {ATTACKER: "delivery", VICTIM: "ride_hailing"}
AREA = "360104"
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS


def now() -> int:
    """The present, in ms since 1970."""
    return time.time_ns() // 1_000_000


def worker(name: object) -> str:
    """A worker id."""
    return sha256(str(name).encode()).hexdigest()


def event(kind: str, who: str, at: int, number: object, platform: str = ATTACKER, **own: Any) -> dict[str, Any]:
    """One event; `number` tells its id from those of others, `own` are the fields of its kind."""
    return {
        "event_id": f"{kind}.{number}",
        "kind": kind,
        "platform_id": platform,
        "worker_id": who,
        "sector": SECTORS[platform],
        "area": AREA,
        "occurred_at": rfc3339(at),
        **own,
    }


def accepted(who: str, at: int, order: str, number: object) -> dict[str, Any]:
    """An order accepted, pushed by the platform."""
    return event("order.accepted", who, at, number, order_id=order, assigned="pushed")


def arrays(events: Iterable[dict[str, Any]], size: int = 500) -> Iterator[bytes]:
    """Records of so many events each."""
    left = iter(events)
    while some := list(islice(left, size)):
        yield json.dumps(some, separators=(",", ":")).encode()

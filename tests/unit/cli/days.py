"""Events of a worker by the clock of 2022-06-01 in Asia/Shanghai, as they would stand in a file."""

import json
from itertools import count
from typing import Any

from schemas.feed.reading import Reading
from streams.cli.reading import reader_of
from streams.law.files import packaged_law

LAW = packaged_law()
READER = reader_of(LAW)
WORKER = "ab" * 32
_numbers = count()


def said(kind: str, at: str, **changes: Any) -> dict[str, Any]:
    """An event of that kind at a time of the day, `HH:MM` or `HH:MM:SS`."""
    own = {"session_id": "s1"} if kind.startswith("session") else {"order_id": "o1"}
    if kind == "order.accepted":
        own["assigned"] = "pushed"
    return {
        "event_id": f"e{next(_numbers)}",
        "kind": kind,
        "platform_id": "hema",
        "worker_id": WORKER,
        "sector": "delivery",
        "area": "360104",
        "occurred_at": f"2022-06-01T{at}{':00' if len(at) == 5 else ''}+08:00",
        **own,
        **changes,
    }


def session(start: str, end: str, **changes: Any) -> list[dict[str, Any]]:
    """Online at one time and offline at the other."""
    return [said("session.online", start, **changes), said("session.offline", end, **changes)]


def lines(*events: dict[str, Any]) -> bytes:
    """The events as a file has them, one a line."""
    return b"".join(json.dumps(event).encode() + b"\n" for event in events)


def reading(*events: dict[str, Any]) -> Reading:
    """The events as they are read."""
    found = READER.read_lines(lines(*events).splitlines())
    assert not found.faults
    return found

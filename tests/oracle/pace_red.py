"""The findings of `dispatch_under_red` that semantics demand for these events and this weather at this `now`."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from tests.oracle.cells import Key, Taken, taken
from tests.oracle.facts import Event, at
from tests.oracle.pace_law import CLAUSE_8, PaceLaw
from tests.oracle.weather import Episode, Message, episodes_of


def expected_red(
    events: Iterable[Event], messages: Iterable[Message], now: int, law: PaceLaw = CLAUSE_8
) -> list[dict[str, Any]]:
    """All findings at `now` (ms), sorted; events and messages in any order, repeats allowed."""
    said = list(messages)
    pushed: dict[Key, list[Taken]] = defaultdict(list)
    for order in taken(event for event in events if event.get("worker_id") and at(event) <= now):
        if order.pushed:
            pushed[order.key].append(order)
    found = [
        _finding(key, episode, count, now)
        for key, orders in pushed.items()
        for episode in episodes_of(said, key.area, now)
        if episode.kind in law.kinds and episode.red()
        if law.in_force(min(episode.red())[0])
        if (count := sum(episode.level_at(order.at) == "red" for order in orders))
    ]
    return sorted(found, key=lambda finding: (finding["subject"], finding["starts_at"], finding["episode"]))


def _finding(key: Key, episode: Episode, count: int, now: int) -> dict[str, Any]:
    end = max(end for _, end in episode.red())
    return {
        "rule": "dispatch_under_red",
        "kind": "breach",
        "scope": "platform",
        "subject": "/".join(key),
        "sector": key.sector,
        "area": key.area,
        "episode": f"{episode.id}/{episode.kind}",
        "starts_at": min(episode.red())[0],
        "ends_at": end if now >= end else None,
        "due_at": None,
        "basis": None,
        "measured": count,
        "measured_low": count,
        "measured_high": count,
        "limit": 0,
        "severity": None,
        "reasons": [],
    }

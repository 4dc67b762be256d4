"""The findings of `dispatch_under_red` that semantics demand for these events and this weather at this `now`."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from tests.oracle.facts import Event, at
from tests.oracle.law import MINUTE
from tests.oracle.pace.cells import Key, Taken, cells_of, taken
from tests.oracle.pace.law import CLAUSE_8, SLOT, PaceLaw
from tests.oracle.weather.episodes import Episode, Message, episodes_of

RED_FOR = 5 * MINUTE
"""So long it has to have been red until a push counts."""
KINDS = ("暴雨", "台风", "暴雪", "道路结冰", "大风", "冰雹")
"""In the order of the law file."""


def expected_red(
    events: Iterable[Event], messages: Iterable[Message], now: int, law: PaceLaw = CLAUSE_8
) -> list[dict[str, Any]]:
    """All findings at `now` (ms), sorted; events and messages in any order, repeats allowed."""
    said, every = list(messages), list(events)
    pushed: dict[Key, list[Taken]] = defaultdict(list)
    for order in taken(event for event in every if event.get("worker_id") and at(event) <= now):
        if order.pushed:
            pushed[order.key].append(order)
    cells = cells_of(every, now)
    found = []
    for key, orders in pushed.items():
        listed = [each for each in episodes_of(said, key.area, now) if each.kind in KINDS and each.red()]
        listed = [each for each in listed if law.in_force(each.red()[0][0])]
        counted = [_counts_in(listed, order.at) for order in orders]
        for episode in listed:
            if episode in counted:
                slots = cells.get(key, {})
                active = sum(cell.low for slot, cell in slots.items() if _would_count(listed, episode, slot, now))
                found.append(_finding(key, episode, counted.count(episode), active, now))
    return sorted(found, key=lambda finding: (finding["subject"], finding["starts_at"], finding["episode"]))


def _counts_in(listed: list[Episode], t: int) -> Episode | None:
    """The episode in which a push at this instant counts: of those red for long enough the one that began first."""
    red = [each for each in listed if any(start + RED_FOR <= t < end for start, end in each.red())]
    return min(red, key=lambda each: (each.start, KINDS.index(each.kind)), default=None)


def _would_count(listed: list[Episode], episode: Episode, slot: int, now: int) -> bool:
    """True if a push would count in an episode at some instant of a slot up to now: looked at where that can turn."""
    turns = {slot} | {turn for each in listed for start, end in each.red() for turn in (start + RED_FOR, end)}
    inside = [turn for turn in turns if slot <= turn < slot + SLOT and turn <= now]
    return any(_counts_in(listed, turn) == episode for turn in inside)


def _finding(key: Key, episode: Episode, count: int, active: int, now: int) -> dict[str, Any]:
    end = max(end for _, end in episode.red())
    return {
        "rule": "dispatch_under_red",
        "kind": "indication",
        "scope": "platform",
        "subject": "/".join(key),
        "platforms": {key.platform: active} if active else {},
        "sector": key.sector,
        "area": key.area,
        "episode": episode.name,
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

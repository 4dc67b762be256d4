"""Weeks of one worker that provoke the edges of the rules about days: hours near the limit, half an hour, rests, midnight."""

from typing import Any

from schemas.instants import from_rfc3339, rfc3339
from tests.oracle.days import WORKER, Pick
from tests.oracle.law import HOUR, MINUTE, SECOND

OF_THE_STANDARD = frozenset({"daily_hours", "weekly_rest"})
"""The rules about days that follow the take-away standard; pay, the third one, has days of its own."""

FIRST_DAY = from_rfc3339("2025-12-05T00:00+08:00")
DAY = 24 * HOUR
OUTSIDE = "360402"
BEGINS = (6 * HOUR, 10 * HOUR, 14 * HOUR, 18 * HOUR, 22 * HOUR + 30 * MINUTE)
LENGTHS = (4 * HOUR, 4 * HOUR, 2 * HOUR, 30 * MINUTE, 30 * MINUTE - 1, 20 * MINUTE, 0, 5 * HOUR, None, None)
SHORT = (30 * MINUTE, 30 * MINUTE, 30 * MINUTE, HOUR, 30 * MINUTE - 1, None, 20 * MINUTE)
JITTER = (0, 0, 0, 0, 1, -1, 10 * MINUTE, SECOND)


def weeks(pick: Pick, days: int = 12) -> list[dict[str, Any]]:
    """All events of one worker over so many days, by time: orders on one or two platforms, and a session now and then."""
    platforms = pick((("hema",), ("hema",), ("hema", "suda")))
    events: list[dict[str, Any]] = []
    steady = pick((False, False, True))
    for day in range(days):
        style = pick(
            ("short", "short", "long") if steady else ("short", "short", "short", "short", "long", "long", "rest")
        )
        begin = FIRST_DAY + day * DAY
        if style == "short":
            length = pick((30 * MINUTE, 30 * MINUTE, HOUR) if steady else SHORT)
            events += _order(pick, pick(platforms), f"o{day}", begin + 12 * HOUR, length)
        if style == "long":
            for number, at in enumerate(BEGINS):
                if pick((True, True, True, False)):
                    name = f"o{day}-{number}"
                    events += _order(pick, pick(platforms), name, begin + at + pick(JITTER), pick(LENGTHS))
        if style != "rest" and pick((False, False, True)):
            events += _session(pick, pick(platforms), f"s{day}", begin + 11 * HOUR)
    events.sort(key=lambda event: (from_rfc3339(event["occurred_at"]), event["platform_id"], event["kind"]))
    return [event | {"event_id": f"e{number}"} for number, event in enumerate(events)]


def _order(pick: Pick, platform: str, name: str, at: int, length: int | None) -> list[dict[str, Any]]:
    sector = pick(
        (
            "delivery",
            "delivery",
            "delivery",
            "delivery",
            "delivery",
            "delivery",
            "delivery",
            "delivery",
            "ride_hailing",
            "courier",
        )
    )
    area = pick(("360104", "360104", "360104", "360104", "360104", "360104", "360104", "NC-GX", "NC-GX", OUTSIDE))
    place = {"platform_id": platform, "sector": sector, "area": area, "order_id": name}
    events = [_event("order.accepted", at, place) | {"assigned": "pushed"}]
    if length is not None:
        events.append(_event("order.completed", at + length, place))
    elif pick((True, False)):
        events.append(_event("order.picked_up", at + 20 * MINUTE, place))
    return events


def _session(pick: Pick, platform: str, name: str, at: int) -> list[dict[str, Any]]:
    place = {"platform_id": platform, "session_id": name, "sector": pick(("delivery", "courier")), "area": "360104"}
    ends = pick((3 * HOUR, 3 * HOUR, 9 * HOUR, None))
    beats = [_event("session.heartbeat", at + minutes * MINUTE, place) for minutes in range(0, 60, 3)]
    last = [] if ends is None else [_event("session.offline", at + ends, place)]
    return [_event("session.online", at, place), *beats[1:], *last]


def _event(kind: str, at: int, more: dict[str, Any]) -> dict[str, Any]:
    return {"kind": kind, "worker_id": WORKER, "occurred_at": rfc3339(at), **more}

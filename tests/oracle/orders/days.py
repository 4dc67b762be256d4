"""A few events of one or two order ids at instants that meet one another, with or without sessions beside them.

Built like `tests.oracle.days`, out of choices that `pick` makes, the plainest first. Small days find what long ones hide.
"""

from typing import Any

from schemas.instants import rfc3339
from tests.oracle.days import MORNING, WORKER, Pick
from tests.oracle.law import HOUR, MINUTE
from tests.oracle.scripts import Event, Who

TIMES = (0, HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR, 90 * MINUTE, 30 * MINUTE, 5 * HOUR, 8 * HOUR, 12 * HOUR, 24 * HOUR)
FAR = (0, 0, 0, 0, 0, HOUR, 4 * HOUR, 9 * HOUR, 23 * HOUR, 24 * HOUR)
JITTER = (0, 0, 0, 0, 0, 1, -1)
AHEAD = (None, None, HOUR, 30 * MINUTE, 30 * MINUTE - 1, 0, 2 * HOUR, 4 * HOUR, 9 * HOUR, 31 * 24 * HOUR)
KINDS = ("completed", "picked_up", "cancelled", "accepted", "picked_up", "promise_changed")
PROMISES = (30 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 25 * HOUR, 0)
BEATS = (0, 0, 0, MINUTE, 3 * MINUTE)
NOW = (0, 0, 1, -1, 2 * HOUR, 40 * HOUR)


def order_day(pick: Pick) -> list[Event]:
    """Events of one worker on one platform, by time, none twice."""
    events: list[Event] = []
    sectors = pick(
        (("delivery",), ("ride_hailing",), ("courier",), ("courier",), ("delivery", "courier", "ride_hailing"))
    )
    for number in range(pick((1, 1, 1, 2))):
        for _ in range(pick((1, 2, 3, 4, 5, 6, 8))):
            who = Who("hema", WORKER, pick(sectors), pick(("360104", "360104", "360102", "NC-GX")))
            events.append(_statement(pick, who, f"o{number}", bool(events)))
    for number in range(pick((0, 1, 1, 2))):
        events += _session(pick, Who("hema", WORKER, "delivery", "360103"), f"s{number}")
    events.sort(key=lambda event: (str(event["occurred_at"]), str(event["kind"])))
    for number, event in enumerate(events):
        event["event_id"] = f"e{pick((number, number, number, 99 - number))}-{number}"
    return events


def order_day_and_now(pick: Pick) -> tuple[list[Event], int]:
    """The same, and an instant (ms) at which something may turn: an event, a booking's start, or the end of a length."""
    events = order_day(pick)
    return events, max(MORNING, pick((_instant(pick), _instant(pick), MORNING + 60 * HOUR)) + pick(NOW))


def _instant(pick: Pick) -> int:
    return int(MORNING + pick(TIMES) + pick(FAR) + pick(JITTER))


def _statement(pick: Pick, who: Who, name: str, later: bool) -> Event:
    kind, at = pick(KINDS) if later else "accepted", _instant(pick)
    more: dict[str, Any] = {}
    if kind == "accepted":
        ahead, promise = pick(AHEAD), pick((None, None, *PROMISES))
        more = {"assigned": pick(("pushed", "grabbed")), "distance_m": pick((1000, 1000, None))}
        more |= {} if ahead is None else {"starts_at": rfc3339(at + ahead)}
        more |= {} if promise is None else {"promised_at": rfc3339(at + promise)}
    elif kind == "promise_changed":
        more = {"promised_at": rfc3339(at + pick((*PROMISES, -HOUR)))}
    elif kind == "cancelled":
        more = {"by": "customer"}
    return who.says(f"order.{kind}", at, order_id=name, **more)


def _session(pick: Pick, who: Who, name: str) -> list[Event]:
    start, beat, length = _instant(pick), pick(BEATS), pick((HOUR, 3 * HOUR, 6 * HOUR))
    points = [(pick(("online", "online", "heartbeat")), start)]
    points += [("heartbeat", start + offset) for offset in range(0, length, beat)] if beat else []
    points += [("offline", start + length)] if pick((True, True, False)) else []
    points += [(kind, start) for kind in pick(((), (), (), ("offline",), ("offline", "heartbeat")))]
    return [who.says(f"session.{kind}", at, session_id=name) for kind, at in points]

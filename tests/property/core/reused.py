"""Weeks of a worker whose platforms give the same session or order ids again, as one does that sends the worker's own."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from schemas.instants import from_rfc3339, rfc3339
from tests.oracle.days import MORNING, Pick, worker_day
from tests.oracle.law import HOUR, MINUTE
from tests.oracle.pay.days import days_moved, paid_day
from tests.oracle.scripts import Event
from tests.property.core.feeding import Heard, heard
from tests.property.core.shifts import shift

DAY = 24 * HOUR
REUSED = (("session_id",), ("order_id",), ("session_id", "order_id"))
TIMES = ("occurred_at", "starts_at", "promised_at", "published_at")
IDLE = 40 * HOUR
"""An id without any event for so long is another from then on: what is idle for the horizon is forgotten whole."""


def reusing_week(pick: Pick) -> list[Heard]:
    """Days of one worker, by time; ids of some kinds come again on other days, or even on all sessions and orders."""
    return _week(pick, (worker_day, shift, paid_day))


def orderly_week(pick: Pick) -> list[Heard]:
    """The same, where each use of an id begins with an *on* or an acceptance, so that no day depends on an earlier one."""
    return _week(pick, (shift,))


def _week(pick: Pick, sorts: Sequence[Callable[[Pick], list[Event]]]) -> list[Heard]:
    reused, one_id = pick(REUSED), pick((False, False, True))
    events: list[Event] = []
    later = pick((0, 0, -20 * DAY, -22 * DAY))  # from before the law was in force on
    for number in range(6):
        day = [_promised(pick, event) for event in pick(sorts)(pick)]
        events += [_moved(event, number, later, reused) for event in _from_morning(day)]
        later += pick((DAY, DAY, DAY, 3 * DAY))
    if one_id:
        events = [event | {key: "one" for key in reused if event.get(key)} for event in events]
    events.sort(key=_at)
    return sorted(heard(_told_apart(events, reused)), key=lambda each: each[1].at)


def _at(event: Event) -> int:
    return from_rfc3339(event["occurred_at"])


def _from_morning(events: list[Event]) -> list[Event]:
    """The events on the days from the first one on, at the same time of day."""
    days = (MORNING - min(map(_at, events), default=MORNING)) // DAY * DAY
    return [_later(event, days) for event in events]


def _later(event: Event, by: int) -> Event:
    instants = {key: rfc3339(from_rfc3339(event[key]) + by) for key in TIMES if event.get(key)}
    return event | instants | days_moved(event, by)


def _moved(event: Event, number: int, later: int, reused: tuple[str, ...]) -> Event:
    own = [key for key in ("session_id", "order_id", "entry_id", "event_id") if key in event and key not in reused]
    return _later(event, later) | {key: f"{event[key]}-day{number}" for key in own}


def _promised(pick: Pick, event: Event) -> Event:
    """Acceptances with a distance, and with a promise where there is one."""
    if event["kind"] != "order.accepted":
        return event
    promise = pick((None, 30 * MINUTE, 5 * HOUR))
    said = (
        {}
        if promise is None
        else {"promised_at": rfc3339(from_rfc3339(event.get("starts_at") or event["occurred_at"]) + promise)}
    )
    return event | {"distance_m": pick((1000, 3000))} | said


def _told_apart(events: list[Event], reused: tuple[str, ...]) -> list[Event]:
    """The events, by time, with another id after each long idleness; pay is for orders that are not idle, or for none known."""
    last: dict[tuple[str, ...], int] = {}
    generation: dict[tuple[str, ...], int] = defaultdict(int)
    found = []
    for event in events:
        named = {}
        for key in reused:
            if event.get(key):
                thing = (event["platform_id"], key, event[key])
                idle = _at(event) - last.get(thing, -IDLE) > IDLE
                if event["kind"].startswith("pay."):
                    named[key] = f"{event[key]}.{'unknown' if idle else generation[thing]}"
                else:
                    last[thing] = _at(event)
                    generation[thing] += idle
                    named[key] = f"{event[key]}.{generation[thing]}"
        found.append(event | named)
    return found

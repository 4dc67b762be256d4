"""Worker-days that provoke the edges of the rest rule, for hypothesis and for a seeded generator alike.

`worker_day` builds a day out of single choices; `pick` makes each of them, out of options of which the first is the
plainest, so that hypothesis shrinks towards a plain day. Long worked spells are likely: sessions follow one another at
chosen gaps, and heartbeats come in blocks.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, Protocol, TypeVar

from hypothesis import strategies as st

from schemas.instants import from_rfc3339
from tests.oracle.law import HOUR, MINUTE, SECOND
from tests.oracle.scripts import Event, OrderScript, SessionScript, Who

T = TypeVar("T")
DAY = 24 * HOUR
WORKER = "0" * 63 + "1"
MORNING, EVENING, DAY_BEFORE_THE_LAW = (
    from_rfc3339(text) for text in ("2022-06-01T08:00+08:00", "2022-06-01T21:00+08:00", "2022-05-11T21:50+08:00")
)
STARTS = (MORNING, MORNING, MORNING, MORNING, EVENING, EVENING, DAY_BEFORE_THE_LAW)
JITTER = (0, 0, 0, 0, 1, -1, 30 * SECOND, MINUTE)
LENGTHS = (HOUR, HOUR, 10 * MINUTE, 90 * MINUTE, 2 * HOUR, 2 * HOUR, 150 * MINUTE, 225 * MINUTE, 4 * HOUR, 255 * MINUTE)
GAPS = (20 * MINUTE, 20 * MINUTE, 30 * MINUTE, 30 * MINUTE, 10 * MINUTE, 0, 3 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, -HOUR)
BEATS = (3 * MINUTE, 3 * MINUTE, 3 * MINUTE, MINUTE, 90 * SECOND, 3 * MINUTE + 1, 0)
HOLES = (0, 0, 0, 3 * MINUTE, 10 * MINUTE, 20 * MINUTE - 1, 20 * MINUTE, HOUR, 2 * HOUR, 2 * HOUR + 21 * MINUTE)
PAUSES = (0, 0, 0, 0, MINUTE, 10 * MINUTE, 20 * MINUTE, 20 * MINUTE - 1, HOUR)
CLOSED = (
    0,
    0,
    0,
    0,
    0,
    0,
    None,
    None,
    None,
    None,
    1,
    3 * MINUTE,
    3 * MINUTE + 1,
    HOUR,
    3 * HOUR,
    20 * HOUR,
    24 * HOUR,
    26 * HOUR,
)
OVERRUNS = (0, 0, 0, 0, 0, 3 * MINUTE, HOUR, 3 * HOUR)
OFFSETS = (0, 30 * MINUTE, HOUR, 90 * MINUTE, 2 * HOUR, 3 * HOUR)
ORDERED = (*OFFSETS, *OFFSETS, 25 * HOUR, -24 * HOUR)
ENDED = (
    20 * MINUTE,
    20 * MINUTE,
    20 * MINUTE,
    HOUR,
    HOUR,
    0,
    2 * HOUR,
    4 * HOUR,
    4 * HOUR + 1,
    24 * HOUR + 1,
    None,
    None,
)
BOOKED = (None, None, None, 0, 30 * MINUTE, 30 * MINUTE - 1, HOUR, 3 * HOUR, 9 * HOUR)
MORE = ("picked_up", "picked_up", "completed", "cancelled", "accepted", "booked")
MORE_AT = (20 * MINUTE, HOUR, 0, 30 * MINUTE, 2 * HOUR, 3 * HOUR, 4 * HOUR, 5 * HOUR, 12 * HOUR)
WAITS = (0, 1, 3 * MINUTE, 3 * MINUTE + 1, 20 * MINUTE - 1, 20 * MINUTE, HOUR, 2 * HOUR, 2 * HOUR + 1, 26 * HOUR)


class Pick(Protocol):
    """Chooses one of the options."""

    def __call__(self, options: Sequence[T], /) -> T: ...


def worker_day(pick: Pick, worker: str = WORKER) -> list[Event]:
    """All events of one worker on one to three platforms over a day or two, by time, none twice."""
    start = pick(STARTS)
    events: list[Event] = []
    for platform in _platforms(pick):
        events += _on_platform(pick, worker, platform, start)
    _move_elsewhere(pick, events, start)
    events.sort(key=lambda event: (from_rfc3339(event["occurred_at"]), event["platform_id"]))
    for number, event in enumerate(events):
        event["event_id"] = f"{worker[-6:]}-{number}"
    return events


def _move_elsewhere(pick: Pick, events: list[Event], start: int) -> None:
    """Let what happens in some hours happen in another city, on all platforms or on one."""
    begin, length = start + pick(OFFSETS), pick((0, 0, 0, 0, HOUR, 3 * HOUR, DAY))
    area, platform = pick(("360402", "110101")), pick((None, "hema"))
    for event in events:
        there = begin <= from_rfc3339(event["occurred_at"]) < begin + length
        if there and platform in (None, event["platform_id"]):
            event["area"] = area


def now_for(pick: Pick, events: list[Event]) -> int:
    """A `now` at which something may turn: at or soon after one of the last events, or in the middle; without any, at 0."""
    times = [from_rfc3339(event["occurred_at"]) for event in events] or [0]
    return pick((times[-1], times[-1], times[-1], pick(times))) + pick(WAITS)


def shuffled(rng: Random, events: list[Event]) -> list[Event]:
    """The events in another order, some of them more than once."""
    mixed = [*events, *rng.choices(events, k=rng.randint(0, len(events) // 4 + 1))] if events else []
    rng.shuffle(mixed)
    return mixed


def worker_days() -> st.SearchStrategy[list[Event]]:
    """Events of one worker; see `worker_day`."""
    return _drawn(worker_day)


def worker_days_and_now() -> st.SearchStrategy[tuple[list[Event], int]]:
    """Events of one worker and a `now` (ms) to judge them at."""

    def both(pick: Pick) -> tuple[list[Event], int]:
        events = worker_day(pick)
        return events, now_for(pick, events)

    return _drawn(both)


def shuffled_with_repeats(events: list[Event]) -> st.SearchStrategy[list[Event]]:
    """The events in any order with any repeats; shrinks to the order given, without repeats."""
    return st.integers(0, 2**32 - 1).map(lambda seed: shuffled(Random(seed), events) if seed else events)


def _drawn(build: Callable[[Pick], T]) -> st.SearchStrategy[T]:
    @st.composite
    def drawn(draw: st.DrawFn) -> T:
        def pick(options: Sequence[Any], /) -> Any:
            return draw(st.sampled_from(options))

        return build(pick)

    return drawn()


def _platforms(pick: Pick) -> tuple[str, ...]:
    return pick((("hema",), ("hema", "suda"), ("hema", "suda"), ("hema", "suda", "kuaiche")))


def _on_platform(pick: Pick, worker: str, platform: str, start: int) -> list[Event]:
    """Sessions one after the other, each with its orders."""
    events: list[Event] = []
    at = start + pick((0, 0, HOUR, 2 * HOUR, 150 * MINUTE, 4 * HOUR, 5 * HOUR)) + pick(JITTER)
    for number in range(5):
        who = Who(platform, worker, *_place(pick))
        session = _session(pick, who, pick((f"s{number}", f"s{number}", "s0")), at)
        events += session.events()
        for order in _orders(pick, who, f"o{number}", session):
            events += order.events()
        at = session.end + pick(GAPS) + pick(JITTER)
        if not pick((False, True, True)):
            break
    return events


def _place(pick: Pick) -> tuple[str, str]:
    return pick(("delivery", "delivery", "delivery", "courier", "ride_hailing")), pick(("360104", "360104", "NC-GX"))


def _session(pick: Pick, who: Who, name: str, start: int) -> SessionScript:
    return SessionScript(
        who=who,
        id=name,
        start=start,
        length=pick(LENGTHS) + pick(JITTER),
        opened=pick((True, True, True, True, False)),
        beat=pick(BEATS),
        hole=(pick(OFFSETS), pick(HOLES) + pick(JITTER)),
        pause=(pick(OFFSETS) + 1, pick(PAUSES)),
        closed_after=pick(CLOSED),
        overrun=pick(OVERRUNS),
        blink=pick((None, None, None, None, None, 0, HOUR, 2 * HOUR)),
        more=pick((no_more, no_more, no_more, further_points))(pick),
    )


def no_more(_pick: Pick) -> tuple[tuple[str, int], ...]:
    return ()


def further_points(pick: Pick) -> tuple[tuple[str, int], ...]:
    """An on while on, an off while off, or both at an instant, once or twice; now and then a day later."""
    points: list[tuple[str, int]] = []
    at = pick((0, 0, HOUR, 2 * HOUR, 3 * HOUR, 25 * HOUR, 26 * HOUR))
    for _ in range(pick((1, 2, 3))):
        kinds = pick((("online",), ("online", "paused"), ("online", "paused"), ("offline",)))
        points += [(kind, at) for kind in kinds]
        at += pick((MINUTE, 3 * MINUTE, 20 * MINUTE - 1, 20 * MINUTE, HOUR, 2 * HOUR, 24 * HOUR + 1))
    return tuple(points)


def _orders(pick: Pick, who: Who, stem: str, session: SessionScript) -> list[OrderScript]:
    orders: list[OrderScript] = []
    while len(orders) < 3 and pick((False, False, True)):
        orders.append(_order(pick, who, f"{stem}-{len(orders)}", session.start + pick(ORDERED)))
    return orders


def _order(pick: Pick, who: Who, name: str, at: int) -> OrderScript:
    return OrderScript(
        who=who,
        id=name,
        at=at,
        assigned=pick(("pushed", "grabbed")),
        booked=pick(BOOKED),
        picked_up=pick((None, 5 * MINUTE, HOUR, 3 * HOUR)),
        again=pick((None, None, None, 0, 30 * MINUTE, 2 * HOUR)),
        ended=pick(ENDED),
        ending=pick(("completed", "cancelled")),
        more=tuple((pick(MORE), pick(MORE_AT)) for _ in range(pick((0, 0, 0, 1, 3)))),
    )

"""Teams that work the same hours on a day with weather and in weeks before it, so that their pace can be compared.

All is built out of choices that `pick` makes, the plainest first; instants and lengths in ms. A session of two events works
for hours and costs nothing to read; what lies between two onlines of it is unknown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from schemas.instants import from_rfc3339, rfc3339
from tests.oracle.days import Pick
from tests.oracle.law import HOUR, MINUTE
from tests.oracle.pace.law import WEEK, ZONES, beside
from tests.oracle.pace.storms import storms
from tests.oracle.scripts import Event, Who
from tests.oracle.weather.scripts import Message, weather

TEN = tuple(
    from_rfc3339(text)
    for text in (*6 * ("2022-06-15T10:00+08:00",), "2022-05-11T23:40+08:00", "2022-05-12T00:00+08:00")
)
"""About when the weather comes; the law begins on 2022-05-12."""
WEEKS = ((1, 2), (1, 3), (2, 4), (1, 2, 3), (1, 2, 3, 4), (3,), (), (1, 5))
KEPT = (100, 100, 100, 95, 90, 80, 70, 50, 45)
"""Per cent of the usual orders that a platform lets through."""
LONGER = (0, 0, 0, 10, 20, 50, 9, 15)
"""Per cent by which it lengthens what it promises."""
EDGES = (-1, 0, 1, MINUTE)
WAITS = (10 * MINUTE, 10 * MINUTE, 0, 10 * MINUTE - 1, 20 * MINUTE, HOUR, 5 * HOUR, 24 * HOUR)
RUNNING = (
    160 * MINUTE,
    160 * MINUTE - 1,
    170 * MINUTE,
    171 * MINUTE,
    100 * MINUTE,
    110 * MINUTE,
    220 * MINUTE,
    3 * HOUR,
)
"""From the start of a warning: about when two groups of slots, or one, or three, can be judged."""


AREAS = (*5 * ("360104",), "NC-GX", "NC-GX", "360112", "360111", "NC-WL")
BEFORE = (2 * HOUR, 2 * HOUR, 50 * MINUTE, HOUR, 3 * HOUR)
"""So long do people work before the weather comes."""
MISSING = (0, 0, 0, HOUR, 80 * MINUTE)
"""So much is missing at either end of the hours of an earlier week."""
SESSIONS = (*15 * ("plain",), "again", "again", "open", "paused", "beats")
SILENT = ("again", "again", "again", "plain", "open")


@dataclass(frozen=True)
class Scene:
    """The events of each platform, and the instant of judgement; `messages` in the form of `tests.oracle.weather.episodes`."""

    events: list[Event]
    messages: list[Message]
    now: int


@dataclass(frozen=True)
class Team:
    """The work of a platform's people on each of the days; `every`: between two orders of one of them.

    `same`: they are the same people in each week. `odd`: sessions and orders are not all plain. `silent`: most time of the day
    with weather is unknown.
    """

    platform: str
    size: int
    sector: str
    area: str
    every: int
    promises: bool
    same: bool
    odd: bool
    silent: bool


def scene(pick: Pick) -> Scene:
    """One or two platforms, a day with weather and weeks before it."""
    ten = pick(TEN)
    area = pick(AREAS)
    messages = (
        weather(pick, ten) if pick((False, False, False, True)) else storms(pick, ten, (ZONES.get(area, (area,))[0],))
    )
    weeks = pick(WEEKS)
    events: list[Event] = []
    for platform in pick((("hema",), ("hema",), ("hema", "suda"))):
        team = _team(pick, platform, area)
        for back in (0, *weeks):
            events += _day(pick, team, back, ten - back * WEEK)
        events += [*_at_edges(pick, team, messages), *_declared(pick, team, ten)]
    return Scene(_numbered(events), messages, _now(pick, ten, messages))


def _now(pick: Pick, ten: int, messages: list[Message]) -> int:
    """An instant at which something may turn: while the weather lasts, or some time after what a message names."""
    times = [at for message in messages for at in _named(message)]
    return pick((max(times) + pick(WAITS), max(times) + pick(WAITS), pick(times) + pick(WAITS), ten + pick(RUNNING)))


def _named(message: Message) -> list[int]:
    """The instants (ms) that a message names."""
    own = [at for info in message["infos"] for at in (info["onset"], info["expires"]) if at is not None]
    return [message["sent"], *own]


def _team(pick: Pick, platform: str, area: str) -> Team:
    return Team(
        platform=platform,
        size=pick((5, 6, 7, 4)),
        sector=pick(("delivery", "delivery", "courier")),
        area=area,
        every=pick((10, 10, 12, 15)) * MINUTE,
        promises=pick((True, True, True, False)),
        same=pick((False, False, False, True)),
        odd=pick((False, True)),
        silent=pick((False, False, False, True)),
    )


def _day(pick: Pick, team: Team, back: int, ten: int) -> Iterator[Event]:
    """From when the weather comes, on its day from two hours before, for three or four hours on."""
    kept, longer = (100, 0) if back else (pick(KEPT), pick(LONGER))
    hours = ten if back else ten - pick(BEFORE), ten + pick((3 * HOUR, 4 * HOUR))
    if back:
        hours = hours[0] + pick(MISSING), hours[1] - pick(MISSING)
    elsewhere = pick((False, False, True)) and back
    taken = 0
    for number in range(team.size):
        worker = f"{number + (0 if team.same else 100 * back):064x}"
        area = pick((team.area, *beside(team.area))) if elsewhere else team.area
        who = Who(team.platform, worker, team.sector, area)
        yield from _sessions(pick, team, who, back, hours)
        for at in range(hours[0] + pick((0, MINUTE, 7 * MINUTE)), hours[1], team.every):
            taken += at >= ten
            if at < ten or taken * kept // 100 > (taken - 1) * kept // 100:
                yield from _order(pick, team, who, at, _promise(pick, team, at, longer if at >= ten else 0))


def _sessions(pick: Pick, team: Team, who: Who, back: int, hours: tuple[int, int]) -> Iterator[Event]:
    """One for the whole day, or some, so that much of the time is known while the last of them runs."""
    length = pick((50 * MINUTE, HOUR, 2 * HOUR)) if back == 0 else hours[1] - hours[0]
    for start in range(*hours, length):
        plain = Team(**vars(team) | {"silent": team.silent and not back})
        yield from _session(pick, plain, who, f"s{start}", start, start + length)


def _session(pick: Pick, team: Team, who: Who, name: str, start: int, end: int) -> Iterator[Event]:
    """Mostly online once and offline once; else online again on the way, or never offline, or paused."""
    yield who.says("session.online", start, session_id=name)
    sorts = SILENT if team.silent else SESSIONS if team.odd else ("plain",)
    sort = pick(sorts)
    middle = start + (end - start) * pick((1, 2)) // 3 + pick((0, 1, 5 * MINUTE))
    if sort == "again":
        yield who.says("session.online", middle, session_id=name)
    if sort == "paused":
        yield who.says("session.paused", middle, session_id=name)
        yield who.says("session.resumed", middle + 5 * MINUTE, session_id=name)
    if sort == "beats":
        for at in range(middle, middle + 30 * MINUTE, 3 * MINUTE):
            yield who.says("session.heartbeat", at, session_id=name)
    if sort not in ("open", "beats"):
        yield who.says("session.offline", end, session_id=name)


def _promise(pick: Pick, team: Team, at: int, longer: int) -> dict[str, Any]:
    """Nothing, or a distance and a promise of ten minutes a kilometre, lengthened by so many per cent."""
    if not team.promises:
        return {}
    metres = pick((3000, 1000, 2500))
    promised = at + metres * 600 * (100 + longer) // 100 + (pick((0, 0, 0, 0, 1, -1)) if team.odd else 0)
    said = {"promised_at": rfc3339(promised), "distance_m": metres}
    return pick((*9 * (said,), {"distance_m": metres})) if team.odd else said


def _order(pick: Pick, team: Team, who: Who, at: int, promise: dict[str, Any]) -> Iterator[Event]:
    """Mostly accepted and completed."""
    name, sorts = f"o{at}", (*20 * ("plain",), "open", "booked", "moved", "changed", "changed", "twice", "cancelled")
    sort = pick(sorts) if team.odd else "plain"
    assigned = pick(("pushed", "pushed", "grabbed"))
    booked = {"starts_at": rfc3339(at + pick((HOUR, 20 * MINUTE)))} if sort == "booked" else {}
    yield who.says("order.accepted", at, order_id=name, assigned=assigned, **promise, **booked)
    if sort == "changed":
        changed, to = at + pick((10 * MINUTE, 10 * MINUTE + 1, MINUTE)), at + pick((HOUR, 10 * MINUTE))
        yield who.says("order.promise_changed", changed, order_id=name, promised_at=rfc3339(max(changed, to)))
    if sort == "moved":
        elsewhere = Who(who.platform, who.worker, who.sector, "360102")
        yield elsewhere.says("order.accepted", at + MINUTE, order_id=name + "m", assigned=assigned, **promise)
    if sort == "twice":
        yield who.says("order.accepted", at + pick((MINUTE, HOUR)), order_id=name, assigned="pushed")
    if sort == "cancelled":
        yield who.says("order.cancelled", at + MINUTE, order_id=name, by="platform")
    elif sort not in ("open", "moved"):
        yield who.says("order.completed", at + pick((8 * MINUTE, 20 * MINUTE)), order_id=name)


def _at_edges(pick: Pick, team: Team, messages: list[Message]) -> Iterator[Event]:
    """A few orders pushed to the millisecond about instants that messages name."""
    who = Who(team.platform, f"{0:064x}", team.sector, team.area)
    for number in range(pick((2, 0, 4))):
        at = pick(_named(pick(messages))) + pick(EDGES)
        yield who.says("order.accepted", at, order_id=f"e{number}", assigned="pushed")
        yield who.says("order.completed", at + MINUTE, order_id=f"e{number}")


def _declared(pick: Pick, team: Team, ten: int) -> Iterator[Event]:
    """At most one measure that the platform says it takes, which changes no verdict."""
    measure = pick((None, "limit_orders", "extend_time"))
    if measure:
        event = Who(team.platform, "", team.sector, team.area).says("platform.mitigation", ten, measure=measure)
        del event["worker_id"]
        yield event | {"from": rfc3339(ten), "until": rfc3339(ten + 2 * HOUR)}


def _numbered(events: list[Event]) -> list[Event]:
    return [event | {"event_id": f"e{number}"} for number, event in enumerate(events)]

"""From a worker's events in contract form to sessions and orders: sets of instants. Decides nothing about coverage."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from schemas.instants import from_rfc3339

Event = Mapping[str, Any]

ON = frozenset({"session.online", "session.resumed"})
OFF = frozenset({"session.paused", "session.offline"})
END = frozenset({"order.completed", "order.cancelled"})


class Place(NamedTuple):
    """Where a worker was from `at` on. `rank` orders what was said at one instant: off 0, on 1, acceptance 2."""

    at: int
    rank: int
    area: str
    sector: str


@dataclass(frozen=True, eq=False)
class Session:
    """Sorted instants. Those with an on and an off are `both`, and neither of `ons` and `offs`.

    `lone`: the earliest heartbeat where it is an on, which is among the `ons`; `signs`: all instants.
    """

    ons: list[int]
    offs: list[int]
    both: list[int]
    beats: list[int]
    lone: int | None
    places: list[Place]

    @cached_property
    def signs(self) -> list[int]:
        return sorted({*self.ons, *self.offs, *self.both, *self.beats})


@dataclass(frozen=True)
class Order:
    """Sorted instants; `begun`: whether its first acceptance is one. `events`: all that was said but the `offs`."""

    begun: bool
    ons: list[int]
    offs: list[int]
    events: list[int]
    places: list[Place]


@dataclass(frozen=True)
class Facts:
    """All sessions and orders of one worker on one platform."""

    sessions: list[Session]
    orders: list[Order]

    @property
    def places(self) -> list[Place]:
        said_by = [session.places for session in self.sessions] + [order.places for order in self.orders]
        return [place for places in said_by for place in places]


def at(event: Event) -> int:
    return from_rfc3339(event["occurred_at"])


def session_of(events: Iterable[Event]) -> Session:
    """Read a session's events."""
    beats = [Place(at(e), 1, e["area"], e["sector"]) for e in events if e["kind"] == "session.heartbeat"]
    on = {Place(at(e), 1, e["area"], e["sector"]) for e in events if e["kind"] in ON}
    off = {Place(at(e), 0, e["area"], e["sector"]) for e in events if e["kind"] in OFF}
    both = {p.at for p in on} & {p.at for p in off}
    ons, offs = {p.at for p in on} - both, {p.at for p in off} - both
    places = [p for p in on | off if p.at not in both]
    lone = None
    if beats:
        earliest = min(beat.at for beat in beats)
        if earliest not in both and all(earliest < point for point in ons | offs):
            lone = earliest
            ons.add(earliest)
        if all(earliest < place.at for place in places):
            places.append(max(beat for beat in beats if beat.at == earliest))
    return Session(sorted(ons), sorted(offs), sorted(both), sorted({beat.at for beat in beats}), lone, places)


def on_of(acceptance: Event) -> int:
    return from_rfc3339(acceptance.get("starts_at") or acceptance["occurred_at"])


def order_of(events: Iterable[Event]) -> Order:
    """Read an order's events. An end from a booked acceptance on and before its start removes that start."""
    acceptances = [e for e in events if e["kind"] == "order.accepted"]
    ends = {at(e) for e in events if e["kind"] in END}
    standing = [e for e in acceptances if not any(at(e) <= end < on_of(e) for end in ends)]
    ons = {on_of(e) for e in standing}
    both = ons & ends
    first = min(acceptances, key=lambda e: (at(e), e["event_id"], e["assigned"], e["area"], e["sector"]), default=None)
    from_when = on_of(first) if first in standing else min(ons, default=None)
    places = [Place(from_when, 2, first["area"], first["sector"])] if first and from_when is not None else []
    said = {at(e) for e in events if e["kind"] not in END} | both
    return Order(first in standing, sorted(ons - both), sorted(ends - both), sorted(said), places)


def facts_of(events: Iterable[Event], now: int) -> dict[str, dict[str, Facts]]:
    """Facts by worker and platform. An event of a time after `now` does not count yet."""
    things: dict[tuple[str, str, str, str], list[Event]] = defaultdict(list)
    for event in events:
        what = event["kind"].partition(".")[0]
        if what in ("session", "order") and at(event) <= now:
            things[event["worker_id"], event["platform_id"], what, event[f"{what}_id"]].append(event)
    facts: dict[str, dict[str, Facts]] = defaultdict(lambda: defaultdict(lambda: Facts([], [])))
    for (worker, platform, what, _), said in sorted(things.items()):
        if what == "session":
            facts[worker][platform].sessions.append(session_of(said))
        else:
            facts[worker][platform].orders.append(order_of(said))
    return facts

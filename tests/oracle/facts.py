"""From a worker's events in contract form to sessions and orders: sets of instants. Decides nothing about coverage."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from schemas.instants import from_rfc3339
from tests.oracle.orders.facts import Order, orders_of, signs_of

Event = Mapping[str, Any]

ON = frozenset({"session.online", "session.resumed"})
OFF = frozenset({"session.paused", "session.offline"})


class Place(NamedTuple):
    """The place of a worker from `at` on. `rank` orders what happens at one instant: off 0, on 1, acceptance 2."""

    at: int
    rank: int
    area: str
    sector: str

    @property
    def inside(self) -> bool:
        return in_the_city(self.area)


def in_the_city(area: str) -> bool:
    """Zones are Nanchang's own; of counties those whose code begins as the city's does."""
    return area[0].isalpha() or area.startswith("3601")


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
class Facts:
    """All sessions and orders of one worker on one platform."""

    sessions: list[Session]
    orders: list[Order]

    @property
    def places(self) -> list[Place]:
        said_by = [place for session in self.sessions for place in session.places]
        begun = [(order.first[1], order.first[0]) for order in self.orders if order.first is not None]
        return [*said_by, *(Place(on, 2, first.area, first.sector) for on, first in begun)]


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


def facts_of(events: Iterable[Event], now: int) -> dict[str, dict[str, Facts]]:
    """Facts by worker and platform. An event of a time after `now` does not count yet."""
    things: dict[tuple[str, str, str, str], list[Event]] = defaultdict(list)
    for event in events:
        what = event["kind"].partition(".")[0]
        if what in ("session", "order") and at(event) <= now:
            things[event["worker_id"], event["platform_id"], what, event[f"{what}_id"]].append(event)
    facts: dict[str, dict[str, Facts]] = defaultdict(lambda: defaultdict(lambda: Facts([], [])))
    for (worker, platform, what, name), said in sorted(things.items()):
        if what == "session":
            facts[worker][platform].sessions.append(session_of(said))
        else:
            signs = signs_of(
                event for key, own in things.items() if key[:3] == (worker, platform, "session") for event in own
            )
            facts[worker][platform].orders.extend(orders_of(name, said, signs))
    return facts

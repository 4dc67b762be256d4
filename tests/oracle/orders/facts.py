"""From the events of one order id to the orders that share it: what was said of each, and what its acceptances begin."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from schemas.instants import from_rfc3339
from tests.oracle.law import MINUTE, measured

Event = Mapping[str, Any]

BOOKED = 30 * MINUTE
"""An order whose start lies so far ahead is a booking."""


class Accepted(NamedTuple):
    """An acceptance; the smallest of an order is its first. `starts`: its `starts_at`, else when it was made."""

    at: int
    event_id: str
    assigned: str
    area: str
    sector: str
    starts: int
    metres: int

    @property
    def booked(self) -> bool:
        return self.starts - self.at >= BOOKED

    @property
    def nominal_on(self) -> int:
        return self.starts if self.booked else self.at

    @property
    def longest(self) -> int:
        return measured(self.nominal_on).longest_order[self.sector]


@dataclass
class InHand:
    """The order that an acceptance begins at `on`; filled in by events. `early`: carried out before its start, to that end."""

    by: Accepted
    on: int
    early: int | None = None
    end: int | None = None
    next_on: int | None = None


@dataclass(frozen=True)
class Early:
    """`[start, end)`: unknown, since a booking may have been begun before its start. `instead`: it begins nothing else."""

    by: Accepted
    start: int
    end: int
    instead: bool


@dataclass(frozen=True, eq=False)
class Order:
    """One order: instants of each sort, sorted. `promises`: said when and for when. `signs`: of sessions on that platform."""

    id: str
    acceptances: list[Accepted]
    completed: list[int]
    cancelled: list[int]
    picked_up: list[int]
    promises: list[tuple[int, int]]
    signs: list[int] = field(default_factory=list)

    @cached_property
    def early(self) -> list[Early]:
        return [early for booking in self.by_start if booking.booked for early in _early(self, booking)]

    @cached_property
    def by_start(self) -> list[Accepted]:
        """The first of the acceptances that begin at one instant."""
        found: dict[int, Accepted] = {}
        for acceptance in sorted(self.acceptances, reverse=True):
            found[acceptance.nominal_on] = acceptance
        return sorted(found.values())

    @cached_property
    def begun(self) -> list[InHand]:
        """Goes through all instants: an end ends what is in hand; an acceptance begins, unless something is in hand yet."""
        ons: dict[int, InHand] = {}
        for begins in sorted(_ons(self), key=lambda each: each.by, reverse=True):
            same = ons.get(begins.on)
            ons[begins.on] = begins
            if same is not None:
                begins.early = max(filter(None, (begins.early, same.early)), default=None)
        ends = {*self.completed, *self.cancelled}
        begun: list[InHand] = []
        in_hand: InHand | None = None
        for t in sorted({*ons, *ends}):
            ends_something = t in ends
            if ends_something and in_hand is not None:
                in_hand.end, in_hand, ends_something = t, None, False
            if t not in ons:
                continue
            begins = ons[t]
            if in_hand is not None and begins.early is None and t - in_hand.on < in_hand.by.longest:
                continue
            if begun:
                begun[-1].next_on = t
            begun.append(begins)
            in_hand = begins
            if ends_something:
                in_hand.end, in_hand = t, None
        for each in begun:
            each.end = each.end if each.early is None else each.early
        return begun

    @cached_property
    def first(self) -> tuple[Accepted, int] | None:
        """The first acceptance that begins anything, and from when on."""
        found = [(each.by, each.on) for each in self.begun]
        found += [(each.by, each.start) for each in self.early if each.instead]
        return min(found, default=None)

    @property
    def counted(self) -> Accepted:
        """The acceptance that it counts by; there must be one."""
        return min(self.acceptances) if self.first is None else self.first[0]

    @property
    def known(self) -> bool:
        return bool(self.acceptances)


def _early(order: Order, booking: Accepted) -> Iterable[Early]:
    ends, end = _ends(order, booking)
    picked_up = [p for p in order.picked_up if p >= booking.at]
    if end is not None:
        begins_nothing = not any(c in order.completed for c in ends) and not any(p < end for p in picked_up)
        near = [p for p in picked_up if end - booking.longest <= p < end]
        if not near and not begins_nothing:
            yield Early(booking, max(booking.at, end - booking.longest), end, instead=True)
        return
    before = [p for p in picked_up if p < booking.starts]
    if before and before[-1] >= booking.starts - booking.longest:
        yield Early(booking, before[-1], booking.starts, instead=False)


def _ons(order: Order) -> Iterable[InHand]:
    for acceptance in order.by_start:
        end = _ends(order, acceptance)[1] if acceptance.booked else None
        if end is None:
            yield InHand(acceptance, acceptance.nominal_on)
            continue
        near = [p for p in order.picked_up if max(acceptance.at, end - acceptance.longest) <= p < end]
        if near:
            yield InHand(acceptance, near[0], early=end)


def _ends(order: Order, booking: Accepted) -> tuple[list[int], int | None]:
    """The ends of a booking; and where all are before its start, the one that decides."""
    completed, cancelled = ([e for e in ends if e >= booking.at] for ends in (order.completed, order.cancelled))
    ends = sorted({*completed, *cancelled})
    if not ends or ends[-1] >= booking.starts:
        return ends, None
    return ends, (completed or cancelled)[-1]


def orders_of(name: str, events: Iterable[Event], signs: list[int]) -> list[Order]:
    """The orders that share an id, by time."""
    said = sorted(events, key=_at)
    acceptances = sorted(_accepted(e) for e in said if e["kind"] == "order.accepted")
    ends = [_at(e) for e in said if e["kind"] in ("order.completed", "order.cancelled")]
    for later in acceptances:
        if any(acceptances[0].at <= end < later.at for end in ends):
            before = [e for e in said if _at(e) < later.at]
            return [_order(name, before, signs), *orders_of(name, said[len(before) :], signs)]
    return [_order(name, said, signs)]


def order_at(orders: list[Order], t: int) -> Order:
    """The one of the orders that share an id that a pay entry of that instant is for."""
    accepted = [order for order in orders if order.known and min(order.acceptances).at <= t]
    return [*orders[:1], *accepted][-1]


def signs_of(events: Iterable[Event]) -> list[int]:
    """The signs of all sessions in these events, instants of both aside."""
    ons, offs, beats = set(), set(), set()
    for event in events:
        what = event["kind"].removeprefix("session.")
        sign = (event.get("session_id"), _at(event))
        if what in ("online", "resumed"):
            ons.add(sign)
        elif what in ("paused", "offline"):
            offs.add(sign)
        elif what == "heartbeat":
            beats.add(sign)
    return sorted(t for _, t in (ons ^ offs) | beats)


def _order(name: str, said: list[Event], signs: list[int]) -> Order:
    def at(*kinds: str) -> list[int]:
        return sorted({_at(e) for e in said if e["kind"] in kinds})

    promised = [e for e in said if e.get("promised_at") is not None]
    return Order(
        id=name,
        acceptances=sorted({_accepted(e) for e in said if e["kind"] == "order.accepted"}),
        completed=at("order.completed"),
        cancelled=at("order.cancelled"),
        picked_up=at("order.picked_up"),
        promises=sorted((_at(e), from_rfc3339(e["promised_at"])) for e in promised),
        signs=signs,
    )


def _accepted(event: Event) -> Accepted:
    return Accepted(
        at=_at(event),
        event_id=event["event_id"],
        assigned=event["assigned"],
        area=event["area"],
        sector=event["sector"],
        starts=from_rfc3339(event.get("starts_at") or event["occurred_at"]),
        metres=event.get("distance_m") or -1,
    )


def _at(event: Event) -> int:
    return from_rfc3339(event["occurred_at"])

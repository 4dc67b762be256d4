"""From events to cells: what happened on a platform, in a sector, an area and a slot. Decides no verdict."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import NamedTuple

from tests.oracle.facts import Event, at, facts_of, in_the_city
from tests.oracle.law import MINUTE, measured
from tests.oracle.orders.facts import Accepted, Order, orders_of
from tests.oracle.pace.law import SLOT
from tests.oracle.worktime.reading import WORK
from tests.oracle.worktime.view import View, views

PROMISE_COUNTS_FOR = 10 * MINUTE
"""The time after the first acceptance in which a promise counts."""


class Key(NamedTuple):
    """The cells of one platform, sector and area; `slots` of a key are by their first instant."""

    platform: str
    sector: str
    area: str


@dataclass(frozen=True)
class Cell:
    """Active time in ms; `promised_ms` and `metres` of the orders with a promise and a distance, `promised` of them."""

    low: int = 0
    high: int = 0
    accepted: int = 0
    promised: int = 0
    promised_ms: int = 0
    metres: int = 0


@dataclass(frozen=True)
class Taken:
    """An order at the acceptance that counts. `promise` (ms after it) and `metres` are None where not said."""

    key: Key
    at: int
    pushed: bool
    promise: int | None
    metres: int | None

    def cell(self) -> Cell:
        if self.promise is None or self.metres is None:
            return Cell(accepted=1)
        return Cell(accepted=1, promised=1, promised_ms=self.promise, metres=self.metres)


Cells = dict[Key, dict[int, Cell]]


def cells_of(events: Iterable[Event], now: int) -> Cells:
    """By key and first instant of the slot; events in any order, repeats allowed, of any number of workers."""
    so_far = [event for event in events if event.get("worker_id") and at(event) <= now]
    found: dict[Key, dict[int, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for facts in facts_of(so_far, now).values():
        for view in views(facts, now):
            if view.platform:
                for key, slot, cell in _active(view):
                    found[key][slot].append(cell)
    for order in taken(so_far):
        found[order.key][order.at // SLOT * SLOT].append(order.cell())
    return {key: {slot: total(parts) for slot, parts in slots.items()} for key, slots in found.items()}


def total(cells: Iterable[Cell]) -> Cell:
    every = list(cells)
    return Cell(**{field.name: sum(getattr(cell, field.name) for cell in every) for field in fields(Cell)})


def _active(view: View) -> Iterable[tuple[Key, int, Cell]]:
    """Time worked, and perhaps worked, put to the last place and cut at the slots' edges."""
    for segment in view.segments:
        answers, place = segment.says(view.platforms, "online"), view.place(segment.start)
        if not answers or not place or not view.platform or not view.in_the_city(segment.start):
            continue
        start = segment.start
        while start < segment.end:
            slot = start // SLOT * SLOT
            end = min(segment.end, slot + SLOT)
            cell = Cell(low=end - start if WORK in answers else 0, high=end - start)
            yield Key(view.platform, place.sector, place.area), slot, cell
            start = end


def taken(events: Iterable[Event]) -> list[Taken]:
    """Every order that was accepted."""
    said: dict[tuple[str, str, str], list[Event]] = defaultdict(list)
    for event in events:
        if event["kind"].startswith("order."):
            said[event["worker_id"], event["platform_id"], event["order_id"]].append(event)
    orders = [(key[1], order) for key, own in said.items() for order in orders_of(key[2], own, [])]
    accepted = [_taken(platform, order) for platform, order in orders if order.known]
    return [order for order in accepted if in_the_city(order.key.area)]


def _taken(platform: str, order: Order) -> Taken:
    first = order.counted
    promises = [promise for promise in order.promises if promise[0] <= first.at + PROMISE_COUNTS_FOR]
    return Taken(
        key=Key(platform, first.sector, first.area),
        at=first.at,
        pushed=first.assigned == "pushed",
        promise=_length(max(promises)[1] - first.at, first) if promises and not first.booked else None,
        metres=None if first.metres < 0 else first.metres,
    )


def _length(promised: int, first: Accepted) -> int:
    """A longer promise than is believed counts as one so long."""
    return min(max(0, promised), measured(first.nominal_on).longest_promise[first.sector])

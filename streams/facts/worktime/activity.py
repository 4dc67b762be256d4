"""What a worker adds to the cells of a platform: active time by last place, orders by their first acceptance.

Active time is coverage on the online basis, in either reading. An order counts once, in the slot and at the place of its
first acceptance, however it ended. What the horizon has settled is left out. Nothing here is summed over workers.
"""

from collections.abc import Iterator

from streams.facts.areas.cell import SLOT_MS, Cell, CellKey, CellSums, slot_of
from streams.facts.orders.order import Order
from streams.facts.worktime.intervals import Interval, cut, minus
from streams.facts.worktime.view import ONLINE, View, WorkerView

SETTLED_MS = 600_000
"""A promise may still be changed until this long after the first acceptance; what is promised later does not count."""

MOST_PROMISED_MS = 30 * 86_400_000
"""More promised time than 30 days counts as 30 days, either way: a cell of 3.5 x 10^9 such orders still fits 64 bits."""


def add_activity(view: View, sums: CellSums) -> None:
    """Add what the worker did on one platform, as far as the view knows."""
    platform = view.platform or ""
    low, high = (cut(covered, view.settled, view.now) for covered in view.coverage(ONLINE))
    for place, start, end in _pieces(view, low):
        sums.add_time(CellKey(platform, place[1], place[0], slot_of(start)), end - start, end - start)
    for place, start, end in _pieces(view, minus(high, low)):
        sums.add_time(CellKey(platform, place[1], place[0], slot_of(start)), 0, end - start)
    for order in view.sources[0].orders.values():
        _add_order(platform, order, sums)


def add_activities(view: WorkerView, sums: CellSums) -> None:
    """Add what the worker did on each platform."""
    for each in view.platforms:
        add_activity(each, sums)


def cells_of(view: WorkerView) -> dict[CellKey, Cell]:
    """What the worker alone adds to cells."""
    sums = CellSums()
    add_activities(view, sums)
    return sums.cells()


def promised_at(order: Order) -> int | None:
    """The instant (ms) promised for a known order: what was said last, not later than ten minutes after its acceptance."""
    until = order.acceptances[0].at + SETTLED_MS
    said = [(a.at, a.promised_at) for a in order.acceptances if a.promised_at >= 0]
    return max((each for each in (*said, *order.promises) if each[0] <= until), default=(0, None))[1]


def _add_order(platform: str, order: Order, sums: CellSums) -> None:
    if not order.acceptances:
        return
    first = order.acceptances[0]
    key = CellKey(platform, first.sector, first.area, slot_of(first.at))
    sums.add_order(key, first.at if first.assigned == "pushed" else None)
    promise = promised_at(order)
    if promise is not None and first.distance_m > 0:
        promised_ms = max(-MOST_PROMISED_MS, min(promise - first.on_at, MOST_PROMISED_MS))
        sums.add_promise(key, promised_ms, first.distance_m)


def _pieces(view: View, intervals: list[Interval]) -> Iterator[tuple[tuple[str, str], int, int]]:
    """The intervals, cut at the edges of slots and wherever the last place changes; with `(area, sector)`."""
    edges = [place[0] for place in view.places]
    after = 0
    for start, end in intervals:
        at = start
        while at < end:
            while after < len(edges) and edges[after] <= at:
                after += 1
            until = min(end, (at // SLOT_MS + 1) * SLOT_MS, *edges[after : after + 1])
            place = view.places.at(at)
            if place is not None:
                yield place, at, until
            at = until

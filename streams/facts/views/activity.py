"""Activity of one worker, as it is added to cells: active time by last place, orders by their first acceptance.

Active time is coverage on the online basis, in either reading. An order counts once, in the slot and at the place of its
first acceptance that begins anything, however it ended. Time before `speaks_from` is left out: it was added to cells for good; so
is what happens outside the city. Nothing here is summed over workers.
"""

from collections.abc import Iterator

from schemas.outside import is_outside
from streams.facts.areas.cell import SLOT_MS, Cell, CellKey, CellSums, slot_of
from streams.facts.orders.parts import OrderPart
from streams.facts.views.worker_view import ONLINE, View, WorkerView
from streams.facts.worktime.intervals import Interval, cut, minus


def add_activity(view: View, sums: CellSums) -> None:
    """Add the activity of the worker on one platform."""
    platform = view.platform or ""
    low, high = (cut(covered, view.speaks_from, view.now) for covered in view.coverage(ONLINE))
    for place, start, end in _pieces(view, low):
        sums.add_time(CellKey(platform, place[1], place[0], slot_of(start)), end - start, end - start)
    for place, start, end in _pieces(view, minus(high, low)):
        sums.add_time(CellKey(platform, place[1], place[0], slot_of(start)), 0, end - start)
    for parts in view.platform_traces[0].parts.values():
        for order in parts:
            _add_order(platform, order, sums)


def add_activities(view: WorkerView, sums: CellSums) -> None:
    """Add the activity of the worker on each platform."""
    for each in view.platforms:
        add_activity(each, sums)


def cells_of(view: WorkerView) -> dict[CellKey, Cell]:
    """The cells of this worker alone."""
    sums = CellSums()
    add_activities(view, sums)
    return sums.cells()


def _add_order(platform: str, order: OrderPart, sums: CellSums) -> None:
    first = order.counted
    if first is None or is_outside(first.area):
        return
    key = CellKey(platform, first.sector, first.area, slot_of(first.at))
    sums.add_order(key, first.at if first.assigned == "pushed" else None)
    promised_ms = order.promised_ms
    if promised_ms is not None and first.distance_m > 0:
        sums.add_promise(key, promised_ms, first.distance_m)


def _pieces(view: View, intervals: list[Interval]) -> Iterator[tuple[tuple[str, str], int, int]]:
    """Cut the intervals at the edges of slots and wherever the last place changes; yields `(area, sector)`, start and end."""
    edges = [place[0] for place in view.places]
    after = 0
    for start, end in intervals:
        at = start
        while at < end:
            while after < len(edges) and edges[after] <= at:
                after += 1
            until = min(end, (at // SLOT_MS + 1) * SLOT_MS, *edges[after : after + 1])
            place = view.places.at(at)
            if place is not None and view.places.inside_at(at):
                yield place, at, until
            at = until

"""Activity of one worker, as it is added to cells: active time by last place, orders by their first acceptance.

Active time is coverage on the online basis, in either reading. An order counts once, in the slot and at the place of its
first acceptance that begins anything, however it ended. Time before `speaks_from` is left out: it was added to cells for good; so
is what happens outside the city. Nothing here is summed over workers.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from schemas.outside import is_outside
from streams.facts.areas.cell import Cell, CellKey, CellSums
from streams.facts.views.worker_view import ONLINE, View, WorkerView
from streams.facts.worktime.intervals import Interval, cut, minus
from streams.facts.worktime.place import PlaceSpan


def add_activity(view: View, sums: CellSums) -> None:
    """Add the activity of the worker on one platform."""
    platform, places = view.platform or "", view.places.spans()
    low, high = (cut(covered, view.speaks_from, view.now) for covered in view.coverage(ONLINE))
    for (area, sector), start, end in _pieces(places, low):
        sums.add_time((platform, sector, area), start, end, known=True)
    for (area, sector), start, end in _pieces(places, minus(high, low)):
        sums.add_time((platform, sector, area), start, end, known=False)
    for at, area, sector, pushed, promised_ms, metres in view.platform_traces[0].order_time.counted():
        if not is_outside(area):
            sums.add_order((platform, sector, area), at, pushed=pushed, promised_ms=promised_ms, metres=metres)


def add_activities(view: WorkerView, sums: CellSums) -> None:
    """Add the activity of the worker on each platform."""
    for each in view.platforms:
        add_activity(each, sums)


def cells_of(view: WorkerView) -> dict[CellKey, Cell]:
    """The cells of this worker alone."""
    sums = CellSums()
    add_activities(view, sums)
    return sums.cells()


def _pieces(places: Sequence[PlaceSpan], intervals: Iterable[Interval]) -> Iterator[tuple[tuple[str, str], int, int]]:
    """Cut the intervals wherever the last place changes; yields `(area, sector)`, start and end."""
    after = 0
    for start, end in intervals:
        while places[after][1] <= start:
            after += 1
        for since, until, place in islice(places, after, None):
            if since >= end:
                break
            if place is not None:
                yield place, max(start, since), min(end, until)

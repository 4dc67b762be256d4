"""The cost of one more declared measure to a pace partition, by how many there are already."""

import time
from collections.abc import Callable, Iterator
from statistics import median

from schemas.feed.reading import Mitigation
from streams.core.area_record import DeclaredMeasure, LiveCells, Weather
from streams.core.areas.pace import Pace
from streams.law.files import packaged_law
from tests.bench.figure import Figure
from tests.bench.growth_of.kinds import SINCE
from tests.bench.growth_of.weather import cells_up_to, rain_before

_LAST = 50
"""Measures over which the cost is taken, at the end."""
_MINUTE = 60_000
_RAIN_MS = 360 * _MINUTE
"""The length of the rain: slots are judged, and the finding lists what is declared for them."""


def growth_of_declared(sizes: list[int], of: str = "") -> Iterator[Figure]:
    """For each kind the cost at the largest size, which is to be at most twice that at the smallest; `of` as in `growth`."""
    for name, declared in ((name, kind) for name, kind in KINDS.items() if of in name):
        costs = [_cost([declared(size - number) for number in range(size)]) * 1e6 for size in sizes]
        note = ", ".join(f"{size:,}: {cost:,.0f}" for size, cost in zip(sizes, costs, strict=True))
        yield Figure(f"one more, and ask: {name}", costs[-1], "us a measure", 2 * costs[0], True, note)


def _cost(measures: list[Mitigation]) -> float:
    """CPU time (s) of one more measure with an evaluation of an area after it, the median of the last."""
    pace, end = Pace(packaged_law()), SINCE + _RAIN_MS
    pace.fold([LiveCells(0, 1, cells_up_to(end)), Weather([rain_before(end)])], 0, end)
    pace.fold([DeclaredMeasure(measures[:-_LAST])], 1, end)
    list(pace.evaluate_due(end))
    more = []
    for number, each in enumerate(measures[-_LAST:]):
        began = time.process_time()
        pace.fold([DeclaredMeasure([each])], number + 2, end)
        list(pace.evaluate_due(end))
        more.append(time.process_time() - began)
    return median(more)


def _measure(number: int, start: int, minutes: int) -> Mitigation:
    until = start + minutes * _MINUTE
    return Mitigation("hema", f"m{number}", SINCE, "360104", "delivery", "limit_orders", start, until, 0, number)


KINDS: dict[str, Callable[[int], Mitigation]] = {
    # before the rain, so that the finding lists none: what it lists is a line each
    "measures of half an hour": lambda back: _measure(back, SINCE - (back + 30) * _MINUTE, 30),
    "measures of an hour to come": lambda back: _measure(back, SINCE + _RAIN_MS + back * _MINUTE, 60),
}
"""By name, by how many come after it."""

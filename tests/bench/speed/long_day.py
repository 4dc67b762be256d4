"""The cost of an event by the hour of a long day: what a worker's facts have grown to must not make the next event dearer."""

import gc
from collections.abc import Iterator

from streams.tools.city.events import arrays, platform_and_json
from tests.bench.figure import Figure
from tests.bench.speed.core import Core
from tests.bench.speed.crowd import Crowd

_PEOPLE = 1_000
_HOURS = 12
_STEP_MS = 10_000
"""Between two evaluations: longer than live, where a worker's events come one at a time all the same."""
_BEGINS_MS = 1_768_402_800_000
_A_HOUR = 3_600_000


def long_day(scale: float, hours: int = _HOURS) -> Iterator[Figure]:
    """A crowd at work for so many hours, heard and judged as live, ten seconds at a time."""
    crowd, ours = Crowd(max(1, round(_PEOPLE * scale)), _BEGINS_MS), Core()
    gc.freeze()
    costs = [_hour(crowd, ours, _BEGINS_MS + hour * _A_HOUR) for hour in range(hours)]
    gc.unfreeze()
    note = ", ".join(f"{cost:.1f}" for cost in costs)
    yield Figure("long day: CPU an event, second hour", costs[1], "us", note=f"by hour: {note}")
    yield Figure("long day: CPU an event, last hour", costs[-1], "us")
    yield Figure("long day: last hour against the second", costs[-1] / costs[1], "")


def _hour(crowd: Crowd, ours: Core, begins: int) -> float:
    """Microseconds an event of an hour."""
    spent, accepted = sum(ours.spent.values()), ours.accepted
    for now in range(begins + _STEP_MS, begins + _A_HOUR + 1, _STEP_MS):
        some = crowd.events(crowd.beats_by(now - _STEP_MS), crowd.beats_by(now))
        ours.take(list(arrays(map(platform_and_json, some))), now)
        ours.evaluate(now)
    return (sum(ours.spent.values()) - spent) / (ours.accepted - accepted) * 1e6

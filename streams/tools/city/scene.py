"""What a shift takes place in: the city's seed and beginning, the weather, and the feed that falls silent for a while."""

from dataclasses import dataclass

from streams.tools.city.people import Worker
from streams.tools.city.shifts.spans import HOUR, MINUTE, SECOND, WorkSpan
from streams.tools.city.weather.storm import AS_EVER, Conduct, Storm

SILENT = ("tuche", "360121")
"""The platform and area whose feed says nothing for a while, and then all of it."""

_SILENT_FROM, _SILENT_FOR = HOUR + 40 * MINUTE, 35 * MINUTE


@dataclass(frozen=True, slots=True)
class Scene:
    """`start` in ms; `storm` is None in a city of fair weather."""

    seed: int
    start: int
    storm: Storm | None

    def conduct(self, platform: str, area: str) -> Conduct:
        """How a platform behaves in an area in this weather."""
        return AS_EVER if self.storm is None else self.storm.conduct(platform, area)

    def held_back(self, who: Worker, day: int, begin: int) -> list[tuple[WorkSpan, str | None]]:
        """Over which spans nothing is heard of a worker's day that begins at `begin` (ms), on which platform (None: on all).

        All of it is said when the span ends. Nobody has been at work for four hours when one does, so that nothing can be
        found in between that isn't so.
        """
        spans: list[tuple[WorkSpan, str | None]] = []
        platform, area = SILENT
        if who.area == area and platform in who.platforms:
            on = self.start + _SILENT_FROM
            spans.append((WorkSpan(on, on + _SILENT_FOR + who.number % 30 * SECOND), platform))
        if (7 * who.number + 13 * day) % _TUNNELS == 0:
            on = begin + (12 + 7 * who.number % 20) * MINUTE
            spans.append((WorkSpan(on, on + (15 + who.number % 25) * MINUTE), None))
        return spans


_TUNNELS = 25
"""On one worker-day in so many the phone has no network for 15 to 39 min, within 70 min of the beginning of the shift."""

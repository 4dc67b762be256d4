"""The surroundings of every shift: the city's seed and beginning, the weather, and the times at which events arrive late."""

from dataclasses import dataclass

from streams.tools.city.people import Worker
from streams.tools.city.spans import HOUR, MINUTE, SECOND, WorkSpan
from streams.tools.city.weather.storm import FAIR_WEATHER, Conduct, Storm

SILENT_FEED = ("tuche", "360121")
"""The platform and area whose feed sends nothing for a while, and then all that it held back."""

_SILENT_FROM, _SILENT_FOR = HOUR + 40 * MINUTE, 35 * MINUTE
"""The silence ends 2 h 15 min after the city begins, before anybody has been at work for four hours."""

_TUNNELS = 25
"""Worker-days, on one of which the phone has no network for 15 to 39 min, within 70 min of the beginning of the shift."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """`start` in ms; `storm` is None in a city of fair weather."""

    seed: int
    start: int
    storm: Storm | None

    def conduct(self, platform: str, area: str) -> Conduct:
        """The conduct of a platform in an area in this weather."""
        return FAIR_WEATHER if self.storm is None else self.storm.conduct(platform, area)

    def delays(self, who: Worker, day: int, begin: int) -> list[tuple[WorkSpan, str | None]]:
        """The spans in which no event of a worker's day is sent, each with its platform (None: all); `begin` in ms.

        Everything is sent when the span ends. No span ends after four hours of work, so that no false finding can stand in
        between.
        """
        spans: list[tuple[WorkSpan, str | None]] = []
        platform, area = SILENT_FEED
        if who.area == area and platform in who.platforms:
            on = self.start + _SILENT_FROM
            spans.append((WorkSpan(on, on + _SILENT_FOR + who.number % 30 * SECOND), platform))
        if (7 * who.number + 13 * day) % _TUNNELS == 0:
            on = begin + (12 + 7 * who.number % 20) * MINUTE
            spans.append((WorkSpan(on, on + (15 + who.number % 25) * MINUTE), None))
        return spans

"""The measures that the simulated platforms declare in a storm, taken or not."""

from streams.tools.city.events import SimulatedEvent, instant
from streams.tools.city.platforms import SECTORS
from streams.tools.city.spans import HOUR
from streams.tools.city.weather.storm import REACHED, Storm

_MEASURES = {"hema": "limit_orders", "kuaisong": "limit_orders", "tuche": "extend_time"}
_FOR = 6 * HOUR
"""Longer than the storm, which lasts two hours."""


def declarations(storm: Storm) -> list[SimulatedEvent]:
    """The declarations of every platform in every area that the warning reaches, by time."""
    at = storm.eased.on
    return [
        SimulatedEvent(at, platform, _declaration(platform, measure, area, at), at)
        for platform, measure in _MEASURES.items()
        for area in REACHED
    ]


def _declaration(platform: str, measure: str, area: str, at: int) -> bytes:
    return (
        b'{"event_id":"storm.%b.%d","kind":"platform.mitigation","platform_id":"%b","sector":"%b","area":"%b",'
        b'"measure":"%b","from":"%b","until":"%b","occurred_at":"%b"}'
    ) % (
        area.encode(),
        at,
        platform.encode(),
        SECTORS[platform].encode(),
        area.encode(),
        measure.encode(),
        instant(at),
        instant(at + _FOR),
        instant(at),
    )

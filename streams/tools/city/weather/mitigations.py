"""What the simulated platforms declare that they do about a storm, whether they do it or not."""

from streams.tools.city.places import SECTORS
from streams.tools.city.shifts.spans import HOUR
from streams.tools.city.weather.storm import REACHED, Storm
from streams.tools.city.wording import SimulatedEvent, instant

_MEASURES = {"hema": "limit_orders", "kuaisong": "limit_orders", "tuche": "extend_time"}
_FOR = 6 * HOUR


def declared(storm: Storm) -> list[SimulatedEvent]:
    """The events in which every platform says what it does in every area that the warning reaches, by time."""
    at = storm.heeded.on
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

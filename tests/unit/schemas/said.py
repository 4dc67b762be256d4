"""An event of a kind with some fields changed, and the reader that reads it."""

import json
from typing import Any

from schemas.feed.codec import FeedReader
from schemas.feed.examples import EXAMPLES
from schemas.feed.reading import Fault, PlacesKnown, Reading
from schemas.instants import Ms
from schemas.wire_time import stated_ms
from tests.unit.schemas.weather.places import WEATHER_PLACES

PLACES = PlacesKnown(
    areas=frozenset({"360104", "360113", "NC-GX"}), cities=frozenset({"360100"}), weather=WEATHER_PLACES
)
READER = FeedReader(PLACES)
ARRIVAL = stated_ms("2022-05-12T20:00:00+08:00")
HEARTBEAT = "session.heartbeat"


ABSENT: Any = object()
"""For a field that is left out."""


def event(kind: str = HEARTBEAT, /, **changes: Any) -> dict[str, Any]:
    """The example of a kind with these fields changed (`from_` for `from`)."""
    example = next(example for example in EXAMPLES if example["kind"] == kind)
    changed = {**example, **{name.rstrip("_"): value for name, value in changes.items()}}
    return {name: value for name, value in changed.items() if value is not ABSENT}


def written(said: object) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode()


def read(value: bytes | None, *, platform_id: str | None = "hema", arrival: Ms | None = ARRIVAL) -> Reading:
    return READER.read(value, platform_id=platform_id, arrival=arrival, offset=7)


def fault_of(said: object) -> Fault:
    """The one fault of an event that must have one; bytes are read as they are."""
    reading = read(said if isinstance(said, bytes) else written(said))
    assert reading.total == 1
    (fault,) = reading.faults
    return fault


def code_of(said: object) -> str | None:
    """The code of the one fault of an event; None when it is accepted."""
    reading = read(said if isinstance(said, bytes) else written(said))
    assert reading.total == 1
    return reading.faults[0].code if reading.faults else None

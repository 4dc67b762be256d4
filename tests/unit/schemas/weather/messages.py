"""Weather messages as a test wants them: each element given a text, left out (`None`), or as it is by default."""

from schemas.feed.reading import Fault
from schemas.instants import Ms
from schemas.weather.message import WeatherReader, WeatherReading
from schemas.weather.warning import WeatherMessage
from schemas.wire_time import stated_ms
from tests.unit.schemas.said import PLACES

CAP = "urn:oasis:names:tc:emergency:cap:1.2"
SENT = stated_ms("2022-06-01T10:15:00+08:00")
READER = WeatherReader(PLACES)


def elements(**texts: str | None) -> str:
    """An element for each. A text may be children."""
    return "".join(f"<{name}>{text}</{name}>" for name, text in texts.items() if text is not None)


def info(**changes: str | None) -> str:
    """The inside of an `info` of CAP, with these elements changed. `area`: its inside."""
    return elements(
        **{
            "event": "暴雨",
            "severity": "Severe",
            "onset": "2022-06-01T11:00:00+08:00",
            "expires": "2022-06-01T15:00:00+08:00",
            "headline": "暴雨橙色预警信号",
            "area": geocode("360104"),
            **changes,
        }
    )


def geocode(*codes: str) -> str:
    """The inside of an `area` with these codes."""
    return "".join(f"<geocode><valueName>GB/T 2260</valueName><value>{code}</value></geocode>" for code in codes)


def alert(*infos: str, **changes: str | None) -> bytes:
    """A message in UTF-8 with these `info`, or one; and with these elements of its own, or its namespace `space`, changed."""
    space = changes.pop("space", CAP)
    head = elements(
        **{
            "identifier": "A1",
            "sender": "nanchang@weather.example",
            "sent": "2022-06-01T10:15:00+08:00",
            "status": "Actual",
            "msgType": "Alert",
            "references": None,
            **changes,
        }
    )
    within = "".join(f"<info>{each}</info>" for each in infos or (info(),))
    return f'<alert xmlns="{space}">{head}{within}</alert>'.encode()


def read(message: bytes | None, arrival: Ms | None = None) -> WeatherReading:
    return READER.read(message, arrival=arrival, offset=7)


def taken(message: bytes) -> WeatherMessage:
    """The row of a message without fault."""
    reading = read(message)
    assert reading.faults == []
    (row,) = reading.rows
    return row


def begun(message: bytes) -> list[tuple[str, str]]:
    """The kinds with their levels that a message without fault begins."""
    reading = read(message)
    assert reading.faults == []
    return [(each.kind, each.level) for row in reading.rows for each in row.begins]


def lifted(message: bytes) -> list[tuple[str, ...]]:
    """The kinds of each lift of a message without fault."""
    reading = read(message)
    assert reading.faults == []
    return [each.kinds for row in reading.rows for each in row.lifts]


def fault_of(message: bytes | None, arrival: Ms | None = None) -> Fault:
    """The one fault of a message of which nothing is taken."""
    reading = read(message, arrival)
    assert reading.rows == []
    (fault,) = reading.faults
    return fault

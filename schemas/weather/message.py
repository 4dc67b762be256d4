"""Reads weather messages: the bytes of one message to its warnings, or to a cancellation, and faults.

Reads the Common Alerting Protocol 1.2 and the national form of it. Each `info` is checked alone, so that a bad one costs no
other; a fault of the message as a whole comes before theirs.
"""

from dataclasses import dataclass, field
from typing import Final

from schemas.envelope import KEPT_BYTES
from schemas.feed.reading import Fault, PlacesKnown
from schemas.instants import Ms
from schemas.refusal import Code, UnfitError
from schemas.weather.head import head_of, identifier_in
from schemas.weather.info import warned_of
from schemas.weather.warning import Cancelled, WeatherRow
from schemas.weather.xml import XmlPart, alert_in

MOST_INFOS: Final = 50
"""The most `info` of one message, by the contract (WEATHER.md): each becomes a row that is kept for ever."""


@dataclass(frozen=True, slots=True)
class WeatherReading:
    """One message, read: its warnings or its cancellation, and faults. Their `index` is the place of the `info`, from 0."""

    rows: list[WeatherRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class WeatherReader:
    """Reads weather messages. Keeps nothing from one call to the next, and no input makes it raise."""

    def __init__(self, places: PlacesKnown) -> None:
        self._places = places

    def read(self, value: bytes | None, *, arrival: Ms | None, offset: int) -> WeatherReading:
        """Read one message. `arrival` is the broker's stamp (ms); with None no message is refused as from the future."""
        identifier = None

        def fault(error: UnfitError, place: int | None = None) -> Fault:
            return Fault(error.code, error.detail, offset, place, identifier, (value or b"")[:KEPT_BYTES])

        try:
            alert = alert_in(value)
            identifier = identifier_in(alert)
            infos = _infos(alert)
            head = head_of(alert, arrival)
        except UnfitError as error:
            return WeatherReading(faults=[fault(error)])
        if head.cancels:
            return WeatherReading([Cancelled(head.identifier, head.sent, head.references)])
        reading = WeatherReading()
        for place, info in infos:
            try:
                reading.rows.append(warned_of(info, place, head, self._places))
            except UnfitError as error:
                reading.faults.append(fault(error, place))
        return reading


def _infos(alert: XmlPart) -> list[tuple[int, XmlPart]]:
    """Each `info` with its place; those in another language only where none is in Chinese: they are translations."""
    infos = list(enumerate(alert.parts("info")))
    if len(infos) > MOST_INFOS:
        raise UnfitError(Code.TOO_MANY_EVENTS, f"{len(infos):,} info are given; allowed: at most {MOST_INFOS}")
    return [(place, info) for place, info in infos if _is_chinese(info)] or infos


def _is_chinese(info: XmlPart) -> bool:
    element = info.text_of("language")
    return element is None or element.text.lower().startswith("zh")

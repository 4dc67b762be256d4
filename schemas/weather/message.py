"""Reads weather messages: the bytes of one message to the row that it comes to, if it speaks of us, and faults.

Reads the Common Alerting Protocol 1.2 and the national form of it. Each `info` is checked alone, so that a bad one costs no
other; a fault of the message as a whole comes before theirs.
"""

import zlib
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from schemas.envelope import KEPT_BYTES
from schemas.feed.reading import Fault, PlacesKnown
from schemas.instants import Ms
from schemas.refusal import Code, UnfitError
from schemas.weather.head import MessageHead, head_of, identifier_in
from schemas.weather.info import InfoRead, InfoReader
from schemas.weather.warning import WeatherMessage
from schemas.weather.xml import XmlPart, alert_and_text

MOST_INFOS: Final = 50
"""The most `info` of one message, by the contract (WEATHER.md): what each comes to is kept for ever."""

_TEXT: Final = 65_536
"""Bytes of a message's text that are kept: ordinary ones have a few thousand. Of a longer one they are kept with its digest."""

_HEADLINE: Final = 200
"""Characters of a headline that are kept: it is only shown."""


@dataclass(frozen=True, slots=True)
class WeatherReading:
    """One message, read. `rows`: it, where it speaks of a kind and place of ours or ends something; else none.

    The `index` of faults is the place of the `info`, from 0. `passed`: a remark about each code and `info` that was passed over.
    """

    rows: list[WeatherMessage] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)


class WeatherReader:
    """Reads weather messages. Keeps nothing from one call to the next, and no input makes it raise."""

    def __init__(self, places: PlacesKnown) -> None:
        self._places = places.weather
        self._infos = InfoReader(places.weather)

    def read(self, value: bytes | None, *, arrival: Ms | None, offset: int) -> WeatherReading:
        """Read one message. `arrival` is the broker's stamp (ms); with None no message is refused as from the future."""
        identifier = None

        def fault(error: UnfitError, place: int | None = None) -> Fault:
            return Fault(error.code, error.detail, offset, place, identifier, (value or b"")[:KEPT_BYTES])

        try:
            alert, text = alert_and_text(value)
            identifier = identifier_in(alert)
            infos = _infos(alert)
            head = head_of(alert, arrival, self._places)
        except UnfitError as error:
            return WeatherReading(faults=[fault(error)])
        reading = WeatherReading()
        found: list[InfoRead] = []
        for place, info in enumerate(infos):
            try:
                read = self._infos.read(info, head)
            except UnfitError as error:
                reading.faults.append(fault(error, place))
                continue
            found.append(read)
            reading.passed.extend(read.reached.passed)
            if not (read.begins or read.lifts or head.cancels):
                why = "none of our kinds is named" if not read.named else "none of our places is named"
                reading.passed.append(f"{info.path.removesuffix('/')} is passed over: {why}")
        message = self._message(head, found, _headline(infos), text)
        cancels = head.cancels and not reading.faults and (message.counties or message.everywhere)
        if message.begins or message.lifts or cancels:
            reading.rows.append(message)
        return reading

    def _message(self, head: MessageHead, infos: list[InfoRead], headline: str, text: bytes) -> WeatherMessage:
        return WeatherMessage(
            office=head.office,
            identifier=head.identifier,
            sent=head.sent,
            msg_type=head.type,
            over=self._places.below(head.office),
            references=head.references,
            begins=tuple(sorted({each for read in infos for each in read.begins})),
            lifts=tuple(sorted({each for read in infos for each in read.lifts})),
            counties=tuple(sorted({county for read in infos for county in read.reached.counties})),
            everywhere=not any(read.reached.coded for read in infos),
            headline=headline,
            text=zlib.compress(text if len(text) <= _TEXT else text[:_TEXT] + sha256(text).digest()),
        )


def _infos(alert: XmlPart) -> list[XmlPart]:
    infos = alert.parts("info")
    if len(infos) > MOST_INFOS:
        raise UnfitError(Code.TOO_MANY_EVENTS, f"{len(infos):,} info are given; allowed: at most {MOST_INFOS}")
    return infos


def _headline(infos: list[XmlPart]) -> str:
    """The headline of the first `info` that has one."""
    found = (info.text_of("headline") for info in infos)
    return next((element.text[:_HEADLINE] for element in found if element), "")

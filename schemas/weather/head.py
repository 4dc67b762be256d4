"""The head of a weather message: its name, the instant at which it was sent, and the messages that it refers to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from schemas.feed.checks import FUTURE_MS
from schemas.instants import Ms
from schemas.places import WeatherPlaces
from schemas.refusal import Code, UnfitError
from schemas.weather.warning import MessageName
from schemas.weather.xml import XmlPart, XmlText

MOST_REFERENCES: Final = 200
"""The most messages that one may refer to, by the contract (WEATHER.md): a row keeps them for ever."""

ALERT, UPDATE, CANCEL = "Alert", "Update", "Cancel"
_IDENTIFIER: Final = "1 to 128 characters, neither blanks nor commas nor quotes"
_MOST_SENDER: Final = 256
"""Characters of a sender: several times a mail address or the name of an office."""
_is_identifier: Final = re.compile(r"[^\s,，\"'<>&]{1,128}").fullmatch
_blank_in_time: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) (?=[0-9]{2}:[0-9]{2}:[0-9]{2})")
_is_time: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[0-9.:Z+-]*").fullmatch


@dataclass(frozen=True, slots=True)
class MessageHead:
    """The head's fields. `office`: the id of the areas file, else what it signs with. `sent` in ms; `references` ascending.

    `national`: it has no namespace, so that an instant without offset is Chinese time.
    """

    office: str
    identifier: str
    sent: Ms
    type: str
    references: tuple[MessageName, ...]
    national: bool

    @property
    def cancels(self) -> bool:
        """True for a Cancel."""
        return self.type == CANCEL


def identifier_in(alert: XmlPart) -> str | None:
    """The message's identifier, where it has one of the right form."""
    element = alert.text_of("identifier")
    return element.text if element and _is_identifier(element.text) else None


def head_of(alert: XmlPart, arrival: Ms | None, places: WeatherPlaces) -> MessageHead:
    """The head; `UnfitError` with its first fault. `arrival` None: no message is refused as from the future."""
    identifier, sender, sent, status, kind = _needed(alert)
    national = not alert.space
    if not national:
        sent.check_offset()
    if not _is_identifier(identifier.text):
        raise identifier.unfit(Code.BAD_VALUE, _IDENTIFIER)
    if len(sender.text) > _MOST_SENDER:
        raise sender.unfit(Code.BAD_VALUE, f"at most {_MOST_SENDER} characters")
    at = sent.instant(local=national)
    if status.text != "Actual":
        raise status.unfit(Code.BAD_VALUE, "Actual; exercises, tests and drafts warn of nothing")
    if kind.text not in (ALERT, UPDATE, CANCEL):
        raise kind.unfit(Code.BAD_VALUE, f"{ALERT}, {UPDATE}, {CANCEL}")
    office = places.office_of(sender.text)
    references = _references(alert, office, places)
    if arrival is not None and at > arrival + FUTURE_MS:
        raise sent.unfit(Code.FROM_THE_FUTURE, "at most 5 min after it reached us")
    return MessageHead(office, identifier.text, at, kind.text, references, national)


def _needed(alert: XmlPart) -> list[XmlText]:
    fields = (("identifier",), ("senderCode", "sender"), ("sent", "sendTime"), ("status",), ("msgType",))
    found = [alert.text_of(*names) for names in fields]
    names = ("identifier", "senderCode (or sender)", "sent (or sendTime)", "status", "msgType")
    missing = [name for name, element in zip(names, found, strict=True) if element is None]
    if missing:
        raise UnfitError(Code.MISSING_FIELD, f"not given: {', '.join(missing)}; every message of this type needs it")
    return [element for element in found if element is not None]


def _references(alert: XmlPart, office: str, places: WeatherPlaces) -> tuple[MessageName, ...]:
    """Each message that is referred to, by office and identifier; a reference to an office that is not known means none."""
    signatures = [element.text for name in ("senderCode", "sender") for element in alert.texts_of(name)]
    stated = [(element, *each) for element in alert.texts_of("references") for each in _triples(element.text)]
    for element, _, identifier in stated:
        if not _is_identifier(identifier):
            shown = XmlText(element.where, identifier)
            raise shown.unfit(Code.BAD_VALUE, f"identifiers, each {_IDENTIFIER}, or triples sender,identifier,sent")
    if len(stated) > MOST_REFERENCES:
        raise XmlText("references", str(len(stated))).unfit(Code.BAD_VALUE, f"at most {MOST_REFERENCES} identifiers")
    offices = {
        sender: office if sender is None else places.referred(sender, office, signatures) for _, sender, _ in stated
    }
    found = ((offices[sender], identifier) for _, sender, identifier in stated)
    return tuple(sorted({(known, identifier) for known, identifier in found if known is not None}))


def _triples(text: str) -> Iterator[tuple[str | None, str]]:
    """The sender, where one is stated, and identifier of each reference in a text of bare ones and triples.

    They are parted by blanks or commas. What stands two places before a time is a sender: so a triple is known wherever it
    stands, and also where commas part whole triples. The national form has a blank within its times.
    """
    words = [word for word in re.split(r"[\s,，]+", _blank_in_time.sub(r"\1T", text)) if word]
    start = 0
    while start < len(words):
        is_triple = start + 2 < len(words) and _is_time(words[start + 2])
        yield (words[start], words[start + 1]) if is_triple else (None, words[start])
        start += 3 if is_triple else 1

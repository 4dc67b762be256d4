"""The head of a weather message: its identifier, the instant at which it was sent, and the messages it replaces or ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from schemas.feed.checks import FUTURE_MS
from schemas.instants import Ms
from schemas.refusal import Code, UnfitError
from schemas.weather.xml import XmlPart, XmlText

MOST_REFERENCES: Final = 200
"""The most identifiers that a message may refer to, by the contract (WEATHER.md): a row keeps them for ever."""

_ALERT, _UPDATE, _CANCEL = "Alert", "Update", "Cancel"
_IDENTIFIER: Final = "1 to 128 characters, neither blanks nor commas nor quotes"
_is_identifier: Final = re.compile(r"[^\s,，\"'<>&]{1,128}").fullmatch
_blank_in_time: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) (?=[0-9]{2}:[0-9]{2}:[0-9]{2})")
_is_time: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[0-9.:Z+-]*").fullmatch


@dataclass(frozen=True, slots=True)
class MessageHead:
    """The head's fields. `sent` in ms; `references`: the identifiers that an Update or Cancel names, ascending."""

    identifier: str
    sent: Ms
    cancels: bool
    references: tuple[str, ...]


def identifier_in(alert: XmlPart) -> str | None:
    """The message's identifier, where it has one of the right form."""
    element = alert.text_of("identifier")
    return element.text if element and _is_identifier(element.text) else None


def head_of(alert: XmlPart, arrival: Ms | None) -> MessageHead:
    """The head; `UnfitError` with its first fault. `arrival` None: no message is refused as from the future."""
    identifier, sent, status, kind = _needed(alert)
    references = _references(alert) if kind.text != _ALERT else ()
    if kind.text == _CANCEL and not references:
        raise _missing(["references"])
    if kind.text in (_ALERT, _UPDATE) and not alert.parts("info"):
        raise _missing(["info"])
    sent.check_offset()
    if not _is_identifier(identifier.text):
        raise identifier.unfit(Code.BAD_VALUE, _IDENTIFIER)
    at = sent.instant()
    if status.text != "Actual":
        raise status.unfit(Code.BAD_VALUE, "Actual; exercises, tests and drafts warn of nothing")
    if kind.text not in (_ALERT, _UPDATE, _CANCEL):
        raise kind.unfit(Code.BAD_VALUE, f"{_ALERT}, {_UPDATE}, {_CANCEL}")
    for element in references:
        if not _is_identifier(element.text):
            raise element.unfit(Code.BAD_VALUE, f"identifiers, each {_IDENTIFIER}, or triples sender,identifier,sent")
    if len(references) > MOST_REFERENCES:
        raise XmlText("references", str(len(references))).unfit(
            Code.BAD_VALUE, f"at most {MOST_REFERENCES} identifiers"
        )
    if arrival is not None and at > arrival + FUTURE_MS:
        raise sent.unfit(Code.FROM_THE_FUTURE, "at most 5 min after it reached us")
    return MessageHead(
        identifier.text, at, kind.text == _CANCEL, tuple(sorted({element.text for element in references}))
    )


def _needed(alert: XmlPart) -> list[XmlText]:
    found = [alert.text_of(*names) for names in (("identifier",), ("sent", "sendTime"), ("status",), ("msgType",))]
    names = ("identifier", "sent (or sendTime)", "status", "msgType")
    missing = [name for name, element in zip(names, found, strict=True) if element is None]
    if missing:
        raise _missing(missing)
    return [element for element in found if element is not None]


def _missing(names: list[str]) -> UnfitError:
    return UnfitError(Code.MISSING_FIELD, f"not given: {', '.join(names)}; every message of this type needs it")


def _references(alert: XmlPart) -> tuple[XmlText, ...]:
    """Each identifier that is referred to, as it was written."""
    return tuple(
        XmlText(element.where, name) for element in alert.texts_of("references") for name in _identifiers(element.text)
    )


def _identifiers(text: str) -> Iterator[str]:
    """The identifiers in a text of bare ones and triples, parted by blanks or commas.

    What stands two places before a time is a sender: so a triple is known wherever it stands, and also where commas part
    whole triples. The national form has a blank within its times.
    """
    words = [word for word in re.split(r"[\s,，]+", _blank_in_time.sub(r"\1T", text)) if word]
    start = 0
    while start < len(words):
        is_triple = start + 2 < len(words) and _is_time(words[start + 2])
        yield words[start + 1 if is_triple else start]
        start += 3 if is_triple else 1

"""Reads one `info` of a weather message, in CAP's words or the national ones: the signal, its level, its codes and its times.

`streams.facts.weather` decides which areas a code reaches, and how long a warning without an end is in force.
"""

import re
from typing import Final

from schemas.feed.reading import PlacesKnown
from schemas.refusal import Code, UnfitError
from schemas.weather.head import MessageHead
from schemas.weather.warning import KINDS, LEVELS, Warned
from schemas.weather.xml import XmlPart, XmlText

_HEADLINE: Final = 200
"""Characters of a headline that are kept: it is only shown."""

_WORDS: Final = (
    ("minor", "blue", "蓝"),
    ("moderate", "yellow", "黄"),
    ("severe", "orange", "橙"),
    ("extreme", "red", "红"),
)
_LEVEL_OF: Final = {word: level for level, words in zip(LEVELS, _WORDS, strict=True) for word in words}
_COLOURS: Final = {f"{words[2]}色": level for level, words in zip(LEVELS, _WORDS, strict=True)}
_SEVERITIES: Final = (
    "Minor, Moderate, Severe, Extreme, or Blue, Yellow, Orange, Red, or 蓝, 黄, 橙, 红, each also with 色"
)
_CODES: Final = (
    "six or twelve digits, of a county, city or province, or a zone of the areas file; several parted by commas"
)
_TIMES: Final = ("onset", "effective", "expires")
_cut: Final = re.compile(r"[\s,，]+").split
_is_code: Final = re.compile(r"[0-9]{6}([0-9]{6})?").fullmatch


def warned_of(info: XmlPart, place: int, head: MessageHead, places: PlacesKnown) -> Warned:
    """The warning in this `info`, which stands at `place` in the message, from 0; `UnfitError` with its first fault."""
    kind = _kind(info)
    geocodes = _geocodes(info)
    _check_there(info, geocodes)
    times = {name: element for name in _TIMES if (element := info.text_of(name)) is not None}
    for element in times.values():
        element.check_offset()
    at = {name: element.instant() for name, element in times.items()}
    from_at = at.get("onset", at.get("effective", head.sent))
    until_at = at.get("expires")
    if until_at is not None and until_at <= from_at:
        raise times["expires"].unfit(Code.BAD_VALUE, "an instant after onset, else effective, else sent")
    level = _level(info)
    codes = tuple(sorted({_code(element, places) for element in geocodes}))
    headline = info.text_of("headline")
    shown = headline.text[:_HEADLINE] if headline else ""
    references = head.references
    return Warned(head.identifier, place, head.sent, kind, level, codes, from_at, until_at, references, shown)


def _kind(info: XmlPart) -> str:
    """The signal that event, else headline, else eventType names; within one text the first, the longest of several."""
    texts = [element for name in ("event", "headline", "eventType") if (element := info.text_of(name)) is not None]
    for element in texts:
        found = [(element.text.index(kind), -len(kind), kind) for kind in KINDS if kind in element.text]
        if found:
            return min(found)[2]
    given = "; ".join(f"{element.where}: {element.text[:80]!r}" for element in texts) or f"no {info.path}event"
    raise UnfitError(Code.UNKNOWN_KIND, f"{given} is given; allowed: a text that names one of {', '.join(KINDS)}")


def _geocodes(info: XmlPart) -> list[XmlText]:
    """Each code as it was written: the value of CAP's pair, or the text of the national list."""
    found: list[XmlText] = []
    for area in info.parts("area"):
        pairs = [element for geocode in area.parts("geocode") for element in geocode.texts_of("value")]
        for element in (*pairs, *area.texts_of("geocode")):
            found += [XmlText(element.where, code) for code in _cut(element.text) if code]
    return found


def _check_there(info: XmlPart, geocodes: list[XmlText]) -> None:
    missing = [] if geocodes else [f"{info.path}area/geocode"]
    if info.text_of("severity") is None and not _colours(info):
        missing.append(f"{info.path}severity")
    if missing:
        raise UnfitError(Code.MISSING_FIELD, f"not given: {', '.join(missing)}; every warning needs it")


def _level(info: XmlPart) -> str:
    element = info.text_of("severity")
    word = element.text.lower().removesuffix("色") if element else "unknown"
    if word in _LEVEL_OF:
        return _LEVEL_OF[word]
    colours = _colours(info) if word == "unknown" else set()
    if len(colours) == 1:
        return colours.pop()
    shown = element or XmlText(f"{info.path}severity", "")
    raise shown.unfit(Code.BAD_VALUE, f"{_SEVERITIES}; or Unknown, with one such colour in the headline or the event")


def _colours(info: XmlPart) -> set[str]:
    """The levels whose colour the headline names, else the event."""
    for name in ("headline", "event"):
        element = info.text_of(name)
        found = {level for colour, level in _COLOURS.items() if element and colour in element.text}
        if found:
            return found
    return set()


def _code(element: XmlText, places: PlacesKnown) -> str:
    if _is_code(element.text):
        return element.text[:6]
    if element.text in places.areas:
        return element.text
    raise element.unfit(Code.BAD_VALUE, _CODES)

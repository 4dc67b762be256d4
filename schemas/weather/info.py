"""One `info` of a weather message: which signal, which level, where and when. The words of both forms are known here.

Which areas a code reaches, and how long a warning without an end is in force, is decided elsewhere.
"""

import re
from typing import Final

from schemas.feed.reading import PlacesKnown
from schemas.refusal import Code, UnfitError
from schemas.weather.head import MessageHead
from schemas.weather.warning import KINDS, LEVELS, Warned
from schemas.weather.xml import XmlPart, XmlText

_HEADLINE: Final = 200
"""So much of a headline is kept: it is shown, and nothing is made of it."""

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
    """The warning that this `info`, the one at that place in the message, gives; `UnfitError` with its first fault."""
    kind = _kind(info)
    geocodes = _geocodes(info)
    _check_there(info, geocodes)
    times = {name: said for name in _TIMES if (said := info.said(name)) is not None}
    for said in times.values():
        said.check_offset()
    at = {name: said.instant() for name, said in times.items()}
    from_at = at.get("onset", at.get("effective", head.sent))
    until_at = at.get("expires")
    if until_at is not None and until_at <= from_at:
        raise times["expires"].unfit(Code.BAD_VALUE, "an instant after onset, else effective, else sent")
    level = _level(info)
    codes = tuple(sorted({_code(said, places) for said in geocodes}))
    headline = info.said("headline")
    shown = headline.text[:_HEADLINE] if headline else ""
    references = head.references
    return Warned(head.identifier, place, head.sent, kind, level, codes, from_at, until_at, references, shown)


def _kind(info: XmlPart) -> str:
    """The signal that event, else headline, else eventType names; within one text the first, the longest of several."""
    texts = [said for name in ("event", "headline", "eventType") if (said := info.said(name)) is not None]
    for said in texts:
        found = [(said.text.index(kind), -len(kind), kind) for kind in KINDS if kind in said.text]
        if found:
            return min(found)[2]
    given = "; ".join(f"{said.where}: {said.text[:80]!r}" for said in texts) or f"no {info.path}event"
    raise UnfitError(Code.UNKNOWN_KIND, f"{given} is given; allowed: a text that names one of {', '.join(KINDS)}")


def _geocodes(info: XmlPart) -> list[XmlText]:
    """Each code as it was written: the value of CAP's pair, or the text of the national list."""
    found: list[XmlText] = []
    for area in info.parts("area"):
        pairs = [said for geocode in area.parts("geocode") for said in geocode.all_said("value")]
        for said in (*pairs, *area.all_said("geocode")):
            found += [XmlText(said.where, code) for code in _cut(said.text) if code]
    return found


def _check_there(info: XmlPart, geocodes: list[XmlText]) -> None:
    missing = [] if geocodes else [f"{info.path}area/geocode"]
    if info.said("severity") is None and not _colours(info):
        missing.append(f"{info.path}severity")
    if missing:
        raise UnfitError(Code.MISSING_FIELD, f"not given: {', '.join(missing)}; every warning needs it")


def _level(info: XmlPart) -> str:
    said = info.said("severity")
    word = said.text.lower().removesuffix("色") if said else "unknown"
    if word in _LEVEL_OF:
        return _LEVEL_OF[word]
    colours = _colours(info) if word == "unknown" else set()
    if len(colours) == 1:
        return colours.pop()
    shown = said or XmlText(f"{info.path}severity", "")
    raise shown.unfit(Code.BAD_VALUE, f"{_SEVERITIES}; or Unknown, with one such colour in the headline or the event")


def _colours(info: XmlPart) -> set[str]:
    """The levels whose colour the headline names, else the event."""
    for name in ("headline", "event"):
        said = info.said(name)
        found = {level for colour, level in _COLOURS.items() if said and colour in said.text}
        if found:
            return found
    return set()


def _code(said: XmlText, places: PlacesKnown) -> str:
    if _is_code(said.text):
        return said.text[:6]
    if said.text in places.areas:
        return said.text
    raise said.unfit(Code.BAD_VALUE, _CODES)

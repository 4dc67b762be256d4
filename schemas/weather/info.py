"""Reads one `info` of a weather message: the kinds that it begins, with level, places and times, and those that it lifts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from schemas.instants import Ms
from schemas.legal_days import DAY_MS
from schemas.places import WeatherPlaces
from schemas.refusal import Code, UnfitError
from schemas.weather.geocodes import Reached, reached_by
from schemas.weather.head import MessageHead
from schemas.weather.warning import LEVELS, BegunLevel, LiftedKinds
from schemas.weather.words import Mention, TextPiece, WeatherWords, highest, kind_of
from schemas.weather.xml import XmlPart, XmlText

OPEN_ENDED_MS: Final = DAY_MS
"""The time for which a warning without an end is in force: 24 h from its start, by the contract."""

MOST_DAYS: Final = 31
"""Days that a warning may begin after it was sent, and last: as far ahead as a booking may be. The longest of these kinds last a
week. While one lasts, every message sent since and every cell since its start is kept: a slip in the year would be years of both.
"""

_WORDS: Final = (
    ("minor", "blue", "蓝"),
    ("moderate", "yellow", "黄"),
    ("severe", "orange", "橙"),
    ("extreme", "red", "红"),
)
_LEVEL_OF: Final = {word: level for level, words in zip(LEVELS, _WORDS, strict=True) for word in words}
_SEVERITIES: Final = (
    "Minor, Moderate, Severe, Extreme, or Blue, Yellow, Orange, Red, or 蓝, 黄, 橙, 红, each also with 色; or Unknown, with "
    "such a colour, with 色, directly behind the kind in headline, eventType or event"
)
_TEXTS: Final = ("event", "eventType", "headline")
_TIMES: Final = ("onset", "effective", "expires")


@dataclass(frozen=True, slots=True)
class InfoRead:
    """The content of one `info`. `reached`: its places. `named`: it names a kind of ours, or lifts something."""

    begins: tuple[BegunLevel, ...]
    lifts: tuple[LiftedKinds, ...]
    reached: Reached
    named: bool


class InfoReader:
    """Reads each `info` of messages, made with the areas file. It keeps nothing."""

    def __init__(self, places: WeatherPlaces) -> None:
        self._places = places
        self._words = WeatherWords(places.kinds)

    def read(self, info: XmlPart, head: MessageHead) -> InfoRead:
        """The content of an `info`; `UnfitError` with its first fault. What speaks of other kinds or places is no fault."""
        texts = _InfoTexts(info, self._words)
        reached = reached_by(info, self._places)
        lifted = texts.lifted()
        begun = _begun(texts, lifted, cancels=head.cancels)
        counties = tuple(sorted(reached.counties))
        begins: tuple[BegunLevel, ...] = ()
        if begun and counties:
            stated = [(each.kind, texts.level_of(each)) for each in begun]
            start, until = _times(info, head)
            begins = tuple(
                sorted({BegunLevel(kind, texts.known(level), counties, start, until) for kind, level in stated})
            )
        # where all codes of our scheme are of places elsewhere, nothing of ours is lifted
        kinds_lifted = lifted.kinds if lifted and (counties or not reached.coded) else ()
        lifts = tuple(LiftedKinds(kinds, counties, not reached.coded) for kinds in kinds_lifted)
        return InfoRead(begins, lifts, reached, texts.kind is not None or lifted is not None)


@dataclass(frozen=True, slots=True)
class _Lifted:
    """The kinds of each lift of an `info` (none: its family alone); `quiet`: it begins nothing."""

    kinds: tuple[tuple[str, ...], ...]
    quiet: bool

    @property
    def first(self) -> str | None:
        return next((kind for kinds in self.kinds for kind in kinds), None)


class _InfoTexts:
    """The texts of one `info` in pieces, and its severity."""

    def __init__(self, info: XmlPart, words: WeatherWords) -> None:
        self._info = info
        self._words = words
        found = [info.text_of(name) for name in _TEXTS]
        self._texts = [words.pieces(element.text) if element else () for element in found]
        named = kind_of(self._texts)
        self.kind: str | None = named[0] if named else None
        self._place = named[1] if named else 0
        self._severity = info.text_of("severity")

    def lifted(self) -> _Lifted | None:
        """The lifts of this `info`, None where it lifts nothing."""
        own = (self.kind,) if self.kind else ()
        pieces = [piece for piece in self._pieces() if piece.lifts]
        if pieces:
            kinds = {tuple(sorted({each.kind for each in piece.mentions})) or own for piece in pieces}
            return _Lifted(tuple(sorted(kinds)), quiet=False)
        response = self._info.text_of("responseType")
        if response and response.text.casefold() == "allclear":
            return _Lifted((own,), quiet=True)
        return None

    def begun(self) -> Iterator[Mention]:
        """The kind of an `info` that lifts nothing, and each further one that its text begins or colours."""
        if self.kind is None:
            return
        yield Mention(self.kind, self._level_of_kind())
        for piece in self._texts[self._place]:
            if not piece.ends:
                read = self._words.begun_in(piece, self.kind) if piece.begins else []
                coloured = [each for each in piece.mentions if each.level]
                yield from (each for each in dict.fromkeys([*read, *coloured]) if each.kind != self.kind)

    def begun_beside(self, lifted: str | None) -> Iterator[Mention]:
        """The kinds that pieces of an `info` that lifts begin."""
        for piece in self._pieces():
            if piece.begins:
                yield from self._words.begun_in(piece, lifted or self.kind)

    def level_of(self, begun: Mention) -> str | None:
        """The level of a kind that begins: its colour, the severity, or the colour behind it; None where there is none of these.

        `UnfitError` where there is no severity either.
        """
        level = begun.level or self._stated_level() or self._level_behind(begun.kind)
        if level is None and self._severity is None:
            raise UnfitError(
                Code.MISSING_FIELD, f"not given: {self._info.path}severity, nor a colour behind {begun.kind}"
            )
        return level

    def known(self, level: str | None) -> str:
        """The level, if there is one; else `UnfitError`, as the severity names none."""
        if level is None:
            raise (self._severity or XmlText(f"{self._info.path}severity", "")).unfit(Code.BAD_VALUE, _SEVERITIES)
        return level

    def _level_of_kind(self) -> str | None:
        """The level of the kind of this `info`."""
        return self._stated_level() or self._level_behind(self.kind)

    def _level_behind(self, kind: str | None) -> str | None:
        """The colour that a beginning piece states for a kind, else one directly behind it in any text, the highest."""
        beginning = [
            each for piece in self._pieces() if piece.begins for each in self._words.begun_in(piece, self.kind)
        ]
        outside = [each for piece in self._pieces() if not piece.ends for each in piece.mentions]
        inside = [each for piece in self._pieces() for each in piece.mentions]
        levels = (highest(each.level for each in those if each.kind == kind) for those in (beginning, outside, inside))
        return next((level for level in levels if level), None)

    def _stated_level(self) -> str | None:
        return _LEVEL_OF.get(self._severity.text.lower().removesuffix("色")) if self._severity else None

    def _pieces(self) -> Iterator[TextPiece]:
        return (piece for pieces in self._texts for piece in pieces)


def _begun(texts: _InfoTexts, lifted: _Lifted | None, *, cancels: bool) -> list[Mention]:
    """The kinds that an `info` begins: where it lifts, what its pieces begin; else nothing in a Cancel."""
    if lifted is None:
        return [] if cancels else list(texts.begun())
    return [] if lifted.quiet else list(texts.begun_beside(lifted.first))


def _times(info: XmlPart, head: MessageHead) -> tuple[Ms, Ms]:
    """The start and the stated end of an `info` in ms."""
    times = {name: element for name in _TIMES if (element := info.text_of(name)) is not None}
    if not head.national:
        for element in times.values():
            element.check_offset()
    at = {name: element.instant(local=head.national) for name, element in times.items()}
    starts = [name for name in at if name != "expires"]
    start = max([head.sent, *(at[name] for name in starts)])
    until = at.get("expires", start + OPEN_ENDED_MS)
    for name, allowed_from, since in (
        *((name, head.sent, "it was sent") for name in starts),
        ("expires", start, "it begins"),
    ):
        if name in at and at[name] > allowed_from + MOST_DAYS * DAY_MS:
            raise times[name].unfit(Code.BAD_VALUE, f"at most {MOST_DAYS} days after {since}")
    return start, until

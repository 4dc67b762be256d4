"""The words of weather texts: their pieces, the kinds and colours named in them, and which pieces lift or begin a warning.

Decides nothing about levels that a message states elsewhere, nor about areas.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from schemas.weather.warning import KINDS, LEVELS

_COLOURS: Final = dict(zip("蓝黄橙红", LEVELS, strict=True))
_colour: Final = re.compile(f"([{''.join(_COLOURS)}])色")
_cut: Final = re.compile("[，；。,;]|(?=并)|(?=同时)").split
_OFFICE: Final = "气象台"
"""Taken out before kinds are looked for: followed by 风 it would be a typhoon."""

_end: Final = re.compile("解除|取消")
_NOT: Final = ("尚未", "暂不", "不", "未")
_FORECAST: Final = ("预计", "可能", "将于", "拟")
_begin: Final = re.compile("发布|变更|更新|升级|降级|调整|改发")
_AS: Final = "为"


class Mention(NamedTuple):
    """A kind named in a text, and the level whose colour stands directly behind it."""

    kind: str
    level: str | None


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of a text. `ends`: 解除 or 取消 stands in it, in whatever form."""

    text: str
    mentions: tuple[Mention, ...]
    ends: bool
    lifts: bool
    begins: bool

    @property
    def kind(self) -> str | None:
        """The kind of the piece: the first with a colour behind it, else the first."""
        ranked = sorted(self.mentions, key=lambda each: each.level is None)
        return ranked[0].kind if ranked else None


class WeatherWords:
    """Reads texts, made with the kinds that the areas file lists beside the 14 signals. It keeps nothing."""

    def __init__(self, further: Iterable[str] = ()) -> None:
        longest_first = sorted({*KINDS, *further}, key=lambda kind: (-len(kind), kind))
        self._kind = re.compile("|".join(map(re.escape, longest_first)))
        self._named = (*longest_first, *(f"{colour}色" for colour in _COLOURS))

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """The kinds that a text names, in their order; of two that overlap the longer."""
        found = []
        for each in self._kind.finditer(text):
            behind = _colour.match(text, each.end())
            found.append(Mention(each[0], _COLOURS[behind[1]] if behind else None))
        return tuple(found)

    def pieces(self, text: str) -> tuple[TextPiece, ...]:
        """The pieces of a text.

        >>> [(each.lifts, each.begins) for each in WeatherWords().pieces("解除大风蓝色预警，同时发布暴雨黄色预警")]
        [(True, False), (False, True)]
        """
        return tuple(self._piece(each) for each in _cut(text.replace(_OFFICE, "")) if each)

    def begun_in(self, piece: TextPiece, otherwise: str | None) -> list[Mention]:
        """The kinds that a piece begins, each with its level where a colour gives one; `otherwise`: the kind where it names none.

        >>> words = WeatherWords()
        >>> words.begun_in(words.pieces("将暴雨黄色预警升级为橙色预警")[0], None)
        [Mention(kind='暴雨', level='orange')]
        """
        stated = self._stated(piece.text)
        named = self.mentions(stated)
        coloured = [each for each in named if each.level]
        if coloured:
            return coloured
        kind = named[0].kind if named else piece.kind or otherwise
        return [Mention(kind, next(_levels_in(stated), None))] if kind else []

    def _piece(self, text: str) -> TextPiece:
        mentions = self.mentions(text)
        ends = list(_end.finditer(text))
        says = bool(mentions) or _colour.search(text) is not None
        return TextPiece(
            text,
            mentions,
            ends=bool(ends),
            lifts=_lifts(text, [each.start() for each in ends]),
            begins=not ends and says and _begin.search(text) is not None,
        )

    def _stated(self, text: str) -> str:
        """The part of a beginning piece that states what begins: behind 为, else behind the last verb, else all of it."""
        last = max(text.rfind(word) for word in self._named)
        behind_as = text.rfind(_AS, 0, max(last, 0))
        if behind_as >= 0:
            return text[behind_as + 1 :]
        behind_verb = [each.end() for each in _begin.finditer(text) if each.end() <= last]
        return text[behind_verb[-1] :] if behind_verb else text


def kind_of(texts: Sequence[Sequence[TextPiece]]) -> tuple[str, int] | None:
    """The kind that texts, each in its pieces, name, and the place of the text that gave it; the first text with any decides.

    In a text one in a piece without 解除 and 取消 goes before others, then one with a colour behind it, then one in a piece that
    begins, then the first.
    """
    for place, pieces in enumerate(texts):
        named = [(each, piece) for piece in pieces for each in piece.mentions]
        ranked = sorted(named, key=lambda pair: (pair[1].ends, pair[0].level is None, not pair[1].begins))
        if ranked:
            return ranked[0][0].kind, place
    return None


def highest(levels: Iterable[str | None]) -> str | None:
    """The highest of some levels, None where there is none."""
    return max((each for each in levels if each), key=LEVELS.index, default=None)


def _lifts(text: str, ends: Iterable[int]) -> bool:
    """True if one of the words of ending at these places of a piece lifts: it is neither denied nor forecast before it."""
    forecast = min((at + len(word) for word in _FORECAST if (at := text.find(word)) >= 0), default=len(text))
    return any(at < forecast and not text.endswith(_NOT, 0, at) for at in ends)


def _levels_in(text: str) -> Iterator[str]:
    return (_COLOURS[each[1]] for each in _colour.finditer(text))

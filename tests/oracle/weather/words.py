"""From the raw elements of a weather message to what it states: what begins where and when, what is lifted, what is ended.

A raw message is a `Message`: `sender`, `senderCode` (or None), `identifier`, `msgType`, `sent`, `references` as pairs of a sender
(None of a bare one) and an identifier, and `infos`, each with `event`, `eventType`, `headline`, `severity`, `responseType`
(or None), `areas` as pairs of a description and codes, and `onset`, `effective`, `expires` in ms or None.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.oracle.law import HOUR
from tests.oracle.weather.places import below, counties_of, means, office_of

Message = Mapping[str, Any]

SIGNALS = [
    "台风",
    "暴雨",
    "暴雪",
    "寒潮",
    "大风",
    "沙尘暴",
    "高温",
    "干旱",
    "雷电",
    "冰雹",
    "霜冻",
    "大雾",
    "霾",
    "道路结冰",
]
FURTHER = ["雷雨大风", "雷暴大风", "海上大风", "台风暴雨"]
NAMES = sorted(SIGNALS + FURTHER, key=len, reverse=True)
COLOURS = {"蓝色": "blue", "黄色": "yellow", "橙色": "orange", "红色": "red"}
LEVELS = ("blue", "yellow", "orange", "red")
CAP = dict(zip(("minor", "moderate", "severe", "extreme"), LEVELS, strict=True))
VERBS = ("发布", "变更", "更新", "升级", "降级", "调整", "改发")
ENDS = ("解除", "取消")


@dataclass(frozen=True)
class Begun:
    """A level of a kind in counties, over `[start, until)`, which may be empty."""

    kind: str
    level: str
    counties: frozenset[str]
    start: int
    until: int


@dataclass(frozen=True)
class Lift:
    """The end of these kinds, of any where there are none; `everywhere` where there is no code of our scheme."""

    kinds: frozenset[str]
    counties: frozenset[str]
    everywhere: bool


@dataclass(frozen=True)
class Said:
    """The statements of a message."""

    office: str
    identifier: str
    sort: str
    sent: int
    references: frozenset[tuple[str, str]]
    begun: tuple[Begun, ...]
    lifts: tuple[Lift, ...]
    counties: frozenset[str]
    everywhere: bool

    @property
    def name(self) -> tuple[str, str]:
        return self.office, self.identifier

    def over(self, office: str) -> bool:
        return office == self.office or office in below(self.office)


def said_by(message: Message) -> Said:
    """The statements of a raw message."""
    office = office_of(message["senderCode"] or message["sender"])
    signed = {message["sender"], message["senderCode"]}
    references = ((means(sender, office, signed), name) for sender, name in message["references"])
    infos = [_Info(info, message) for info in message["infos"]]
    return Said(
        office=office,
        identifier=message["identifier"],
        sort=message["msgType"],
        sent=message["sent"],
        references=frozenset((each, name) for each, name in references if each),
        begun=tuple(begun for info in infos for begun in info.begun()),
        lifts=tuple(lift for info in infos for lift in info.lifts()),
        counties=frozenset(county for info in infos for county in info.counties),
        everywhere=not any(info.coded for info in infos),
    )


def pieces(text: str) -> list[str]:
    """Cut at commas and full stops, and before 并 and 同时."""
    for word in ("并", "同时"):
        text = text.replace(word, "，" + word)
    for sign in "；。,;":
        text = text.replace(sign, "，")
    return [piece for piece in text.replace("气象台", "").split("，") if piece]


def named(text: str) -> list[tuple[str, str | None]]:
    """The kinds in a text, the longer name first, each with the level of the colour directly behind it."""
    found, at = [], 0
    while at < len(text):
        kind = next((name for name in NAMES if text.startswith(name, at)), None)
        if kind:
            found.append((kind, COLOURS.get(text[at + len(kind) : at + len(kind) + 2])))
        at += len(kind or "x")
    return found


def ends(piece: str) -> bool:
    return any(word in piece for word in ENDS)


def lifts(piece: str) -> bool:
    """One of the words stands in it, neither denied directly before it nor forecast anywhere before it."""
    for word in ENDS:
        for at in range(len(piece)):
            before = piece[:at]
            stands = piece.startswith(word, at) and before[-1:] not in ("不", "未")
            if stands and not any(doubt in before for doubt in ("预计", "可能", "将于", "拟")):
                return True
    return False


def begins(piece: str) -> bool:
    return any(verb in piece for verb in VERBS) and _tells(piece) and not ends(piece)


def read_of(piece: str, otherwise: str | None) -> list[tuple[str, str | None]]:
    """The kinds that a piece begins with their colours."""
    stated = piece
    words = ["为"] if any(_tells(rest) for rest in piece.split("为")[1:]) else list(VERBS)
    behind = [at + len(word) for word in words for at in range(len(piece)) if piece.startswith(word, at)]
    behind = [at for at in behind if _tells(piece[at:])]
    if behind:
        stated = piece[max(behind) :]
    coloured = [each for each in named(stated) if each[1]]
    if coloured:
        return coloured
    colours = sorted((stated.index(word), level) for word, level in COLOURS.items() if word in stated)
    kind = next((kind for kind, _ in named(stated)), None) or _own_kind(piece) or otherwise
    return [(kind, colours[0][1] if colours else None)] if kind else []


def _tells(text: str) -> bool:
    return bool(named(text)) or any(colour in text for colour in COLOURS)


def _own_kind(piece: str) -> str | None:
    kinds = named(piece)
    return next((kind for kind, level in kinds if level), kinds[0][0] if kinds else None)


class _Info:
    """One info, read word by word."""

    def __init__(self, info: Mapping[str, Any], message: Message) -> None:
        self.info, self.message = info, message
        self.texts = [pieces(info[name] or "") for name in ("event", "eventType", "headline")]
        every = [counties_of(code, text) for text, codes in info["areas"] for code in codes]
        self.coded = any(each is not None for each in every)
        self.counties = frozenset(county for each in every for county in each or ())
        self.lifting = [piece for text in self.texts for piece in text if lifts(piece)]

    def kind(self) -> tuple[str | None, int]:
        """The kind, and the place of the text that gave it."""
        for place, text in enumerate(self.texts):
            for only in (_clean, bool):
                inside = [piece for piece in text if only(piece)]
                begun = [piece for piece in inside if begins(piece)]
                for those, coloured in ((begun, True), (inside, True), (begun, False), (inside, False)):
                    found = [kind for piece in those for kind, level in named(piece) if level or not coloured]
                    if found:
                        return found[0], place
        return None, 0

    def lifts(self) -> Iterator[Lift]:
        if self.coded and not self.counties:
            return
        own = frozenset(filter(None, [self.kind()[0]]))
        for piece in self.lifting:
            yield Lift(frozenset(kind for kind, _ in named(piece)) or own, self.counties, not self.coded)
        if not self.lifting and self._all_clear():
            yield Lift(own, self.counties, not self.coded)

    def begun(self) -> Iterator[Begun]:
        own, place = self.kind()
        every = [piece for text in self.texts for piece in text]
        if self.lifting:
            lifted = sorted(sorted(lift.kinds) for lift in self.lifts())
            first = next((kind for kinds in lifted for kind in kinds), None)
            wanted = [each for piece in every if begins(piece) for each in read_of(piece, first or own)]
        elif self._all_clear() or self.message["msgType"] == "Cancel" or own is None:
            return
        else:
            wanted = [(own, self._severity())]
            for piece in filter(_clean, self.texts[place]):
                more = named(piece) + (read_of(piece, own) if begins(piece) else [])
                read = [kind for kind, _ in read_of(piece, own)] if begins(piece) else []
                wanted += [(kind, level) for kind, level in more if kind != own and (level or kind in read)]
        start = max(self.message["sent"], self.info["onset"] or 0, self.info["effective"] or 0)
        until = start + 24 * HOUR if self.info["expires"] is None else self.info["expires"]
        for kind, level in wanted:
            known = level or self._severity() or self._behind(kind)
            if self.counties and known:
                yield Begun(kind, known, self.counties, start, until)

    def _severity(self) -> str | None:
        word = (self.info["severity"] or "").lower()
        return CAP.get(word) or (word if word in LEVELS else COLOURS.get(word.removesuffix("色") + "色"))

    def _behind(self, kind: str) -> str | None:
        own = self.kind()[0]
        every = [piece for text in self.texts for piece in text]
        read = [each for piece in every if begins(piece) for each in read_of(piece, own)]
        for those in (read, _all(filter(_clean, every)), _all(every)):
            levels = [level for name, level in those if name == kind and level]
            if levels:
                return max(levels, key=LEVELS.index)
        return None

    def _all_clear(self) -> bool:
        return (self.info.get("responseType") or "").lower() == "allclear"


def _clean(piece: str) -> bool:
    return not ends(piece)


def _all(those: Iterator[str] | list[str]) -> list[tuple[str, str | None]]:
    return [each for piece in those for each in named(piece)]

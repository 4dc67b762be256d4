"""A file of weather messages: known by how it begins, and cut into its messages. What a message says is not decided here.

A message that is broken costs none beside it: the cuts go by the marks at which a message begins and ends, wherever they stand
but in comments and CDATA, and what lies between two messages and belongs to none is a piece of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from schemas.refusal import UnfitError
from schemas.weather_xml import alert_in

_IN_UTF_16: Final = (b"\xff\xfe<\x00", b"\xfe\xff\x00<")
"""How a file in UTF-16 begins: it holds one message."""
# Each of these can match a text in one way alone, so that none is slow on a text that it does not match. Possessive quantifiers
# would say so shorter, but match wrongly before Python 3.11.5.
_SPACE: Final = rb"(?:\s|\xef\xbb\xbf)*"
_NAME: Final = rb"(?:[\w.-]+:)?alert"
# Neither holds another of its sort, so that one that was cut off does not reach into the next message.
_COMMENT: Final = rb"<!--[^-]*(?:-[^-]+)*-->"
_CDATA: Final = rb"<!\[CDATA\[[^\]<]*(?:(?:\](?!\]>)|<(?!!\[CDATA\[))[^\]<]*)*\]\]>"
_MISC: Final = rb"(?:\s|" + _COMMENT + rb"|<\?(?!xml\s)[^<>]*\?>)*"
_begins: Final = re.compile(_SPACE + b"<").match
_space: Final = re.compile(_SPACE).match
_misc: Final = re.compile(_MISC).match
_is_prologue: Final = re.compile(
    _SPACE + rb"(?!\s|\xef\xbb\xbf)(?:<\?xml\s[^<>]*\?>)?" + _MISC + rb"(?:<!DOCTYPE\s.*)?", re.DOTALL
).fullmatch
_marks: Final = re.compile(
    b"|".join(
        (
            _COMMENT,
            _CDATA,
            rb"(?P<declared><\?xml\s)",
            rb"(?P<opened><" + _NAME + rb"(?=[\s/>]))",
            rb"(?P<closed></" + _NAME + rb"\s*>)",
        )
    )
).finditer
_parsed_to: Final = re.compile(r": line (\d+), column (\d+)(?=; allowed)")
_decoded_to: Final = re.compile(r"^byte (\d+)(?= is none of )")


@dataclass(frozen=True, slots=True)
class Message:
    """The untouched bytes of a message, or of what is none, and where in the file it begins.

    `line` counts from 1; `column` the characters before it in its line, and `start` the bytes before it in the file.
    """

    line: int
    column: int
    start: int
    text: bytes

    def placed(self, detail: str) -> str:
        """What is wrong with the message, its place counted from the beginning of the file, as its line is."""
        return _decoded_to.sub(lambda at: f"byte {self.start + int(at[1])}", _parsed_to.sub(self._place, detail))

    def _place(self, at: re.Match[str]) -> str:
        line, column = int(at[1]), int(at[2])
        return f": line {self.line + line - 1}, column {column + (self.column if line == 1 else 0)}"


def is_weather(start: bytes) -> bool:
    r"""Whether a file that starts so holds weather messages and no events.

    >>> is_weather(b"\n <alert>"), is_weather(b'{"kind": 1}')
    (True, False)
    """
    return start.startswith(_IN_UTF_16) or _begins(start) is not None


def messages(text: bytes) -> Iterator[Message]:
    r"""Each message of a file, and each piece that is none; one where there is nothing at all.

    >>> [(each.line, each.text) for each in messages(b"<alert>1</alert>\n\n<alert>2</al\n<alert>3</alert>\nrest")]
    [(1, b'<alert>1</alert>\n\n'), (3, b'<alert>2</al\n'), (4, b'<alert>3</alert>\n'), (5, b'rest')]
    """
    ends = [] if _is_one(text) else _ends(text)
    cuts = pairwise((0, *ends, len(text)))
    found = [(begin, end) for start, end in cuts if (begin := _first(text, start, end)) < end]
    line, column, seen = 1, 0, 0
    for begin, end in found or [(0, len(text))]:
        *lines, last = text[seen:begin].split(b"\n")
        line, column, seen = line + len(lines), len(last.decode(errors="replace")) + (0 if lines else column), begin
        yield Message(line, column, begin, text[begin:end])


def _first(text: bytes, start: int, end: int) -> int:
    """Where what is not blank begins."""
    space = _space(text, start, end)
    return space.end() if space else start


def _is_one(text: bytes) -> bool:
    """Whether all of it is one message, whatever marks stand within."""
    if text.startswith(_IN_UTF_16):
        return True
    try:
        alert_in(text)
    except UnfitError:
        return False
    return True


def _ends(text: bytes) -> Iterator[int]:
    """Where one message, or what is none, ends and the next begins; blanks may lie between two ends."""
    start, opened = 0, False
    for mark in _marks(text):
        if mark["closed"] is not None:
            misc = _misc(text, mark.end())
            start, opened = misc.end() if misc else mark.end(), False
            yield start
        elif mark["opened"] is not None and not opened and _is_prologue(text, start, mark.start()):
            opened = True
        elif mark.lastgroup:
            start, opened = mark.start(), mark["opened"] is not None
            yield start

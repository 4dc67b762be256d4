"""A file of weather messages: recognised by its first bytes, and cut into its messages. It does not read a message.

A message that is broken costs none beside it: the cuts go by the marks at which a message begins and ends, wherever they stand
but in comments and CDATA, and text that lies between two messages and belongs to none is a piece of its own.
"""

import io
import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final, NamedTuple

from schemas.envelope import MOST_BYTES
from schemas.refusal import UnfitError
from schemas.weather.xml import alert_in
from streams.tools.recorded.lookahead import read_ahead

_IN_UTF_16: Final = (b"\xff\xfe<\x00", b"\xfe\xff\x00<")
"""The first bytes of a file in UTF-16: it holds one message."""
# Each of these can match a text in one way alone, so that none is slow on a text that it does not match. Possessive quantifiers
# would be shorter, but match wrongly before Python 3.11.5.
_SPACE: Final = rb"\s*(?:\xef\xbb\xbf\s*)*"
_NAME: Final = rb"(?:[\w.-]+:)?alert"
# Neither holds another of its sort, so that one that was cut off does not reach into the next message.
_COMMENT: Final = rb"<!--[^-]*(?:-[^-]+)*-->"
_CDATA: Final = rb"<!\[CDATA\[[^\]<]*(?:(?:\](?!\]>)|<(?!!\[CDATA\[))[^\]<]*)*\]\]>"
_MISC: Final = rb"\s*(?:(?:" + _COMMENT + rb"|<\?(?!xml\s)[^<>]*\?>)\s*)*"
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
_mark: Final = re.compile(rb"<(?:\?xml\s|" + _NAME + rb"(?=[\s/>])|(?P<closed>/" + _NAME + rb"\s*>))").search
_LONGEST_MARK: Final = 256
"""Bytes at the end of a read that are searched once more with the next: a mark may lie across the two."""
_MOST_READ: Final = 256 * 1024  # bytes at a time
_WINDOW: Final = 3 * MOST_BYTES
_SETTLED: Final = 2 * MOST_BYTES
"""Pieces that end here, in a window, are as they would be in the whole file: a comment that begins in a message of no more
than 1 MiB has ended at its end."""
_parsed_to: Final = re.compile(r": line (\d+), column (\d+)(?=; allowed)")
_decoded_to: Final = re.compile(r"^byte (\d+)(?= is none of )")


@dataclass(frozen=True, slots=True)
class RecordedMessage:
    """The untouched bytes of a message, or of a piece that is none, and its place in the file.

    `line` counts from 1; `column` the characters before it in its line, and `start` the bytes before it in the file.
    """

    line: int
    column: int
    start: int
    text: bytes

    def placed(self, detail: str) -> str:
        """A fault's text with its line, column or byte counted from the beginning of the file, not of the message."""
        return _decoded_to.sub(lambda at: f"byte {self.start + int(at[1])}", _parsed_to.sub(self._place, detail))

    def _place(self, at: re.Match[str]) -> str:
        line, column = int(at[1]), int(at[2])
        return f": line {self.line + line - 1}, column {column + (self.column if line == 1 else 0)}"


@dataclass(frozen=True, slots=True)
class OversizedMessage:
    """A message, or a piece that is none, of so many bytes, which were passed over; `line`, from 1, is its first."""

    line: int
    size: int


class _Place(NamedTuple):
    """A place in a file, as `RecordedMessage` counts it."""

    line: int = 1
    column: int = 0
    start: int = 0

    def past(self, text: bytes) -> "_Place":
        """The place behind this text."""
        _, newline, last = text.rpartition(b"\n")
        column = len(last.decode(errors="replace")) + (0 if newline else self.column)
        return _Place(self.line + text.count(b"\n"), column, self.start + len(text))


def is_weather(start: bytes) -> bool:
    r"""True if a file that starts so holds weather messages and no events.

    >>> is_weather(b"\n <alert>"), is_weather(b'{"kind": 1}')
    (True, False)
    """
    return start.startswith(_IN_UTF_16) or _begins(start) is not None


def messages(text: bytes) -> Iterator[RecordedMessage]:
    r"""Each message of a file, and each piece that is none; one where there is nothing at all.

    >>> [(each.line, each.text) for each in messages(b"<alert>1</alert>\n\n<alert>2</al\n<alert>3</alert>\nrest")]
    [(1, b'<alert>1</alert>\n\n'), (3, b'<alert>2</al\n'), (4, b'<alert>3</alert>\n'), (5, b'rest')]
    """
    return _pieces(text, () if _is_one(text) else _ends(text), _Place())


def messages_in(text: io.BufferedReader) -> Iterator[RecordedMessage | OversizedMessage]:
    """The same of a file that is read as it comes, 3 MiB at a time; a piece that is longer than 2 MiB is not kept."""
    window, error = read_ahead(text, _WINDOW)
    if len(window) < _WINDOW:
        yield from messages(window)
    else:
        error = yield from _windows(window, text)
    if error is not None:
        raise error


def _windows(
    window: bytes, text: io.BufferedReader
) -> Generator[RecordedMessage | OversizedMessage, None, Exception | None]:
    """The messages of a file with more than a window; returns the error that reading raised at its end."""
    place, error, is_one = _Place(), None, window.startswith(_IN_UTF_16)
    while len(window) == _WINDOW:
        end = _first(window, 0, _WINDOW)
        found = () if is_one else _pieces(window, _ends(window), place)
        for each in found:
            behind = each.start + len(each.text) - place.start
            if behind > _SETTLED:
                break
            yield each
            end = behind
        if end:
            place, window = place.past(window[:end]), window[end:]
        else:
            long, window, place = _passed_over(window, text, place, is_one=is_one)
            yield long
        more, error = read_ahead(text, _WINDOW - len(window))
        window += more
    if not window.isspace() and window:
        yield from _pieces(window, _ends(window), place)
    return error


def _passed_over(
    window: bytes, text: io.BufferedReader, place: _Place, *, is_one: bool
) -> tuple[OversizedMessage, bytes, _Place]:
    """The piece that begins here, to the next mark or, in a file of one message, to the end; the text behind it; its place."""
    size, at, look = 0, place, _SETTLED
    while True:
        mark = None if is_one else _mark(window, look)
        more = b"" if mark else text.read1(_MOST_READ)
        if mark:
            cut = mark.end() if mark["closed"] else mark.start()
        else:
            cut = max(len(window) - _LONGEST_MARK, 0) if more else len(window)
        at, size, window, look = at.past(window[:cut]), size + cut, window[cut:] + more, 0
        if not more:
            return OversizedMessage(place.line, size), window, at


def _pieces(text: bytes, ends: Iterable[int], place: _Place) -> Iterator[RecordedMessage]:
    """The text between two ends, without the blanks before it; one empty piece where there is nothing at all."""
    seen, count = 0, 0
    for start, end in pairwise(chain((0,), ends, (len(text),))):
        begin = _first(text, start, end)
        if begin < end:
            place, seen, count = place.past(text[seen:begin]), begin, count + 1
            yield RecordedMessage(place.line, place.column, place.start, text[begin:end])
    if not count:
        yield RecordedMessage(place.line, place.column, place.start, text)


def _first(text: bytes, start: int, end: int) -> int:
    """The place of the first byte that is not blank."""
    space = _space(text, start, end)
    return space.end() if space else start


def _is_one(text: bytes) -> bool:
    """True if all of it is one message, even with marks of others within."""
    if text.startswith(_IN_UTF_16):
        return True
    try:
        alert_in(text)
    except UnfitError:
        return False
    return True


def _ends(text: bytes) -> Iterator[int]:
    """The places at which one message, or piece that is none, ends and the next begins; blanks may lie between two ends."""
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

"""A file that is one JSON array, on one line or spread over many, cut into records for the reader of the feed.

A small one is cut at once; a larger one is read part by part, and of an element that is larger than 2 MiB nothing is kept
but its size.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from schemas.envelope import KEPT_BYTES, MOST_BYTES
from schemas.feed.json.scan import ArrayScanner
from schemas.feed.json.split import is_array, split_array
from schemas.feed.telemetry import MOST_EVENTS

_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode


def whole_elements(text: bytes) -> list[bytes] | None:
    """The whole elements of an array of objects that lacks its end; None where more than its end is wrong.

    >>> whole_elements(b'[{"a": 1}, {"b": 2')
    [b'{"a": 1}']
    """
    try:
        return [bytes(element) for element in _elements(text[: text.rfind(b"}") + 1] + b"]")]
    except (msgspec.DecodeError, RecursionError):
        return None


def begins_array(start: bytes) -> bool:
    r"""True if a file that starts so, and goes on, is one array and does not hold one event or array a line.

    That is so where its first line opens an array and does not close it, and a later line ends an element of it, or has no
    end.

    >>> begins_array(b'[\n{"a": 1},\n{"b'), begins_array(b'[{"a": 1}, {\n{"a": 1}\n{"a": 1}\n')
    (True, False)
    """
    first, end, more = start.partition(b"\n")
    if not is_array(first) or (end and split_array(first) is not None):
        return False
    commas, closed = ArrayScanner().scan(start[start.index(b"[") :])
    ends = [start.index(b"[") + place for place in (*commas[-1:], closed) if place is not None]
    return b"\n" not in more or any(place > len(first) for place in ends)


class WholeArray:
    """The array's text and its elements, as exact slices of it. Mutable: it remembers the place whose line it last counted."""

    def __init__(self, text: bytes, elements: list[bytes]) -> None:
        self._text = text
        self._elements = elements
        self._place, self._line, self._start, self._end = self._at_start()

    def records(self) -> Iterator[tuple[int, bytes]]:
        """Arrays that a record may hold, each with the place of its first element in the whole, from 0."""
        base, size = 0, 1
        for place, element in enumerate(self._elements):
            size += len(element) + 1
            if place > base and (place - base == MOST_EVENTS or size > MOST_BYTES):
                yield base, self._joined(base, place)
                base, size = place, len(element) + 2
        yield base, self._joined(base, len(self._elements))

    def line_of(self, place: int) -> int:
        """The line, from 1, on which the element at a place begins. Cheap for places in rising order."""
        if place < self._place:
            self._place, self._line, self._start, self._end = self._at_start()
        for element in self._elements[self._place + 1 : place + 1]:
            start = self._text.index(element, self._end)  # between two elements are blanks and a comma: no element
            self._line += self._text.count(b"\n", self._start, start)
            self._start, self._end = start, start + len(element)
        self._place = max(place, self._place)
        return self._line

    def _at_start(self) -> tuple[int, int, int, int]:
        return -1, 1, 0, self._text.index(b"[") + 1

    def _joined(self, base: int, end: int) -> bytes:
        return b"[" + b",".join(self._elements[base:end]) + b"]"


@dataclass(frozen=True, slots=True)
class ArrayPart:
    """Some elements of a longer array, as an array; the place of the first, from 0, and the line on which the part begins."""

    array: WholeArray
    first: int
    line: int


@dataclass(frozen=True, slots=True)
class OversizedElement:
    """An element of so many bytes that was passed over: its place, from 0, and the line on which it begins."""

    size: int
    place: int
    line: int


class StreamedArray:
    """An array that is cut while it is read. Mutable: it keeps the text that has no end yet, 2 MiB at the most.

    Once all `parts` were taken, `rest` is the text read behind the array, None where the array breaks off: after `count`
    elements, on the line `line`.
    """

    def __init__(self) -> None:
        self.count = 0
        self.line = 1
        self.rest: bytes | None = None
        self._marks = ArrayScanner()
        self._marks.scan(b"[")
        self._kept = b""
        self._large: OversizedElement | None = None

    def parts(self, texts: Iterator[bytes]) -> Iterator[ArrayPart | OversizedElement]:
        """All elements of the array with this text, read piece by piece, without the bracket that opens it."""
        for text in texts:
            commas, end = self._marks.scan(text)
            yield from self._cut(text, commas if end is None else [*commas, end], is_closed=end is not None)
            if end is not None:
                self.rest = text[end + 1 :]
                return
        whole = None if self._large else whole_elements(b"[" + self._kept)
        if whole:
            yield self._part(whole)
        if self._large:
            yield self._large
        self.line += self._kept.rstrip().count(b"\n")

    def _cut(self, text: bytes, ends: list[int], *, is_closed: bool) -> Iterator[ArrayPart | OversizedElement]:
        start = 0
        if ends and self._large:
            start = ends.pop(0) + 1
            yield self._grown(self._large, text[:start], start - 1)
            self._large = None
            self.count += 1
        if ends:
            self._kept += text[start : ends[-1]]
            start = ends[-1] + 1
            if elements := self._elements(is_closed=is_closed):
                yield self._part(elements)
            self.line += self._kept.count(b"\n")
            self._kept = b""
        if not is_closed:
            self._keep(text[start:])

    def _elements(self, *, is_closed: bool) -> list[bytes]:
        """The elements of the kept text. Where nothing stands between two marks, that is an element, but in an empty array."""
        return split_array(b"[" + self._kept + b"]") or ([] if is_closed and not self.count else [b""])

    def _part(self, elements: list[bytes]) -> ArrayPart:
        first, self.count = self.count, self.count + len(elements)
        return ArrayPart(WholeArray(b"[" + self._kept + b"]", elements), first, self.line)

    def _keep(self, text: bytes) -> None:
        if self._large:
            self._large = self._grown(self._large, text, len(text))
            return
        self._kept += text
        if len(self._kept) > KEPT_BYTES:
            blanks = len(self._kept) - len(self._kept.lstrip())
            begins = self.line + self._kept.count(b"\n", 0, blanks)
            self._large = OversizedElement(len(self._kept) - blanks, self.count, begins)
            self.line += self._kept.count(b"\n")
            self._kept = b""

    def _grown(self, large: OversizedElement, text: bytes, size: int) -> OversizedElement:
        self.line += text.count(b"\n")
        return OversizedElement(large.size + size, large.place, large.line)

"""A file that is one JSON array, on one line or spread over many: cut into records that the reader of the feed takes."""

from collections.abc import Iterator

import msgspec

from schemas.envelope import MOST_BYTES
from schemas.telemetry import MOST_EVENTS

_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode


def before_it_breaks_off(text: bytes) -> list[bytes] | None:
    """The whole elements of an array of objects that lacks its end; None where that alone is not what it lacks.

    >>> before_it_breaks_off(b'[{"a": 1}, {"b": 2')
    [b'{"a": 1}']
    """
    try:
        return [bytes(element) for element in _elements(text[: text.rfind(b"}") + 1] + b"]")]
    except (msgspec.DecodeError, RecursionError):
        return None


class WholeArray:
    """The array's text and its elements, as exact slices of it. Mutable: it remembers where it last looked for a line."""

    def __init__(self, text: bytes, elements: list[bytes]) -> None:
        self._text = text
        self._elements = elements
        self._place, self._line, self._start, self._end = self._before()

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
        """The line, from 1, on which the element at a place begins. Cheap when asked in rising order."""
        if place < self._place:
            self._place, self._line, self._start, self._end = self._before()
        for element in self._elements[self._place + 1 : place + 1]:
            start = self._text.index(element, self._end)  # between two elements are blanks and a comma: no element
            self._line += self._text.count(b"\n", self._start, start)
            self._start, self._end = start, start + len(element)
        self._place = max(place, self._place)
        return self._line

    def _before(self) -> tuple[int, int, int, int]:
        return -1, 1, 0, self._text.index(b"[") + 1

    def _joined(self, base: int, end: int) -> bytes:
        return b"[" + b",".join(self._elements[base:end]) + b"]"

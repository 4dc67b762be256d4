"""Reads recorded events from files: plain or gzip, one event or one array a line, or one array that is the whole file.

A file that begins with `<` holds weather messages. Each event and fault has its place in its file. What an event is decides
`schemas.feed.codec`, and what a warning is, `schemas.weather.message`. A file is read in constant memory: a line, an element of
an array or a message that is larger than 2 MiB is one fault, and is passed over.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from schemas.envelope import MOST_BYTES
from schemas.feed.codec import FeedReader
from schemas.feed.json.split import is_array, split_array
from schemas.feed.reading import Reading
from schemas.feed.telemetry import MOST_EVENTS
from schemas.instants import Ms
from schemas.refusal import Code
from schemas.weather.message import WeatherReader
from schemas.weather.warning import WeatherMessage
from streams.tools.recorded.array import ArrayPart, StreamedArray, WholeArray, begins_array, whole_elements
from streams.tools.recorded.encoding import not_utf8
from streams.tools.recorded.lookahead import (
    READ_FAILURES,
    OversizedLine,
    bounded_lines,
    line_blocks,
    parts,
    prefixed,
    read_ahead,
)
from streams.tools.recorded.opening import PackingError, name_of, opened, unpacked
from streams.tools.recorded.weather_messages import OversizedMessage, is_weather, messages_in

UNREADABLE: Final = "unreadable"
"""The code of a file, or of its rest, that cannot be read at all. It is not one of the contract's refusal codes."""
EMPTY: Final = "no_event"
"""The code of a file that holds no event. It is not one of the contract's refusal codes."""

_HEAD: Final = MOST_BYTES
"""Bytes by which the kind of a file is recognised; a file that has no more is cut as a whole."""
_BLOCK: Final = 4 * MOST_BYTES
"""Bytes from which on no line is added to a block: a thousand lines of 1 MiB would be 1 GiB."""
_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class FilePosition:
    """A place in a file: the line, from 1, and the place in the array, or of the `info`, there, from 0; None without one."""

    file: str
    line: int
    index: int | None

    def __str__(self) -> str:
        """The place as compilers write it: `FILE:LINE`, then `[INDEX]` where there is one."""
        return f"{self.file}:{self.line}" + ("" if self.index is None else f"[{self.index}]")


@dataclass(frozen=True, slots=True)
class ReadError:
    """Something in a file that could not be read as an event: its place, a code, and what would be right.

    The code is that of a refusal, `UNREADABLE` or `EMPTY`. It is a value to be reported, not an exception.
    """

    where: FilePosition
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class RecordedBatch:
    """A part of a file: its events, its errors, and the number of bytes of the file that are used up to here.

    `records` are the untouched records that `reading` was read from; `where(offset, index)` is the place in the file of the
    event with that offset and index. `message`: the one untouched weather message that it was read from instead, with its line.
    `weather`: what it comes to; `passed`: what of it was passed over, as a remark each.
    """

    reading: Reading
    errors: list[ReadError]
    records: list[tuple[int, bytes]]
    where: Callable[[int, int | None], FilePosition]
    done: int
    message: tuple[int, bytes] | None = None
    weather: Sequence[WeatherMessage] = ()
    passed: Sequence[str] = ()


def batches(path: str, reader: FeedReader) -> Iterator[RecordedBatch]:
    """The contents of a file, in its order; `-` is standard input.

    A file that breaks off or is packed in an unknown way ends with a `ReadError`. `OSError` where it cannot be opened.
    """
    with opened(path) as raw:
        yield from _FileReader(name_of(path), raw, reader).batches()


def weather_batches(path: str, reader: FeedReader, arrival: Ms) -> Iterator[RecordedBatch]:
    """The contents of a file that must hold weather messages, with any first bytes: one batch a message.

    They are read as messages that arrive at `arrival` (ms).
    """
    with opened(path) as raw:
        yield from _FileReader(name_of(path), raw, reader, arrival).batches()


class _FileReader:
    """Reads one file once. Mutable: it counts lines. `arrival` is given where the file must hold weather messages."""

    def __init__(self, name: str, raw: io.BufferedReader, reader: FeedReader, arrival: Ms | None = None) -> None:
        self._name = name
        self._raw = raw
        self._reader = reader
        self._arrival = arrival
        self._line = 1

    def batches(self) -> Iterator[RecordedBatch]:
        holds = False
        try:
            for batch in self._read(unpacked(self._raw)):
                holds = holds or bool(batch.reading.total or batch.message or batch.errors)
                yield batch
        except PackingError as error:
            yield self._unreadable(str(error))
            return
        except READ_FAILURES as error:
            yield self._unreadable(f"from here on it cannot be read ({error}); give the whole file")
            return
        if not holds:
            yield self._unreadable("it holds no event: it is empty, or blank; see whether its export failed", EMPTY)

    def _read(self, text: io.BufferedReader) -> Iterator[RecordedBatch]:
        head, error = read_ahead(text, _HEAD)
        is_whole = error is None and len(head) < _HEAD
        if self._arrival is not None or is_weather(head):
            yield from self._of_messages(prefixed(head, text, error))
            return
        if why := not_utf8(head):
            yield self._unreadable(why)
            return
        head = head.removeprefix(_BOM)
        first = head[: head.find(b"\n") + 1] or head
        if is_whole and is_array(first) and (split_array(first) is None or len(first) == len(head)):
            yield from self._of_array(head)
        elif not is_whole and begins_array(head):
            yield from self._of_streamed(prefixed(head[head.index(b"[") + 1 :], text, error))
        else:
            yield from self._of_lines(bounded_lines(prefixed(head, text, error)))

    def _of_array(self, text: bytes) -> Iterator[RecordedBatch]:
        elements = split_array(text)
        whole = elements or whole_elements(text)
        if not whole:
            yield from self._of_lines(text.splitlines(keepends=True))
            return
        yield from self._of_elements(ArrayPart(WholeArray(text, whole), 0, 1))
        if not elements:
            self._line = 1 + text.rstrip().count(b"\n")
            yield self._breaks_off(len(whole))

    def _of_streamed(self, text: io.BufferedReader) -> Iterator[RecordedBatch]:
        array = StreamedArray()
        for each in array.parts(parts(text)):
            if isinstance(each, ArrayPart):
                yield from self._of_elements(each)
            else:
                yield self._too_large(FilePosition(self._name, each.line, each.place), each.size)
            self._line = array.line
        self._line = array.line
        if array.rest is None:
            yield self._breaks_off(array.count)
        else:
            yield from self._of_lines(bounded_lines(prefixed(array.rest, text)))

    def _of_lines(self, lines: Iterable[bytes | OversizedLine]) -> Iterator[RecordedBatch]:
        for block in line_blocks(lines, MOST_EVENTS, _BLOCK):
            if isinstance(block, OversizedLine):
                yield self._too_large(FilePosition(self._name, self._line, None), block.size)
                self._line += 1
            else:
                yield self._of_block(block)
                self._line += len(block)

    def _of_block(self, block: list[bytes]) -> RecordedBatch:
        first = self._line

        def where(offset: int, index: int | None) -> FilePosition:
            return FilePosition(self._name, offset, index if is_array(block[offset - first]) else None)

        reading = self._reader.read_lines(block, first=first)
        return self._batch(reading, list(enumerate(block, first)), where)

    def _of_elements(self, part: ArrayPart) -> Iterator[RecordedBatch]:
        def where(offset: int, index: int | None) -> FilePosition:
            place = offset + (index or 0)
            return FilePosition(self._name, part.line - 1 + part.array.line_of(place - part.first), place)

        for base, record in part.array.records():
            offset = part.first + base
            reading = self._reader.read(record, platform_id=None, arrival=None, offset=offset)
            yield self._batch(reading, [(offset, record)], where)

    def _of_messages(self, text: io.BufferedReader) -> Iterator[RecordedBatch]:
        weather = WeatherReader(self._reader.places)
        for each in messages_in(text):
            if isinstance(each, OversizedMessage):
                yield self._too_large(FilePosition(self._name, each.line, None), each.size)
                continue
            read = weather.read(each.text, arrival=self._arrival, offset=each.line)
            faults = [replace(fault, detail=each.placed(fault.detail)) for fault in read.faults]
            batch = self._batch(Reading(faults=faults), [], partial(FilePosition, self._name))
            yield replace(batch, message=(each.line, each.text), weather=read.rows, passed=read.passed)

    def _batch(
        self, reading: Reading, records: list[tuple[int, bytes]], where: Callable[[int, int | None], FilePosition]
    ) -> RecordedBatch:
        errors = [
            ReadError(where(each.offset, each.index), each.code.value, fault.detail)
            for fault in reading.faults
            for each in fault.each_refused()
        ]
        return RecordedBatch(reading, errors, records, where, self._done())

    def _unreadable(self, why: str, code: str = UNREADABLE) -> RecordedBatch:
        return self._fault(ReadError(FilePosition(self._name, self._line, None), code, why))

    def _breaks_off(self, count: int) -> RecordedBatch:
        return self._unreadable(f"the array breaks off after {count:,} whole elements; give the whole file")

    def _too_large(self, where: FilePosition, size: int) -> RecordedBatch:
        detail = f"{size:,} bytes are given; allowed: {MOST_BYTES:,}"
        return self._fault(ReadError(where, Code.RECORD_TOO_LARGE.value, detail))

    def _fault(self, error: ReadError) -> RecordedBatch:
        return RecordedBatch(Reading(), [error], [], lambda *_: error.where, self._done())

    def _done(self) -> int:
        return self._raw.tell() if self._raw.seekable() else 0

"""Reads recorded events from files: plain or gzip, one event or one array a line, or one array that is the whole file.

A file that begins with `<` holds weather messages. It says of everything where in which file it stands. It does not decide
what an event is (`schemas.codec`), nor a warning (`schemas.weather`), nor what is made of it. A file is read as it comes, in
constant memory; one that is a single array, or weather, is read whole.
"""

import gzip
import io
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from typing import BinaryIO, Final, cast

from schemas.codec import FeedReader
from schemas.instants import Ms
from schemas.pieces import is_array, pieces
from schemas.reading import Reading
from schemas.telemetry import MOST_EVENTS
from schemas.weather import WeatherReader
from streams.recorded.array import WholeArray, before_it_breaks_off
from streams.recorded.messages import is_weather, messages

STANDARD_INPUT: Final = "-"
UNREADABLE: Final = "unreadable"
"""The code for what cannot be read at all: it is no refusal of the contract."""

_BUFFER: Final = 1 << 20
_BOM: Final = b"\xef\xbb\xbf"
_OTHER_PACKINGS: Final = {b"(\xb5/\xfd": "zstd", b"PK\x03\x04": "zip", b"BZh": "bzip2", b"\xfd7zXZ": "xz"}


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file: the line, from 1, and the place in the array, or of the `info`, there, from 0; None without one."""

    file: str
    line: int
    index: int | None

    def __str__(self) -> str:
        """The place in one word, as compilers write it."""
        return f"{self.file}:{self.line}" + ("" if self.index is None else f"[{self.index}]")


@dataclass(frozen=True, slots=True)
class Misread:
    """Something that is no event: where, why (a refusal code, or `UNREADABLE`), and what would be right."""

    where: Where
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Some of a file: what it says, what is wrong with it, and how many bytes of the file have been used up to here.

    `records` are the untouched records that `reading` came from; `where(offset, index)` places what `reading` calls so.
    `message`: the one untouched weather message that it came from instead, with its line.
    """

    reading: Reading
    misread: list[Misread]
    records: list[tuple[int, bytes]]
    where: Callable[[int, int | None], Where]
    done: int
    message: tuple[int, bytes] | None = None


def batches(path: str, reader: FeedReader) -> Iterator[Batch]:
    """All that a file holds, in its order; `-` is standard input.

    A file that breaks off or is packed in an unknown way ends with a `Misread`. `OSError` where it cannot be opened.
    """
    with _opened(path) as raw:
        yield from _Reader(_shown(path), raw, reader).batches()


def weather_batches(path: str, reader: FeedReader, arrival: Ms) -> Iterator[Batch]:
    """The same of a file that must hold weather messages, however it begins: one batch a message.

    They are judged as messages that arrive at `arrival` (ms).
    """
    with _opened(path) as raw:
        yield from _Reader(_shown(path), raw, reader, arrival).batches()


def _shown(path: str) -> str:
    return "<stdin>" if path == STANDARD_INPUT else path


def _opened(path: str) -> io.BufferedReader:
    if path != STANDARD_INPUT:
        return io.BufferedReader(io.FileIO(path), _BUFFER)
    stream = cast("io.BufferedIOBase", sys.stdin.buffer)
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)


class _Unpacked(io.RawIOBase):
    """What a gzip stream holds. Unlike `GzipFile` it gives all that comes before the stream breaks off."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = gzip.GzipFile(fileobj=packed)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        found = self._packed.read1(len(buffer))
        buffer[: len(found)] = found
        return len(found)


class _Reader:
    """Mutable: it walks through one file. `arrival` is given where that must hold weather messages."""

    def __init__(self, shown: str, raw: io.BufferedReader, reader: FeedReader, arrival: Ms | None = None) -> None:
        self._shown = shown
        self._raw = raw
        self._reader = reader
        self._arrival = arrival
        self._line = 1

    def batches(self) -> Iterator[Batch]:
        try:
            yield from self._parts(self._unpacked())
        except (OSError, EOFError, zlib.error) as error:
            yield self._broken(f"from here on it cannot be read ({error}); give the whole file")

    def _unpacked(self) -> io.BufferedReader:
        start = self._raw.peek(6)[:6]
        packing = next((name for mark, name in _OTHER_PACKINGS.items() if start.startswith(mark)), None)
        if packing is not None:
            raise OSError(f"it is packed with {packing}; allowed: plain or gzip")
        if start.startswith(b"\x1f\x8b"):
            return io.BufferedReader(_Unpacked(self._raw), _BUFFER)
        return self._raw

    def _parts(self, text: io.BufferedReader) -> Iterator[Batch]:
        if self._arrival is not None or is_weather(text.peek(1)):
            yield from self._of_messages(text.read())
            return
        first = text.readline().removeprefix(_BOM)
        if is_array(first) and (pieces(first) is None or not text.peek(1)):
            yield from self._of_array(first + text.read())
        else:
            yield from self._of_lines(chain((first,), text))

    def _of_array(self, text: bytes) -> Iterator[Batch]:
        elements = pieces(text)
        whole = elements or before_it_breaks_off(text)
        if not whole:
            yield from self._of_lines(iter(text.splitlines(keepends=True)))
            return
        yield from self._of_elements(WholeArray(text, whole))
        if not elements:
            self._line = 1 + text.rstrip().count(b"\n")
            yield self._broken(f"the array breaks off after {len(whole):,} whole elements; give the whole file")

    def _of_lines(self, lines: Iterator[bytes]) -> Iterator[Batch]:
        broken: Exception | None = None
        while broken is None:
            block: list[bytes] = []
            try:
                block.extend(islice(lines, MOST_EVENTS))  # what came before a file broke off stays in the block
            except (OSError, EOFError, zlib.error) as error:
                broken = error
            if not block:
                break
            yield self._of_block(block)
            self._line += len(block)
        if broken is not None:
            raise broken

    def _of_block(self, block: list[bytes]) -> Batch:
        first = self._line

        def where(offset: int, index: int | None) -> Where:
            return Where(self._shown, offset, index if is_array(block[offset - first]) else None)

        reading = self._reader.read_lines(block, first=first)
        return self._batch(reading, list(enumerate(block, first)), where)

    def _of_elements(self, array: WholeArray) -> Iterator[Batch]:
        for base, record in array.records():
            reading = self._reader.read(record, platform_id=None, arrival=None, offset=base)
            yield self._batch(reading, [(base, record)], self._in_array(array))

    def _in_array(self, array: WholeArray) -> Callable[[int, int | None], Where]:
        def where(offset: int, index: int | None) -> Where:
            return Where(self._shown, array.line_of(offset + (index or 0)), offset + (index or 0))

        return where

    def _of_messages(self, text: bytes) -> Iterator[Batch]:
        weather = WeatherReader(self._reader.places)
        for each in messages(text):
            found = weather.read(each.text, arrival=self._arrival, offset=each.line)
            faults = [replace(fault, detail=each.placed(fault.detail)) for fault in found.faults]
            batch = self._batch(Reading(weather=found.rows, faults=faults), [], partial(Where, self._shown))
            yield replace(batch, message=(each.line, each.text))

    def _batch(
        self, reading: Reading, records: list[tuple[int, bytes]], where: Callable[[int, int | None], Where]
    ) -> Batch:
        misread = [
            Misread(where(each.offset, each.index), each.code.value, fault.detail)
            for fault in reading.faults
            for each in fault.each_refused()
        ]
        return Batch(reading, misread, records, where, self._done())

    def _broken(self, why: str) -> Batch:
        where = Where(self._shown, self._line, None)
        return Batch(Reading(), [Misread(where, UNREADABLE, why)], [], lambda *_: where, self._done())

    def _done(self) -> int:
        return self._raw.tell() if self._raw.seekable() else 0

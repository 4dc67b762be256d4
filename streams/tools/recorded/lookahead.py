"""Bytes of a file as they are read: looked at ahead, and cut into lines of which none is kept that is longer than 2 MiB.

It does not decide what a line means.
"""

import io
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from schemas.envelope import KEPT_BYTES

READ_FAILURES: Final = (OSError, EOFError, zlib.error)
"""The errors of reading where a file breaks off."""

_PART: Final = 1 << 18
"""Bytes of one read: 256 KiB, so that a few of them at a time cost little memory."""


@dataclass(frozen=True, slots=True)
class OversizedLine:
    """A line of so many bytes, which were passed over."""

    size: int


class PrefixedStream(io.RawIOBase):
    """`start` and behind it `rest`, as one stream; `error`, if given, is raised at the end of `start`."""

    def __init__(self, start: bytes, rest: io.BufferedReader, error: Exception | None = None) -> None:
        self._start = memoryview(start)
        self._rest = rest
        self._error = error

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # typeshed's Buffer has no length
        """Fill some of the buffer; 0 at the end."""
        if not self._start and self._error is not None:
            raise self._error
        found = self._start[: len(buffer)] or self._rest.read1(len(buffer))
        self._start = self._start[len(buffer) :]
        buffer[: len(found)] = found
        return len(found)


def prefixed(start: bytes, rest: io.BufferedReader, error: Exception | None = None) -> io.BufferedReader:
    """A `PrefixedStream`, buffered."""
    return io.BufferedReader(PrefixedStream(start, rest, error), _PART)


def read_ahead(text: io.BufferedReader, most: int) -> tuple[bytes, Exception | None]:
    """The next bytes: `most`, or fewer and the error that reading raised behind them, or fewer at the end of the file."""
    found: list[bytes] = []
    try:
        while most and (part := text.read1(min(most, _PART))):
            found.append(part)
            most -= len(part)
    except READ_FAILURES as error:
        return b"".join(found), error
    return b"".join(found), None


def parts(text: io.BufferedReader) -> Iterator[bytes]:
    """The rest of the file, 256 KiB or less at a time."""
    while part := text.read1(_PART):
        yield part


def bounded_lines(text: io.BufferedReader, most: int = KEPT_BYTES) -> Iterator[bytes | OversizedLine]:
    """The lines with their ends; of one that is longer than `most` bytes its length alone."""
    while line := text.readline(most):
        yield line if len(line) < most or line.endswith(b"\n") else _passed_over(text, len(line))


def line_blocks(lines: Iterable[bytes | OversizedLine], most: int, size: int) -> Iterator[list[bytes] | OversizedLine]:
    """Neighbouring lines together, at most `most` and none behind `size` bytes; a line that was passed over by itself.

    Where reading raises, what came before is a block of its own.
    """
    block: list[bytes] = []
    held = 0
    try:
        for line in lines:
            if block and (isinstance(line, OversizedLine) or len(block) == most or held >= size):
                yield block
                block, held = [], 0
            if isinstance(line, OversizedLine):
                yield line
            else:
                block.append(line)
                held += len(line)
    except READ_FAILURES:
        if block:
            yield block
        raise
    if block:
        yield block


def _passed_over(text: io.BufferedReader, size: int) -> OversizedLine:
    while part := text.readline(_PART):
        size += len(part)
        if part.endswith(b"\n"):
            break
    return OversizedLine(size)

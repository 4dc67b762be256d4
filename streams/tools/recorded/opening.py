"""Opens a recorded file, or standard input, and unpacks what gzip packed. It does not decide what a file holds."""

import gzip
import io
import sys
from typing import BinaryIO, Final, cast

STANDARD_INPUT: Final = "-"

_BUFFER: Final = 1 << 20
_OTHER_PACKINGS: Final = {
    b"(\xb5/\xfd": "zstd",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "rar",
    b"\x04\x22M\x18": "lz4",
}
"""The first bytes of packings that are not read: such a file is one fault that names its packing, not one a line."""


class PackingError(OSError):
    """A file is packed in a way that is not read; the message names it."""


def name_of(path: str) -> str:
    """The name of a file in messages."""
    return "<stdin>" if path == STANDARD_INPUT else path


def opened(path: str) -> io.BufferedReader:
    """The bytes of a file; `-` is standard input. `OSError` where it cannot be opened."""
    if path != STANDARD_INPUT:
        return io.BufferedReader(io.FileIO(path), _BUFFER)
    stream = cast("io.BufferedIOBase", sys.stdin.buffer)
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)


def unpacked(raw: io.BufferedReader) -> io.BufferedReader:
    """The contents, plain or gzip; `PackingError` where it is packed otherwise."""
    start = raw.peek(6)[:6]
    packing = next((name for mark, name in _OTHER_PACKINGS.items() if start.startswith(mark)), None)
    if packing is not None:
        raise PackingError(f"it is packed with {packing}; allowed: plain or gzip; unpack it first")
    if start.startswith(b"\x1f\x8b"):
        return io.BufferedReader(_Unpacked(raw), _BUFFER)
    return raw


class _Unpacked(io.RawIOBase):
    """The contents of a gzip stream. Unlike `GzipFile` it returns all that comes before the stream breaks off."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = gzip.GzipFile(fileobj=packed)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # typeshed's Buffer has no length
        found = self._packed.read1(len(buffer))
        buffer[: len(found)] = found
        return len(found)

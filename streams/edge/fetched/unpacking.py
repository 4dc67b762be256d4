"""Unpacks the records of a batch, bounded: no more memory is taken than is allowed, whatever the batch claims to hold.

A broker bounds what a producer sends as it was packed: 2 MiB of zstd can hold tens of GiB. It decides nothing else: what
becomes of a batch that cannot be unpacked, its reader does.
"""

import struct
from collections.abc import Callable, Iterator

import cramjam

_LARGE_BYTES = 16 << 20
"""The room that is tried first for a large batch, whose size is unknown: few are larger."""

_XERIAL = b"\x82SNAPPY\x00"
_XERIAL_HEADER_BYTES = 16  # the mark, and two versions of four bytes each
_MOST_BLOCKS = 65_536
"""Java's blocks hold 32 KiB, of which 64 MiB have 2,048: more are no honest client's, and each costs Python a step."""

_NO_ROOM = "failed to write whole buffer"
"""cramjam's error, of gzip, lz4 and zstd, where the room is too small; it has no class of its own for it."""


class UnpackedTooLargeError(Exception):
    """The packed content is larger than is allowed; by how much is not known."""


class GarbledError(Exception):
    """The packed content is not of its format, is cut, or is of an unknown format."""


def unpack_small(codec: int, packed: bytes, scratch: memoryview) -> bytes:
    """Unpack, by way of room that is used again and again. `codec`: 1 gzip, 2 snappy, 3 lz4 frames, 4 zstd.

    Raises `UnpackedTooLargeError` where the room is too small, and `GarbledError`.
    """
    return bytes(scratch[: _fill(codec, packed, scratch)])


def unpack_large(codec: int, packed: bytes, most: int) -> memoryview:
    """Unpack, up to `most` bytes. Raises `UnpackedTooLargeError` and `GarbledError`."""
    for room in sorted({min(most, _LARGE_BYTES), most}):
        try:
            content = memoryview(bytearray(room))
            return content[: _fill(codec, packed, content)]
        except UnpackedTooLargeError:
            del content  # before more is taken
    raise UnpackedTooLargeError


def _fill(codec: int, packed: bytes, room: memoryview) -> int:
    """Unpack into the room; returns how much of it was needed."""
    try:
        return _WAYS[codec](packed, room)
    except KeyError:
        raise GarbledError(f"nobody knows the codec {codec}") from None
    except (cramjam.DecompressionError, struct.error) as error:
        if _NO_ROOM in str(error):
            raise UnpackedTooLargeError from None
        raise GarbledError(str(error)) from error


def _snappy(packed: bytes, room: memoryview) -> int:
    """Plain snappy is one block; Java's clients write a header, and blocks with their lengths before them."""
    end = 0
    for block in _snappy_blocks(packed) if packed.startswith(_XERIAL) else [packed]:
        if cramjam.snappy.decompress_raw_len(block) > len(room) - end:
            raise UnpackedTooLargeError
        end += cramjam.snappy.decompress_raw_into(block, room[end:])
    return end


def _snappy_blocks(packed: bytes) -> Iterator[bytes]:
    at = _XERIAL_HEADER_BYTES
    for _ in range(_MOST_BLOCKS):
        if at == len(packed):
            return
        (length,) = struct.unpack_from(">i", packed, at)
        if not 0 < length <= len(packed) - at - 4:
            raise GarbledError("a snappy block reaches beyond the batch")
        yield packed[at + 4 : at + 4 + length]
        at += 4 + length
    raise GarbledError(f"more than {_MOST_BLOCKS:,} snappy blocks")


_WAYS: dict[int, Callable[[bytes, memoryview], int]] = {
    1: cramjam.gzip.decompress_into,
    2: _snappy,
    3: cramjam.lz4.decompress_into,
    4: cramjam.zstd.decompress_into,
}

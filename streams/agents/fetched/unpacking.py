"""Unpacks the records of a batch, bounded: no more memory is taken than is allowed, whatever the batch claims to hold.

A broker bounds what a producer sends as it was packed: 2 MiB of zstd can hold tens of GiB. It decides nothing else: what
becomes of a batch that cannot be unpacked, its reader does.
"""

import struct
import zlib
from collections.abc import Callable, Iterator

import cramjam

_LARGE_BYTES = 16 << 20
"""The room that is tried first for a large batch whose size nobody says: few are larger."""

_PART_BYTES = 256 << 10
"""As much is unpacked of gzip at once."""

_XERIAL = b"\x82SNAPPY\x00"
_XERIAL_HEADER_BYTES = 16

_NO_ROOM = "failed to write whole buffer"
"""How cramjam says, of lz4 and zstd, that the room is too small."""


class UnpackedTooLargeError(Exception):
    """What is packed is larger than is allowed; how much larger nobody looked."""


class GarbledError(Exception):
    """What is packed is not of its format, is cut, or is of a format that nobody knows."""


def unpack_small(codec: int, packed: bytes, scratch: memoryview) -> bytes:
    """What is packed, by way of room that is used again and again. `codec`: 1 gzip, 2 snappy, 3 lz4 frames, 4 zstd.

    Raises `UnpackedTooLargeError` where the room is too small, and `GarbledError`.
    """
    return bytes(scratch[: _fill(codec, packed, scratch)])


def unpack_large(codec: int, packed: bytes, most: int) -> memoryview:
    """What is packed, up to `most` bytes; where its size can be known before memory is taken for it, it is.

    Raises `UnpackedTooLargeError` and `GarbledError`.
    """
    for room in sorted({min(most, _LARGE_BYTES), most}) if codec not in _SIZES else [_size(codec, packed, most)]:
        try:
            content = memoryview(bytearray(room))
            return content[: _fill(codec, packed, content)]
        except UnpackedTooLargeError:
            del content  # before more is taken
    raise UnpackedTooLargeError


def _fill(codec: int, packed: bytes, room: memoryview) -> int:
    """Unpack into the room, and say how much of it was needed."""
    try:
        return _WAYS[codec](packed, room)
    except KeyError:
        raise GarbledError(f"nobody knows the codec {codec}") from None
    except (cramjam.DecompressionError, zlib.error, struct.error) as error:
        if _NO_ROOM in str(error):
            raise UnpackedTooLargeError from None
        raise GarbledError(str(error)) from error


def _size(codec: int, packed: bytes, most: int) -> int:
    try:
        return _SIZES[codec](packed, most)
    except (cramjam.DecompressionError, zlib.error, struct.error) as error:
        raise GarbledError(str(error)) from error


def _gzip(packed: bytes, room: memoryview) -> int:
    end = 0
    for part in _gzip_parts(packed, len(room)):
        room[end : end + len(part)] = part
        end += len(part)
    return end


def _gzip_size(packed: bytes, most: int) -> int:
    return sum(map(len, _gzip_parts(packed, most)))


def _gzip_parts(packed: bytes, most: int) -> Iterator[bytes]:
    """What is in one member, or several, one behind the other."""
    rest, size = packed, 0
    while rest:
        member = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        while not member.eof:
            part = member.decompress(rest, _PART_BYTES)
            rest = member.unconsumed_tail
            size += len(part)
            if not part and not rest and not member.eof:
                raise GarbledError("a gzip member is cut")
            if size > most:
                raise UnpackedTooLargeError
            yield part
        rest = member.unused_data.lstrip(b"\0")  # some pad with zeros, and Python's own reader lets them


def _snappy(packed: bytes, room: memoryview) -> int:
    end = 0
    _snappy_size(packed, len(room))
    for block in _snappy_blocks(packed):
        end += cramjam.snappy.decompress_raw_into(block, room[end:])
    return end


def _snappy_size(packed: bytes, most: int) -> int:
    size = sum(map(cramjam.snappy.decompress_raw_len, _snappy_blocks(packed)))
    if size > most:
        raise UnpackedTooLargeError
    return size


def _snappy_blocks(packed: bytes) -> Iterator[bytes]:
    """Plain snappy is one block; Java's clients write a header, and blocks with their lengths before them."""
    if not packed.startswith(_XERIAL):
        yield packed
        return
    at = _XERIAL_HEADER_BYTES
    while at < len(packed):
        (length,) = struct.unpack_from(">i", packed, at)
        if not 0 < length <= len(packed) - at - 4:
            raise GarbledError("a snappy block reaches beyond the batch")
        yield packed[at + 4 : at + 4 + length]
        at += 4 + length


_WAYS: dict[int, Callable[[bytes, memoryview], int]] = {
    1: _gzip,
    2: _snappy,
    3: cramjam.lz4.decompress_into,
    4: cramjam.zstd.decompress_into,
}
_SIZES: dict[int, Callable[[bytes, int], int]] = {1: _gzip_size, 2: _snappy_size}

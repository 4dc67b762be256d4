"""Unpacks the records of a batch, bounded: no more memory is taken than is allowed, whatever the batch claims to hold.

A broker bounds what a producer sends as it was packed: 2 MiB of zstd can hold tens of GiB. It decides nothing else: what
becomes of a batch that cannot be unpacked, its reader does.
"""

import struct
import zlib
from collections.abc import Callable

import cramjam

_GROWTH = 4
"""What is tried next is so much larger: all trials together cost a third more than the last one."""

_FIRST_BYTES = 64 << 10
"""The least that is tried: most batches of the feeds fit at once."""

_PART_BYTES = 1 << 20
"""As much is unpacked of gzip at once: beside the whole, no second whole is ever in memory."""

_XERIAL = b"\x82SNAPPY\x00"
_XERIAL_HEADER_BYTES = 16

Buffer = bytes | bytearray | memoryview
Into = Callable[[bytes, memoryview], int]
"""Unpacks into room that is given, and says how much of it was needed."""


class UnpackedTooLargeError(Exception):
    """What is packed is larger than is allowed; how much larger nobody looked."""


class GarbledError(Exception):
    """What is packed is not of its format, is cut, or is of a format that nobody knows."""


def unpack(codec: int, packed: Buffer, most: int, head: bytes = b"") -> bytearray:
    """`head`, and behind it what is packed. `codec`: 1 gzip, 2 snappy (plain or in blocks), 3 lz4 frames, 4 zstd.

    Raises `UnpackedTooLargeError` beyond `most` bytes, and `GarbledError`.
    """
    try:
        way = _WAYS[codec]
    except KeyError:
        raise GarbledError(f"nobody knows the codec {codec}") from None
    try:
        return way(packed, most, head)
    except (cramjam.DecompressionError, zlib.error, struct.error, ValueError) as error:
        raise GarbledError(str(error)) from error


def _gzip(packed: Buffer, most: int, head: bytes) -> bytearray:
    """One member, or several, one behind the other."""
    out = bytearray(head)
    rest = bytes(packed)
    while rest:
        member = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        while not member.eof:
            part = member.decompress(rest, _PART_BYTES)
            rest = member.unconsumed_tail
            if not part and not rest and not member.eof:
                raise GarbledError("a gzip member is cut")
            if len(out) - len(head) + len(part) > most:
                raise UnpackedTooLargeError
            out += part
        rest = member.unused_data.lstrip(b"\0")  # some pad with zeros, and Python's own reader lets them
    return out


def _snappy(packed: Buffer, most: int, head: bytes) -> bytearray:
    """Plain, or as Java's clients write it: a header, and blocks with their lengths."""
    whole = bytes(packed)
    blocks = _xerial_blocks(whole) if whole.startswith(_XERIAL) else [whole]
    size = sum(map(cramjam.snappy.decompress_raw_len, blocks))
    if size > most:
        raise UnpackedTooLargeError
    out = bytearray(len(head) + size)
    out[: len(head)] = head
    end = len(head)
    for block in blocks:
        end += cramjam.snappy.decompress_raw_into(block, memoryview(out)[end:])
    if end != len(out):
        raise GarbledError("a snappy block is shorter than it says")
    return out


def _xerial_blocks(whole: bytes) -> list[bytes]:
    blocks, at = [], _XERIAL_HEADER_BYTES
    while at < len(whole):
        (length,) = struct.unpack_from(">i", whole, at)
        if not 0 < length <= len(whole) - at - 4:
            raise GarbledError("a snappy block reaches beyond the batch")
        blocks.append(whole[at + 4 : at + 4 + length])
        at += 4 + length
    return blocks


def _lz4(packed: Buffer, most: int, head: bytes) -> bytearray:
    return _by_trial(cramjam.lz4.decompress_into, packed, most, head)


def _zstd(packed: Buffer, most: int, head: bytes) -> bytearray:
    return _by_trial(cramjam.zstd.decompress_into, packed, most, head)


def _by_trial(into: Into, packed: Buffer, most: int, head: bytes) -> bytearray:
    """Unpack into room that grows until it suffices: what a frame says of its size may be missing, or a lie."""
    whole = bytes(packed)
    room = min(most, max(_FIRST_BYTES, _GROWTH * len(whole)))
    while (out := _trial(into, whole, room, head)) is None:
        if room == most:
            raise UnpackedTooLargeError
        room = min(most, _GROWTH * room)
    return out


def _trial(into: Into, whole: bytes, room: int, head: bytes) -> bytearray | None:
    """What is packed, behind the head; None where the room is too small, which is given back before a larger is taken."""
    out = bytearray(len(head) + room)
    out[: len(head)] = head
    try:
        size = into(whole, memoryview(out)[len(head) :])
    except cramjam.DecompressionError as error:
        if _NO_ROOM in str(error):
            return None
        raise
    del out[len(head) + size :]
    return out


_NO_ROOM = "failed to write whole buffer"
"""How cramjam, in all its codecs, says that the room is too small."""

_WAYS: dict[int, Callable[[Buffer, int, bytes], bytearray]] = {1: _gzip, 2: _snappy, 3: _lz4, 4: _zstd}

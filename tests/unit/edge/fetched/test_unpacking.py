"""Packed bytes come out as they went in, or not at all: never more than is allowed, and nothing else is raised."""

import cramjam
import pytest

from streams.edge.fetched.unpacking import GarbledError, UnpackedTooLargeError, unpack_large, unpack_small
from tests.servers.raw import GZIP, LZ4, PACKED, SNAPPY, ZSTD

CONTENT = b"what a platform said " * 50_000
LARGER = b"x" * (17 << 20)
CODECS = (GZIP, SNAPPY, LZ4, ZSTD)


def packed(codec: int, content: bytes = CONTENT) -> bytes:
    return bytes(PACKED[codec](content))


def unpack(codec: int, content: bytes, most: int) -> bytes:
    """The bytes unpacked, which must be the same by way of a room and at large."""
    small = unpack_small(codec, content, memoryview(bytearray(most)))
    assert unpack_large(codec, content, most) == small
    return small


@pytest.mark.parametrize("codec", CODECS)
def test_what_has_just_the_size_that_is_allowed_comes_out(codec: int) -> None:
    assert unpack(codec, packed(codec), len(CONTENT)) == CONTENT
    assert unpack_large(codec, packed(codec, LARGER), len(LARGER)) == LARGER


@pytest.mark.parametrize("codec", CODECS)
def test_a_byte_more_than_is_allowed_is_too_large(codec: int) -> None:
    with pytest.raises(UnpackedTooLargeError):
        unpack_small(codec, packed(codec), memoryview(bytearray(len(CONTENT) - 1)))
    with pytest.raises(UnpackedTooLargeError):
        unpack_large(codec, packed(codec), len(CONTENT) - 1)
    with pytest.raises(UnpackedTooLargeError):
        unpack_large(codec, packed(codec, LARGER), len(LARGER) - 1)


@pytest.mark.parametrize("codec", [GZIP, LZ4, ZSTD])
def test_of_several_frames_none_is_left_out_and_together_they_are_bounded(codec: int) -> None:
    two = packed(codec) + packed(codec)

    assert unpack(codec, two, 2 * len(CONTENT)) == CONTENT + CONTENT
    with pytest.raises(UnpackedTooLargeError):
        unpack_large(codec, two, 2 * len(CONTENT) - 1)


def test_snappy_is_read_without_blocks_too() -> None:
    assert unpack(SNAPPY, bytes(cramjam.snappy.compress_raw(CONTENT)), len(CONTENT)) == CONTENT


def test_snappy_in_blocks_that_hold_nothing_ends_where_no_honest_client_goes_on() -> None:
    header, empty = packed(SNAPPY)[:16], bytes(cramjam.snappy.compress_raw(b""))
    block = len(empty).to_bytes(4, "big") + empty

    assert unpack(SNAPPY, header + block * 1000, 1) == b""
    with pytest.raises(GarbledError, match="more than 65,536 snappy blocks"):
        unpack_large(SNAPPY, header + block * 70_000, 1)


@pytest.mark.parametrize("codec", CODECS)
def test_what_is_cut_continued_or_of_another_format_is_garbled(codec: int) -> None:
    good = packed(codec)

    for spoilt in (good[:-9], good + b"more", b"\xff" + good[1:], b"\x07" * 64):
        with pytest.raises(GarbledError):
            unpack_small(codec, spoilt, memoryview(bytearray(2 * len(CONTENT))))
        with pytest.raises(GarbledError):
            unpack_large(codec, spoilt, 2 * len(CONTENT))


def test_a_codec_that_nobody_knows_is_garbled() -> None:
    with pytest.raises(GarbledError, match="nobody knows the codec 5"):
        unpack(5, b"", 1)

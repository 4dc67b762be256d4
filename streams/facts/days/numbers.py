"""Whole numbers as bytes, small ones in few: seven bits a byte, the lowest first. Signed ones are folded."""

from collections.abc import Iterator

_BITS = 7
_MORE = 0x80
"""Seven bits of a number in each byte; the eighth is set where more follow (LEB128)."""


def write(out: bytearray, *numbers: int) -> None:
    """Append numbers to bytes."""
    for number in numbers:
        left = number << 1 if number >= 0 else (-number << 1) - 1
        while left >= _MORE:
            out.append(left & _MORE - 1 | _MORE)
            left >>= _BITS
        out.append(left)


def read(data: bytes, at: int) -> tuple[int, int]:
    """The number at a place in bytes, and the place behind it.

    >>> out = bytearray()
    >>> write(out, 5, -3, 86_400_000)
    >>> len(out), list(numbers(bytes(out)))
    (6, [5, -3, 86400000])
    """
    found = shift = 0
    while (byte := data[at]) >= _MORE:
        found |= (byte & _MORE - 1) << shift
        shift += _BITS
        at += 1
    found |= byte << shift
    return (-(found + 1 >> 1) if found & 1 else found >> 1), at + 1


def numbers(data: bytes) -> Iterator[int]:
    """All numbers in bytes."""
    at = 0
    while at < len(data):
        number, at = read(data, at)
        yield number

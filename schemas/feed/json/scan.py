"""Scans bytes for the commas and brackets of an array, by strings, brackets and commas alone, whatever else stands there.

For bytes that are no JSON. A backslash has a meaning in strings only, and a string without an end reaches to the end.
Counted with numpy, 64 KiB at a time: a hostile record is nothing but brackets, and a Python step for each costs 0.2 s a MiB.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

_CHUNK: Final = 64 * 1024
"""Bytes scanned in one go: the arrays computed from them fit the processor's cache, and memory is bounded."""

_QUOTE, _BACKSLASH, _COMMA = b'"\\,'
_STEPS: Final = np.zeros(256, np.int8)
_STEPS[list(b"[{")] = 1
_STEPS[list(b"]}")] = -1
"""The step in depth at each byte: one down at an opening bracket, one up at a closing one."""


class _Chunk(NamedTuple):
    """Some bytes from `start` on; for each byte: true outside strings, what it adds to the open brackets, and their number.

    `inside`: 1 where a string is open at the end of the chunk.
    """

    start: int
    text: NDArray[np.uint8]
    outside: NDArray[np.bool_]
    steps: NDArray[np.int8]
    depths: NDArray[np.int32]
    inside: int


def commas_and_end(value: bytes, most: int) -> tuple[list[int], int | None]:
    """The places of the commas between the elements of an array, and of the bracket that closes it, None without one.

    The first byte must be the bracket that opens it. May stop after more than `most` commas.
    """
    found: list[int] = []
    for chunk in _chunks(value):
        commas, end = _in_chunk(chunk)
        found += commas
        if end is not None:
            return found, end
        if len(found) > most:
            break
    return found, None


class ArrayScanner:
    """Scans an array that comes in parts. Mutable: it keeps the state at the end of a part, in constant memory."""

    def __init__(self) -> None:
        self._inside = self._depth = 0
        self._before = b""

    def scan(self, part: bytes) -> tuple[list[int], int | None]:
        """The commas and the closing bracket in the next part, by their places in it. Not to be called after the bracket."""
        value = self._before + part  # one more byte: a backslash at the end of a part escapes the first of the next
        found: list[int] = []
        for chunk in _chunks(value, self._inside, self._depth):
            commas, end = _in_chunk(chunk)
            found += [comma - len(self._before) for comma in commas]
            if end is not None:
                return found, end - len(self._before)
            self._inside, self._depth = chunk.inside, int(chunk.depths[-1])
        backslashes = len(value) - len(value.rstrip(b"\\"))
        self._before = b"\\" if backslashes % 2 else b" "
        return found, None


def _in_chunk(chunk: _Chunk) -> tuple[list[int], int | None]:
    commas = np.flatnonzero((chunk.text == _COMMA) & (chunk.depths == 1) & chunk.outside)
    closed = np.flatnonzero(chunk.depths <= 0)
    if closed.size:
        commas = commas[commas < closed[0]]
    return (commas + chunk.start).tolist(), chunk.start + int(closed[0]) if closed.size else None


def flattened(value: bytes, most: int) -> bytes:
    """The JSON without anything nested in more than `most` arrays and objects: those at that depth are empty.

    >>> flattened(b'[{"a": [1, [2]]}, [[[]]]]', 2)
    b'[{"a": []}, [[]]]'
    """
    kept = (chunk.text[chunk.depths - (chunk.steps > 0) <= most] for chunk in _chunks(value))
    return b"".join(part.tobytes() for part in kept)


def _chunks(value: bytes, inside: int = 0, depth: int = 0) -> Iterator[_Chunk]:
    # In a run of backslashes each two are one character: what is left in front of a quote escapes it, in a string.
    paired = np.frombuffer(value.replace(b"\\\\", b"  "), np.uint8)
    whole = np.frombuffer(value, np.uint8)
    for start in range(0, len(value), _CHUNK):
        text = whole[start : start + _CHUNK]
        quotes = np.flatnonzero(text == _QUOTE)
        states = _in_strings(text, quotes, paired[quotes + (start - 1)] == _BACKSLASH, inside)
        outside = states == 0
        steps = _STEPS[text] * outside
        depths = np.cumsum(steps, dtype=np.int32) + np.int32(depth)
        inside, depth = int(states[-1]), int(depths[-1])
        yield _Chunk(start, text, outside, steps, depths, inside)


def _in_strings(
    text: NDArray[np.uint8], quotes: NDArray[np.intp], escaped: NDArray[np.bool_], inside: int
) -> NDArray[np.uint8]:
    """For each byte 1 inside a string, else 0; for a quote, the value of the byte behind it.

    `escaped`: for each quote, true where a backslash stands before it. `inside`: 1 where the text begins in a string.
    """
    # A quote opens a string or ends it. An escaped one is in a string in either case: it is a character of the one that
    # is open, or, where none is, the backslash means nothing and the quote opens one.
    turns = np.cumsum(~escaped)
    since = np.maximum.accumulate(np.maximum(np.where(escaped, turns + 1, 0), inside))
    behind = np.bitwise_and(turns - since, 1).astype(np.uint8)
    changes = np.zeros(len(text), np.uint8)
    changes[quotes] = behind ^ np.concatenate((np.array([inside], np.uint8), behind[:-1]))
    return np.bitwise_xor.accumulate(changes) ^ np.uint8(inside)

"""Finds where the elements of an array begin and end by strings, brackets and commas alone, whatever else stands there.

For what is no JSON. A backslash has a meaning in strings only, and a string without an end reaches to the end. Counted
with numpy, 64 KiB at a time: a hostile record is nothing but marks, and a Python step for each would cost 0.2 s a MiB.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

_CHUNK: Final = 64 * 1024
"""Bytes looked at in one go: what is worked out of them stays in the processor's cache, and memory is bounded."""

_QUOTE, _BACKSLASH, _COMMA = b'"\\,'
_STEPS: Final = np.zeros(256, np.int8)
_STEPS[list(b"[{")] = 1
_STEPS[list(b"]}")] = -1


class ArrayMarks:
    """Goes through an array whose first character is its opening bracket. Mutable: it knows what it has passed.

    `commas` are the places of the commas between the elements; `end` is the place of the bracket that closes the whole,
    None where there is none. It stops when it has found the end, or more than `most` commas.
    """

    def __init__(self, value: bytes, most: int) -> None:
        self.commas: list[int] = []
        self.end: int | None = None
        self._inside = self._depth = 0
        # In a run of backslashes each two are one character: what is left in front of a quote escapes it, in a string.
        self._text = np.frombuffer(value.replace(b"\\\\", b"  "), np.uint8)
        for start in range(0, len(value), _CHUNK):
            self._pass(start)
            if self.end is not None or len(self.commas) > most:
                break

    def _pass(self, start: int) -> None:
        text = self._text[start : start + _CHUNK]
        outside = self._outside(text, start)
        depths = np.cumsum(_STEPS[text] * outside, dtype=np.int32) + self._depth
        commas = np.flatnonzero((text == _COMMA) & (depths == 1) & outside)
        closed = np.flatnonzero(depths <= 0)
        self._depth = int(depths[-1])
        if closed.size:
            self.end = start + int(closed[0])
            commas = commas[commas < closed[0]]
        self.commas += (commas + start).tolist()

    def _outside(self, text: NDArray[np.uint8], start: int) -> NDArray[np.bool_]:
        """Of each byte, that it stands in no string; of quotes it means nothing."""
        quotes = np.flatnonzero(text == _QUOTE)
        # A quote opens a string or ends it. One behind a backslash is in a string in either case: it is a character of
        # the one that is open, or, where none is, the backslash means nothing and the quote opens one.
        escaped = self._text[quotes + (start - 1)] == _BACKSLASH
        turns = np.cumsum(~escaped)
        since = np.maximum.accumulate(np.maximum(np.where(escaped, turns + 1, 0), self._inside))
        inside = (turns - since) & 1
        changes = np.zeros(len(text), np.uint8)
        changes[quotes] = inside ^ np.concatenate(([self._inside], inside[:-1]))
        states = np.bitwise_xor.accumulate(changes) ^ np.uint8(self._inside)
        self._inside = int(states[-1])
        return np.equal(states, 0)

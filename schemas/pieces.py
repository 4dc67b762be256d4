"""Cuts a JSON array into its elements, as exact slices of the bytes. Decides nothing about what an element is worth.

JSON is cut by msgspec. What is none (an element is broken, or NaN, or nested too deep) is cut by looking at strings,
brackets and commas alone, in one pass without recursion, so that such an element does not cost its neighbours.
"""

import re
import sys
from typing import Final

import msgspec

_BLANK: Final = b" \t\r\n"

_elements: Final = msgspec.json.Decoder(list[msgspec.Raw]).decode

# Possessive, so that a string without end is one token to the end, and not a new try at each quote in it.
_TOKEN: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[{]|[\]}]|,', re.DOTALL)


def is_array(value: bytes) -> bool:
    """Whether the first character that is not blank opens an array."""
    return value.lstrip(_BLANK)[:1] == b"["


def pieces(value: bytes, most: int = sys.maxsize) -> list[bytes] | None:
    """The elements of an array without the blanks around them; None when it is none, or its end cannot be found.

    An empty array has none. May stop after `most` and one more.
    """
    try:
        return [bytes(element) for element in _elements(value)]
    except (msgspec.DecodeError, RecursionError):
        return _by_marks(value, most) if is_array(value) else None


def _by_marks(value: bytes, most: int) -> list[bytes] | None:
    found: list[bytes] = []
    depth = start = 0
    for token in _TOKEN.finditer(value):
        mark = token[0]
        if mark == b",":
            if depth == 1:
                found.append(value[start : token.start()].strip(_BLANK))
                start = token.end()
        elif mark in b"[{":
            depth += 1
            start = start if depth > 1 else token.end()
        elif mark in b"]}":
            depth -= 1
            if depth == 0:
                return _closed(value, found, start, token.start())
        if len(found) > most:
            return found
    return None


def _closed(value: bytes, found: list[bytes], start: int, end: int) -> list[bytes] | None:
    if value[end : end + 1] != b"]" or value[end + 1 :].strip(_BLANK):
        return None
    last = value[start:end].strip(_BLANK)
    return [*found, last] if last or found else []

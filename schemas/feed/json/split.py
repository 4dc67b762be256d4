"""Splits a JSON array into its elements, as exact slices of the bytes. Checks no element.

JSON is split by msgspec. What is none (an element is broken, or NaN, or nested too deep) is split at its commas by
`schemas.feed.json.scan`, without recursion, so that such an element does not cost its neighbours.
"""

import sys
from collections.abc import Sequence
from functools import cached_property
from itertools import islice, pairwise
from typing import Final

import msgspec

from schemas.feed.json.scan import commas_and_end

_BLANK: Final = b" \t\r\n"

_elements: Final = msgspec.json.Decoder(list[msgspec.Raw]).decode


class Elements:
    """The untouched bytes of the elements of an array that is JSON, by their index; split at the first call."""

    def __init__(self, value: bytes) -> None:
        self._value = value

    def __call__(self, index: int) -> bytes:
        """The bytes of one element."""
        return bytes(self._split[index])

    @cached_property
    def _split(self) -> Sequence[bytes | msgspec.Raw]:
        try:
            return _elements(self._value)
        except (msgspec.DecodeError, RecursionError):
            return _split_by_scan(self._value) or []


def is_array(value: bytes) -> bool:
    """True where the first character that is not blank opens an array."""
    return value.lstrip(_BLANK)[:1] == b"["


def split_array(value: bytes, most: int = sys.maxsize - 1) -> list[bytes] | None:
    """The elements of an array without the blanks around them; None when it is no array, or its end cannot be found.

    An empty array has no elements. May stop after `most` and one more.
    """
    try:
        return [bytes(element) for element in islice(_elements(value), most + 1)]
    except (msgspec.DecodeError, RecursionError):
        return _split_by_scan(value, most) if is_array(value) else None


def _split_by_scan(value: bytes, most: int = sys.maxsize) -> list[bytes] | None:
    """Split an array that need not be JSON; `is_array` must be true of it."""
    text = value.strip(_BLANK)
    commas, end = commas_and_end(text, most)
    if len(commas) > most:
        return _between(text, [0, *commas[: most + 1]])
    if end != len(text) - 1 or text[-1:] != b"]":
        return None
    found = _between(text, [0, *commas, end])
    return found if found != [b""] else []


def _between(text: bytes, places: list[int]) -> list[bytes]:
    """The bytes between each two neighbouring places, without the blanks around them."""
    return [text[start + 1 : end].strip(_BLANK) for start, end in pairwise(places)]

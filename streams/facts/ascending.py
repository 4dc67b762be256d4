"""Ascending sets in chunks: adding an item costs the same however many there are, and whatever order they come in."""

from bisect import bisect_left
from typing import Any, Protocol, TypeVar


class Comparable(Protocol):
    """What can be put in order."""

    def __lt__(self, other: Any, /) -> bool: ...


T = TypeVar("T", bound=Comparable)

_MOST = 512
"""Items a chunk at most: moving as many takes a tenth of a microsecond."""


def add(chunks: list[list[T]], item: T) -> bool:
    """Add an item to the set, whose chunks are ascending and none empty; false when it was there.

    >>> chunks = [[1, 3]]
    >>> add(chunks, 2), add(chunks, 3), chunks
    (True, False, [[1, 2, 3]])
    """
    if not chunks:
        chunks.append([item])
        return True
    number = min(bisect_left(chunks, item, key=_last), len(chunks) - 1)
    chunk = chunks[number]
    at = bisect_left(chunk, item)
    if at < len(chunk) and chunk[at] == item:
        return False
    chunk.insert(at, item)
    if len(chunk) > _MOST:
        chunks[number : number + 1] = [chunk[: _MOST // 2], chunk[_MOST // 2 :]]
    return True


def contains(chunks: list[list[T]], item: T) -> bool:
    """Whether an item is in the set."""
    number = bisect_left(chunks, item, key=_last)
    if number == len(chunks):
        return False
    at = bisect_left(chunks[number], item)
    return chunks[number][at] == item


def _last(chunk: list[T]) -> T:
    return chunk[-1]

"""Finds the entries that still have `verified` in the place of `status`: they are read, and a warning names each file."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from schemas.texts.parsing import Parsed, Shape
from streams.law.shape import SourcedShape

S = TypeVar("S", bound=Shape)


def old_words(files: Iterable[Parsed[S]]) -> list[str]:
    """A sentence for each file that has such entries, with how each word is read."""
    return [
        f"{file.text.file}: `verified` stands in {count} of its entries; write `status: copy` (or official) for true,"
        " `status: policy` for a choice, `status: unread` for what nobody has read"
        for file in files
        if (count := sum(1 for each in _sourced(file.shape) if each.verified is not None))
    ]


def _sourced(part: object) -> Iterator[SourcedShape]:
    """The entries with a status in a part of a file, at any depth."""
    if isinstance(part, SourcedShape):
        yield part
    if isinstance(part, Shape):
        children: Iterable[object] = (value for _, value in part)
    elif isinstance(part, dict):
        children = part.values()
    else:
        children = part if isinstance(part, list | tuple) else ()
    for child in children:
        yield from _sourced(child)

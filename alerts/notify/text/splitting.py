"""Splits a text by bytes of UTF-8, at line ends where it can, and never within a character."""

from collections.abc import Iterator
from itertools import chain


def split(text: str, most: int) -> list[str]:
    r"""The parts of a text, each at most `most` bytes; joined by line ends they are the text where no line was too long.

    >>> split("严重\n轻", 6), split("严重", 4)
    (['严重', '轻'], ['严', '重'])
    """
    parts: list[str] = []
    for piece in chain.from_iterable(_pieces(line, most) for line in text.split("\n")):
        joined = f"{parts[-1]}\n{piece}" if parts else piece
        if parts and len(joined.encode()) <= most:
            parts[-1] = joined
        else:
            parts.append(piece)
    return parts


def _pieces(line: str, most: int) -> Iterator[str]:
    """A line in pieces of at most so many bytes."""
    while len(line.encode()) > most:
        piece = line.encode()[:most].decode(errors="ignore")
        yield piece
        line = line[len(piece) :]
    yield line

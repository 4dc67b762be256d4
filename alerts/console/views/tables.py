"""Tables of a page, each cut at a number of rows with a count of the rest, so that no lead is too long to be shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

MOST_ROWS: Final = 200
"""Rows of a table: some ten screens of a phone. A lead may have 100,000."""

MOST_TEXT: Final = 200
"""Letters of a cell that a platform has written."""


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table: its title, its columns (those that begin with `>` are numbers), its rows, and how many more there are.

    `folded`: rows after the others that are seen once they are unfolded.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: int = 0
    note: str = ""
    folded: tuple[tuple[str, ...], ...] = ()


def table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    total: int,
    note: str = "",
    unfolded: int = MOST_ROWS,
) -> PageTable:
    """The table of the first rows. `total`: how many there are; `unfolded`: how many of them are seen at once."""
    shown = tuple(tuple(map(bounded, row)) for row in islice(rows, MOST_ROWS))
    more = max(0, total - len(shown))
    return PageTable(title, tuple(columns), shown[:unfolded], more, note, shown[unfolded:])


def bounded(text: str) -> str:
    r"""The text without what steers a page's direction or hides, and no longer than a cell.

    >>> bounded("a\u202eb" + "c" * 300)[:8], len(bounded("c" * 300))
    ('a�bccccc', 200)
    """
    cut = text if len(text) <= MOST_TEXT else text[: MOST_TEXT - 1] + "…"
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in cut)


def harmless_text(value: object) -> object:
    """A text without what steers a page's direction or hides, its lines kept; anything else as it is."""
    if type(value) is not str or value.isprintable():
        return value
    return "".join(letter if letter.isprintable() or letter == "\n" else "\ufffd" for letter in value)

"""Reads the printed page of a lead into its lines of facts and its tables, under the English words of the page."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from unicodedata import east_asian_width

Row = dict[str, str]


@dataclass
class Printed:
    """`facts`: of the first block and of blocks without columns. `tables`: by title, in order of the page."""

    facts: dict[str, list[str]] = field(default_factory=dict)
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def fact(self, name: str) -> str | None:
        return self.facts[name][0] if name in self.facts else None

    def rows(self, title: str) -> list[Row]:
        """The rows of a table without its totals; none where the page has no such table."""
        return [row for row in self.tables.get(title, []) if "total" not in next(iter(row.values()))]

    def total(self, title: str) -> Row | None:
        last = self.tables.get(title, [{"": ""}])[-1]
        return last if "total" in next(iter(last.values())) else None


def read(text: str) -> Printed:
    page = Printed()
    blocks = [block.splitlines() for block in text.strip("\n").split("\n\n")]
    for number, block in enumerate(blocks):
        if number < 2:  # the name of the lead, and its sentence
            continue
        lines = block if number == 2 else block[1:]
        if number == 2 or _has_no_columns(lines):
            for line in lines:
                label, value = re.split(r" {2,}", line, maxsplit=1)
                page.facts.setdefault(_english(label), []).append(value)
        else:
            page.tables[_english(block[0])] = _table(lines)
    return page


def whole(text: str) -> int:
    """The number that a text begins with."""
    found = re.match(r"-?\d+", text)
    assert found, f"no number in {text!r}"
    return int(found[0])


def number(text: str | None) -> int | None:
    """The number that a text begins with; None where it begins with none, since there is nothing to measure it by."""
    return None if text is None or not re.match(r"-?\d", text) else whole(text)


def instant(text: str, day_of: str = "") -> int:
    """An instant of the page in ms; `day_of` is one that has the date, where a text is a time of day."""
    if "-" not in text:
        text = f"{day_of[:10]} {text}"
    clock = text if text.count(":") == 2 else f"{text}:00.000"
    seconds, _, millis = clock.partition(".")
    at = datetime.strptime(f"{seconds} +0800", "%Y-%m-%d %H:%M:%S %z").astimezone(UTC)
    return int(at.timestamp()) * 1000 + int(millis or 0)


def last_word(text: str) -> str:
    """The English of a cell: its last word."""
    return text.rpartition(" ")[2]


def _english(text: str) -> str:
    return " ".join(re.sub(r"[^\x20-\x7e]+", " ", text).split())


def _has_no_columns(lines: list[str]) -> bool:
    """The heads of columns are two lines, the second of them English alone."""
    return len(lines) < 2 or not lines[1].isascii() or not any(ord(letter) > 127 for letter in lines[0])


def _table(lines: list[str]) -> list[Row]:
    grid = [_cells(line) for line in lines]
    width = max(map(len, grid))
    grid = [line + [" "] * (width - len(line)) for line in grid]
    blank = [all(line[at] == " " for line in grid) for at in range(width)]
    ends = [at for at in range(1, width) if blank[at] and blank[at - 1] and not all(blank[:at])]
    edges = [0, *ends, width]
    columns = [(start, end) for start, end in pairwise(edges) if not all(blank[start:end])]
    cut = [["".join(line[start:end]).strip() for start, end in columns] for line in grid]
    return [dict(zip(cut[1], row, strict=True)) for row in cut[2:]]


def _cells(line: str) -> list[str]:
    """One entry a column of the terminal; a wide letter is followed by an empty one."""
    cells: list[str] = []
    for letter in line:
        cells += [letter, ""] if east_asian_width(letter) in "WF" else [letter]
    return cells

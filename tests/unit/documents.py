"""Reads the project's documents: their tables, code blocks, quoted names and commands."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

PROJECT: Final = Path(__file__).parents[2]
_PAGES: Final = tuple(
    PROJECT / name
    for name in (
        "README.md",
        "schemas/CONTRACT.md",
        "schemas/BOUNDS.md",
        "schemas/DOUBTS.md",
        "schemas/WEATHER.md",
        "streams/SEMANTICS.md",
        "streams/WORKTIME.md",
        "streams/PAY.md",
        "streams/PACE.md",
        "streams/DAYS.md",
        "streams/LAW.md",
        "streams/RULES.md",
        "streams/GLOSSARY.md",
        "alerts/LEADS.md",
        "CHANGELOG.md",
    )
)
(
    README,
    CONTRACT,
    BOUNDS,
    DOUBTS,
    WEATHER,
    SEMANTICS,
    WORKTIME,
    PAY,
    PACE,
    DAYS,
    LAW_PAGE,
    RULES_PAGE,
    GLOSSARY,
    LEADS,
    CHANGES,
) = _PAGES
DOCUMENTS: Final = _PAGES[1:]
WITH_README: Final = pytest.mark.parametrize("page", [README, *DOCUMENTS], ids=lambda page: page.stem)
EACH: Final = pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: page.stem)


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def block(page: Path, language: str, mark: str = "") -> str:
    """The code block of that language, the one right after the mark where one is given."""
    found = re.search(rf"{re.escape(mark)}\s*```{language}\n(.*?)```", text(page), re.DOTALL)
    assert found is not None, f"{page.name}: no block {language} {mark}"
    return found[1]


def blocks(page: Path, language: str) -> list[str]:
    """All code blocks of that language."""
    return re.findall(rf"```{language}\n(.*?)```", text(page), re.DOTALL)


def rows(page: Path, heading: str) -> dict[str, list[str]]:
    """The table whose first column has that heading: the other cells by the first, each without back-ticks."""
    lines = text(page).splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    cells = {}
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        first, *others = (cell.strip().replace("`", "") for cell in line.strip("|").split("|"))
        cells[first] = others
    return cells


def prose(page: Path) -> str:
    return re.sub(r"```.*?```", "", text(page), flags=re.DOTALL)


def quoted(page: Path) -> set[str]:
    """The texts in back-ticks outside of blocks."""
    return set(re.findall(r"`([^`\n]+)`", prose(page)))


def called(page: Path) -> Iterator[list[str]]:
    """The words of each command, in the text or as a line of a block, without its comment."""
    lines = re.findall(r"^ *(shiftwarden [^#\n]+)", text(page), re.MULTILINE)
    for line in [*re.findall(r"`(shiftwarden [^`\n]+)`", prose(page)), *lines]:
        yield line.split()[1:]

"""A file name means the same in every folder: those that stand in several are listed in CONTRIBUTING.md, and no others."""

import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Final

from tests.unit.documents import PROJECT, text

PRODUCT: Final = ("schemas", "streams", "alerts", "deploy")
RULES: Final = {path.stem for path in (PROJECT / "streams/law").glob("*.yaml")}
"""A rule has the same name wherever it stands, and its wing may be a part of it."""


@cache
def folders() -> dict[str, set[str]]:
    """The folders of each file name of the product."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in PRODUCT:
        for file in (PROJECT / each).rglob("*.py"):
            if file.stem != "__init__":
                found[file.stem].add(str(file.parent.relative_to(PROJECT)))
    return found


def listed() -> list[str]:
    """The names in the table of the document."""
    section = text(PROJECT / "CONTRIBUTING.md").split("## Name a file\n")[1].split("\n## ")[0]
    return [name for line in section.splitlines() if line.startswith("|") for name in re.findall(r"`(\w+)`", line)]


def test_a_name_in_several_folders_is_one_of_those_listed() -> None:
    several = {name: sorted(where) for name, where in folders().items() if len(where) > 1}

    assert {name: where for name, where in several.items() if name not in listed()} == {}


def test_every_name_listed_stands_in_several_folders_and_is_listed_once() -> None:
    names = listed()

    assert [name for name in names if len(folders()[name]) < 2] == []
    assert len(names) == len(set(names)) > 50


def test_no_file_repeats_the_name_of_its_folder_in_front_of_its_own() -> None:
    repeated = [
        f"{folder}/{name}.py"
        for name, where in folders().items()
        for folder in where
        if name.startswith(f"{Path(folder).name}_") and name not in RULES
    ]

    assert repeated == []

"""The words of the code: the glossary, one class a name, docstrings that begin with the thing, and no metaphor of speech."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.unit.documents import GLOSSARY, PROJECT, quoted, text

CODE: Final = ("schemas", "streams", "alerts", "deploy")

QUESTIONS: Final = re.compile(
    r"\W*(what|whether|how|who|whose|whom|which|when|where|why|of|those|as|mutable)\b", re.IGNORECASE
)
SPEECH: Final = re.compile(
    r"\b(say|says|said|saying|tell|tells|told|telling|hear|hears|heard|hearing|speak|speaks|spoke|spoken|speaking"
    r"|ask|asks|asked|asking|meet|meets|met|meeting|answer|answers|answered|answering)\b",
    re.IGNORECASE,
)

MOST_QUESTIONS: Final = 0.01
"""The share of all docstrings, as six models of the field have at most."""

MOST_SPEECH: Final = 3
"""Verbs of speech a 1,000 words. Six models of the field have 0.9 to 2.2; the contract's `speaks_from` adds some."""

MOST_SPEECH_OF_TESTS: Final = 8
"""Of tests it is more: they are about what commands, pages and messages say."""


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(text(file))


def modules(*folders: str) -> list[Path]:
    return [file for folder in folders for file in sorted((PROJECT / folder).rglob("*.py"))]


@cache
def definitions() -> dict[type[ast.AST], dict[str, list[str]]]:
    """The places of each class and of each function, by name."""
    found: dict[type[ast.AST], dict[str, list[str]]] = {ast.ClassDef: {}, ast.FunctionDef: {}}
    for file in modules(*CODE):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                found[type(node)].setdefault(node.name, []).append(f"{file.relative_to(PROJECT)}:{node.lineno}")
    return found


def docstrings(*folders: str) -> Iterator[tuple[str, str]]:
    """Place and text of each string that stands alone: of modules, classes, functions and attributes."""
    for file in modules(*folders):
        for node in ast.walk(tree(file)):
            if (
                isinstance(node, ast.Expr)
                and isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
            ):
                yield f"{file.relative_to(PROJECT)}:{node.lineno}", node.value.value


def entries() -> list[list[str]]:
    """The rows of all tables of the glossary: term, Chinese, meaning, class."""
    rows = [line.strip("|").split("|") for line in text(GLOSSARY).splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in rows if row[0].strip() != "term"]


def test_each_term_of_the_glossary_occurs_once_and_has_a_meaning() -> None:
    terms = Counter(term.lower() for term, *_ in entries())

    assert [term for term, count in terms.items() if count > 1] == []
    assert [row for row in entries() if len(row) != 4 or not row[2].endswith(".")] == []
    assert len(terms) > 40


def test_a_term_names_one_class_or_function_at_most_which_exists_and_is_no_other_term() -> None:
    cells = [cell for *_, cell in entries() if cell]
    names = [cell.strip("`") for cell in cells]
    known = {name for each in definitions().values() for name in each}

    assert [cell for cell in cells if not re.fullmatch(r"`\w+`", cell)] == []
    assert [name for name in names if name not in known] == []
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_the_glossary_is_short() -> None:
    assert len(text(GLOSSARY).splitlines()) <= 120
    assert "Finding" in quoted(GLOSSARY)


def test_no_class_name_stands_for_two_things() -> None:
    assert {name: places for name, places in definitions()[ast.ClassDef].items() if len(places) > 1} == {}


@pytest.mark.parametrize("folders", [CODE, ("tests",)], ids=["product", "tests"])
def test_docstrings_begin_with_the_thing_or_with_a_verb(folders: tuple[str, ...]) -> None:
    found = list(docstrings(*folders))

    questions = [f"{place} {doc.splitlines()[0]}" for place, doc in found if QUESTIONS.match(doc)]

    assert len(questions) <= MOST_QUESTIONS * len(found), questions


@pytest.mark.parametrize(
    ("folders", "most"), [(CODE, MOST_SPEECH), (("tests",), MOST_SPEECH_OF_TESTS)], ids=["product", "tests"]
)
def test_docstrings_are_free_of_speech(folders: tuple[str, ...], most: float) -> None:
    found = list(docstrings(*folders))
    words = sum(len(doc.split()) for _, doc in found)

    spoken = [f"{place} {verb}" for place, doc in found for verb in SPEECH.findall(doc)]

    assert len(spoken) * 1000 <= most * words, spoken

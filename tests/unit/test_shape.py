"""The size of the house: modules of a folder, lines of a module and of a function. Small parts are read whole."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path
from statistics import median
from typing import Final

from tests.unit.documents import PROJECT, text

PRODUCT: Final = ("schemas", "streams", "alerts", "deploy")
WHOLE: Final = (*PRODUCT, "tests")

MOST_MODULES: Final = 14
"""Modules of one folder without `__init__`: a page of names. A folder with more has families, which are folders of their own."""

MOST_LINES: Final = 300
MEDIAN_LINES: Final = 90
MOST_FUNCTION_LINES: Final = 40
MEDIAN_FUNCTION_LINES: Final = 8
"""The best value of each that six models of the field reach."""


def modules(*folders: str) -> list[Path]:
    return [file for folder in folders for file in sorted((PROJECT / folder).rglob("*.py"))]


@cache
def lengths() -> dict[str, int]:
    """The lines of every function of the product, from its `def` to its end, by place."""
    return {
        f"{file.relative_to(PROJECT)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for file in modules(*PRODUCT)
        for node in ast.walk(ast.parse(text(file)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_no_folder_of_the_product_or_of_the_tests_has_more_modules_than_one_overlooks() -> None:
    counted = Counter(str(file.parent.relative_to(PROJECT)) for file in modules(*WHOLE) if file.stem != "__init__")

    assert len(counted) > 60
    assert {folder: count for folder, count in counted.items() if count > MOST_MODULES} == {}


def test_no_module_of_the_product_is_long_and_most_are_short() -> None:
    lines = {str(file.relative_to(PROJECT)): len(text(file).splitlines()) for file in modules(*PRODUCT)}

    assert {file: count for file, count in lines.items() if count > MOST_LINES} == {}
    assert median(lines.values()) <= MEDIAN_LINES


def test_no_function_of_the_product_is_long_and_most_are_short() -> None:
    assert {place: count for place, count in lengths().items() if count > MOST_FUNCTION_LINES} == {}
    assert median(lengths().values()) <= MEDIAN_FUNCTION_LINES


def test_a_package_holds_a_docstring_and_the_list_of_its_names_alone() -> None:
    """Imports that make the names, and `RULES`, which are one list by design, beside them."""
    kept = (ast.Import, ast.ImportFrom, ast.Expr, ast.Assign, ast.AnnAssign)
    packages = [file for file in modules(*PRODUCT) if file.stem == "__init__"]
    trees = {str(file.relative_to(PROJECT)): ast.parse(text(file)) for file in packages}

    assert [name for name, tree in trees.items() if ast.get_docstring(tree) is None] == []
    assert [name for name, tree in trees.items() if not all(isinstance(node, kept) for node in tree.body)] == []
    assert [name for name, tree in trees.items() if "__all__" not in ast.dump(tree)] == []

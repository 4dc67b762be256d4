"""The second readings share no code with the rules: what tests compare the product with is written without it."""

import ast
from collections.abc import Iterator
from typing import Final

import pytest

from tests.unit.documents import PROJECT, text

LAW_ALONE: Final = {"streams.law.files", "streams.law.table"}
"""The modules of the product beside the contract's models: the oracle reads the values of the law where the law is."""


def imported(folder: str) -> Iterator[str]:
    """The modules of the product that those of a folder import."""
    for file in (PROJECT / "tests" / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(text(file))):
            if isinstance(node, ast.ImportFrom) and node.module is not None:
                yield node.module
            elif isinstance(node, ast.Import):
                yield from (each.name for each in node.names)


@pytest.mark.parametrize("folder", ["oracle", "by_hand"])
def test_a_second_reading_imports_nothing_of_what_it_is_compared_with(folder: str) -> None:
    ours = {module for module in imported(folder) if module.partition(".")[0] in ("streams", "alerts", "deploy")}

    assert list(imported(folder)) != []
    assert ours <= LAW_ALONE

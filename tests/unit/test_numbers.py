"""A number has its reason beside it: a docstring below, a comment above or behind, for it or for its block of lines."""

import ast
from collections.abc import Iterator
from typing import Final

import pytest

from tests.unit.documents import PROJECT, text

PRODUCT: Final = ("schemas", "streams", "alerts")
PLAIN: Final = {-1, 0, 1, 2}
"""Numbers that count or mark: first, none, a pair."""

Assigned = ast.Assign | ast.AnnAssign


def is_number(value: ast.expr) -> bool:
    """True for a number, and for arithmetic with one, that is more than a mark."""
    operands = [node for node in ast.walk(value) if isinstance(node, ast.Constant)]
    kinds = (ast.Constant, ast.BinOp, ast.UnaryOp, ast.Name, ast.operator, ast.unaryop, ast.Load)
    return all(isinstance(node, kinds) for node in ast.walk(value)) and any(
        isinstance(one.value, int | float) and not isinstance(one.value, bool) and one.value not in PLAIN
        for one in operands
    )


def name_of(statement: Assigned) -> str:
    return ast.unparse(statement.targets[0] if isinstance(statement, ast.Assign) else statement.target)


def has_reason(body: list[ast.stmt], index: int, lines: list[str]) -> bool:
    """True where a comment or a docstring belongs to the statement, or to those right below it."""
    first = body[index].lineno
    if "#" in lines[first - 1] or lines[first - 2].strip().startswith("#"):
        return True
    for before, after in zip(body[index:], body[index + 1 :], strict=False):
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            return isinstance(after.value.value, str)
        if not isinstance(after, Assigned) or after.lineno != (before.end_lineno or 0) + 1:
            return False
    return False


def unreasoned(source: str) -> Iterator[str]:
    """Line and name of the named numbers of a module and of its classes that have no reason."""
    tree, lines = ast.parse(source), source.splitlines()
    for body in (tree.body, *(node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef))):
        for index, statement in enumerate(body):
            if not isinstance(statement, Assigned) or statement.value is None or not name_of(statement).isupper():
                continue
            if is_number(statement.value) and not has_reason(body, index, lines):
                yield f"{statement.lineno} {name_of(statement)}"


def test_every_named_number_of_the_product_has_its_reason_beside_it() -> None:
    files = [file for folder in PRODUCT for file in sorted((PROJECT / folder).rglob("*.py"))]

    assert [f"{file.relative_to(PROJECT)}:{each}" for file in files for each in unreasoned(text(file))] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("A = 180", ["1 A"]),
        ("A = 3 * B\n\nC = 1", ["1 A"]),
        ("class Two:\n    A: Final = 180", ["2 A"]),
        ('A = 180\n"""Seconds."""', []),
        ('A = 180\nB = 60\n"""Seconds."""', []),
        ("A = 180  # seconds", []),
        ("A = 1", []),
        ("a = 180", []),
    ],
)
def test_a_number_without_a_reason_is_found(source: str, found: list[str]) -> None:
    assert list(unreasoned(source)) == found

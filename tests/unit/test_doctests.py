import doctest
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for package in ("schemas", "streams", "alerts")
    for path in sorted((ROOT / package).rglob("*.py"))
    if ">>>" in (text := path.read_text("utf-8")) and "import faust" not in text
]


@pytest.mark.parametrize("module", EXAMPLES)
def test_the_examples_of_a_module_are_true(module: str) -> None:
    result = doctest.testmod(import_module(module))

    assert result.attempted > 0
    assert result.failed == 0

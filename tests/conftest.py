"""Fixtures and settings of all tests."""

import pytest

pytest_plugins = ("tests.running", "tests.hypothesis_profile")

LONGEST = (
    "live/test_killed.py",
    "e2e/test_demo.py",
    "e2e/test_up.py",
    "live/test_outages.py",
    "embedded/test_broker.py",
    "live/test_pace.py",
    "live/test_rebalances.py",
    "live/test_siege.py",
    "live/test_conditions.py",
    "live/test_plain.py",
    "edge/test_runtime.py",
    "cli/test_recount.py",
)
"""The files that take more than 50 s, longest first: one that is begun last would be waited for alone."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    path = item.path.as_posix()
    return next((number for number, name in enumerate(LONGEST) if path.endswith(name)), len(LONGEST))

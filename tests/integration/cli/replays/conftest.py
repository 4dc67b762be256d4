from pathlib import Path

import pytest

from tests.integration.cli.calls import call


@pytest.fixture
def ledger(tmp_path: Path) -> list[str]:
    """The options that name a new ledger."""
    option = ["--ledger", f"sqlite:///{tmp_path / 'leads.db'}"]
    assert call("ledger", "upgrade", *option).exit_code == 0
    return option

import pytest

from streams.cli.duty import actor


@pytest.fixture(autouse=True)
def _account_of_wang(monkeypatch: pytest.MonkeyPatch) -> None:
    """The account of this machine is called wang: a command takes no other name without a right that is stated."""
    monkeypatch.setattr(actor, "machine_account", lambda: "wang")

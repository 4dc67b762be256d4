"""A secured cluster with its topics and accounts, made by the commands that an operator uses."""

from collections.abc import Iterator

import pytest

from tests.integration.secured.accounts import Accounts
from tests.servers.secured import secured_kafka


@pytest.fixture(scope="session")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Accounts]:
    """The topics are there, and the accounts of the workers, of `hema`, and of the weather office."""
    with secured_kafka(tmp_path_factory.mktemp("secured")) as kafka:
        accounts = Accounts(kafka)
        accounts.prepare()
        yield accounts

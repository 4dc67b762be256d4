"""One installation a module; a test finds two workers sharing the work, whatever the one before did to them."""

from collections.abc import Iterator

import pytest

from streams.tools.local import LocalInstallation
from tests.servers.live import Live, ledger_in, quick_settings


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp("live")
    with LocalInstallation(folder, quick_settings(ledger_in(folder)), 2, lambda _: None) as local:
        yield Live(local)


@pytest.fixture
def live(installation: Live) -> Live:
    installation.wait_for_workers()
    return installation

"""A ledger with its outbox on each of the two databases, and a desk whose clock is moved by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from alerts.database import open_engine
from alerts.ledger import Ledger, upgrade
from tests.integration.notify.bureau import Bureau
from tests.servers.postgres import Postgres, private_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with private_postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        made = f"sqlite:///{tmp_path / 'ledger.db'}"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        made = server.emptied_database()
    upgrade(made)
    return made


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = open_engine(url)
    yield made
    made.dispose()


@pytest.fixture
def bureau(url: str, engine: Engine) -> Iterator[Bureau]:
    with Ledger.open(url) as ledger:
        yield Bureau(engine, ledger)

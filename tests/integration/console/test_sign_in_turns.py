"""Sign-ins that wait for one another on a database of several writers."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, text

from alerts.accounts import WaitError
from alerts.accounts.failures import count_failure, limits_of_sign_in, take_turns
from alerts.accounts.limits import ACCOUNT
from alerts.database.clock import instant
from tests.integration.console.conftest import House, opened_house, upgraded
from tests.servers.live import wait_until
from tests.servers.postgres import Postgres


@pytest.fixture
def house(postgres: Postgres) -> Iterator[House]:
    yield from opened_house(upgraded(postgres.emptied_database()))


def test_what_failed_while_an_attempt_waited_for_its_turn_counts_against_it(house: House) -> None:
    address = "198.51.100.66"

    def attempt() -> None:
        house.accounts.authenticate("wang", "guess", address, None)

    with ThreadPoolExecutor(1) as pool, house.engine.begin() as connection:
        keys = sorted(limits_of_sign_in(connection, "wang", address, None))
        take_turns(connection, keys)
        waiting = pool.submit(attempt)
        wait_until(lambda: waits_for_a_turn(house.engine), "the attempt waits for its turn")
        for _ in range(ACCOUNT.free):
            count_failure(connection, keys, instant(connection))
        connection.commit()
        with pytest.raises(WaitError):
            waiting.result(60)


def waits_for_a_turn(engine: Engine) -> bool:
    with engine.connect() as connection:
        query = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(connection.execute(query).scalar_one())

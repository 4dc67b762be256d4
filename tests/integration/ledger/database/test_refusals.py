"""Refusals of a database, and what becomes of each: the kind of error, its word for a metric, and what to do."""

import time
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import make_url

from alerts.errors import (
    LedgerError,
    LedgerFailure,
    LedgerUnavailable,
    NoPrivilegeError,
    NotMigratedError,
    ReadOnlyError,
    RefusedLoginError,
    UnknownHostError,
)
from alerts.ledger import Ledger, upgrade
from tests.servers.postgres import Postgres
from tests.unit.alerts.builders import LATE, found, standing

ROLE = "watcher"
SECRET = "correct horse"  # noqa: S105  of a server that lives as long as this test


@pytest.fixture
def database(postgres: Postgres) -> str:
    """The address of a ledger with its tables, as their owner."""
    url = postgres.emptied_database()
    upgrade(url)
    return url


@pytest.fixture
def role(postgres: Postgres, database: str) -> Iterator[str]:
    """A role with a password and without rights; its address of the ledger, without the password."""
    owner = psycopg.connect(database, autocommit=True)
    owner.execute(f"CREATE ROLE {ROLE} LOGIN PASSWORD '{SECRET}'".encode())
    owner.execute(f"GRANT USAGE ON SCHEMA public TO {ROLE}".encode())
    postgres.ask_for_password(ROLE)
    yield database.replace("postgres@", f"{ROLE}@")
    owner.execute(f"DROP OWNED BY {ROLE}".encode())
    owner.execute(f"DROP ROLE {ROLE}".encode())
    owner.close()


def execute(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True, options="-c default_transaction_read_only=off") as connection:
        connection.execute(statement.encode())


def test_a_database_that_takes_no_writes_says_so_and_takes_the_same_call_later(database: str) -> None:
    name = make_url(database).database
    execute(database, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    try:
        with Ledger.open(database) as ledger, pytest.raises(ReadOnlyError, match="takes no writes") as caught:
            ledger.apply([standing(1, found(1))], LATE)
    finally:
        execute(database, f"ALTER DATABASE {name} RESET default_transaction_read_only")

    with Ledger.open(database) as ledger:
        ledger.apply([standing(1, found(1))], LATE)
        assert len(ledger.leads()) == 1
    assert caught.value.reason is LedgerFailure.READ_ONLY


def test_a_right_that_is_missing_is_told_apart(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", SECRET)

    with Ledger.at(role) as ledger, pytest.raises(NoPrivilegeError, match=r"roles\.sql") as caught:
        ledger.apply([standing(1, found(1))], LATE)

    assert caught.value.reason is LedgerFailure.NO_PRIVILEGE


def test_a_table_that_is_missing_is_told_apart(database: str) -> None:
    with Ledger.open(database) as ledger:
        execute(database, "DROP TABLE ledger_head CASCADE")

        with pytest.raises(NotMigratedError, match="shiftwarden ledger upgrade") as caught:
            ledger.apply([standing(1, found(1))], LATE)

    assert caught.value.reason is LedgerFailure.NOT_MIGRATED


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("wrong battery", rf"refused the password of the role {ROLE}, or knows no such role; set the right one in PGPASSWORD"),
        (None, "asks for a password and was given none; set PGPASSWORD"),
    ],
)  # fmt: skip
def test_a_password_that_is_wrong_or_missing_is_said_to_be_and_never_repeated(
    role: str, password: str | None, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGPASSWORD", raising=False)
    if password:
        monkeypatch.setenv("PGPASSWORD", password)

    refused = refusal(role)

    assert type(refused) is RefusedLoginError
    assert said in str(refused)
    assert refused.reason is LedgerFailure.PASSWORD
    assert password is None or password not in str(refused)


def test_a_role_and_a_database_that_are_not_there_are_named(database: str) -> None:
    assert str(refusal(database.replace("postgres@", "nobody@"))).startswith(
        "the ledger's database knows no role nobody"
    )
    assert str(refusal(database.rpartition("/")[0] + "/elsewhere")).startswith(
        "the ledger's database has no database elsewhere"
    )


def test_a_host_that_nobody_knows_is_named() -> None:
    refused = refusal("postgresql://watcher@no-such-host.invalid/ledger")

    assert type(refused) is UnknownHostError
    assert "no-such-host.invalid" in str(refused)


def test_a_server_that_is_not_there_is_to_be_waited_for() -> None:
    refused = refusal("postgresql://watcher@127.0.0.1:1/ledger")

    assert type(refused) is LedgerUnavailable
    assert refused.reason is LedgerFailure.AWAY


def test_what_is_written_is_stamped_by_the_databases_clock_however_ours_goes(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = time.time()
    monkeypatch.setattr(time, "time_ns", lambda: int((true + 2400) * 1e9))

    with Ledger.open(database) as ledger:
        ledger.apply([standing(1, found(1))])
        (entry,) = ledger.changes(0)
        clock = ledger.clock()

    assert abs(entry.recorded_at / 1000 - true) < 600
    assert clock is not None
    assert abs(clock / 1000 - true) < 600


def test_a_database_in_a_file_has_no_clock_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    url = f"sqlite:///{tmp_path_factory.mktemp('clock') / 'ledger.db'}"
    upgrade(url)

    with Ledger.open(url) as ledger:
        assert ledger.clock() is None


def refusal(url: str) -> LedgerError:
    with pytest.raises(LedgerError) as caught:
        Ledger.open(url)
    return caught.value

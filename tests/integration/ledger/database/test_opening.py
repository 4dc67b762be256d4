"""Addresses, migrations, and a database that is away."""

import os
import sqlite3
import stat
from pathlib import Path
from traceback import format_exception

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

import alerts.accounts.tables
import alerts.signing.tables  # noqa: F401 - both add their tables to METADATA
from alerts.database.engine import open_engine
from alerts.errors import LedgerError, LedgerUnavailable, NotMigratedError, UnsupportedDatabaseError
from alerts.ledger import Ledger, upgrade
from alerts.ledger.tables import METADATA
from alerts.notify import tables as of_messages
from tests.integration.ledger.revisions import NEWEST
from tests.servers.postgres import Postgres
from tests.unit.alerts.builders import LATE, WORKER, found, standing


def test_the_migrations_make_the_tables_that_the_code_sees(url: str) -> None:
    engine = open_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)

        differences = [one for one in compare_metadata(context, METADATA) if "alembic_version" not in str(one)]

    engine.dispose()
    assert of_messages.MESSAGES.metadata is METADATA
    assert differences == []


def test_an_upgrade_done_again_does_nothing(url: str) -> None:
    with Ledger.open(url) as ledger:
        ledger.apply([standing(1, found(1))], LATE)

        upgrade(url)

        assert (len(ledger.leads()), ledger.verify()) == (1, [])


def test_a_ledger_in_a_file_and_its_companions_are_their_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        upgrade(f"sqlite:///{tmp_path / 'ledger.db'}")
        with Ledger.open(f"sqlite:///{tmp_path / 'ledger.db'}") as ledger:
            ledger.apply([standing(1, found(1))], LATE)
            modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()}
    finally:
        os.umask(before)

    assert modes.keys() > {"ledger.db"}
    assert set(modes.values()) == {0o600}


def test_a_database_without_tables_says_what_to_do(empty_url: str) -> None:
    with pytest.raises(
        NotMigratedError, match=f"of revision none, this release needs {NEWEST}; run `shiftwarden ledger upgrade`"
    ):
        Ledger.open(empty_url)


def test_a_database_of_a_later_release_is_not_touched(url: str) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()

    with pytest.raises(NotMigratedError, match=f"of revision 9999, this release needs {NEWEST}"):
        Ledger.open(url)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://u:secret@h/d", "cannot stand on 'mysql'"),
        ("sqlite://", "in memory"),
        ("sqlite:///:memory:", "in memory"),
        ("leads.db", "no database address"),
        ("", "no database address"),
        ("postgresql://u:secret@h:port/d", "no database address"),
    ],
)
def test_an_address_that_is_none_is_refused_without_its_password(address: str, said: str) -> None:
    with pytest.raises(UnsupportedDatabaseError, match=said) as caught:
        Ledger.open(address)

    assert "secret" not in str(caught.value)
    assert "allowed: sqlite:///FILE or postgresql://" in str(caught.value)


def test_a_server_that_is_away_is_unavailable_and_the_call_succeeds_once_it_is_back(postgres: Postgres) -> None:
    url = postgres.new_database()
    upgrade(url)
    with Ledger.open(url) as ledger:
        ledger.apply([standing(1, found(1))], LATE)
        postgres.stop()
        try:
            with pytest.raises(LedgerUnavailable, match="make the same call again"):
                ledger.apply([standing(2, found(1, 6))], LATE + 1)
            with pytest.raises(LedgerUnavailable):
                Ledger.open(url)
        finally:
            postgres.start()

        ledger.apply([standing(2, found(1, 6))], LATE + 1)

        assert [str(entry.change) for entry in ledger.changes(0)] == ["raised", "amended"]


def test_a_server_that_was_restarted_in_between_is_not_noticed(postgres: Postgres) -> None:
    url = postgres.new_database()
    upgrade(url)
    with Ledger.open(url) as ledger:
        ledger.apply([standing(1, found(1))], LATE)

        postgres.stop()
        postgres.start()

        assert len(ledger.leads()) == 1


def test_an_error_names_no_worker_and_quotes_no_finding(url: str) -> None:
    with Ledger.open(url) as ledger:
        ledger.apply([standing(1, found(1))], LATE)
        with ledger._engine.begin() as connection:
            connection.exec_driver_sql("UPDATE ledger_head SET sequence = 0")

        with pytest.raises(LedgerError, match="refused a statement") as caught:
            ledger.apply([standing(2, found(1, 6))], LATE)

    assert WORKER not in "".join(format_exception(caught.value))
    assert "finding_id" not in "".join(format_exception(caught.value))


def test_a_folder_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(LedgerUnavailable, match="unable to open database file"):
        Ledger.open(f"sqlite:///{tmp_path / 'nowhere' / 'ledger.db'}")


def test_sqlite_waits_for_others_and_outlives_a_power_cut(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    upgrade(url)
    engine = open_engine(url)

    with engine.connect() as connection:
        settings = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys")]
        patience = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()

    engine.dispose()
    assert (settings, patience) == (["wal", 1], 30_000)


def test_a_file_that_is_no_database_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(b"not a database at all, but long enough to be read as a header of one" * 20)

    with pytest.raises(Exception, match="file is not a database") as caught:
        Ledger.open(f"sqlite:///{path}")

    assert not isinstance(caught.value, sqlite3.Error)

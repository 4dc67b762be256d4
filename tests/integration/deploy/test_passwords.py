import os
import subprocess
from pathlib import Path

import psycopg
import pytest

from tests.servers.postgres import private_postgres
from tests.servers.tools import needs

SQL = Path(__file__).parents[3] / "deploy/postgres"


NAMED = {f"LEDGER_{name}_PASSWORD": name for name in ("READER", "NOTIFIER", "CONSOLE")}


@pytest.mark.parametrize(("reader", "has_one"), [({}, None), (NAMED, True)])
def test_the_roles_that_log_in_get_their_passwords_and_running_it_again_changes_nothing(
    reader: dict[str, str], has_one: bool | None
) -> None:
    psql = needs("psql")
    passwords = {"LEDGER_OWNER_PASSWORD": "o'wner", "LEDGER_RECORDER_PASSWORD": "recorder"} | reader
    with private_postgres() as server:
        database = server.new_database()
        files = [f"--file={SQL / name}" for name in ("roles.sql", "passwords.sql")]

        for _ in range(2):
            command = [psql, f"--dbname={database}", "--set=ON_ERROR_STOP=1", "--quiet", *files]
            subprocess.run(command, env=os.environ | passwords, check=True, timeout=120, capture_output=True)

        with psycopg.connect(database) as connection:
            query = "SELECT rolname, rolpassword LIKE 'SCRAM%' FROM pg_authid WHERE rolname LIKE 'shiftwarden%'"
            kept: dict[str, bool | None] = dict(connection.execute(query).fetchall())
    desk = dict.fromkeys(("shiftwarden_notifier", "shiftwarden_console"), has_one)
    assert kept == {"shiftwarden_owner": True, "shiftwarden_recorder": True, "shiftwarden_reader": has_one, **desk}

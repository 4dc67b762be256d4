"""A release that adds columns: a copy of the package with a scripted revision, run on a ledger of this release.

The edits below are all that such a release writes: the revision, the tables, the finding and the entry. Columns of
each sort: `unit` is in the findings of old entries, `district` is not, `witness` is a column of the log itself.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from alerts.database.engine import open_engine
from alerts.leads import Action
from alerts.ledger import Ledger
from tests.integration.ledger.revisions import NEWEST, NEXT
from tests.integration.ledger.test_rebuilding import dump
from tests.integration.ledger.test_tampering import tamper
from tests.unit.alerts.builders import LATE, found, standing

PROJECT = Path(__file__).parents[3]

REVISION = f'''"""Columns that no statement fills."""

from alembic import op
from sqlalchemy import Column, Text

revision = "{NEXT}"
down_revision = "{NEWEST}"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("leads", Column("unit", Text))
    op.add_column("leads", Column("district", Text))
    op.add_column("lead_log", Column("witness", Text))
'''

EDITS = {
    "ledger/tables.py": [
        ('    Column("severity", Text),\n', '    Column("severity", Text), Column("unit", Text), Column("district", Text),\n'),
        ('    Column("version", Text),\n', '    Column("version", Text), Column("witness", Text),\n'),
    ],
    "leads/finding.py": [
        ("    severity: str | None\n", "    severity: str | None\n    unit: str | None\n    district: str | None\n"),
        (
            '            severity=plain["severity"],\n',
            '            severity=plain["severity"], unit=plain["unit"], district=plain.get("district"),\n',
        ),
    ],
    "leads/lead.py": [
        ("    previous: str\n    hash: str\n", "    previous: str\n    hash: str\n    witness: str | None = None\n")
    ],
}  # fmt: skip

ALONE = "revisions alone"

UNFILLED = (
    "the column unit of the table of leads is empty, the log has values for it (leads: 3); "
    "a column that was added is so until `shiftwarden ledger rebuild` fills it"
)

PROGRAM = """
import json, sys
from click.testing import CliRunner
from alerts.database.engine import open_engine
from alerts.database.unit import UnitOfWork
from alerts.migrations import run_revisions
from streams.cli.main import main

url, *commands = sys.argv[1:]
for command in commands:
    if command == "revisions alone":
        with UnitOfWork(open_engine(url)) as unit:
            run_revisions(unit.connection)
            unit.commit()
        continue
    done = CliRunner().invoke(main, [*command.split(), "--ledger", url])
    print(json.dumps([done.exit_code, done.output.splitlines()]))
"""


class NextRelease:
    """The package with the edits, in a folder before this one's on the path."""

    def __init__(self, folder: Path, url: str) -> None:
        self._folder, self._url = folder, url
        shutil.copytree(PROJECT / "alerts", folder / "alerts", ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "alerts" / "migrations" / "versions" / f"r{NEXT}_columns.py").write_text(REVISION)
        for name, edits in EDITS.items():
            path = folder / "alerts" / name
            source = path.read_text(encoding="utf-8")
            for old, new in edits:
                assert source.count(old) == 1, f"{name}: {old}"
                source = source.replace(old, new)
            path.write_text(source, encoding="utf-8")

    def run(self, *commands: str) -> list[tuple[int, list[str]]]:
        """The status and the lines of each command; all run in one process."""
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, self._url, *commands],
            cwd=self._folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(self._folder), str(PROJECT)])},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return [(status, lines) for status, lines in map(json.loads, done.stdout.splitlines())]


@pytest.fixture
def old(ledger: Ledger, url: str) -> dict[str, list[dict[str, Any]]]:
    """All rows of a ledger of this release: three leads, of which one was handled and one withdrawn."""
    ledger.apply([standing(1, found(1), found(10, 15))], LATE)
    ledger.act(1, Action.ACKNOWLEDGE, "li", None, LATE + 2)
    ledger.apply([standing(3, found(1, 6), found(20, 25))], LATE + 3)
    return dump(url)


@pytest.fixture
def release(tmp_path: Path, url: str) -> NextRelease:
    return NextRelease(tmp_path / "next", url)


def columns(url: str, *names: str) -> list[tuple[Any, ...]]:
    """Columns of `leads` that this release does not know, in the order of the key."""
    engine = open_engine(url)
    query = text(f"SELECT {', '.join(names)} FROM leads ORDER BY number")  # noqa: S608 - names of this file
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(query)]
    finally:
        engine.dispose()


def test_an_upgrade_fills_a_column_that_a_revision_added_and_changes_nothing_else(
    old: dict[str, Any], release: NextRelease, url: str
) -> None:
    upgraded, again, verified = release.run("ledger upgrade", "ledger upgrade", "audit verify")

    ready = "the ledger's tables are those of this release"
    assert upgraded == (0, ["made anew from the log; rows that differed: 3 (unit: 3); leads now: 3", ready])
    assert again == (0, [ready])
    assert (verified[0], verified[1][0]) == (0, f"head 6:{old['ledger_head'][0]['hash']}")
    assert dump(url) == old
    assert columns(url, "number", "unit", "district") == [(number, "ms", None) for number in (1, 2, 3)]


def test_before_a_rebuild_the_verification_names_the_column_once_and_no_lead_as_edited(
    old: dict[str, Any], release: NextRelease, url: str
) -> None:
    before, rebuilt, after, again = release.run(
        ALONE, "audit verify", "ledger rebuild", "audit verify", "ledger rebuild"
    )

    assert before[0] == 1
    assert before[1][:2] == [
        f"ledger: {UNFILLED}",
        "the log is whole; `shiftwarden ledger rebuild` makes the table of leads anew from it",
    ]
    assert (rebuilt[0], after[0], again[0]) == (0, 0, 2)
    assert "edited" not in str((before, after))
    assert "is what the log makes it (leads: 3)" in str(again)
    assert dump(url) == old


@pytest.mark.usefixtures("old")
def test_the_next_release_finds_whole_what_both_wrote_and_names_an_edit_of_a_column_that_older_rows_lack(
    release: NextRelease, url: str
) -> None:
    acted, whole = release.run("ledger upgrade", "leads act 3 acknowledge", "audit verify")[1:]
    tamper(url, text("UPDATE lead_log SET witness = 'invented' WHERE sequence = 1"))
    (edited,) = release.run("audit verify")

    assert (acted[0], whole[0], edited[0]) == (0, 0, 1)
    assert edited[1][0] == "entry 1, lead 1: the entry was edited: its content does not give its hash"


def test_a_log_that_was_edited_stops_the_upgrade_before_any_column_is_there(
    ledger: Ledger, release: NextRelease, url: str
) -> None:
    ledger.apply([standing(1, found(1))], LATE)
    tamper(url, text("UPDATE lead_log SET recorded_at = 1"))

    ((status, lines),) = release.run("ledger upgrade")

    assert status == 2
    assert "the log cannot be trusted (entry 1: the entry was edited" in " ".join(lines)
    ledger.check()
    with pytest.raises(Exception, match="district"):
        columns(url, "district")

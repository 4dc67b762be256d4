"""The chain is as the document about leads describes it, and the reader's program there sees what was edited."""

import hashlib
import json
import sqlite3
from dataclasses import fields
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from alerts.leads.chain import hash_of
from alerts.leads.lead import LogEntry
from streams.cli.duty import actor
from streams.cli.main import main
from tests.unit.documents import LEADS, SEMANTICS, block, text


def test_the_bytes_in_the_document_give_the_hash_in_it_and_that_of_the_ledger() -> None:
    written = block(LEADS, "json", "<!-- chain: bytes -->").strip()
    digest = hashlib.sha256(written.encode()).hexdigest()

    assert f"have the SHA-256 `{digest}`" in text(LEADS)
    assert hash_of(json.loads(written)) == digest
    assert {field.name for field in fields(LogEntry)} - {"hash", "cause"} == set(json.loads(written))


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """Runs commands in a folder with a ledger of three rows: the two findings of the day, and a person's step."""
    monkeypatch.chdir(tmp_path)
    run = CliRunner()
    events = block(SEMANTICS, "json", "<!-- example: events -->")
    run.invoke(main, ["ledger", "upgrade"])
    run.invoke(main, ["replay", "--ledger", "sqlite:///shiftwarden.db", "-"], input=events)
    monkeypatch.setattr(actor, "machine_account", lambda: "王\t\"'")
    run.invoke(main, ["leads", "act", "1", "acknowledge"])
    return run


PROGRAM: Final = compile(block(LEADS, "python", "<!-- chain: program -->"), "LEADS.md", "exec")


def test_the_program_in_the_document_finds_the_head_that_audit_verify_finds(
    ledger: CliRunner, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(PROGRAM, {})  # noqa: S102 - the reader's program, as it stands in the document

    head = ledger.invoke(main, ["audit", "verify"]).stdout.splitlines()[0]
    assert head.startswith("head 3:")
    assert capsys.readouterr().out.strip() == head


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ("UPDATE lead_log SET actor = 'li' WHERE sequence = 3", "row 3: edited"),
        ("DELETE FROM lead_log WHERE sequence = 2", "row 2: the row before it"),
    ],
)
def test_the_program_in_the_document_sees_an_edit(edit: str, said: str) -> None:
    with sqlite3.connect("shiftwarden.db") as database:
        for change in ("update", "delete"):
            database.execute(f"DROP TRIGGER lead_log_guard_{change}")
        database.execute(edit)

    with pytest.raises(SystemExit, match=said):
        exec(PROGRAM, {})  # noqa: S102 - the reader's program, as it stands in the document


@pytest.mark.usefixtures("ledger")
def test_the_program_in_the_document_sees_a_row_that_was_replaced_with_its_hash() -> None:
    with sqlite3.connect("shiftwarden.db") as database:
        database.row_factory = sqlite3.Row
        row = dict(database.execute("SELECT * FROM lead_log WHERE sequence = 2").fetchone())
        database.execute("DROP TRIGGER lead_log_guard_update")
        row["recorded_at"] -= 1
        database.execute(
            "UPDATE lead_log SET recorded_at = :recorded_at, hash = :hash WHERE sequence = 2",
            row | {"hash": hash_of(row)},
        )

    with pytest.raises(SystemExit, match="row 3: the row before it"):
        exec(PROGRAM, {})  # noqa: S102 - the reader's program, as it stands in the document


@pytest.mark.usefixtures("ledger")
def test_the_program_in_the_document_passes_over_a_later_column_without_a_value_and_sees_one_that_was_given_it() -> (
    None
):
    with sqlite3.connect("shiftwarden.db") as database:
        database.execute("ALTER TABLE lead_log ADD COLUMN witness TEXT")
        exec(PROGRAM, {})  # noqa: S102 - the reader's program, as it stands in the document
        database.execute("DROP TRIGGER lead_log_guard_update")
        database.execute("UPDATE lead_log SET witness = 'invented' WHERE sequence = 2")

    with pytest.raises(SystemExit, match="row 2: edited"):
        exec(PROGRAM, {})  # noqa: S102 - the reader's program, as it stands in the document

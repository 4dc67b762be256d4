"""A ledger that the first release made (commit 2610ad7) verifies after the upgrade, and its decisions are held to their figures.

`ledger_of_revision_1.json.gz` has the rows of all of its tables: leads that were raised, amended, withdrawn, reinstated and
merged, and one that was dismissed for five minutes and had grown grave since, which that release left dismissed.
"""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import MetaData, insert, text, update

from alerts.database.engine import open_engine
from alerts.database.unit import UnitOfWork
from alerts.leads import Change, Handling, LogHead
from alerts.leads.figures import DecidedFigures
from alerts.ledger import LeadFilter, Ledger, upgrade
from alerts.ledger.tables import LOG
from alerts.migrations import revisions
from schemas.findings.finding import Finding, StandingSet
from tests.integration.ledger.test_rebuilding import dump
from tests.integration.ledger.test_tampering import tamper

FILE = Path(__file__).with_name("ledger_of_revision_1.json.gz")


@pytest.fixture
def rows() -> dict[str, list[dict[str, Any]]]:
    """The rows of the old ledger, by table."""
    read: dict[str, list[dict[str, Any]]] = json.loads(gzip.decompress(FILE.read_bytes()))
    return read


@pytest.fixture
def old_url(empty_url: str, rows: dict[str, list[dict[str, Any]]]) -> str:
    """A database with the tables of the first revision alone, filled with the rows of the old ledger."""
    engine = open_engine(empty_url)
    with UnitOfWork(engine) as unit:
        config = revisions._config()
        config.attributes["connection"] = unit.connection
        command.upgrade(config, "0001")
        unit.connection.execute(text("DELETE FROM ledger_head"))
        tables = MetaData()
        tables.reflect(unit.connection)
        for name in ("lead_log", "leads", "subjects", "ledger_head"):
            unit.connection.execute(insert(tables.tables[name]), rows[name])
        unit.commit()
    engine.dispose()
    return empty_url


@pytest.fixture
def upgraded(old_url: str) -> str:
    upgrade(old_url)
    return old_url


def test_it_verifies_after_the_upgrade_and_not_a_hash_of_its_log_is_another(
    upgraded: str, rows: dict[str, list[dict[str, Any]]]
) -> None:
    with Ledger.open(upgraded) as ledger:
        head = ledger.head()
        kept = LogHead(head.sequence, rows["ledger_head"][0]["hash"], 0, 0)

        assert ledger.verify(kept) == []
        assert (head.sequence, head.hash) == (rows["ledger_head"][0]["sequence"], kept.hash)
    assert [{k: row[k] for k in rows["lead_log"][0]} for row in dump(upgraded)["lead_log"]] == rows["lead_log"]


def test_the_rows_of_the_table_of_leads_are_as_before_with_what_the_log_says_of_decisions(
    upgraded: str, rows: dict[str, list[dict[str, Any]]]
) -> None:
    after = dump(upgraded)["leads"]

    assert [{k: row[k] for k in rows["leads"][0]} for row in after] == rows["leads"]
    decided = {row["number"]: DecidedFigures.parse(row["decided"]).fields for row in after if row["decided"]}
    assert {number: figures["measured"] for number, figures in decided.items()} == {1: 14_700_000}
    assert decided[1]["severity"] == "minor"


@pytest.mark.parametrize("column", ["figures", "cause"])
def test_a_value_that_is_given_to_a_row_of_then_is_an_edit(upgraded: str, column: str) -> None:
    tamper(upgraded, update(LOG).where(LOG.c.sequence == 3).values({column: "{}"}))

    with Ledger.open(upgraded) as ledger:
        assert ledger.verify()[0].differs == "the entry was edited: its content does not give its hash"


def test_what_had_outgrown_its_dismissal_is_open_again_with_the_first_set_about_it(
    upgraded: str, rows: dict[str, list[dict[str, Any]]]
) -> None:
    (lead,) = [row for row in rows["leads"] if row["number"] == 1]
    finding = Finding.model_validate_json(lead["finding"])
    now_stamped = finding.model_copy(update={"release": "0.1.0", "mode": "enforce"})

    with Ledger.open(upgraded) as ledger:
        assert ledger.leads(LeadFilter(handling=Handling.DISMISSED))[0].finding.severity == "grave"
        ledger.apply(
            [StandingSet(subject=lead["subject"], speaks_from=None, version=(1, 1, 1), findings=(now_stamped,))]
        )

        history = ledger.lead(1)
        assert [entry.change for entry in history.entries[-2:]] == [Change.AMENDED, Change.REOPENED]
        assert (history.lead.handling, history.lead.assignee) == (Handling.ASSIGNED, "wang")
        assert ledger.verify() == []

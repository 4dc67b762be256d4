"""Every way to change the past is found and named, on both databases."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import Executable, delete, text, update

from alerts.database.engine import open_engine
from alerts.errors import DamagedLogError
from alerts.leads import Action
from alerts.leads.chain import sealed
from alerts.ledger import Discrepancy, Ledger
from alerts.ledger.tables import HEAD, LEADS, LOG
from tests.unit.alerts.builders import LATE, found, standing


def tamper(url: str, *statements: Executable) -> None:
    """Tamper as somebody with every right would: guards and foreign keys out of the way first."""
    if url.startswith("sqlite"):
        ways = ["DROP TRIGGER lead_log_guard_update", "DROP TRIGGER lead_log_guard_delete"]
    else:
        ways = ["SET session_replication_role = replica"]
    engine = open_engine(url)
    with engine.connect() as connection:
        if url.startswith("sqlite"):
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        for statement in (*map(text, ways), *statements):
            connection.execute(statement)
        connection.commit()
    engine.dispose()


@pytest.fixture
def history(ledger: Ledger) -> Ledger:
    """Six entries, three leads: raised 1, raised 2, amended 1, acknowledge 1, withdrawn 2, raised 3."""
    ledger.apply([standing(1, found(1), found(10, 15))], LATE)
    ledger.apply([standing(2, found(1, 6), found(10, 15))], LATE + 1)
    ledger.act(1, Action.ACKNOWLEDGE, "li", None, LATE + 2)
    ledger.apply([standing(3, found(1, 6), found(20, 25))], LATE + 3)
    return ledger


def test_an_untouched_ledger_has_no_fault(history: Ledger) -> None:
    assert history.head().sequence == 6
    assert history.verify() == []
    assert history.verify(kept=history.head()) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("finding", "replace(finding, '15000000', '14000000')"),
        ("recorded_at", "recorded_at - 1"),
        ("change", "'reinstated'"),
        ("version", "'9.9.9'"),
        ("other", "2"),
        ("actor", "'wang'"),
        ("reason", "'so'"),
        ("hash", f"'{'f' * 64}'"),
    ],
)
def test_an_edited_entry_is_named(history: Ledger, url: str, column: str, value: str) -> None:
    tamper(url, update(LOG).where(LOG.c.sequence == 3).values({column: text(value)}))

    assert (history.verify()[0].sequence, history.verify()[0].lead) == (3, 1)
    assert "edited" in history.verify()[0].differs


def test_an_entry_moved_to_another_lead_is_named(history: Ledger, url: str) -> None:
    tamper(url, update(LOG).where(LOG.c.sequence == 3).values(lead=2))

    assert history.verify()[0] == Discrepancy(3, 2, "the entry was edited: its content does not give its hash")


def test_an_entry_that_was_replaced_with_a_good_hash_is_found_at_the_next(history: Ledger, url: str) -> None:
    (entry,) = history.changes(2, 1)
    forged = sealed(replace(entry, version="9.9.9"))

    tamper(url, update(LOG).where(LOG.c.sequence == 3).values(version="9.9.9", hash=forged.hash))

    assert history.verify() == [Discrepancy(4, 1, "does not follow the entry before it: one of the two was replaced")]


@pytest.mark.parametrize(("first", "last"), [(1, 1), (3, 4), (6, 6), (5, 6), (1, 6)])
def test_removed_entries_are_named_the_newest_too(history: Ledger, url: str, first: int, last: int) -> None:
    tamper(url, delete(LOG).where(LOG.c.sequence.between(first, last)))

    found_missing = [fault for fault in history.verify() if "missing" in fault.differs]
    assert [fault.sequence for fault in found_missing] == [first]
    assert found_missing[0].differs.startswith(f"entry {first}" if first == last else f"entries {first} to {last}")


def test_entries_that_changed_places_are_named(history: Ledger, url: str) -> None:
    steps = ((3, -3), (4, 3), (-3, 4))
    tamper(url, *(update(LOG).where(LOG.c.sequence == old).values(sequence=new) for old, new in steps))

    assert {fault.sequence for fault in history.verify() if "edited" in fault.differs} == {3, 4}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("standing", "withdrawn"),
        ("handling", "closed"),
        ("severity", "grave"),
        ("area", "360113"),
        ("assignee", "wang"),
        ("finding", "{}"),
        ("finding_id", "0"),
    ],
)
def test_a_lead_that_differs_from_its_log_is_named(history: Ledger, url: str, column: str, value: str) -> None:
    tamper(url, update(LEADS).where(LEADS.c.number == 1).values({column: value}))

    (fault,) = history.verify()
    assert (fault.sequence, fault.lead) == (4, 1)
    assert re.match(f"{column} is '{re.escape(value)}' in the table", fault.differs)


def test_a_removed_lead_and_an_invented_one_are_named(history: Ledger, url: str) -> None:
    tamper(url, update(LEADS).where(LEADS.c.number == 2).values(number=9))

    assert [(fault.lead, fault.differs) for fault in history.verify()] == [
        (2, "the log has the lead, the table of leads has not"),
        (9, "the lead has no entry in the log"),
    ]


@pytest.mark.parametrize("change", [{"sequence": 5}, {"sequence": 7}, {"hash": "x"}, {"leads": 2}])
def test_an_edited_head_is_found(history: Ledger, url: str, change: dict[str, object]) -> None:
    tamper(url, update(HEAD).values(change))

    assert len(history.verify()) == 1


def test_a_missing_head_is_found(history: Ledger, url: str) -> None:
    tamper(url, delete(HEAD))

    assert "one row" in history.verify()[0].differs
    with pytest.raises(DamagedLogError, match="head of the ledger's chain is gone"):
        history.apply([standing(4)], LATE + 4)


def test_a_tail_that_was_cut_with_head_and_leads_is_found_by_a_head_kept_elsewhere(history: Ledger, url: str) -> None:
    kept = history.head()
    (fifth,) = history.changes(4, 1)
    tamper(
        url,
        delete(LOG).where(LOG.c.sequence == 6),
        delete(LEADS).where(LEADS.c.number == 3),
        update(HEAD).values(sequence=5, hash=fifth.hash, leads=2),
    )

    assert history.verify() == []
    assert [fault.sequence for fault in history.verify(kept)] == [6]


def test_the_log_refuses_to_be_changed(history: Ledger, url: str) -> None:
    engine = open_engine(url)

    for statement in ("UPDATE lead_log SET actor = 'x'", "DELETE FROM lead_log"):
        with engine.connect() as connection, pytest.raises(Exception, match="append-only"):
            connection.execute(text(statement))

    engine.dispose()
    assert history.verify() == []

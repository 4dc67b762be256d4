"""The table of leads made anew from the log, on both databases: what differs is brought in order, all or nothing."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, Executable, Table, delete, insert, select, update

from alerts.database.engine import open_engine
from alerts.database.unit import UnitOfWork
from alerts.errors import DamagedLogError, NothingToRebuildError
from alerts.leads import Action
from alerts.ledger import LeadFilter, Ledger, rebuilding
from alerts.ledger.rebuilding import Rebuilt, rebuild
from alerts.ledger.tables import HEAD, LEADS, LOG, SUBJECTS
from tests.integration.cli.calls import call
from tests.integration.ledger.test_tampering import tamper
from tests.unit.alerts.builders import LATE, found, standing


@pytest.fixture
def history(ledger: Ledger) -> Ledger:
    """Leads of every standing: 1 stands and is handled, 2 ended in it, 3 is withdrawn, 4 is split from 1, 5 stands."""
    ledger.apply([standing(1, found(1, 3), found(4, 6), found(10, 15))], LATE)
    ledger.act(1, Action.ACKNOWLEDGE, "li", None, LATE + 1)
    ledger.act(1, Action.ASSIGN, "li", None, LATE + 1, assignee="wang")
    ledger.apply([standing(2, found(1, 6), found(20, 25))], LATE + 2)
    ledger.apply([standing(3, found(1, 2), found(4, 6), found(20, 25))], LATE + 3)
    return ledger


def dump(url: str) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables."""
    engine = open_engine(url)
    with engine.connect() as connection:
        rows = {table.name: everything(connection, table) for table in (LOG, LEADS, SUBJECTS, HEAD)}
    engine.dispose()
    return rows


def everything(connection: Connection, table: Table) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]


@contextmanager
def unit_of_work(url: str, *, writes: bool) -> Iterator[UnitOfWork]:
    engine = open_engine(url)
    try:
        with UnitOfWork(engine, writes=writes) as unit:
            yield unit
    finally:
        engine.dispose()


def test_the_history_has_leads_of_every_standing(history: Ledger) -> None:
    leads = history.leads(LeadFilter(standing=None))

    assert {str(lead.standing) for lead in leads} == {"standing", "superseded", "withdrawn"}
    assert any(lead.split_from for lead in leads)
    assert any(lead.superseded_by for lead in leads)
    assert any(lead.assignee for lead in leads)


def test_a_ledger_whose_table_is_in_order_has_nothing_to_be_rebuilt_and_is_not_touched(
    history: Ledger, url: str
) -> None:
    before = dump(url)

    with pytest.raises(NothingToRebuildError, match=r"is what the log makes it \(leads: 5\).*nothing has to be done"):
        history.rebuild()

    assert dump(url) == before


def test_an_empty_ledger_has_nothing_to_be_rebuilt(ledger: Ledger) -> None:
    with pytest.raises(NothingToRebuildError, match=r"\(leads: 0\)"):
        ledger.rebuild()


@pytest.mark.parametrize(
    ("changes", "rebuilt"),
    [
        ([update(LEADS).values(severity=None)], Rebuilt(5, changed=5, columns={"severity": 5})),
        ([update(LEADS).values(standing="standing")], Rebuilt(5, changed=2, columns={"standing": 2})),
        (
            [update(LEADS).where(LEADS.c.number == 1).values(handling="new", assignee=None)],
            Rebuilt(5, changed=1, columns={"handling": 1, "assignee": 1}),
        ),
        ([delete(LEADS)], Rebuilt(5, added=5)),
        ([update(LEADS).where(LEADS.c.number == 3).values(number=9)], Rebuilt(5, added=1, removed=1)),
        ([update(LEADS).where(LEADS.c.number == 3).values(number=-9)], Rebuilt(5, added=1, removed=1)),
    ],
)
@pytest.mark.parametrize("batch", [2, 500])
def test_a_rebuild_gives_the_rows_of_before_whatever_was_done_to_the_table(
    history: Ledger,
    url: str,
    changes: list[Executable],
    rebuilt: Rebuilt,
    batch: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", batch)
    before = dump(url)
    tamper(url, *changes)
    assert dump(url) != before
    assert all(fault.in_table for fault in history.verify())

    assert history.rebuild() == rebuilt

    assert dump(url) == before
    assert history.verify() == []


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (update(LOG).where(LOG.c.sequence == 3).values(recorded_at=1), "entry 3: the entry was edited"),
        (delete(LOG).where(LOG.c.sequence == 1), "entry 1: entry 1 is missing"),
        (update(LOG).where(LOG.c.sequence == 2).values(change="buried"), "entry 2: the entry was edited"),
        (update(HEAD).values(hash="x"), "the last entry is not the one that the head names"),
    ],
)
def test_from_a_log_whose_chain_does_not_verify_nothing_is_rebuilt(
    history: Ledger, url: str, damage: Executable, named: str
) -> None:
    tamper(url, damage, update(LEADS).values(severity=None))
    before = dump(url)

    with pytest.raises(DamagedLogError, match=named) as caught:
        history.rebuild()

    assert "made anew only from a log whose chain verifies, and nothing was changed; `shiftwarden audit" in str(
        caught.value
    )
    assert dump(url) == before


def test_a_log_whose_chain_does_not_verify_is_refused_though_no_row_differs_but_not_where_none_has_to(
    history: Ledger, url: str
) -> None:
    tamper(url, update(HEAD).values(hash="x"))

    with pytest.raises(DamagedLogError, match="the log cannot be trusted"):
        history.rebuild()
    with unit_of_work(url, writes=True) as unit:
        assert rebuild(unit.connection, if_needed=True) == Rebuilt(5)


@pytest.mark.usefixtures("history")
def test_a_row_of_no_lead_is_not_removed_either_where_the_chain_does_not_verify(url: str) -> None:
    row = {**dump(url)["leads"][0], "number": 9}
    tamper(url, insert(LEADS).values(row), update(HEAD).values(hash="x"))

    with (
        pytest.raises(DamagedLogError, match="not the one that the head names"),
        unit_of_work(url, writes=True) as unit,
    ):
        rebuild(unit.connection, if_needed=True)

    assert len(dump(url)["leads"]) == 6


def test_a_reader_sees_the_rows_of_before_until_all_of_those_of_after_are_there(
    history: Ledger, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    new = dump(url)["leads"]
    tamper(url, update(LEADS).values(severity=None))
    old = dump(url)["leads"]

    with unit_of_work(url, writes=True) as writer, unit_of_work(url, writes=False) as reader:
        before = everything(reader.connection, LEADS)
        rebuild(writer.connection)
        during, meanwhile = everything(reader.connection, LEADS), dump(url)["leads"]
        writer.commit()
        after = everything(reader.connection, LEADS)

    assert (before, during, meanwhile, after) == (old, old, old, old), "a reading transaction has one snapshot"
    assert dump(url)["leads"] == new
    assert history.verify() == []


def test_who_writes_meanwhile_waits_and_finds_the_rows_of_after(
    history: Ledger, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    tamper(url, update(LEADS).values(severity=None))

    with ThreadPoolExecutor(1) as pool, unit_of_work(url, writes=True) as unit:
        rebuild(unit.connection)
        applying = pool.submit(history.apply, [standing(4, found(1, 2), found(4, 6), found(30, 35))], LATE + 4)
        assert not applying.done()
        unit.commit()
        assert len(applying.result(30).entries) == 2

    assert history.verify() == []
    assert {row["severity"] for row in dump(url)["leads"]} == {"minor"}


def test_the_command_says_what_it_made_anew_and_the_verification_what_to_do_before(history: Ledger, url: str) -> None:
    tamper(url, update(LEADS).where(LEADS.c.number == 1).values(handling="new"))

    before = call("audit", "verify", "--ledger", url)
    done = call("ledger", "rebuild", "--ledger", url)
    after = call("audit", "verify", "--ledger", url)
    again = call("ledger", "rebuild", "--ledger", url)

    assert "the log is whole; `shiftwarden ledger rebuild` makes the table of leads anew" in before.stdout
    assert (before.exit_code, done.exit_code, after.exit_code, again.exit_code) == (1, 0, 0, 2)
    assert done.stdout == ("made anew from the log; rows that differed: 1 (handling: 1); leads now: 5\n"), done.stderr
    assert "every row of the table of leads is what the log makes it (leads: 5)" in again.stderr
    assert history.verify() == []

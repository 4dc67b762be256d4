"""The roles of `deploy/postgres/roles.sql` on a real PostgreSQL: each can do its work, and no more."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from alerts.accounts import AccountRole, DeskAccounts, Looks, RefusedError, Sessions, may_sign
from alerts.database import UnitOfWork, open_engine
from alerts.errors import NoPrivilegeError
from alerts.leads import Action
from alerts.ledger import Ledger, upgrade
from alerts.notify import Delivering, Notifier, Outcome, Writer
from alerts.notify.channels.answer import Answer
from alerts.signing import Links
from streams.cli.duty.parts.desk import DeskLinks
from tests.servers.postgres import Postgres
from tests.unit.alerts.builders import LATE, found, standing
from tests.unit.deploy.queries import ledger_queries
from tests.unit.notify.desk import NAMES, Desk, PageLinks

ROLES = (Path(__file__).parents[4] / "deploy" / "postgres" / "roles.sql").read_bytes()


class Database:
    """One database with its roles, at the address of each."""

    def __init__(self, server: Postgres) -> None:
        self._server = server
        self.superuser = server.new_database()
        self._name = self.superuser.rpartition("/")[2]
        self.give_roles()
        upgrade(self.url("owner"))
        self.give_roles()

    def give_roles(self) -> None:
        with psycopg.connect(self.superuser, autocommit=True) as connection:
            connection.execute(ROLES)

    def url(self, role: str) -> str:
        return self._server.url(self._name, f"shiftwarden_{role}")

    def run(self, role: str, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url(role)) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="module")
def database(postgres: Postgres) -> Database:
    return Database(postgres)


@pytest.fixture(scope="module")
def ledger(database: Database) -> Iterator[Ledger]:
    with Ledger.open(database.url("recorder")) as opened:
        opened.apply([standing(1, found(1), found(10, 15))], LATE)
        yield opened


def test_the_recorder_can_do_all_that_the_ledger_does(ledger: Ledger) -> None:
    ledger.apply([standing(2, found(1, 6))], LATE)
    ledger.act(1, Action.ACKNOWLEDGE, "li", None, LATE)

    assert (len(ledger.leads()), len(ledger.lead(1).entries), sum(ledger.open_counts().values())) == (1, 3, 1)
    assert ledger.verify() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE lead_log SET actor = 'x'",
        "DELETE FROM lead_log",
        "TRUNCATE lead_log",
        "ALTER TABLE lead_log DISABLE TRIGGER lead_log_guard",
        "DELETE FROM leads",
        "DELETE FROM ledger_head",
        "DELETE FROM subjects",
        "DROP TABLE leads",
        "CREATE TABLE mine (x int)",
        "CREATE TEMPORARY TABLE mine (x int)",
        "UPDATE alembic_version SET version_num = 'x'",
        "SET session_replication_role = replica",
    ],
)
def test_the_recorder_cannot_change_the_past(database: Database, ledger: Ledger, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        database.run("recorder", statement)

    assert ledger.verify() == []


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT rule, kind, area, platform, severity, count(*) FROM leads WHERE standing = 'standing' GROUP BY 1,2,3,4,5",
        "SELECT change, count(*) FROM lead_log WHERE recorded_at > 0 GROUP BY change",
        "SELECT sequence, hash FROM ledger_head",
    ],
)
@pytest.mark.usefixtures("ledger")
def test_the_reader_can_count(database: Database, statement: str) -> None:
    assert database.run("reader", statement)


@pytest.mark.usefixtures("ledger")
def test_the_reader_can_draw_every_panel_of_the_dashboard_that_asks_the_ledger(database: Database) -> None:
    begin, over = LATE // 1000, LATE // 1000 + 1

    within, before = (
        [database.run("reader", sql) for sql in ledger_queries(*interval)]
        for interval in ((begin, over), (begin - 1, begin))
    )

    ((raised,),) = database.run("reader", "SELECT count(*) FROM leads WHERE superseded_by IS NULL")
    assert [sum(int(str(number)) for _, _, number in rows) for rows in within] == [raised] * 3
    assert raised
    assert before == [[], [], []]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT subject FROM leads",
        "SELECT finding FROM leads",
        "SELECT * FROM lead_log",
        "SELECT reason FROM lead_log",
        "SELECT * FROM subjects",
    ],
)
def test_the_reader_sees_no_worker_no_evidence_and_no_note(database: Database, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        database.run("reader", statement)


@pytest.mark.parametrize("statement", ["UPDATE leads SET area = 'x'", "DELETE FROM leads"])
def test_the_reader_cannot_write(database: Database, statement: str) -> None:
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)):
        database.run("reader", statement)


def test_the_owner_may_rebuild_and_the_recorder_may_not(database: Database, ledger: Ledger) -> None:
    leads = ledger.leads()
    database.run("owner", "UPDATE leads SET severity = NULL")

    with pytest.raises(NoPrivilegeError, match=r"the role shiftwarden_recorder may not rebuild.*its owner may"):
        ledger.rebuild()
    assert ledger.leads() != leads
    with Ledger.open(database.url("owner")) as owned:
        owned.rebuild()

    assert (ledger.leads(), ledger.verify()) == (leads, [])


def test_the_console_can_do_all_that_its_pages_do(database: Database, ledger: Ledger) -> None:
    engine = open_engine(database.url("console"))
    accounts, sessions = DeskAccounts(engine), Sessions(engine)
    accounts.add("wang", AccountRole.INSPECTOR, areas=("*",), password="correct horse battery")  # noqa: S106 - of a test
    session, device = sessions.begin(accounts.authenticate("wang", "correct horse battery", "::1", None))
    with pytest.raises(RefusedError):
        accounts.authenticate("wang", "another one", "::1", device)
    Looks(engine).record("wang", 1, "page", "::1")
    links = Links(engine, "https://desk.example", lambda _, __: True)
    with UnitOfWork(engine) as unit:
        seen = {1: ledger.lead(1).lead.sequence}
        address = links.issue(unit.connection, person="wang", leads=[1], seen=seen, expires_at=1 << 50)
        unit.commit()
    links.sign(address.rpartition("/")[2], {})
    with Ledger.open(database.url("console")) as opened:
        opened.act(1, Action.ASSIGN, "wang", None)
    sessions.end(session)
    accounts.set_password("wang", "a wholly new one")
    engine.dispose()

    assert ledger.verify() == []
    assert ledger.lead(1).entries[-1].actor == "wang"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE lead_log SET actor = 'x'",
        "DELETE FROM lead_log",
        "UPDATE looks SET account = 'x'",
        "DELETE FROM looks",
        "TRUNCATE looks",
        "DELETE FROM accounts",
        "DELETE FROM sign_links",
        "DELETE FROM leads",
        "SELECT * FROM subjects",
        "CREATE TABLE mine (x int)",
    ],
)
def test_the_console_cannot_change_the_past_or_remove_anybody(database: Database, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        database.run("console", statement)


@pytest.mark.parametrize("role", ["recorder", "reader"])
@pytest.mark.parametrize("table", ["accounts", "sessions", "looks", "sign_links"])
def test_nobody_else_reads_accounts_sessions_looks_or_links(database: Database, role: str, table: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        database.run(role, f"SELECT * FROM {table}")  # noqa: S608 - one of four names


def test_the_file_can_be_run_again(database: Database, ledger: Ledger) -> None:
    database.give_roles()

    assert ledger.verify() == []


def test_the_notifier_can_issue_links_that_it_can_neither_read_nor_use(database: Database, ledger: Ledger) -> None:
    lead = ledger.lead(1).entries[-1]
    owner, notifier = open_engine(database.url("console")), open_engine(database.url("notifier"))
    DeskAccounts(owner).add("zhou", AccountRole.INSPECTOR, areas=("*",), password="a long password")  # noqa: S106
    links = DeskLinks(notifier, "https://c.example")
    try:
        with UnitOfWork(notifier) as unit:
            issued, page = (
                links.issue(unit.connection, person=name, leads=[1], seen={1: lead.sequence}, expires_at=2**42)
                for name in ("zhou", "nobody")
            )
            unit.commit()
        opened = Links(owner, "https://c.example", may_sign).open(issued.rpartition("/")[2])
    finally:
        owner.dispose()
        notifier.dispose()

    assert (opened.person, page) == ("zhou", "https://c.example/leads/1")
    for statement in (
        "SELECT * FROM sign_links",
        "UPDATE sign_links SET used_at = 1",
        "DELETE FROM sign_link_leads",
        "SELECT password FROM accounts",
        "SELECT calendar FROM accounts",
        "UPDATE accounts SET role = 'supervisor'",
        "SELECT * FROM sessions",
        "SELECT * FROM looks",
        "INSERT INTO told_shifts VALUES (2, 0, 0, '', '')",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            database.run("notifier", statement)
    assert database.run("notifier", "UPDATE told_shifts SET told_until = told_until RETURNING id") == [(1,)]


def test_the_notifier_can_tell_of_leads_and_change_none(database: Database, ledger: Ledger) -> None:
    assert ledger.lead(1).entries
    engine = open_engine(database.url("notifier"))
    sending = Delivering("n1", Desk(), Writer(NAMES, frozenset()), PageLinks("https://c.example"))
    notifier = Notifier(engine, sending, lambda *_: Answer(Outcome.SENT, "0", "ok"))
    try:
        read, attempts = notifier.plan(), notifier.once()
    finally:
        engine.dispose()

    assert read > 0
    assert attempts == 0  # what was recorded long ago is for a digest, which waits
    for statement in (
        "DELETE FROM leads",
        "UPDATE leads SET handling = 'closed'",
        "INSERT INTO lead_log DEFAULT VALUES",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            database.run("notifier", statement)

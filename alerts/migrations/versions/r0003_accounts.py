"""Accounts, sessions, devices, failed sign-ins, looks, and links to sign by. Looks take rows and never change one."""

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Text

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables, empty, and the guard of the looks."""
    _accounts()
    _signing_in()
    _looks()
    _links()


def _accounts() -> None:
    op.create_table(
        "accounts",
        Column("name", Text, primary_key=True),
        Column("called", Text, nullable=False),
        Column("role", Text, nullable=False),
        Column("language", Text, nullable=False),
        Column("areas", Text, nullable=False),
        Column("password", Text),
        Column("calendar", Text, unique=True),
        Column("made_at", BigInteger, nullable=False),
        Column("password_at", BigInteger),
        Column("disabled_at", BigInteger),
    )
    for table, instants in (("sessions", ("started_at", "seen_at")), ("devices", ("used_at",))):
        op.create_table(
            table,
            Column("digest", Text, primary_key=True),
            Column("account", Text, ForeignKey("accounts.name"), nullable=False),
            *(Column(name, BigInteger, nullable=False) for name in instants),
        )
        op.create_index(f"{table}_by_account", table, ["account"])


def _signing_in() -> None:
    op.create_table(
        "sign_in_failures",
        _number(),
        Column("counted", Text, nullable=False),
        Column("at", BigInteger, nullable=False),
    )
    op.create_index("sign_in_failures_by_counted", "sign_in_failures", ["counted", "at"])
    op.create_index("sign_in_failures_by_time", "sign_in_failures", ["at"])


def _looks() -> None:
    op.create_table(
        "looks",
        _number(),
        Column("at", BigInteger, nullable=False),
        Column("account", Text, nullable=False),
        Column("lead", BigInteger, nullable=False),
        Column("via", Text, nullable=False),
        Column("address", Text, nullable=False),
    )
    op.create_index("looks_by_lead", "looks", ["lead", "id"])
    op.create_index("looks_by_account", "looks", ["account", "id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION looks_are_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'looks is append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER looks_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON looks "
            "FOR EACH STATEMENT EXECUTE FUNCTION looks_are_append_only()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER looks_guard_{change.lower()} BEFORE {change} ON looks "
            "BEGIN SELECT RAISE(ABORT, 'looks is append-only'); END"
        )


def _links() -> None:
    op.create_table(
        "sign_links",
        Column("digest", Text, primary_key=True),
        Column("person", Text, nullable=False),
        Column("issued_at", BigInteger, nullable=False),
        Column("expires_at", BigInteger, nullable=False),
        Column("used_at", BigInteger),
    )
    op.create_index("sign_links_by_person", "sign_links", ["person"])
    op.create_table(
        "sign_link_leads",
        Column("digest", Text, ForeignKey("sign_links.digest"), primary_key=True),
        Column("lead", BigInteger, ForeignKey("leads.number"), primary_key=True, autoincrement=False),
        Column("seen", BigInteger, nullable=False),
    )
    op.create_index("sign_link_leads_by_lead", "sign_link_leads", ["lead"])


def _number() -> Column[int]:
    """A number that the database gives: of 64 bits where it has those, else its own row number."""
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)

"""The ledger: log, leads, subjects, head. The log takes rows and never changes one, on both databases."""

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Text

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables, the guards of the log, and the head of the empty chain."""
    _log()
    _leads()
    _subjects_and_head()
    if op.get_bind().dialect.name == "postgresql":
        _guard_on_postgresql()
    else:
        _guard_on_sqlite()


def _log() -> None:
    op.create_table(
        "lead_log",
        Column("sequence", BigInteger, primary_key=True, autoincrement=False),
        Column("lead", BigInteger, nullable=False),
        Column("change", Text, nullable=False),
        Column("finding", Text),
        Column("other", BigInteger),
        Column("actor", Text),
        Column("assignee", Text),
        Column("reason", Text),
        Column("recorded_at", BigInteger, nullable=False),
        Column("version", Text),
        Column("previous", Text, nullable=False),
        Column("hash", Text, nullable=False),
    )
    op.create_index("lead_log_by_lead", "lead_log", ["lead", "sequence"])


def _leads() -> None:
    op.create_table(
        "leads",
        Column("number", BigInteger, primary_key=True, autoincrement=False),
        Column("finding_id", Text, nullable=False),
        Column("rule", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("scope", Text, nullable=False),
        Column("platform", Text),
        Column("episode", Text),
        Column("sector", Text),
        Column("area", Text),
        Column("severity", Text),
        Column("starts_at", BigInteger, nullable=False),
        Column("ends_at", BigInteger),
        Column("until", BigInteger, nullable=False),
        Column("finding", Text, nullable=False),
        Column("standing", Text, nullable=False),
        Column("handling", Text, nullable=False),
        Column("assignee", Text),
        Column("superseded_by", BigInteger, ForeignKey("leads.number")),
        Column("split_from", BigInteger, ForeignKey("leads.number")),
        Column("raised_at", BigInteger, nullable=False),
        Column("changed_at", BigInteger, nullable=False),
        Column("sequence", BigInteger, ForeignKey("lead_log.sequence"), nullable=False),
    )
    op.create_index("leads_by_subject", "leads", ["subject", "until"])
    op.create_index("leads_by_standing", "leads", ["standing", "number"])
    op.create_index("leads_open", "leads", ["standing", "handling", "rule", "kind", "area", "platform", "severity"])


def _subjects_and_head() -> None:
    op.create_table(
        "subjects",
        Column("subject", Text, primary_key=True),
        Column("version", Text, nullable=False),
        Column("speaks_from", BigInteger),
        Column("digest", Text, nullable=False),
    )
    head = op.create_table(
        "ledger_head",
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("sequence", BigInteger, nullable=False),
        Column("hash", Text, nullable=False),
        Column("leads", BigInteger, nullable=False),
        Column("recorded_at", BigInteger, nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "sequence": 0, "hash": "0" * 64, "leads": 0, "recorded_at": 0}])


def _guard_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION lead_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'lead_log is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER lead_log_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON lead_log "
        "FOR EACH STATEMENT EXECUTE FUNCTION lead_log_is_append_only()"
    )


def _guard_on_sqlite() -> None:
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER lead_log_guard_{change.lower()} BEFORE {change} ON lead_log "
            "BEGIN SELECT RAISE(ABORT, 'lead_log is append-only'); END"
        )

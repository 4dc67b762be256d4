"""Messages to people, their leads and attempts; how far the log was read; watches, silences, states of channels."""

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Text

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the tables. The cursor begins at 0: what is open when a ledger gets them is told, the older part as a digest."""
    cursor = op.create_table(
        "notify_cursor",
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("sequence", BigInteger, nullable=False),
        Column("messages", BigInteger, nullable=False),
    )
    op.bulk_insert(cursor, [{"id": 1, "sequence": 0, "messages": 0}])
    _messages()
    _attempts()
    _watches()
    _silences()


def _messages() -> None:
    op.create_table(
        "messages",
        Column("number", BigInteger, primary_key=True, autoincrement=False),
        Column("group_key", Text, nullable=False),
        Column("topic", Text, nullable=False),
        Column("department", Text, nullable=False),
        Column("person", Text),
        Column("channel", Text, nullable=False),
        Column("language", Text, nullable=False),
        Column("because", Text, nullable=False),
        Column("state", Text, nullable=False),
        Column("urgent", Integer, nullable=False),
        Column("created_at", BigInteger, nullable=False),
        Column("not_before", BigInteger, nullable=False),
        Column("lease_until", BigInteger),
        Column("holder", Text),
        Column("attempts", BigInteger, nullable=False),
        Column("parts_sent", BigInteger, nullable=False),
        Column("text", Text),
        Column("sent_at", BigInteger),
    )
    op.create_index("messages_due", "messages", ["state", "channel", "not_before"])
    op.create_index("messages_by_group", "messages", ["group_key", "topic", "channel", "number"])
    op.create_table(
        "message_leads",
        Column("message", BigInteger, ForeignKey("messages.number"), primary_key=True, autoincrement=False),
        Column("lead", BigInteger, ForeignKey("leads.number"), primary_key=True, autoincrement=False),
        Column("reason", Text, nullable=False),
        Column("sequence", BigInteger, nullable=False),
        Column("told", Text),
        Column("dropped", Text),
    )
    op.create_index("message_leads_by_lead", "message_leads", ["lead", "message"])


def _attempts() -> None:
    op.create_table(
        "attempts",
        Column("message", BigInteger, ForeignKey("messages.number"), primary_key=True, autoincrement=False),
        Column("attempt", BigInteger, primary_key=True, autoincrement=False),
        Column("part", BigInteger, nullable=False),
        Column("channel", Text, nullable=False),
        Column("holder", Text, nullable=False),
        Column("started_at", BigInteger, nullable=False),
        Column("ended_at", BigInteger),
        Column("outcome", Text),
        Column("code", Text),
        Column("answer", Text),
    )
    op.create_index("attempts_by_channel", "attempts", ["channel", "started_at"])
    op.create_table(
        "channel_states",
        Column("channel", Text, primary_key=True),
        Column("blocked_until", BigInteger, nullable=False),
        Column("failures", BigInteger, nullable=False),
    )


def _watches() -> None:
    op.create_table(
        "watches",
        Column("lead", BigInteger, ForeignKey("leads.number"), primary_key=True, autoincrement=False),
        Column("sequence", BigInteger, nullable=False),
        Column("opened_at", BigInteger, nullable=False),
        Column("reached_ms", BigInteger, nullable=False),
        Column("next_at", BigInteger),
        Column("due_at", BigInteger),
    )
    op.create_index("watches_next", "watches", ["next_at"])
    op.create_index("watches_due", "watches", ["due_at"])


def _silences() -> None:
    op.create_table(
        "silences",
        Column("number", BigInteger, primary_key=True, autoincrement=False),
        Column("rule", Text),
        Column("platform", Text),
        Column("department", Text),
        Column("starts_at", BigInteger, nullable=False),
        Column("ends_at", BigInteger, nullable=False),
        Column("actor", Text, nullable=False),
        Column("reason", Text, nullable=False),
    )

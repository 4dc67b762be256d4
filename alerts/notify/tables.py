"""The tables of messages for SQLAlchemy, beside those of the ledger. Instants are ms.

Nothing here is hashed: all but the answers of services follows from the log, `notify_cursor` says how far it was read.
"""

from typing import Final

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text

from alerts.ledger.tables import METADATA

CURSOR: Final = Table(
    "notify_cursor",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sequence", BigInteger, nullable=False),
    Column("messages", BigInteger, nullable=False),
)
"""One row: the last entry of the log that was read, and the number of messages. Whoever plans messages locks it."""

MESSAGES: Final = Table(
    "messages",
    METADATA,
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
    Index("messages_due", "state", "channel", "not_before"),
    Index("messages_by_group", "group_key", "topic", "channel", "number"),
)
"""One message to one person (null: to the group that a robot writes into) on one channel.

`text`: the parts as they were made last, a JSON array, without the link. `urgent`: 1 goes before 0.
"""

MESSAGE_LEADS: Final = Table(
    "message_leads",
    METADATA,
    Column("message", BigInteger, ForeignKey("messages.number"), primary_key=True, autoincrement=False),
    Column("lead", BigInteger, ForeignKey("leads.number"), primary_key=True, autoincrement=False),
    Column("reason", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("told", Text),
    Column("dropped", Text),
    Index("message_leads_by_lead", "lead", "message"),
)
"""The leads of a message: why, by which entry of the log. `told`: yes, maybe. `dropped`: why it was left out in the end."""

ATTEMPTS: Final = Table(
    "attempts",
    METADATA,
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
    Index("attempts_by_channel", "channel", "started_at"),
)
"""Each attempt, written before it is made. `outcome`: null while under way, or where its process was killed."""

CHANNEL_STATES: Final = Table(
    "channel_states",
    METADATA,
    Column("channel", Text, primary_key=True),
    Column("blocked_until", BigInteger, nullable=False),
    Column("failures", BigInteger, nullable=False),
)
"""A channel that failed is tried again from `blocked_until` on. Its row is locked while its budget is counted."""

TOLD_SHIFTS: Final = Table(
    "told_shifts",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("told_until", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("digest", Text, nullable=False),
    Column("files", Text, nullable=False),
)
"""One row, written under the lock of the cursor: until when people were told of their shifts (0: never), and by which duty files.

`files`: their texts, `digest` theirs, `changed_at`: when they took the place of others.
"""

WATCHES: Final = Table(
    "watches",
    METADATA,
    Column("lead", BigInteger, ForeignKey("leads.number"), primary_key=True, autoincrement=False),
    Column("sequence", BigInteger, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("reached_ms", BigInteger, nullable=False),
    Column("next_at", BigInteger),
    Column("due_at", BigInteger),
    Index("watches_next", "next_at"),
    Index("watches_due", "due_at"),
)
"""Leads that people were told of: when the next step is told if nobody signs, and when the date of handling is called to mind."""

SILENCES: Final = Table(
    "silences",
    METADATA,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("rule", Text),
    Column("platform", Text),
    Column("department", Text),
    Column("starts_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("reason", Text, nullable=False),
)
"""Times in which a group is not told of; null: any. It holds a message back, and drops none."""

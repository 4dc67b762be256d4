"""The ledger's tables for SQLAlchemy. The migrations make them; a test proves the two equal.

Only types that PostgreSQL and SQLite share: text and 64-bit integers. A finding is kept as the exact text that was
hashed. Instants are ms. Nothing is decided in SQL: the columns of `leads` follow
from the log by `fold`, and a column that a migration adds is filled from it. It must be nullable, as the rows are there
before its values.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, Table, Text

METADATA = MetaData()

LOG = Table(
    "lead_log",
    METADATA,
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
    Column("figures", Text),
    Column("cause", Text),
    Index("lead_log_by_lead", "lead", "sequence"),
)
"""Every change, append-only and chained; see `alerts.leads.chain`. All other tables follow from it, `subjects` excepted."""

LEADS = Table(
    "leads",
    METADATA,
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
    Column("mode", Text),
    Column("decided", Text),
    Column("beside", BigInteger),
    Column("corrected_at", BigInteger),
    Index("leads_by_subject", "subject", "until"),
    Index("leads_by_standing", "standing", "number"),
    Index("leads_open", "standing", "handling", "rule", "kind", "area", "platform", "severity"),
)
"""The present state of each lead: the fold of its log, kept for reading and for matching.

`until` is `LeadFinding.until`: the end, or a far one while it runs, so that an index finds the leads that a set can change.
"""

SUBJECTS = Table(
    "subjects",
    METADATA,
    Column("subject", Text, primary_key=True),
    Column("version", Text, nullable=False),
    Column("speaks_from", BigInteger),
    Column("digest", Text, nullable=False),
)
"""The latest standing set of each subject: its version, the instant from which it holds, and a digest of its findings."""

LAW_TEXTS = Table(
    "law_texts",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("text", Text),
    Column("recorded_at", BigInteger, nullable=False),
)
"""The law in force by its digest, which findings name. `text` is null where nobody had it at hand who wrote here so far."""

HEAD = Table(
    "ledger_head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sequence", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    Column("leads", BigInteger, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
)
"""One row: the newest link of the chain and the number of leads. Locked by every writer, so there is one chain."""

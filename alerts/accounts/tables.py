"""The tables of accounts, sessions, devices, failed sign-ins and looks for SQLAlchemy. The migrations make them.

Instants are ms. Of passwords only Argon2 hashes are kept, of tokens only SHA-256 digests.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text

from alerts.ledger.tables import METADATA

ACCOUNTS = Table(
    "accounts",
    METADATA,
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
"""The people who may sign in, and those who could once. `areas`: codes parted by blanks, or `*` for all. No row is removed.

`name` is the person's id in the rota, and the actor and assignee in the log. `password` is null where a proxy signs in.
`calendar`: the digest of the token of the person's calendar feed.
"""

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("account", Text, ForeignKey("accounts.name"), nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Index("sessions_by_account", "account"),
)
"""The sessions that were begun and not ended, by the digest of their token."""

DEVICES = Table(
    "devices",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("account", Text, ForeignKey("accounts.name"), nullable=False),
    Column("used_at", BigInteger, nullable=False),
    Index("devices_by_account", "account"),
)
"""The devices from which an account has signed in. Failures of strangers do not hold these up."""

FAILURES = Table(
    "sign_in_failures",
    METADATA,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("counted", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("sign_in_failures_by_counted", "counted", "at"),
    Index("sign_in_failures_by_time", "at"),
)
"""Failed sign-ins of the last while. `counted`: the account, address or device that one counts against."""

LOOKS = Table(
    "looks",
    METADATA,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("account", Text, nullable=False),
    Column("lead", BigInteger, nullable=False),
    Column("via", Text, nullable=False),
    Column("address", Text, nullable=False),
    Index("looks_by_lead", "lead", "id"),
    Index("looks_by_account", "account", "id"),
)
"""Each look at a worker's data: whose it was, at which lead, by which page, from which address. Rows are only ever added."""

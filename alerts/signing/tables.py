"""The tables of signing links for SQLAlchemy. The migrations make them. Of a token only the SHA-256 is kept."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, Text

from alerts.ledger.tables import METADATA

SIGN_LINKS = Table(
    "sign_links",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Index("sign_links_by_person", "person"),
)
"""A link by which one person signs one group of leads, once. `used_at` is null until then."""

LINKED_LEADS = Table(
    "sign_link_leads",
    METADATA,
    Column("digest", Text, ForeignKey("sign_links.digest"), primary_key=True),
    Column("lead", BigInteger, ForeignKey("leads.number"), primary_key=True, autoincrement=False),
    Column("seen", BigInteger, nullable=False),
    Index("sign_link_leads_by_lead", "lead"),
)
"""The leads of a link, with the latest entry of each that its message was about."""

"""The rota from which people were last told of their shifts, and until when."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, Text

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the table with its one row: nothing was told yet, from no rota."""
    told = op.create_table(
        "told_shifts",
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("told_until", BigInteger, nullable=False),
        Column("changed_at", BigInteger, nullable=False),
        Column("digest", Text, nullable=False),
        Column("files", Text, nullable=False),
    )
    op.bulk_insert(told, [{"id": 1, "told_until": 0, "changed_at": 0, "digest": "", "files": ""}])

"""Causes and the figures of decisions in the log; what follows from them in the leads; the texts of the law by digest."""

from alembic import op
from sqlalchemy import BigInteger, Column, Text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns, empty, and the table. Rows of the log stay as they are; the leads are filled from them afterwards."""
    op.add_column("lead_log", Column("figures", Text))
    op.add_column("lead_log", Column("cause", Text))
    op.add_column("leads", Column("mode", Text))
    op.add_column("leads", Column("decided", Text))
    op.add_column("leads", Column("beside", BigInteger))
    op.add_column("leads", Column("corrected_at", BigInteger))
    op.create_table(
        "law_texts",
        Column("digest", Text, primary_key=True),
        Column("text", Text),
        Column("recorded_at", BigInteger, nullable=False),
    )

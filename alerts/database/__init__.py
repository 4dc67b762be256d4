"""SQLite and PostgreSQL under the ledger: opening them, and one transaction with our errors. Knows no table."""

from alerts.database.engine import open_engine
from alerts.database.translating import REMEDY
from alerts.database.unit import UnitOfWork

__all__ = ["REMEDY", "UnitOfWork", "open_engine"]

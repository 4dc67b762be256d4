"""How the ledger's tables come to be and change, shipped with the package: Alembic, run from code."""

from alerts.migrations.upgrading import check_migrated, upgrade

__all__ = ["check_migrated", "upgrade"]

"""The revisions of the ledger's tables, shipped with the package: Alembic, run from code."""

from alerts.migrations.revisions import check_migrated, run_revisions

__all__ = ["check_migrated", "run_revisions"]

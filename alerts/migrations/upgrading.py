"""Brings a database to the tables that this release needs, and says whether it has them. Knows no table itself."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from alerts.database.engine import open_engine
from alerts.database.translating import REMEDY
from alerts.database.unit import UnitOfWork
from alerts.errors import NotMigratedError

_LOCK = 7_205_759
"""An arbitrary number, the same for all: two upgrades of one PostgreSQL database wait for each other."""


def upgrade(url: str) -> None:
    """Create or bring up to date the ledger's tables at `url`, in one transaction. Done again, it does nothing.

    On PostgreSQL run it as the owner (see `deploy/postgres/roles.sql`). `LedgerUnavailable` when the database is away.
    """
    engine = open_engine(url)
    try:
        with UnitOfWork(engine) as unit:
            if engine.dialect.name == "postgresql":
                unit.connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            config = _config()
            config.attributes["connection"] = unit.connection
            command.upgrade(config, "head")
            unit.commit()
    finally:
        engine.dispose()


def check_migrated(connection: Connection) -> None:
    """Nothing when the tables are those of this release, else `NotMigratedError` with both revisions."""
    needed = ScriptDirectory.from_config(_config()).get_current_head()
    present = MigrationContext.configure(connection).get_current_revision()
    if present != needed:
        raise NotMigratedError(
            f"the ledger's tables are of revision {present or 'none'}, this release needs {needed}; {REMEDY}"
        )


def _config() -> Config:
    config = Config()
    # ConfigParser reads a percent sign as the start of a name.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config

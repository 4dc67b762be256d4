"""Runs the revisions that a database lacks, and checks that it has those of this release. Knows no table itself."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from alerts.database.translating import REMEDY
from alerts.errors import NotMigratedError


def run_revisions(connection: Connection) -> bool:
    """Run all revisions that are missing, in the caller's transaction. False where none was."""
    before = _present(connection)
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return before != _present(connection)


def check_migrated(connection: Connection) -> None:
    """Check that the tables are those of this release; else `NotMigratedError` with both revisions."""
    needed = ScriptDirectory.from_config(_config()).get_current_head()
    present = _present(connection)
    if present != needed:
        raise NotMigratedError(
            f"the ledger's tables are of revision {present or 'none'}, this release needs {needed}; {REMEDY}"
        )


def _present(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    # ConfigParser reads a percent sign as the start of a name.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config

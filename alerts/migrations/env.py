"""Executed by Alembic around the revisions: they work on the connection of `run_revisions`, in its transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()

"""Alembic's entry: runs on the connection `journal.store.upkeep.migrations` hands over, inside its transaction."""

from alembic import context

from journal.store.database.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()

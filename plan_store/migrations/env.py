"""What does Alembic work on? The connection that it is handed, and the tables of the schema."""

from alembic import context

from plan_store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()

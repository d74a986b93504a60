"""What does Alembic work on? The connection that it is handed, and the tables of the schema."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from plan_store.schema import Moment, metadata


def _written(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Revisions name no type of ours, so that they still run when the schema has moved on."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=_written,
    # SQLite changes little of a table in place: Alembic copies it.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()

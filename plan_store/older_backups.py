"""How does a backup of an earlier release come to the present schema? By the migrations of a database.

Its rows are put into an empty database of its schema, in a file that is thrown away, which is then brought up
to date; the store itself sees only the outcome.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, DateTime, MetaData, Table, create_engine, insert, select

from plan_store import schema
from plan_store.migrations import configuration

Rows = dict[str, list[dict[str, Any]]]
"""By table."""


class UnknownSchemaError(ValueError):
    """The schema is of a later release than this."""


def brought_forward(revision: str, rows: Rows) -> Rows:
    """The rows of a database at `revision`, as they are at the present one; times are ISO text before.

    Raises `UnknownSchemaError`; KeyError, ValueError or an error of SQLAlchemy for rows that do not fit.
    """
    with tempfile.TemporaryDirectory(prefix="plan-backup-") as folder:
        engine = create_engine(f"sqlite:///{Path(folder, 'older.db')}")
        try:
            with engine.begin() as connection:
                return _migrated(connection, revision, rows)
        finally:
            engine.dispose()


def _migrated(connection: Connection, revision: str, rows: Rows) -> Rows:
    config = configuration(connection)
    if revision not in {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}:
        raise UnknownSchemaError(revision)
    command.upgrade(config, revision)
    earlier = MetaData()
    earlier.reflect(connection)
    for table in reversed(earlier.sorted_tables):
        if table.name != "alembic_version":
            # A migration may have put a first row there.
            connection.execute(table.delete())
    for name, of_table in rows.items():
        table = earlier.tables[name]
        if of_table:
            connection.execute(insert(table), [_typed(table, row) for row in of_table])
    command.upgrade(config, "head")
    return {
        table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
        for table in schema.metadata.sorted_tables
    }


def _typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """The row with moments as SQLite keeps them: in UTC, without a zone."""
    return {
        column: dt.datetime.fromisoformat(value).astimezone(dt.UTC).replace(tzinfo=None)
        if isinstance(value, str) and isinstance(table.c[column].type, DateTime)
        else value
        for column, value in row.items()
    }

"""How does a database come to the present shape? Alembic's revisions, run when the store is opened.

Users run nothing. A developer who has changed `plan_store/schema.py` writes the next revision with

    python -m plan_store.migrations "what it does"

which compares the tables with those that the revisions so far make, looks the result over, and sets `HEAD` in
`plan_store/schema.py` to its number.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

_LOCK = 0x706C616E
"""PostgreSQL's advisory lock of all who migrate a store."""


class NewerDatabaseError(Exception):
    """The database was brought to its shape by a newer release than this one."""


def upgrade(connection: Connection) -> None:
    """Bring the database to the present shape, within the transaction that `connection` is in.

    Safe when several processes do it at once: on PostgreSQL each waits for an advisory lock, on SQLite for
    the write lock that the transaction holds already.

    Raises `NewerDatabaseError` where the database is at a revision that is not known here.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = configuration(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in known:
        raise NewerDatabaseError(current)
    command.upgrade(config, "head")
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"a migration would leave rows that refer to nothing: {broken[:3]}")


def configuration(connection: Connection) -> Config:
    """Alembic's settings, without a file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config

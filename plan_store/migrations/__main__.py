"""What must the next revision do? Writes a draft of it from the difference between schema and revisions."""

from __future__ import annotations

import sys

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from plan_store.migrations import configuration, upgrade


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit('usage: python -m plan_store.migrations "what the revision does"')
    with create_engine("sqlite://").begin() as connection:
        upgrade(connection)
        config = configuration(connection)
        count = len(list(ScriptDirectory.from_config(config).walk_revisions()))
        command.revision(config, sys.argv[1], autogenerate=True, rev_id=f"{count + 1:04}")


if __name__ == "__main__":
    main()

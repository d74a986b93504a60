"""How does everybody notice a change? One number, which grows in the transaction of the change itself."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from plan_store.schema import revisions


async def take_turns(connection: AsyncConnection) -> None:
    """Wait until no other transaction changes what is known; to be called first of all.

    On SQLite the write lock, which the transaction holds already, does the same.
    """
    await connection.execute(select(revisions).with_for_update())


async def grow_revision(connection: AsyncConnection) -> None:
    """What is known is changed by this transaction."""
    await connection.execute(update(revisions).values(revision=revisions.c.revision + 1))

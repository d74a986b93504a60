"""What has a staff member begun? One unfinished piece of work for each person and chat, on the disk.

It survives a restart and is the same on every replica. What it holds is known to who begins it: a plain
value of JSON, such as the fields that are filled in and the question that was asked last.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from plan_store.database import Database
from plan_store.schema import staff_drafts

KEPT = dt.timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Draft:
    key: str
    """Changes with every step: a button of an earlier step has another and does nothing any more."""
    content: dict[str, Any]
    at: dt.datetime
    chat_id: int
    user_id: int


class DraftSpentError(Exception):
    """What the draft says was done already, or another step came after it."""


async def spend(connection: AsyncConnection, draft: Draft | None) -> None:
    """Do what a draft says once: in the transaction of the deed, so that both are done or neither is.

    None: the deed came of no draft. Raises `DraftSpentError`.
    """
    if draft is not None:
        done = await connection.execute(delete(staff_drafts).where(*_this(draft)))
        if done.rowcount != 1:
            raise DraftSpentError


class Drafts:
    """Drafts by (chat, user); a new one takes the place of the one before."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, chat_id: int, user_id: int) -> Draft | None:
        table = staff_drafts
        async with self._database.reading() as connection:
            found = await connection.execute(
                select(table).where(table.c.chat_id == chat_id, table.c.user_id == user_id)
            )
            row = found.first()
        return None if row is None else Draft(row.key, row.draft, row.kept_at, chat_id, user_id)

    async def put(self, chat_id: int, user_id: int, content: dict[str, Any], at: dt.datetime) -> Draft:
        """Keep a draft; on the disk before it returns."""
        draft = Draft(secrets.token_urlsafe(6), content, at, chat_id, user_id)
        values = {"key": draft.key, "draft": content, "kept_at": at}
        table = staff_drafts
        async with self._database.writing() as connection:
            await connection.execute(
                self._database.insert(table)
                .values(chat_id=chat_id, user_id=user_id, **values)
                .on_conflict_do_update(index_elements=[table.c.chat_id, table.c.user_id], set_=values)
            )
        return draft

    async def end(self, draft: Draft) -> None:
        """Forget a draft that is done with; what was begun since stays."""
        async with self._database.writing() as connection:
            await connection.execute(delete(staff_drafts).where(*_this(draft)))

    async def drop(self, chat_id: int, user_id: int) -> None:
        """Forget whatever was begun."""
        table = staff_drafts
        async with self._database.writing() as connection:
            await connection.execute(
                delete(table).where(table.c.chat_id == chat_id, table.c.user_id == user_id)
            )

    async def count_of(self, user_id: int) -> int:
        """How many drafts of a person wait to be confirmed."""
        async with self._database.reading() as connection:
            query = select(func.count()).select_from(staff_drafts).where(staff_drafts.c.user_id == user_id)
            return int(await connection.scalar(query) or 0)

    async def forget(self, user_id: int) -> None:
        """Delete all drafts of a person."""
        async with self._database.writing() as connection:
            await connection.execute(delete(staff_drafts).where(staff_drafts.c.user_id == user_id))

    async def purge(self, now: dt.datetime) -> None:
        """Delete what nobody will come back to."""
        async with self._database.writing() as connection:
            await connection.execute(delete(staff_drafts).where(staff_drafts.c.kept_at < now - KEPT))


def _this(draft: Draft) -> tuple[ColumnElement[bool], ...]:
    table = staff_drafts.c
    return (table.chat_id == draft.chat_id, table.user_id == draft.user_id, table.key == draft.key)

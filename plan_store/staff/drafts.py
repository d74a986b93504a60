"""What has a staff member begun? One unfinished piece of work for each person and chat, on the disk.

It survives a restart and is the same on every replica. What it holds is known to who begins it: a plain
value of JSON, such as the fields that are filled in and the question that was asked last.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select

from plan_store.database import Database
from plan_store.schema import staff_drafts

KEPT = dt.timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Draft:
    key: str
    """Changes with every step: a button of an earlier step has another and does nothing any more."""
    content: dict[str, Any]
    at: dt.datetime


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
        return None if row is None else Draft(row.key, row.draft, row.kept_at)

    async def put(self, chat_id: int, user_id: int, content: dict[str, Any], at: dt.datetime) -> Draft:
        """Keep a draft; on the disk before it returns."""
        draft = Draft(secrets.token_urlsafe(6), content, at)
        values = {"key": draft.key, "draft": content, "kept_at": at}
        table = staff_drafts
        async with self._database.writing() as connection:
            await connection.execute(
                self._database.insert(table)
                .values(chat_id=chat_id, user_id=user_id, **values)
                .on_conflict_do_update(index_elements=[table.c.chat_id, table.c.user_id], set_=values)
            )
        return draft

    async def take(self, chat_id: int, user_id: int, key: str) -> Draft | None:
        """Take a draft away, to do what it says; None where another tap was faster or it is out of date."""
        table = staff_drafts
        this = (table.c.chat_id == chat_id, table.c.user_id == user_id, table.c.key == key)
        async with self._database.writing() as connection:
            row = (await connection.execute(select(table).where(*this))).first()
            done = await connection.execute(delete(table).where(*this))
        return None if row is None or done.rowcount != 1 else Draft(row.key, row.draft, row.kept_at)

    async def give_back(self, chat_id: int, user_id: int, draft: Draft) -> None:
        """Keep a draft that was taken, and whose deed failed, as it was; what was begun since stays."""
        table = staff_drafts
        async with self._database.writing() as connection:
            await connection.execute(
                self._database.insert(table)
                .values(
                    chat_id=chat_id, user_id=user_id, key=draft.key, draft=draft.content, kept_at=draft.at
                )
                .on_conflict_do_nothing(index_elements=[table.c.chat_id, table.c.user_id])
            )

    async def drop(self, chat_id: int, user_id: int) -> None:
        """Forget whatever was begun."""
        table = staff_drafts
        async with self._database.writing() as connection:
            await connection.execute(
                delete(table).where(table.c.chat_id == chat_id, table.c.user_id == user_id)
            )

    async def purge(self, now: dt.datetime) -> None:
        """Delete what nobody will come back to."""
        async with self._database.writing() as connection:
            await connection.execute(delete(staff_drafts).where(staff_drafts.c.kept_at < now - KEPT))

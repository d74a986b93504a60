"""What have staff answered once for all? Standing answers on the disk; none is ever deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from plan_store.database import Database
from plan_store.revision import grow_revision, take_turns
from plan_store.schema import standing_answers
from plan_store.staff.drafts import Draft, spend
from plan_store.staff.members import Members
from plan_store.staff.rights import NotAllowedError, Person
from plan_store.standing import Standing


class Teachings:
    """Standing answers: taught by those who may change every entry, and taken back by them."""

    def __init__(self, database: Database, members: Members) -> None:
        self._database = database
        self._members = members

    async def standing(self) -> tuple[Standing, ...]:
        """All that were not taken back, the earliest first; those of the past are among them."""
        table = standing_answers
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(table).where(table.c.withdrawn_at.is_(None)).order_by(table.c.id)
            )
            return tuple(_standing(row) for row in rows)

    async def teach(
        self,
        questions: Sequence[str],
        reply: str,
        until: dt.date,
        by: Person,
        at: dt.datetime,
        *,
        draft: Draft | None = None,
    ) -> Standing:
        """Say `reply` to questions like these until the end of that day.

        `at` is in the plan's time zone; `draft` is what it was confirmed by, spent with it. Raises
        `NotAllowedError`, `DraftSpentError`.
        """
        async with self._database.writing() as connection:
            await take_turns(connection)
            await spend(connection, draft)
            await self._require(connection, by.id, "teach a standing answer")
            inserted = await connection.execute(
                insert(standing_answers).values(
                    questions=list(questions),
                    reply=reply,
                    until=until,
                    by_id=by.id,
                    by_name=by.name,
                    taught_on=at.date(),
                )
            )
            await grow_revision(connection)
        (number,) = inserted.inserted_primary_key or (0,)
        return Standing(int(number), tuple(questions), reply, until, at.date())

    async def withdraw(self, number: int, by: Person, at: dt.datetime) -> Standing | None:
        """Say an answer no more; None where it is not said any more already. Raises `NotAllowedError`."""
        table = standing_answers
        async with self._database.writing() as connection:
            await take_turns(connection)
            await self._require(connection, by.id, "take a standing answer back")
            found = await connection.execute(
                select(table).where(table.c.id == number, table.c.withdrawn_at.is_(None))
            )
            row = found.first()
            if row is None:
                return None
            await connection.execute(
                update(table).where(table.c.id == number).values(withdrawn_by=by.id, withdrawn_at=at)
            )
            await grow_revision(connection)
        return _standing(row)

    async def _require(self, connection: AsyncConnection, user: int, what: str) -> None:
        rights = await self._members.require(connection, user, what)
        if rights.unit:
            raise NotAllowedError(user, what)


def _standing(row: Row[Any]) -> Standing:
    return Standing(row.id, tuple(row.questions), row.reply, row.until, row.taught_on)

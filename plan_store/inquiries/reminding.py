"""Which staff are to be reminded of open inquiries today? Each chat once, whatever happens on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from plan_store.database import Database
from plan_store.inquiries.leases import again, claimed, due, held, lapsed, wall
from plan_store.inquiries.letters import State
from plan_store.schema import inquiry_reminders


@dataclass(frozen=True, slots=True)
class DailyReminder:
    """Of one chat on one day, claimed to be sent now; what it says is found out when it is sent."""

    chat_id: int
    day: str
    claim: str
    tries: int
    """How often it was tried before."""
    doubtful: bool
    """An earlier try may have arrived: staff would rather read it twice than leave a resident waiting."""


class Reminding:
    """The reminders of open inquiries, a row for each chat and day. All methods raise `StoreError`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def plan(self, day: dt.date, chats: Iterable[int]) -> None:
        """Have these chats reminded on that day, where they are not already."""
        async with self._database.writing() as connection:
            for chat in chats:
                await connection.execute(
                    self._database.insert(inquiry_reminders)
                    .values(
                        chat_id=chat,
                        day=day.isoformat(),
                        state=State.PENDING.value,
                        due_at=wall(),
                        tries=0,
                        doubtful=False,
                    )
                    .on_conflict_do_nothing()
                )

    async def claim(
        self, day: dt.date, reach: Collection[int] | None = None, limit: int = 10, but: Collection[int] = ()
    ) -> tuple[DailyReminder, ...]:
        """Reminders of that day to be sent now, not to the chats `but`; as `Mail.claim`."""
        table = inquiry_reminders
        these = [table.c.day == day.isoformat(), table.c.chat_id.not_in(but)]
        if reach is not None:
            these.append(table.c.chat_id.in_(reach))
        async with self._database.reading() as connection:
            waits = select(table.c.chat_id).where(*these, or_(due(table), lapsed(table))).limit(1)
            if (await connection.execute(waits)).first() is None:
                return ()
        async with self._database.writing() as connection:
            await connection.execute(
                update(table).where(*these, lapsed(table)).values(**again(0, dt.timedelta(0)), doubtful=True)
            )
            rows = await connection.execute(
                select(table)
                .where(*these, due(table))
                .order_by(table.c.chat_id)
                .limit(limit)
                .with_for_update(skip_locked=True)
            )
            return tuple([await _claim(connection, row) for row in rows])

    async def sent(self, reminder: DailyReminder) -> None:
        """It arrived, or there is nothing to remind of any more."""
        table = inquiry_reminders
        this = (table.c.chat_id == reminder.chat_id, table.c.day == reminder.day)
        await self._record(*this, state=State.SENT.value)

    async def failed(self, reminder: DailyReminder) -> None:
        """Nothing can be sent to that chat."""
        await self._record(held(inquiry_reminders, reminder.claim), state=State.FAILED.value)

    async def later(self, reminder: DailyReminder, wait: dt.timedelta | None = None) -> None:
        """It surely did not leave; it is tried again, after `wait` where Telegram said how long."""
        await self._record(held(inquiry_reminders, reminder.claim), **again(reminder.tries, wait))

    async def unclear(self, reminder: DailyReminder) -> None:
        """It left, and the connection broke before Telegram said whether it arrived."""
        values = again(reminder.tries) | {"doubtful": True}
        await self._record(held(inquiry_reminders, reminder.claim), **values)

    async def _record(self, *these: ColumnElement[bool], **values: Any) -> None:
        async with self._database.writing() as connection:
            await connection.execute(update(inquiry_reminders).where(*these).values(**values))


async def _claim(connection: AsyncConnection, row: Row[Any]) -> DailyReminder:
    table, taken = inquiry_reminders, claimed()
    await connection.execute(
        update(table).where(table.c.chat_id == row.chat_id, table.c.day == row.day).values(**taken)
    )
    return DailyReminder(row.chat_id, row.day, taken["claim"], row.tries, row.doubtful)

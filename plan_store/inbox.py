"""Which messages has a bot taken and not answered? Telegram forgets them, and a killed process must not."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from sqlalchemy import Connection, delete, select, tuple_, update

from plan_store.database import Database
from plan_store.schema import inbox

TRIES = 3
"""So many starts a message is tried at; one that ends the process each time must not do so for ever."""

_log = logging.getLogger(__name__)
_Key = tuple[int, int]


class Inbox:
    """Updates by (bot, update): their JSON as Telegram gave it."""

    def __init__(self, database: Database, changed: Callable[[], None]) -> None:
        """`changed` is called whenever there is something to write."""
        self._database = database
        self._changed = changed
        self._done: dict[_Key, None] = {}

    async def keep(self, bot_id: int, updates: Sequence[tuple[int, str]]) -> None:
        """Write updates down, (number, JSON) each; they are on the disk when this returns."""
        rows = [{"bot_id": bot_id, "update_id": number, "content": text} for number, text in updates]
        row = self._database.insert(inbox)
        async with self._database.writing() as connection:
            await connection.execute(row.on_conflict_do_nothing(), rows)

    def done(self, bot_id: int, update_id: int) -> None:
        """An update was handled and can go; returns at once, off the disk within some 50 ms."""
        self._done[bot_id, update_id] = None
        self._changed()

    async def left(self, bot_id: int) -> tuple[tuple[int, str], ...]:
        """What an earlier process took and did not handle, (number, JSON) each, the oldest first.

        Counts as a try of each; what was tried at three starts is given up, which the log tells.
        """
        table = inbox
        async with self._database.writing() as connection:
            given_up = await connection.execute(
                delete(table).where(table.c.bot_id == bot_id, table.c.tries >= TRIES)
            )
            await connection.execute(
                update(table).where(table.c.bot_id == bot_id).values(tries=table.c.tries + 1)
            )
            rows = await connection.execute(
                select(table.c.update_id, table.c.content)
                .where(table.c.bot_id == bot_id)
                .order_by(table.c.update_id)
            )
            found = tuple((row.update_id, row.content) for row in rows)
        if given_up.rowcount:
            _log.error("%d messages ended the bot %d times and were given up", given_up.rowcount, TRIES)
        return found

    def batch(self) -> Sequence[_Key]:
        return tuple(self._done)

    def write(self, connection: Connection, batch: Sequence[_Key]) -> None:
        connection.execute(delete(inbox).where(tuple_(inbox.c.bot_id, inbox.c.update_id).in_(batch)))

    def written(self, batch: Sequence[_Key]) -> None:
        for key in batch:
            del self._done[key]

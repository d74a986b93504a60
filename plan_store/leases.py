"""Who of several does what only one may do at a time? Whoever holds the lease, a row of the store.

It is free for others when it was given back, when its holder has not renewed it for its length, or when its
holder was a process of this machine that has ended (`plan_store.processes`).

What it rests on: a clock. On PostgreSQL that is the server's, so that machines need not agree; a SQLite file
belongs to one machine. A holder that stops dead and wakes when another has the lease learns of it at its next
renewal; what it had begun to send before cannot be called back.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from functools import partial

from sqlalchemy import Connection, Row, func, select, update

from plan_store.database import Database
from plan_store.processes import has_ended, shown, this_process
from plan_store.schema import leases

POLLING = dt.timedelta(seconds=10)
"""How long the process that polls is believed to live without a word; so long its messages wait at worst."""
_NEVER = dt.datetime.fromtimestamp(0, dt.UTC)

Wall = Callable[[], dt.datetime]


class Lease:
    """The lease of one name; its methods are steps of a transaction of the caller's.

    Args:
        length: how long a holder is believed to live without a renewal.
        wall: the clock, aware; None: the database server's, or that of the machine of a file.
    """

    def __init__(self, database: Database, name: str, length: dt.timedelta, wall: Wall | None = None) -> None:
        self._database = database
        self._name = name
        self.length = length
        self._servers_clock = database.shared and wall is None
        self._wall: Wall = wall or (lambda: dt.datetime.now(dt.UTC))

    def holder(self, connection: Connection) -> Row[tuple[object, ...]] | None:
        return connection.execute(select(leases).where(leases.c.name == self._name)).first()

    def is_free(self, connection: Connection, owner: str) -> bool:
        """Whether `owner` could take it now."""
        row = self.holder(connection)
        return row is None or self._free(row, owner, self._now(connection))

    def take(self, connection: Connection, owner: str) -> bool:
        """Become its holder; False where another is."""
        connection.execute(
            self._database.insert(leases)
            .values(name=self._name, owner="", owned_until=_NEVER, process="")
            .on_conflict_do_nothing()
        )
        locked = select(leases).where(leases.c.name == self._name).with_for_update()
        row = connection.execute(locked).one()
        now = self._now(connection)
        if not self._free(row, owner, now):
            return False
        self._write(connection, row.owner, owner, now + self.length, this_process())
        return True

    def renew(self, connection: Connection, owner: str) -> bool:
        """Hold it for its length from now on; False where another has taken it."""
        return self._write(connection, owner, owner, self._now(connection) + self.length, this_process())

    def give_back(self, connection: Connection, owner: str) -> None:
        """Let another have it at once."""
        self._write(connection, owner, "", _NEVER, "")

    def _write(
        self, connection: Connection, before: str, owner: str, until: dt.datetime, process: str
    ) -> bool:
        written = connection.execute(
            update(leases)
            .where(leases.c.name == self._name, leases.c.owner == before)
            .values(owner=owner, owned_until=until, process=process)
        )
        return written.rowcount == 1

    def _free(self, row: Row[tuple[object, ...]], owner: str, now: dt.datetime) -> bool:
        return row.owner in ("", owner) or row.owned_until < now or has_ended(row.process)

    def _now(self, connection: Connection) -> dt.datetime:
        if not self._servers_clock:
            return self._wall()
        now: dt.datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return now


class PollingLease:
    """Which process polls and answers, for each bot by its number. All methods raise `StoreError`."""

    def __init__(self, database: Database, length: dt.timedelta = POLLING, wall: Wall | None = None) -> None:
        self.length = length
        self._database = database
        self._wall = wall
        self._owner = uuid.uuid4().hex
        self._taken: dict[int, Lease] = {}

    async def take(self, bot_id: int) -> bool:
        """Become the one who polls; False where another does."""
        lease = self._of(bot_id)
        async with self._database.reading() as connection:
            if not await connection.run_sync(lease.is_free, self._owner):
                return False
        taken = await self._database.write(partial(lease.take, owner=self._owner))
        if taken:
            self._taken[bot_id] = lease
        return taken

    async def renew(self, bot_id: int) -> bool:
        """Go on being it; False where another has taken over."""
        return await self._database.write(partial(self._of(bot_id).renew, owner=self._owner))

    async def holder(self, bot_id: int) -> str:
        """The process that polls, as the operator looks for it; empty where none does."""
        async with self._database.reading() as connection:
            row = await connection.run_sync(self._of(bot_id).holder)
        return "" if row is None or not row.owner else shown(row.process)

    async def give_back(self) -> None:
        """Let another poll at once; for a process that has written down all that it did."""
        while self._taken:
            _, lease = self._taken.popitem()
            await self._database.write(partial(lease.give_back, owner=self._owner))

    def _of(self, bot_id: int) -> Lease:
        return self._taken.get(bot_id) or Lease(self._database, f"polling {bot_id}", self.length, self._wall)

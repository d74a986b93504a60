"""Who announces what to whom, and what came of it? An announcement is a bulletin with an author."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, insert, select, update

from plan_store.database import Database, in_parts
from plan_store.deliveries.bulletins import Bulletins, Progress, reachable
from plan_store.deliveries.planning import all_followings
from plan_store.plan import Entry
from plan_store.schema import announcements, bulletins, subscriptions
from plan_store.snapshot import Snapshot
from plan_store.staff.drafts import Draft, spend
from plan_store.staff.members import Members
from plan_store.staff.rights import NotAllowedError, Person, Role
from plan_store.subscriptions import Following, followed


@dataclass(frozen=True, slots=True)
class Announcement:
    """One that is being sent, and the message that tells its author how far it has come."""

    number: int
    whom: str
    """In words."""
    chat_id: int
    post_id: int | None


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom an announcement is for."""

    whom: str
    """In words: `关注月湖街道活动的人`."""
    entries: tuple[Entry, ...] | None = None
    """Those who follow any of these; None: all who follow anything."""

    @property
    def units(self) -> frozenset[str]:
        return frozenset(entry.unit for entry in self.entries or ())


class Announcements:
    """Announcements of staff. All methods raise `StoreError`."""

    def __init__(self, database: Database, members: Members, bulletins: Bulletins) -> None:
        self._database = database
        self._members = members
        self._bulletins = bulletins

    async def reach(self, audience: Audience, snapshot: Snapshot, now: dt.datetime) -> int:
        """How many chats would get it."""
        found: set[int] = set()
        async with self._database.reading() as connection:
            for some in await self._chats(audience, snapshot):
                found.update(await connection.scalars(reachable(some, now)))
        return len(found)

    async def begin(
        self,
        by: Person,
        text: str,
        audience: Audience,
        snapshot: Snapshot,
        now: dt.datetime,
        chat_id: int,
        post_id: int | None = None,
        *,
        draft: Draft | None = None,
    ) -> Progress:
        """Have it sent; in one transaction, so that it goes to all of them or was never begun.

        `chat_id` is where its author is told how far it has come, `post_id` the message that tells it, if
        there is one already; `draft` is what it was confirmed by, spent with it. Raises `DraftSpentError`,
        and `NotAllowedError` where `by` may not speak to that audience: an editor of one unit to those who
        follow its activities alone.
        """
        chats = await self._chats(audience, snapshot)
        async with self._database.writing() as connection:
            await spend(connection, draft)
            rights = await self._members.require(connection, by.id, "announce", audience.units)
            if rights.role is Role.UNIT_EDITOR and not audience.units:
                raise NotAllowedError(by.id, "announce to everybody")
            progress = await self._bulletins.announce_in(connection, text, now, chats)
            await connection.execute(
                insert(announcements).values(
                    bulletin_id=progress.number,
                    by_id=by.id,
                    by_name=by.name,
                    whom=audience.whom,
                    chat_id=chat_id,
                    post_id=post_id,
                    reported=False,
                )
            )
        return progress

    async def halt(self, number: int, by: int, now: dt.datetime) -> Progress:
        """Send no more of it; what is on its way goes on.

        Raises `NotAllowedError` where it is not theirs to halt: of editors of one unit only their own is.
        """
        table = announcements
        async with self._database.writing() as connection:
            author = await connection.scalar(select(table.c.by_id).where(table.c.bulletin_id == number))
            rights = await self._members.require(connection, by, f"halt announcement {number}")
            if author is None or (rights.role is Role.UNIT_EDITOR and author != by):
                raise NotAllowedError(by, f"halt announcement {number}")
        return await self._bulletins.halt(number, now)

    # --- telling its author ---------------------------------------------------------------------------
    async def shown(self, number: int, post_id: int) -> None:
        """Its author sees how far it has come in that message."""
        await self._set(number, post_id=post_id)

    async def unreported(self, reach: Collection[int] | None = None) -> tuple[Announcement, ...]:
        """Those whose author does not know the outcome yet; `reach`: in these chats alone."""
        table = announcements
        where = [~table.c.reported] if reach is None else [~table.c.reported, table.c.chat_id.in_(reach)]
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(table).join(bulletins).where(*where).order_by(table.c.bulletin_id)
            )
            return tuple(Announcement(row.bulletin_id, row.whom, row.chat_id, row.post_id) for row in rows)

    async def reported(self, number: int) -> None:
        """Its author has been told what came of it."""
        await self._set(number, reported=True)

    async def _set(self, number: int, **values: Any) -> None:
        async with self._database.writing() as connection:
            await connection.execute(
                update(announcements).where(announcements.c.bulletin_id == number).values(**values)
            )

    async def _chats(self, audience: Audience, snapshot: Snapshot) -> list[Select[tuple[int]]]:
        """Queries that find all of them together, some of them more than once."""
        everybody = select(subscriptions.c.chat_id)
        if audience.entries is None:
            return [everybody]
        followings = await all_followings(self._database)
        digests = await asyncio.to_thread(_following_any, followings, audience.entries, snapshot)
        return [everybody.where(subscriptions.c.digest.in_(some)) for some in in_parts(digests)]


def _following_any(followings: dict[str, str], entries: Sequence[Entry], snapshot: Snapshot) -> list[str]:
    """The digests of the followings that hold one of the entries."""
    wanted = set(entries)
    return [
        digest
        for digest, text in followings.items()
        if not wanted.isdisjoint(followed(Following.load(text), snapshot))
    ]

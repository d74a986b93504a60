"""Who follows what, and how do reminders come to them? Chats and their subscriptions on the disk."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from plan_store.database import Database
from plan_store.schema import chats, subscriptions
from plan_store.subscriptions import BOTH, Following, Preferences, Reminder, Subscription

_LOOK_AGAIN = 30.0
"""Seconds after which it is looked up anew whom nothing reaches: another process may have found out."""
_COLUMN = {Reminder.MONTHLY: subscriptions.c.monthly, Reminder.BEFORE: subscriptions.c.before}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are, for the operator."""

    chats: int
    """That follow something."""
    subscriptions: int
    unreachable: int
    """Chats that follow something and have blocked the bot or are gone."""


class Followers:
    """Chats, what each follows, and how reminders come there. All methods raise `StoreError`."""

    def __init__(self, database: Database, seconds: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._seconds = seconds
        self._unreachable: set[int] = set()
        self._looked_at: float | None = None
        self._taking_turns = asyncio.Lock()
        """Held while disk and memory are brought to say the same: else one of two at once would be lost."""

    # --- what is followed -----------------------------------------------------------------------------
    async def add(
        self,
        chat_id: int,
        kind: str,
        following: Following,
        now: dt.datetime,
        kinds: Iterable[Reminder] = BOTH,
    ) -> tuple[Subscription, bool]:
        """Follow something; the subscription as it stands, and whether it is new.

        `kind` is Telegram's type of the chat. What is followed already keeps its kinds of reminders.
        """
        wanted = frozenset(kinds)
        row = self._database.insert(subscriptions).values(
            chat_id=chat_id,
            digest=following.digest,
            following=following.dump(),
            monthly=Reminder.MONTHLY in wanted,
            before=Reminder.BEFORE in wanted,
            since=now,
        )
        async with self._changing(chat_id) as connection:
            await self._see(connection, chat_id, kind, now)
            added = await connection.execute(row.on_conflict_do_nothing())
            found = await connection.execute(
                select(subscriptions).where(
                    subscriptions.c.chat_id == chat_id, subscriptions.c.digest == following.digest
                )
            )
            return _subscription(found.mappings().one()), added.rowcount == 1

    async def of_chat(self, chat_id: int) -> tuple[Subscription, ...]:
        """What a chat follows, the oldest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(subscriptions).where(subscriptions.c.chat_id == chat_id).order_by(subscriptions.c.id)
            )
            return tuple(_subscription(row) for row in rows.mappings())

    async def remove(self, chat_id: int, numbers: Iterable[int]) -> int:
        """End these subscriptions of a chat; how many there were."""
        async with self._database.writing() as connection:
            gone = await connection.execute(
                delete(subscriptions).where(
                    subscriptions.c.chat_id == chat_id, subscriptions.c.id.in_(tuple(numbers))
                )
            )
            return gone.rowcount

    async def remove_all(self, chat_id: int) -> int:
        """End all subscriptions of a chat; how many there were."""
        async with self._database.writing() as connection:
            gone = await connection.execute(delete(subscriptions).where(subscriptions.c.chat_id == chat_id))
            return gone.rowcount

    async def switch(self, chat_id: int, number: int, kind: Reminder, *, on: bool) -> bool:
        """Turn a kind of reminder of a subscription on or off; False: the chat has no such subscription."""
        async with self._database.writing() as connection:
            changed = await connection.execute(
                update(subscriptions)
                .where(subscriptions.c.chat_id == chat_id, subscriptions.c.id == number)
                .values({_COLUMN[kind]: on})
            )
            return changed.rowcount == 1

    async def counts(self) -> Counts:
        """How many follow how much."""
        followers = select(subscriptions.c.chat_id).distinct().subquery()
        table = followers.join(chats, chats.c.chat_id == followers.c.chat_id)
        async with self._database.reading() as connection:
            all_of_them = await connection.scalar(select(func.count()).select_from(table))
            unreachable = await connection.scalar(
                select(func.count()).select_from(table).where(~chats.c.reachable)
            )
            number = await connection.scalar(select(func.count()).select_from(subscriptions))
            return Counts(all_of_them or 0, number or 0, unreachable or 0)

    # --- how reminders come ---------------------------------------------------------------------------
    async def preferences(self, chat_id: int) -> Preferences:
        """What a chat has chosen; nothing for one that is not known."""
        async with self._database.reading() as connection:
            found = await connection.execute(select(chats).where(chats.c.chat_id == chat_id))
            row = found.mappings().one_or_none()
        return Preferences() if row is None else read_preferences(row)

    async def prefer(self, chat_id: int, kind: str, chosen: Preferences, now: dt.datetime) -> None:
        """Keep what a chat has chosen in place of what it had; whether it can be reached is not chosen."""
        values = {
            "lead_days": chosen.lead_days,
            "time": chosen.time and f"{chosen.time:%H:%M}",
            "paused_until": chosen.paused_until,
        }
        async with self._changing(chat_id) as connection:
            await self._see(connection, chat_id, kind, now)
            await connection.execute(update(chats).where(chats.c.chat_id == chat_id).values(values))

    # --- coming and going -----------------------------------------------------------------------------
    async def mark_unreachable(self, chat_id: int, now: dt.datetime) -> None:
        """Telegram said that nothing can be sent there any more; what the chat follows is kept."""
        async with self._changing(chat_id, reachable=False) as connection:
            await connection.execute(
                update(chats)
                .where(chats.c.chat_id == chat_id, chats.c.reachable)
                .values(reachable=False, unreachable_since=now)
            )

    async def mark_reachable(self, chat_id: int, now: dt.datetime) -> bool:
        """The chat was heard of again; whether it had been out of reach."""
        async with self._changing(chat_id) as connection:
            changed = await connection.execute(
                update(chats)
                .where(chats.c.chat_id == chat_id, ~chats.c.reachable)
                .values(reachable=True, unreachable_since=None, seen_at=now)
            )
        return changed.rowcount == 1

    async def out_of_reach(self, chat_id: int) -> bool:
        """Whether a chat is marked unreachable; from memory, at most half a minute behind other processes."""
        if self._out_of_date():
            async with self._taking_turns:
                if self._out_of_date():
                    await self._look()
        return chat_id in self._unreachable

    def _out_of_date(self) -> bool:
        looked_at = self._looked_at
        return looked_at is None or (self._database.shared and self._seconds() - looked_at > _LOOK_AGAIN)

    async def _look(self) -> None:
        seconds = self._seconds()
        async with self._database.reading() as connection:
            rows = await connection.execute(select(chats.c.chat_id).where(~chats.c.reachable))
            self._unreachable = {row.chat_id for row in rows}
        self._looked_at = seconds

    async def migrate(self, old: int, new: int, kind: str, now: dt.datetime) -> None:
        """A group became a supergroup and has another id: what it follows goes with it, once."""
        async with self._changing(old) as connection:
            known = await connection.scalar(select(chats.c.chat_id).where(chats.c.chat_id == new))
            if known is None:
                # It was heard of just now, by the number that nothing had reached or by the other.
                await connection.execute(
                    update(chats).where(chats.c.chat_id == old).values(chat_id=new, **_here(kind, now))
                )
                return
            followed = select(subscriptions.c.digest).where(subscriptions.c.chat_id == new)
            await connection.execute(
                update(subscriptions)
                .where(subscriptions.c.chat_id == old, subscriptions.c.digest.not_in(followed))
                .values(chat_id=new)
            )
            await connection.execute(delete(chats).where(chats.c.chat_id == old))

    async def forget(self, chat_id: int) -> None:
        """Delete all that is kept of a chat here."""
        async with self._changing(chat_id) as connection:
            await connection.execute(delete(chats).where(chats.c.chat_id == chat_id))

    @asynccontextmanager
    async def _changing(self, chat_id: int, *, reachable: bool = True) -> AsyncIterator[AsyncConnection]:
        """A transaction that writes whether a chat can be reached: memory says so too, once it is done."""
        async with self._taking_turns:
            async with self._database.writing() as connection:
                yield connection
            if reachable:
                self._unreachable.discard(chat_id)
            else:
                self._unreachable.add(chat_id)

    async def _see(self, connection: AsyncConnection, chat_id: int, kind: str, now: dt.datetime) -> None:
        """The chat is there, and was heard of just now."""
        here = _here(kind, now)
        row = self._database.insert(chats).values(chat_id=chat_id, **here)
        await connection.execute(row.on_conflict_do_update(index_elements=[chats.c.chat_id], set_=here))


def _here(kind: str, now: dt.datetime) -> dict[str, Any]:
    """Of a chat that was heard of just now."""
    return {"kind": kind, "reachable": True, "unreachable_since": None, "seen_at": now}


def read_preferences(row: RowMapping) -> Preferences:
    """What stands in a row of `chats`."""
    hour = row["time"]
    return Preferences(
        lead_days=row["lead_days"],
        time=dt.time.fromisoformat(hour) if hour else None,
        paused_until=row["paused_until"],
        reachable=row["reachable"],
    )


def _subscription(row: RowMapping) -> Subscription:
    on: dict[Reminder, Any] = {kind: row[column.name] for kind, column in _COLUMN.items()}
    return Subscription(
        id=row["id"],
        chat_id=row["chat_id"],
        following=Following.load(row["following"]),
        kinds=frozenset(kind for kind in Reminder if on[kind]),
        since=row["since"],
    )

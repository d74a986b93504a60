"""What were we speaking of? Each person's thread in each chat, at hand in memory and kept on the disk."""

from __future__ import annotations

import datetime as dt
import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence

from sqlalchemy import Connection, delete, select, text

from plan_store.database import Database, StoreError
from plan_store.questions.thread import EMPTY, Thread
from plan_store.schema import conversations

AT_HAND = 2000
"""So many threads stay in memory; others are read from the store when their person comes back."""
KEPT = dt.timedelta(days=1)
"""A thread is of no use after an hour; it is deleted after a day."""

_log = logging.getLogger(__name__)
_Key = tuple[int, int]


class Conversations:
    """Threads by (chat, user)."""

    def __init__(self, database: Database, changed: Callable[[], None], at_hand: int = AT_HAND) -> None:
        """`changed` is called whenever there is something to write."""
        self._database = database
        self._changed = changed
        self._limit = at_hand
        self._at_hand: OrderedDict[_Key, Thread] = OrderedDict()
        self._unsaved: dict[_Key, Thread] = {}
        self._stored: set[_Key] = set()
        self._knows_all = False
        row = database.insert(conversations)
        self._upsert = row.on_conflict_do_update(
            index_elements=[conversations.c.chat_id, conversations.c.user_id],
            set_={"thread": row.excluded.thread, "kept_at": row.excluded.kept_at},
        )

    async def get(self, chat_id: int, user_id: int) -> Thread:
        """The thread of a person in a chat; empty for a new one, and while the store is away."""
        key = (chat_id, user_id)
        thread = self._unsaved.get(key) or self._at_hand.get(key)
        if thread is None:
            stored = await self._read(key)
            thread = self._unsaved.get(key) or stored
        self._remember(key, thread)
        return thread

    def put(self, chat_id: int, user_id: int, thread: Thread) -> None:
        """Keep a thread in place of the one before; returns at once, on the disk within some 50 ms."""
        key = (chat_id, user_id)
        self._unsaved[key] = thread
        self._remember(key, thread)
        self._changed()

    async def of_person(self, user_id: int) -> tuple[Thread, ...]:
        """All that is kept of a person's conversations, the latest first."""
        table = conversations
        # What is being written may not be on the disk yet when that is read, nor in memory any more after.
        before = {key: thread for key, thread in self._unsaved.items() if key[1] == user_id}
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(table.c.chat_id, table.c.user_id, table.c.thread).where(table.c.user_id == user_id)
            )
            kept = before | {(row.chat_id, row.user_id): Thread.load(row.thread) for row in rows}
        kept |= {key: thread for key, thread in self._unsaved.items() if key[1] == user_id}
        threads = [thread for thread in kept.values() if thread != EMPTY]
        return tuple(sorted(threads, key=lambda thread: str(thread.at), reverse=True))

    async def forget(self, user_id: int) -> None:
        """Delete a person's conversations in all chats, from memory and from the disk."""
        for keys in (self._unsaved, self._at_hand):
            for key in [key for key in keys if key[1] == user_id]:
                keys.pop(key, None)
        async with self._database.writing() as connection:
            if self._database.shared:
                # Waits for what is being written: a row that is not committed yet would outlive its deletion.
                await connection.execute(text("LOCK TABLE conversations IN SHARE ROW EXCLUSIVE MODE"))
            await connection.execute(delete(conversations).where(conversations.c.user_id == user_id))

    async def purge(self, now: dt.datetime) -> None:
        """Delete threads that nobody will come back to."""
        async with self._database.writing() as connection:
            await connection.execute(delete(conversations).where(conversations.c.kept_at < now - KEPT))
        self._stored.clear()
        self._knows_all = False

    def batch(self) -> Sequence[tuple[_Key, Thread]]:
        return tuple(self._unsaved.items())

    def write(self, connection: Connection, batch: Sequence[tuple[_Key, Thread]]) -> None:
        now = dt.datetime.now(dt.UTC)
        # What was forgotten since the batch was taken must not come back.
        batch = [(key, thread) for key, thread in batch if key in self._unsaved]
        if not batch:
            return
        connection.execute(
            self._upsert,
            [
                {"chat_id": chat_id, "user_id": user_id, "thread": thread.dump(), "kept_at": now}
                for (chat_id, user_id), thread in batch
            ],
        )

    def written(self, batch: Sequence[tuple[_Key, Thread]]) -> None:
        for key, thread in batch:
            self._stored.add(key)
            if self._unsaved.get(key) is thread:
                del self._unsaved[key]

    async def _read(self, key: _Key) -> Thread:
        chat_id, user_id = key
        table = conversations
        try:
            if await self._is_new(key):
                return EMPTY
            async with self._database.reading() as connection:
                stored = await connection.scalar(
                    select(table.c.thread).where(table.c.chat_id == chat_id, table.c.user_id == user_id)
                )
        except StoreError as error:
            _log.error("a conversation could not be read; it starts afresh: %s", error)
            return EMPTY
        return EMPTY if stored is None else Thread.load(stored)

    async def _is_new(self, key: _Key) -> bool:
        """Whether the store has no thread of that person; known without asking it once it was asked."""
        if self._database.shared:
            return False
        if not self._knows_all:
            async with self._database.reading() as connection:
                rows = await connection.execute(select(conversations.c.chat_id, conversations.c.user_id))
                self._stored.update((row.chat_id, row.user_id) for row in rows)
            self._knows_all = True
        return key not in self._stored

    def _remember(self, key: _Key, thread: Thread) -> None:
        # On a shared database another replica may have had the person's next turn.
        if self._database.shared:
            return
        self._at_hand[key] = thread
        self._at_hand.move_to_end(key)
        if len(self._at_hand) > self._limit:
            self._at_hand.popitem(last=False)

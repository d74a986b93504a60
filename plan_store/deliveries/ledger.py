"""Who sends what, so that nobody is left out and nobody gets anything twice? The guarantee is made here.

1. A delivery is written once: chat, kind and occasion are a unique key, whoever plans, however often.
2. It is handed to Telegram only by the sender that moved it to `sending`, in a transaction that was on the
   disk before the request left. So whatever may have left stands in the ledger as `sending`.
3. From `sending` it goes back to be sent again only where Telegram refused it or the request surely did not
   leave. What became of a request whose answer was lost, with its connection or its process, cannot be known,
   since Telegram has no key that would make a second request harmless: it becomes `unknown` and stays so.
   These are at most the messages in flight at that moment.

None of it rests on clocks. The lease that lets one sender at a time use the bot's budget at Telegram does:
where clocks are wrong, two may send at once, too fast for Telegram, but still each delivery once.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)

from plan_store.database import Database
from plan_store.deliveries.values import Claimed, Item, Kind, Outcome, State, dump_told, load_told
from plan_store.followers import read_preferences
from plan_store.leases import Lease, Wall
from plan_store.schema import chats, deliveries, subscriptions
from plan_store.subscriptions import Following, Preferences, Reminder, Subscription

LEASE = dt.timedelta(seconds=20)
"""A sender that has not been heard of for so long is taken for dead, and another takes its place."""
_FOLLOWINGS = 2048
"""Followings kept in memory in their read form."""
_TOGETHER = 3
"""Reminders to a chat that can be due at one moment: of the month, of this morning, of what begins soon."""


class NotOursError(Exception):
    """Another sender has taken the lease: the outcomes are on record, and nothing more was claimed."""


class Ledger:
    """Deliveries and who may make them. All methods raise `StoreError`.

    Args:
        lease: how long a sender is believed to live without a turn.
        wall: a clock for the lease alone, since the bot's clock may be set for trying; None: see `Lease`.
    """

    def __init__(self, database: Database, lease: dt.timedelta = LEASE, wall: Wall | None = None) -> None:
        self._database = database
        self._lease = Lease(database, "sending", lease, wall)
        self._wall: Wall = wall or (lambda: dt.datetime.now(dt.UTC))
        self._followings: dict[str, Following] = {}
        self._only: int | None = None
        self._held = ("", dt.datetime.fromtimestamp(0, dt.UTC))
        """Who was seen to have the lease, and when, by the clock of this machine."""

    def only(self, chat_id: int) -> Ledger:
        """The same ledger, of which only this chat's deliveries are seen and sent: for trying."""
        ledger = Ledger(self._database)
        ledger._lease, ledger._wall, ledger._only = self._lease, self._wall, chat_id
        return ledger

    # --- who sends ------------------------------------------------------------------------------------
    async def take(self, owner: str, now: dt.datetime) -> int | None:
        """Become the one who sends; None where another is at it.

        Returns
        -------
        int
            How many deliveries a sender that died has left in flight; they are `unknown` now.
        """
        async with self._database.writing() as connection:
            if not await connection.run_sync(self._lease.take, owner):
                return None
            left = await connection.execute(
                update(deliveries)
                .where(deliveries.c.state == State.SENDING.value, deliveries.c.owner != owner)
                .values(state=State.UNKNOWN.value, ended_at=now, note="the sender stopped before the answer")
            )
            return left.rowcount

    async def release(self, owner: str) -> None:
        """Let another send; for a sender that has recorded all its outcomes."""
        self._held = ("", self._held[1])
        async with self._database.writing() as connection:
            await connection.run_sync(self._lease.give_back, owner)

    async def turn(
        self, owner: str, outcomes: Sequence[Outcome], limit: int, now: dt.datetime
    ) -> tuple[Claimed, ...]:
        """Record what became of deliveries, and claim up to `limit` more that are due; in one transaction.

        What is returned stands as `sending` in the ledger. Raises `NotOursError`.
        """
        claimed = await self._database.write(partial(self._turn, owner, outcomes, limit, now))
        if claimed is None:
            raise NotOursError
        return claimed

    def _turn(
        self, owner: str, outcomes: Sequence[Outcome], limit: int, now: dt.datetime, connection: Connection
    ) -> tuple[Claimed, ...] | None:
        if outcomes:
            connection.execute(_OUTCOME, _values(owner, outcomes))
        if not self._renewed(connection, owner):
            return None
        rows = self._claim(connection, owner, limit, now) if limit > 0 else ()
        return self._with_their_chats(connection, rows) if rows else ()

    def _renewed(self, connection: Connection, owner: str) -> bool:
        """Whether the lease is this sender's still; for a quarter of its time nobody can have taken it."""
        wall = self._wall()
        holder, since = self._held
        if holder == owner and since <= wall < since + self._lease.length / 4:
            return True
        renewed = self._lease.renew(connection, owner)
        self._held = (owner if renewed else "", wall)
        return renewed

    async def record(self, owner: str, outcomes: Sequence[Outcome]) -> None:
        """Record what became of deliveries, whoever has the lease by now."""
        if outcomes:
            async with self._database.writing() as connection:
                await connection.execute(_OUTCOME, _values(owner, outcomes))

    async def give_back(self, owner: str, in_flight: Iterable[int], now: dt.datetime) -> int:
        """What stands as being sent by `owner` and is not `in_flight` never left; how many those were.

        After a transaction whose end was not seen: what it claimed is not known to the sender.
        """
        async with self._database.writing() as connection:
            back = await connection.execute(
                update(deliveries)
                .where(
                    deliveries.c.state == State.SENDING.value,
                    deliveries.c.owner == owner,
                    deliveries.c.id.not_in(list(in_flight)),
                )
                .values(state=State.PENDING.value, next_at=now)
            )
            return back.rowcount

    async def next_at(self) -> dt.datetime | None:
        """When the next delivery may be sent; in the past where something waits already.

        Where a sender has left deliveries in flight, that is at once: they are to be settled.
        """
        waits, in_flight = deliveries.c.next_at, deliveries.c.state == State.SENDING.value
        async with self._database.reading() as connection:
            if await connection.scalar(select(deliveries.c.id).where(in_flight).limit(1)) is not None:
                return dt.datetime.fromtimestamp(0, dt.UTC)
            waiting = select(waits).where(waits.is_not(None), *self._ours())
            return await connection.scalar(waiting.order_by(waits, deliveries.c.chat_id).limit(1))

    # --- chats that come and go -----------------------------------------------------------------------
    async def migrate(self, old: int, new: int) -> None:
        """A group has another number: what it was sent and is to be sent goes with it."""
        there = deliveries.alias()
        known = (
            select(there.c.id)
            .where(
                there.c.chat_id == new,
                there.c.kind == deliveries.c.kind,
                there.c.occasion == deliveries.c.occasion,
            )
            .exists()
        )
        async with self._database.writing() as connection:
            await connection.execute(
                update(deliveries).where(deliveries.c.chat_id == old, ~known).values(chat_id=new)
            )
            await connection.execute(delete(deliveries).where(deliveries.c.chat_id == old))

    async def count_of(self, chat_id: int) -> int:
        """How many deliveries of a chat are on record."""
        async with self._database.reading() as connection:
            found = await connection.scalar(
                select(func.count()).select_from(deliveries).where(deliveries.c.chat_id == chat_id)
            )
            return found or 0

    async def forget(self, chat_id: int) -> None:
        """Delete all deliveries of a chat."""
        async with self._database.writing() as connection:
            await connection.execute(delete(deliveries).where(deliveries.c.chat_id == chat_id))

    def _ours(self) -> tuple[ColumnElement[bool], ...]:
        return () if self._only is None else (deliveries.c.chat_id == self._only,)

    def _claim(
        self, connection: Connection, owner: str, limit: int, now: dt.datetime
    ) -> Sequence[Row[tuple[object, ...]]]:
        """Rows that are due, in order; some more than `limit` where those of a chat would be torn apart."""
        due = _DUE if self._only is None else _DUE.where(deliveries.c.chat_id == self._only)
        rows = (connection.execute(due, {"now": now, "limit": limit + _TOGETHER})).all()
        while len(rows) > limit and rows[-1].chat_id != rows[limit - 1].chat_id:
            rows = rows[:-1]
        if rows:
            connection.execute(_CLAIMED, {"ids": [row.id for row in rows], "by": owner})
        return rows

    def _with_their_chats(
        self, connection: Connection, rows: Sequence[Row[tuple[object, ...]]]
    ) -> tuple[Claimed, ...]:
        chats_of = {"ids": list({row.chat_id for row in rows})}
        preferences: dict[int, Preferences] = {}
        followed: defaultdict[int, list[Subscription]] = defaultdict(list)
        for row in connection.execute(_CHATS, chats_of):
            if row.chat_id not in preferences:
                preferences[row.chat_id] = read_preferences(row._mapping)
            if row.id is not None:
                followed[row.chat_id].append(self._subscription(row))
        told = _told(connection, {row.chat_id for row in rows if row.kind == Kind.CHANGE})
        return tuple(
            Claimed(
                chat_id,
                items,
                preferences.get(chat_id, Preferences()),
                tuple(followed[chat_id]),
                told.get(chat_id, frozenset()),
            )
            for chat_id, items in _messages(rows)
        )

    def _subscription(self, row: Row[tuple[object, ...]]) -> Subscription:
        following = self._followings.get(row.digest)
        if following is None:
            if len(self._followings) >= _FOLLOWINGS:
                self._followings.clear()
            following = self._followings[row.digest] = Following.load(row.following)
        on = ((Reminder.MONTHLY, row.monthly), (Reminder.BEFORE, row.before))
        return Subscription(
            row.id, row.chat_id, following, frozenset(kind for kind, is_on in on if is_on), row.since
        )


def _messages(rows: Sequence[Row[tuple[object, ...]]]) -> Iterator[tuple[int, tuple[Item, ...]]]:
    """Reminders to one chat that are due at one moment together, all else by itself."""

    def together(row: Row[tuple[object, ...]]) -> tuple[object, ...]:
        alone = row.kind in _ALONE
        return row.chat_id, row.due_at, row.id if alone else None

    for (chat_id, _, _), group in itertools.groupby(rows, together):
        items = (Item(row.id, _KINDS[row.kind], row.occasion, row.due_at, row.tries) for row in group)
        yield cast("int", chat_id), tuple(items)


_KINDS = {kind.value: kind for kind in Kind}
_ALONE = frozenset(kind.value for kind in Kind if kind.about is None)

# --- statements, put together once since they are run for every few messages ------------------------------
_DUE: Select[tuple[object, ...]] = (
    select(
        deliveries.c.id,
        deliveries.c.chat_id,
        deliveries.c.kind,
        deliveries.c.occasion,
        deliveries.c.due_at,
        deliveries.c.tries,
    )
    .where(deliveries.c.next_at <= bindparam("now"))
    .order_by(deliveries.c.next_at, deliveries.c.chat_id, deliveries.c.id)
    .limit(bindparam("limit"))
    # On PostgreSQL; on SQLite, which ignores it, the write lock of the transaction does the same.
    .with_for_update(skip_locked=True)
)
_CLAIMED = (
    update(deliveries)
    .where(deliveries.c.id.in_(bindparam("ids", expanding=True)))
    .values(state=State.SENDING.value, owner=bindparam("by"), next_at=None, tries=deliveries.c.tries + 1)
)
_CHATS = (
    select(chats, *(column for column in subscriptions.c if column.name != "chat_id"))
    .select_from(chats.outerjoin(subscriptions))
    .where(chats.c.chat_id.in_(bindparam("ids", expanding=True)))
    .order_by(subscriptions.c.id)
)
_OUTCOME = (
    update(deliveries)
    .where(
        deliveries.c.id == bindparam("of"),
        deliveries.c.owner == bindparam("by"),
        # A sender that was taken for dead and is not knows better than `unknown`.
        or_(deliveries.c.state == State.SENDING.value, deliveries.c.state == State.UNKNOWN.value),
    )
    .values(
        state=bindparam("became"),
        next_at=bindparam("again"),
        ended_at=bindparam("at"),
        note=bindparam("why"),
        told=bindparam("of_entries"),
    )
)


def _values(owner: str, outcomes: Iterable[Outcome]) -> list[dict[str, object]]:
    return [
        {
            "of": one.id,
            "by": owner,
            "became": one.state.value,
            "again": one.next_at,
            "at": one.at,
            "why": one.note or None,
            "of_entries": dump_told(one.told),
        }
        for one in outcomes
    ]


def _told(connection: Connection, ids: set[int]) -> dict[int, frozenset[tuple[int, int]]]:
    """By chat, the entries of which it was told."""
    if not ids:
        return {}
    found = connection.execute(
        select(deliveries.c.chat_id, deliveries.c.told).where(
            and_(deliveries.c.chat_id.in_(ids), deliveries.c.told.is_not(None))
        )
    )
    told: defaultdict[int, frozenset[tuple[int, int]]] = defaultdict(frozenset)
    for row in found:
        told[row.chat_id] |= load_told(row.told)
    return told

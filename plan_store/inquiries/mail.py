"""Which letters are to be delivered now, and what became of them? The guarantee of inquiries stands here.

A delivery is claimed under a lease before it is sent (`leases`), and each of its messages is recorded when it
has arrived, so that a further try goes on from there. Where it is unclear whether one arrived, a question is
sent to staff again, marked as such, since a lost question is worse than a double one; an answer to a resident
is not: its author is told and decides.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from plan_store.database import Database
from plan_store.inquiries.leases import again, claimed, due, held, lapsed, renew, wall
from plan_store.inquiries.letters import Arrival, Delivery, Letter, Purpose, Side, State
from plan_store.inquiries.rows import letter_of, letters_and_inquiries, note_post, plan_deliveries, settle
from plan_store.inquiries.unrecorded import Unrecorded
from plan_store.schema import inquiries, inquiry_deliveries, inquiry_letters, inquiry_reminders

UNACKNOWLEDGED = dt.timedelta(seconds=30)
"""After so long without a receipt the acknowledgement has been lost, and is made up for."""

_Reach = Collection[int] | None


class Mail:
    """Deliveries of letters, by the clock on the wall; `reach` is which chats can be written to from here."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._news = asyncio.Event()
        self.unrecorded = Unrecorded()

    def wake(self) -> None:
        """There may be something to deliver, or to tell; known to this process alone."""
        self._news.set()

    async def news(self, seconds: float) -> None:
        """Returns when `wake` was called, or after so long: other processes write too."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()
        self._news.clear()

    async def claim(
        self, reach: _Reach = None, limit: int = 10, but: Collection[int] = ()
    ) -> tuple[Delivery, ...]:
        """Deliveries to be tried now, in the order of the letters: one to a chat, and none to those of `but`.

        They are the caller's for half a minute, and for as long as they are renewed.
        """
        table = inquiry_deliveries
        within = [table.c.chat_id.not_in(but)]
        if reach is not None:
            within.append(table.c.chat_id.in_(reach))
        async with self._database.reading() as connection:
            waits = select(table.c.id).where(*within, or_(due(table), lapsed(table))).limit(1)
            if (await connection.execute(waits)).first() is None:
                return ()
        async with self._database.writing() as connection:
            await self._give_up_lapsed(connection)
            first_of_each = (
                select(func.min(table.c.id))
                .where(*within, due(table), ~_behind_another())
                .group_by(table.c.chat_id)
                .correlate(None)
            )
            rows = await connection.execute(
                select(table.c.id)
                .where(table.c.id.in_(first_of_each), due(table))
                .order_by(table.c.id)
                .limit(limit)
                .with_for_update(skip_locked=True)
            )
            return tuple([await _claim(connection, row.id) for row in rows])

    async def renew(self, claims: Collection[str]) -> None:
        """Whoever sends these is still at it."""
        async with self._database.writing() as connection:
            for table in (inquiry_deliveries, inquiry_reminders):
                await renew(connection, table, claims)

    async def arrived(self, delivery: Delivery, arrival: Arrival) -> bool:
        """One of its messages arrived: on record whoever has the lease by now, for it did.

        False: the next is no longer the caller's to send.
        """
        table = inquiry_deliveries
        values: dict[str, Any] = {
            "parts": case((table.c.parts < arrival.parts, arrival.parts), else_=table.c.parts),
            "sent_id": func.coalesce(table.c.sent_id, arrival.post),
            "doubtful": False,
        }
        if arrival.last:
            values["state"] = State.SENT.value
        async with self._database.writing() as connection:
            await connection.execute(update(table).where(table.c.id == delivery.number).values(**values))
            await note_post(
                self._database, connection, delivery.chat_id, arrival.post, delivery.letter.inquiry.number
            )
            await settle(connection, delivery.letter.number)
            still = select(table.c.id).where(table.c.id == delivery.number, held(table, delivery.claim))
            return await connection.scalar(still) is not None

    async def tried(self, letter: int) -> frozenset[int]:
        """To which chats it was given."""
        table = inquiry_deliveries
        async with self._database.reading() as connection:
            rows = await connection.execute(select(table.c.chat_id).where(table.c.letter_id == letter))
            return frozenset(row.chat_id for row in rows)

    async def failed(self, delivery: Delivery, beyond: Collection[int] = ()) -> State:
        """It cannot be delivered there; where nobody can be reached, it is given to those `beyond`.

        In one transaction, so that nobody is told between that it failed. The state of the letter.
        """
        letter = delivery.letter.number
        async with self._database.writing() as connection:
            state = await _record(connection, delivery, state=State.FAILED.value)
            if state is State.FAILED and beyond:
                state = await plan_deliveries(self._database, connection, letter, beyond, wall())
        self.wake()
        return state

    async def later(self, delivery: Delivery, wait: dt.timedelta | None = None) -> None:
        """It surely did not leave; it is tried again, after `wait` where Telegram said how long."""
        async with self._database.writing() as connection:
            await _record(connection, delivery, **again(delivery.tries, wait))

    async def unclear(self, delivery: Delivery) -> None:
        """It left, and the connection broke before Telegram said whether it arrived."""
        async with self._database.writing() as connection:
            await _unclear(connection, delivery)

    # --- beyond one delivery --------------------------------------------------------------------------
    async def plan(self, letter: int, chats: Iterable[int]) -> None:
        """Have a letter delivered to further chats; where it failed, it is tried again."""
        async with self._database.writing() as connection:
            await plan_deliveries(self._database, connection, letter, chats, wall())
        self.wake()

    async def undelivered(self) -> tuple[Letter, ...]:
        """Letters of residents that nobody of the staff has got, of inquiries that are open."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                letters_and_inquiries()
                .where(
                    inquiries.c.open,
                    inquiry_letters.c.side == Side.RESIDENT,
                    inquiry_letters.c.purpose != Purpose.CLOSING,
                    inquiry_letters.c.state == State.FAILED,
                )
                .order_by(inquiry_letters.c.id)
            )
            return tuple(map(letter_of, rows))

    async def again(self, letter: int, resident: int) -> bool:
        """Send an answer once more, where it is unclear or failed; false where it arrived meanwhile."""
        table = inquiry_deliveries
        async with self._database.writing() as connection:
            done = await connection.execute(
                update(table)
                .where(
                    table.c.letter_id == letter,
                    table.c.chat_id == resident,
                    table.c.state.in_((State.UNKNOWN, State.FAILED)),
                )
                .values(state=State.PENDING.value, due_at=wall(), tries=0)
            )
            await settle(connection, letter)
        self.wake()
        return done.rowcount == 1

    async def came_back(self, resident: int) -> bool:
        """A resident who had blocked the bot is here again: answers that failed are tried once more."""
        table = inquiry_deliveries
        failed = (table.c.chat_id == resident, table.c.state == State.FAILED)
        async with self._database.reading() as connection:
            letters = [
                row.letter_id for row in await connection.execute(select(table.c.letter_id).where(*failed))
            ]
        if not letters:
            return False
        async with self._database.writing() as connection:
            await connection.execute(
                update(table).where(*failed).values(state=State.PENDING.value, due_at=wall(), tries=0)
            )
            for letter in letters:
                await settle(connection, letter)
        self.wake()
        return True

    # --- telling the author ---------------------------------------------------------------------------
    async def untold(
        self, reach: _Reach = None, limit: int = 10, but: Collection[int] = ()
    ) -> tuple[Letter, ...]:
        """Letters whose author does not know yet what became of them, except in the chats `but`."""
        table = inquiry_letters
        reachable = () if reach is None else (table.c.source_chat.in_(reach),)
        async with self._database.reading() as connection:
            rows = await connection.execute(
                letters_and_inquiries()
                .where(
                    table.c.state != table.c.told,
                    table.c.state != State.PENDING,
                    or_(table.c.receipt_id.is_not(None), table.c.kept_at < wall() - UNACKNOWLEDGED),
                    table.c.source_chat.not_in(but),
                    *reachable,
                )
                .order_by(table.c.id)
                .limit(limit)
            )
            return tuple(map(letter_of, rows))

    async def told(self, letter: Letter) -> None:
        """The author knows of the state that `letter` has."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(inquiry_letters)
                .where(inquiry_letters.c.id == letter.number)
                .values(told=letter.state.value)
            )

    async def _give_up_lapsed(self, connection: AsyncConnection) -> None:
        """Whoever claimed these was stopped on the way."""
        table = inquiry_deliveries
        rows = await connection.execute(
            select(table.c.id).where(lapsed(table)).with_for_update(skip_locked=True)
        )
        for number in [row.id for row in rows]:
            await _unclear(connection, await _delivery(connection, number))


def _behind_another() -> ColumnElement[bool]:
    """Whether an earlier letter of the same inquiry still has to go to the same chat: order is kept."""
    other, its_letter, letter = inquiry_deliveries.alias(), inquiry_letters.alias(), inquiry_letters.alias()
    return exists(
        select(other.c.id)
        .join(its_letter, its_letter.c.id == other.c.letter_id)
        .join(letter, letter.c.id == inquiry_deliveries.c.letter_id)
        .where(
            other.c.chat_id == inquiry_deliveries.c.chat_id,
            other.c.state.in_((State.PENDING, State.SENDING)),
            other.c.letter_id < inquiry_deliveries.c.letter_id,
            its_letter.c.inquiry_id == letter.c.inquiry_id,
        )
        .correlate(inquiry_deliveries)
    )


async def _delivery(connection: AsyncConnection, number: int) -> Delivery:
    table = inquiry_deliveries
    row = (await connection.execute(select(table).where(table.c.id == number))).one()
    letter = letter_of(
        (await connection.execute(letters_and_inquiries().where(inquiry_letters.c.id == row.letter_id))).one()
    )
    reply_to = None
    if letter.purpose is Purpose.CORRECTION and letter.source is not None:
        reply_to = await connection.scalar(
            select(table.c.sent_id)
            .join(inquiry_letters)
            .where(
                table.c.chat_id == row.chat_id,
                inquiry_letters.c.source_chat == letter.source.chat_id,
                inquiry_letters.c.source_id == letter.source.message_id,
                inquiry_letters.c.source_edit == 0,
            )
        )
    return Delivery(
        number, letter, row.chat_id, row.claim, row.tries, row.doubtful, row.parts, row.sent_id, reply_to
    )


async def _claim(connection: AsyncConnection, number: int) -> Delivery:
    table = inquiry_deliveries
    await connection.execute(update(table).where(table.c.id == number).values(**claimed()))
    return await _delivery(connection, number)


async def _record(connection: AsyncConnection, delivery: Delivery, **values: Any) -> State:
    """What became of it, if it is still the sender's; the state of the letter."""
    this = (inquiry_deliveries.c.id == delivery.number, held(inquiry_deliveries, delivery.claim))
    await connection.execute(update(inquiry_deliveries).where(*this).values(**values))
    return await settle(connection, delivery.letter.number)


async def _unclear(connection: AsyncConnection, delivery: Delivery) -> None:
    if delivery.letter.side is Side.RESIDENT:
        await _record(connection, delivery, **again(delivery.tries), doubtful=True)
    else:
        await _record(connection, delivery, state=State.UNKNOWN.value)

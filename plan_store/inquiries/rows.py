"""How do letters stand in the tables? Between rows and values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, Select, case, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from plan_store.database import Database
from plan_store.inquiries.letters import Content, Inquiry, Letter, Purpose, Side, Source, State
from plan_store.schema import inquiries, inquiry_deliveries, inquiry_letters, inquiry_posts


def letters_and_inquiries() -> Select[Any]:
    """Letters, each with the inquiry that it belongs to."""
    return select(
        inquiry_letters, inquiries.c.resident, inquiries.c.unit, inquiries.c.open, inquiries.c.opened_at
    ).join(inquiries)


def letter_of(row: Row[Any]) -> Letter:
    """The letter of a row of `letters_and_inquiries`."""
    source = None
    if row.source_chat is not None:
        source = Source(row.source_chat, row.source_id, row.source_edit)
    return Letter(
        row.id,
        Inquiry(row.inquiry_id, row.resident, row.unit, row.open, row.opened_at),
        Side(row.side),
        Purpose(row.purpose),
        Content(row.text, row.media, row.about, row.album),
        row.author,
        source,
        row.written_at,
        State(row.state),
        State(row.told),
        row.receipt_id,
    )


def inquiry_of(row: Row[Any]) -> Inquiry:
    return Inquiry(row.id, row.resident, row.unit, row.open, row.opened_at)


async def plan_deliveries(
    database: Database, connection: AsyncConnection, letter: int, chats: Iterable[int], now: dt.datetime
) -> State:
    """Have a letter delivered to these chats; one that failed is tried again. The state of the letter."""
    table = inquiry_deliveries
    again = {"state": State.PENDING.value, "due_at": now, "tries": 0}
    for chat in dict.fromkeys(chats):
        row = database.insert(table).values(letter_id=letter, chat_id=chat, doubtful=False, **again)
        await connection.execute(
            row.on_conflict_do_update(
                index_elements=[table.c.letter_id, table.c.chat_id],
                set_=again,
                where=table.c.state == State.FAILED.value,
            )
        )
    return await settle(connection, letter)


async def note_post(
    database: Database, connection: AsyncConnection, chat_id: int, post_id: int, inquiry: int
) -> None:
    """What replies to that message of the bot belongs to the inquiry, if that was not forgotten meanwhile."""
    this = select(literal(chat_id), literal(post_id), inquiries.c.id).where(inquiries.c.id == inquiry)
    await connection.execute(
        database.insert(inquiry_posts)
        .from_select(["chat_id", "post_id", "inquiry_id"], this)
        .on_conflict_do_nothing()
    )


async def settle(connection: AsyncConnection, letter: int) -> State:
    """Write down what became of a letter as a whole, by its deliveries to those it is for."""
    # Two that record two of its deliveries take turns: else each would see the other's as still being sent.
    # Not against those who refer to it: they would wait for each other.
    await connection.execute(
        select(inquiry_letters.c.id).where(inquiry_letters.c.id == letter).with_for_update(key_share=True)
    )
    table = inquiry_deliveries
    addressee = case(
        (inquiry_letters.c.side == Side.STAFF.value, table.c.chat_id == inquiries.c.resident), else_=True
    )
    rows = await connection.execute(
        select(table.c.state, func.count())
        .join(inquiry_letters, inquiry_letters.c.id == table.c.letter_id)
        .join(inquiries, inquiries.c.id == inquiry_letters.c.inquiry_id)
        .where(table.c.letter_id == letter, addressee)
        .group_by(table.c.state)
    )
    states = {State(state) for state, _ in rows}
    if State.SENT in states:
        state = State.SENT
    elif states & {State.PENDING, State.SENDING}:
        state = State.PENDING
    else:
        state = State.UNKNOWN if State.UNKNOWN in states else State.FAILED
    await connection.execute(
        update(inquiry_letters).where(inquiry_letters.c.id == letter).values(state=state.value)
    )
    return state


async def one_inquiry(connection: AsyncConnection, *conditions: Any) -> Inquiry | None:
    # Locked, so that two who write to it at once take turns.
    row: Row[Any] | None = (
        await connection.execute(select(inquiries).where(*conditions).with_for_update())
    ).first()
    return None if row is None else inquiry_of(row)


async def latest_letter(connection: AsyncConnection, *conditions: Any) -> Letter | None:
    """The latest letter that meets the conditions."""
    found = await connection.execute(
        letters_and_inquiries().where(*conditions).order_by(inquiry_letters.c.id.desc()).limit(1)
    )
    row = found.first()
    return None if row is None else letter_of(row)

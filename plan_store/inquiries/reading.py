"""What do the inquiries say? Looking them up, one by one or all that are open; and forgetting them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from sqlalchemy import delete, func, select

from plan_store.database import Database
from plan_store.inquiries.letters import Inquiry, Letter, Purpose, Side, State, Waiting
from plan_store.inquiries.rows import (
    inquiry_of,
    latest_letter,
    letter_of,
    letters_and_inquiries,
    one_inquiry,
)
from plan_store.schema import (
    inquiries,
    inquiry_deliveries,
    inquiry_drafts,
    inquiry_letters,
    inquiry_posts,
    inquiry_reminders,
    inquiry_topics,
)

KEPT = dt.timedelta(days=180)


class Letters:
    """The letters of all inquiries, to be read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, number: int) -> Inquiry | None:
        async with self._database.reading() as connection:
            return await one_inquiry(connection, inquiries.c.id == number)

    async def of_post(self, chat_id: int, post_id: int) -> Inquiry | None:
        """The inquiry that a message of the bot is about; None for any other message."""
        async with self._database.reading() as connection:
            found = await connection.execute(
                select(inquiries)
                .join(inquiry_posts)
                .where(inquiry_posts.c.chat_id == chat_id, inquiry_posts.c.post_id == post_id)
            )
            row = found.first()
        return None if row is None else inquiry_of(row)

    async def of_album(self, author: int, album: str) -> Letter | None:
        """The letter that came in the same album."""
        return await self._one(inquiry_letters.c.author == author, inquiry_letters.c.album == album)

    async def written_as(self, chat_id: int, message_id: int) -> Letter | None:
        """The letter that was written as that message."""
        return await self._one(
            inquiry_letters.c.source_chat == chat_id, inquiry_letters.c.source_id == message_id
        )

    async def letter(self, number: int) -> Letter | None:
        return await self._one(inquiry_letters.c.id == number)

    async def letters(self, number: int) -> tuple[Letter, ...]:
        """All letters of an inquiry, in the order they were written."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                letters_and_inquiries()
                .where(inquiry_letters.c.inquiry_id == number)
                .order_by(inquiry_letters.c.id)
            )
            return tuple(map(letter_of, rows))

    async def staff_chats(self, number: int) -> tuple[int, ...]:
        """The chats to which the resident's letters of an inquiry were delivered, the first first."""
        table = inquiry_deliveries
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(table.c.chat_id)
                .join(inquiry_letters)
                .where(
                    inquiry_letters.c.inquiry_id == number,
                    inquiry_letters.c.side == Side.RESIDENT,
                    table.c.state == State.SENT,
                )
                .order_by(table.c.id)
            )
            return tuple(dict.fromkeys(row.chat_id for row in rows))

    async def open_of(self, resident: int) -> tuple[Inquiry, ...]:
        """A resident's open inquiries, by number."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(inquiries)
                .where(inquiries.c.resident == resident, inquiries.c.open)
                .order_by(inquiries.c.id)
            )
            return tuple(map(inquiry_of, rows))

    async def open_ones(self) -> tuple[Waiting, ...]:
        """All open inquiries: those that wait longest for an answer first, then those that are answered."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                letters_and_inquiries().where(inquiries.c.open).order_by(inquiry_letters.c.id)
            )
            letters: dict[int, list[Letter]] = defaultdict(list)
            for row in rows:
                letters[row.inquiry_id].append(letter_of(row))
        found = [waiting for of_one in letters.values() if (waiting := _waiting(of_one)) is not None]
        return tuple(sorted(found, key=lambda one: (one.since is None, one.since or one.last.written_at)))

    async def asked_between(self, first: dt.datetime, before: dt.datetime) -> int:
        """How many letters residents wrote in a span of time."""
        table = inquiry_letters
        async with self._database.reading() as connection:
            found = await connection.scalar(
                select(func.count())
                .select_from(table)
                .where(
                    table.c.side == Side.RESIDENT,
                    table.c.purpose == Purpose.WORDS,
                    table.c.written_at >= first,
                    table.c.written_at < before,
                )
            )
            return found or 0

    # --- a person's data ------------------------------------------------------------------------------
    async def of_person(self, user: int) -> tuple[Letter, ...]:
        """All that is kept of what a resident asked and was answered, the oldest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                letters_and_inquiries().where(inquiries.c.resident == user).order_by(inquiry_letters.c.id)
            )
            return tuple(map(letter_of, rows))

    async def forget(self, user: int) -> None:
        """Delete a resident's inquiries whole, with what staff answered."""
        async with self._database.writing() as connection:
            for table in (inquiries, inquiry_topics, inquiry_drafts):
                await connection.execute(delete(table).where(table.c.resident == user))

    async def purge(self, now: dt.datetime) -> None:
        """Delete letters older than 180 days, and inquiries of which nothing is left."""
        async with self._database.writing() as connection:
            await connection.execute(delete(inquiry_letters).where(inquiry_letters.c.kept_at < now - KEPT))
            left = select(inquiry_letters.c.inquiry_id)
            await connection.execute(delete(inquiries).where(inquiries.c.id.not_in(left)))
            residents = select(inquiries.c.resident)
            await connection.execute(
                delete(inquiry_topics).where(inquiry_topics.c.resident.not_in(residents))
            )
            last_week = (now - dt.timedelta(days=7)).date().isoformat()
            await connection.execute(delete(inquiry_reminders).where(inquiry_reminders.c.day < last_week))

    async def _one(self, *conditions: Any) -> Letter | None:
        async with self._database.reading() as connection:
            return await latest_letter(connection, *conditions)


def _waiting(letters: list[Letter]) -> Waiting | None:
    last: Letter | None = None
    since: dt.datetime | None = None
    for letter in letters:
        if letter.side is Side.STAFF:
            if letter.purpose is not Purpose.CLOSING:
                since = None
        elif letter.purpose is not Purpose.CLOSING:
            last = letter
            since = since or letter.written_at
    return None if last is None else Waiting(last.inquiry, last, since)

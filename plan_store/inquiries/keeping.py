"""Which inquiries are there? What residents and staff wrote to each other, and who may write."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from plan_store.database import Database
from plan_store.inquiries.letters import (
    Content,
    Inquiry,
    Letter,
    Purpose,
    Side,
    Source,
    State,
)
from plan_store.inquiries.rows import latest_letter, note_post, one_inquiry, plan_deliveries
from plan_store.schema import (
    inquiries,
    inquiry_deliveries,
    inquiry_letters,
)
from plan_store.staff.members import Members
from plan_store.staff.rights import NotAllowedError


@dataclass(frozen=True, slots=True)
class Kept:
    """A letter that is on the disk now."""

    letter: Letter
    new: bool
    """Else the same message had been taken before: an update came twice, or a button was tapped twice."""
    reopened: bool = False


class Inquiries:
    """The inquiries of residents. What staff write is refused where they have no right to it."""

    def __init__(self, database: Database, members: Members, changed: Callable[[], None]) -> None:
        """`changed` is called whenever there is something to deliver or to tell."""
        self._database = database
        self._members = members
        self._changed = changed

    # --- writing --------------------------------------------------------------------------------------
    async def ask(
        self, resident: int, unit: str, content: Content, source: Source, to: Iterable[int], now: dt.datetime
    ) -> Kept:
        """A resident's words for a unit, for the chats `to`: opens an inquiry, or goes on with theirs."""
        async with self._writing() as connection:
            if (known := await _taken(connection, source)) is not None:
                return Kept(known, new=False)
            found = await connection.execute(
                self._database.insert(inquiries)
                .values(resident=resident, unit=unit, open=True, opened_at=now)
                .on_conflict_do_nothing()
            )
            inquiry = await one_inquiry(
                connection, inquiries.c.resident == resident, inquiries.c.unit == unit
            )
            assert inquiry is not None
            fresh = found.rowcount == 1
            kept = await self._write(
                connection, inquiry, Side.RESIDENT, Purpose.WORDS, content, resident, source, to, now
            )
            return Kept(kept.letter, new=kept.new, reopened=kept.reopened and not fresh)

    async def add(
        self,
        number: int,
        resident: int,
        content: Content,
        source: Source,
        to: Iterable[int],
        now: dt.datetime,
    ) -> Kept:
        """A resident's further words to an inquiry of theirs; reopens it.

        Raises `NotAllowedError` where it is not theirs, or there is none of that number any more.
        """
        async with self._writing() as connection:
            if (known := await _taken(connection, source)) is not None:
                return Kept(known, new=False)
            inquiry = await one_inquiry(connection, inquiries.c.id == number)
            if inquiry is None or inquiry.resident != resident:
                raise NotAllowedError(resident, f"add to inquiry {number}")
            return await self._write(
                connection, inquiry, Side.RESIDENT, Purpose.WORDS, content, resident, source, to, now
            )

    async def answer(
        self,
        number: int,
        staff: int,
        content: Content,
        source: Source,
        others: Iterable[int],
        now: dt.datetime,
    ) -> Kept:
        """The answer of staff, to be delivered to the resident, and to `others` of the staff to know of.

        Raises `NotAllowedError` where they are not staff of that unit, or there is no such inquiry any more.
        """
        async with self._writing() as connection:
            if (known := await _taken(connection, source)) is not None:
                return Kept(known, new=False)
            inquiry = await self._of_staff(connection, number, staff)
            return await self._write(
                connection,
                inquiry,
                Side.STAFF,
                Purpose.WORDS,
                content,
                staff,
                source,
                (inquiry.resident, *others),
                now,
            )

    async def correct(self, author: int, content: Content, source: Source, now: dt.datetime) -> Kept | None:
        """The message that a letter was written as has been edited: those who got it get it as it is now.

        None where it was no letter, or reads as before. Raises `NotAllowedError` as `answer`.
        """
        async with self._writing() as connection:
            if (known := await _taken(connection, source)) is not None:
                return Kept(known, new=False)
            earlier = await _latest_version(connection, source)
            if earlier is None or earlier.author != author or earlier.content.text == content.text:
                return None
            if earlier.side is Side.STAFF:
                await self._of_staff(connection, earlier.inquiry.number, author)
            else:
                await one_inquiry(connection, inquiries.c.id == earlier.inquiry.number)
            rows = await connection.execute(
                select(inquiry_deliveries.c.chat_id).where(inquiry_deliveries.c.letter_id == earlier.number)
            )
            chats = [row.chat_id for row in rows]
            return await self._write(
                connection,
                earlier.inquiry,
                earlier.side,
                Purpose.CORRECTION,
                content,
                author,
                source,
                chats,
                now,
                open_=earlier.inquiry.open,
            )

    async def close(
        self, number: int, side: Side, by: int, to: Iterable[int], now: dt.datetime
    ) -> Inquiry | None:
        """End an inquiry, and tell the chats `to` of it (the resident too, where staff end it).

        None where it is closed already or gone. Raises `NotAllowedError`.
        """
        async with self._writing() as connection:
            if side is Side.STAFF:
                inquiry = await self._of_staff(connection, number, by)
                to = (inquiry.resident, *to)
            else:
                found = await one_inquiry(connection, inquiries.c.id == number)
                if found is None or found.resident != by:
                    raise NotAllowedError(by, f"close inquiry {number}")
                inquiry = found
            if not inquiry.open:
                return None
            await self._write(
                connection, inquiry, side, Purpose.CLOSING, Content(""), by, None, to, now, open_=False
            )
            return inquiry

    async def acknowledged(self, letter: Letter, receipt_id: int) -> None:
        """The author was told, by the message `receipt_id`, that it is kept, and the state it has."""
        source = letter.source
        async with self._writing() as connection:
            await connection.execute(
                update(inquiry_letters)
                .where(inquiry_letters.c.id == letter.number)
                .values(receipt_id=receipt_id, told=letter.state.value)
            )
            if source is not None:
                await note_post(self._database, connection, source.chat_id, receipt_id, letter.inquiry.number)

    async def posted(self, chat_id: int, post_id: int, inquiry: int) -> None:
        """What replies to that message of the bot belongs to the inquiry."""
        async with self._database.writing() as connection:
            await note_post(self._database, connection, chat_id, post_id, inquiry)

    # --- how it is done -------------------------------------------------------------------------------
    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        async with self._database.writing() as connection:
            yield connection
        self._changed()

    async def _of_staff(self, connection: AsyncConnection, number: int, staff: int) -> Inquiry:
        inquiry = await one_inquiry(connection, inquiries.c.id == number)
        if inquiry is None:
            raise NotAllowedError(staff, f"answer inquiry {number}, which is gone")
        units = (inquiry.unit,) if inquiry.unit else ()
        await self._members.require(connection, staff, f"answer inquiry {number}", units)
        return inquiry

    async def _write(
        self,
        connection: AsyncConnection,
        inquiry: Inquiry,
        side: Side,
        purpose: Purpose,
        content: Content,
        author: int,
        source: Source | None,
        to: Iterable[int],
        now: dt.datetime,
        *,
        open_: bool = True,
    ) -> Kept:
        # Another process may have taken the same message while this one waited for the inquiry.
        if source is not None and (known := await _taken(connection, source)) is not None:
            return Kept(known, new=False)
        await connection.execute(update(inquiries).where(inquiries.c.id == inquiry.number).values(open=open_))
        wall = dt.datetime.now(dt.UTC)
        inserted = await connection.execute(
            insert(inquiry_letters).values(
                inquiry_id=inquiry.number,
                side=side.value,
                purpose=purpose.value,
                text=content.text.replace("\x00", ""),
                media=content.media,
                about=content.about,
                album=content.album,
                author=author,
                source_chat=source.chat_id if source else None,
                source_id=source.message_id if source else None,
                source_edit=source.edit if source else 0,
                written_at=now,
                kept_at=wall,
                state=State.PENDING.value,
                told=State.PENDING.value,
            )
        )
        (number,) = inserted.inserted_primary_key or (0,)
        await plan_deliveries(self._database, connection, number, to, wall)
        letter = await latest_letter(connection, inquiry_letters.c.id == number)
        assert letter is not None
        return Kept(letter, new=True, reopened=open_ and not inquiry.open)


async def _taken(connection: AsyncConnection, source: Source) -> Letter | None:
    return await latest_letter(
        connection,
        inquiry_letters.c.source_chat == source.chat_id,
        inquiry_letters.c.source_id == source.message_id,
        inquiry_letters.c.source_edit == source.edit,
    )


async def _latest_version(connection: AsyncConnection, source: Source) -> Letter | None:
    return await latest_letter(
        connection,
        inquiry_letters.c.source_chat == source.chat_id,
        inquiry_letters.c.source_id == source.message_id,
    )

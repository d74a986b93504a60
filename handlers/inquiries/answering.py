"""How do staff answer? By replying to what the bot passed on to them, in private or in their group."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from telegram import CallbackQuery, Message

from handlers.inquiries.reading import content_of, source_of
from handlers.inquiries.recipients import Recipients
from handlers.replies.inquiries import asking as asking_texts
from handlers.replies.inquiries import letters as letter_texts
from handlers.replies.inquiries import offering
from handlers.replies.inquiries import open_ones as open_texts
from handlers.replies.inquiry_taps import Again, Show
from handlers.services import Services
from handlers.showing import say, send
from plan_store.inquiries.letters import Inquiry, Side
from plan_store.staff.rights import NotAllowedError
from plan_store.store import Store

if TYPE_CHECKING:
    from handlers.staff.gate import Worker

_log = logging.getLogger(__name__)


class Answering:
    """The side of staff. Their rights are checked by the store, in the transaction that keeps the answer."""

    def __init__(self, services: Services, store: Store, recipients: Recipients) -> None:
        self._services = services
        self._store = store
        self._recipients = recipients

    async def answer(self, message: Message, inquiry: Inquiry) -> None:
        """A reply to an inquiry is its answer; 结束 ends it. Others are told that nothing went."""
        user = message.from_user
        if user is None or (await self._store.members.at_hand(user.id)) is None:
            await send(message, open_texts.NOT_STAFF)
            return
        try:
            if (message.text or "").strip() in offering.ENDS:
                await self._close(message, inquiry, user.id)
            else:
                await self._answer(message, inquiry, user.id)
        except NotAllowedError as error:
            _log.warning("refused: %s", error)
            await send(message, open_texts.not_yours(inquiry))

    async def too_late(self, message: Message, earlier: Message) -> bool:
        """Whether it answers an inquiry that is kept no more; then staff are told that nothing went."""
        user, shown = message.from_user, earlier.text or earlier.caption or ""
        if user is None or not letter_texts.is_letter(shown):
            return False
        if (await self._store.members.at_hand(user.id)) is None:
            return False
        await send(message, open_texts.GONE)
        return True

    async def _answer(self, message: Message, inquiry: Inquiry, staff: int) -> None:
        content = content_of(message)
        if content is None:
            await send(message, open_texts.NOT_TAKEN_OF_STAFF)
            return
        others = await self._recipients.others(inquiry, (staff, message.chat_id))
        kept = await self._store.inquiries.answer(
            inquiry.number, staff, content, source_of(message), others, self._services.clock()
        )
        if kept.new:
            sent = await send(message, letter_texts.receipt(kept.letter))
            await self._store.inquiries.acknowledged(kept.letter, sent)

    async def edited(self, message: Message) -> bool:
        """Whether an edited message was an answer; then the change is passed on."""
        user, content = message.from_user, content_of(message)
        letter = await self._store.letters.written_as(message.chat_id, message.message_id)
        if user is None or content is None or letter is None or letter.side is not Side.STAFF:
            return False
        try:
            kept = await self._store.inquiries.correct(
                user.id, content, source_of(message), self._services.clock()
            )
        except NotAllowedError as error:
            _log.warning("refused: %s", error)
            await send(message, open_texts.NOT_STAFF)
            return True
        if kept is not None and kept.new:
            sent = await send(message, letter_texts.receipt(kept.letter))
            await self._store.inquiries.acknowledged(kept.letter, sent)
        return True

    # --- the list -------------------------------------------------------------------------------------
    async def open_ones(self, worker: Worker, message: Message, words: str) -> None:
        """/inquiries: those that are theirs to answer."""
        waiting = [
            one
            for one in await self._store.letters.open_ones()
            if not one.inquiry.unit or worker.rights.covers(one.inquiry.unit)
        ]
        await send(message, open_texts.open_list(waiting, self._services.clock()))

    # --- taps -----------------------------------------------------------------------------------------
    async def show(self, query: CallbackQuery, tap: Show) -> str:
        """All of an inquiry, to be replied to."""
        inquiry = await self._store.letters.get(tap.inquiry)
        message, user = query.message, query.from_user.id
        if inquiry is None or message is None or not await self._may(user, message.chat.id, inquiry):
            return asking_texts.OUT_OF_DATE
        topic = (
            message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
        )
        zone = self._services.clock().tzinfo
        for reply in open_texts.whole(await self._store.letters.letters(inquiry.number), zone):
            sent = await say(query.get_bot(), message.chat.id, reply, topic=topic)
            await self._store.inquiries.posted(message.chat.id, sent, inquiry.number)
        return ""

    async def close(self, query: CallbackQuery, inquiry: Inquiry) -> str:
        """结束咨询 under what was passed on."""
        message, user = query.message, query.from_user.id
        if not isinstance(message, Message) or not await self._may(user, message.chat.id, inquiry):
            return asking_texts.OUT_OF_DATE
        try:
            return await self._close(message, inquiry, user)
        except NotAllowedError as error:
            _log.warning("refused: %s", error)
            return asking_texts.OUT_OF_DATE

    async def again(self, query: CallbackQuery, tap: Again) -> str:
        """Its author sends an answer once more that may not have arrived."""
        letter = await self._store.letters.letter(tap.letter)
        if letter is None or letter.author != query.from_user.id:
            return asking_texts.OUT_OF_DATE
        sends = await self._store.mail.again(letter.number, letter.inquiry.resident)
        return "" if sends else open_texts.ARRIVED_MEANWHILE

    async def _close(self, message: Message, inquiry: Inquiry, staff: int) -> str:
        others = await self._recipients.others(inquiry, (staff, message.chat_id))
        closed = await self._store.inquiries.close(
            inquiry.number, Side.STAFF, staff, others, self._services.clock()
        )
        if closed is None:
            return asking_texts.ALREADY_CLOSED
        sent = await send(message, open_texts.closed_by_staff(inquiry))
        await self._store.inquiries.posted(message.chat_id, sent, inquiry.number)
        return ""

    async def _may(self, user: int, chat: int, inquiry: Inquiry) -> bool:
        """Whether a tap may show it there: in the group of staff, or in the private chat of one of them."""
        return chat in (user, self._recipients.group) and await self._recipients.may_have(user, inquiry)

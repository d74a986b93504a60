"""In which words does a letter go, and where? In private, or into the resident's topic in a group."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from telegram import Bot
from telegram.error import BadRequest, Forbidden

from handlers.inquiries.outgoing import Note, Outgoing
from handlers.inquiries.recipients import Recipients
from handlers.replies import Reply
from handlers.replies.inquiries import letters as texts
from handlers.telegram.departure import Departure, in_bulk
from plan_store.inquiries.letters import Delivery, Letter, Side
from plan_store.store import Store

_log = logging.getLogger(__name__)


class Post:
    """Sends letters."""

    def __init__(self, bot: Bot, store: Store, recipients: Recipients) -> None:
        self._bot = bot
        self._store = store
        self._recipients = recipients
        self._no_forum: set[int] = set()
        """Groups that have no topics, or where the bot may make none."""

    async def send(self, delivery: Delivery, note: Note, departure: Departure) -> bool:
        """Send what has not arrived of it, and `note` each message; False where that chat may not have it.

        Raises Telegram's errors, and `StoreError` before anything has left.
        """
        replies = await self._replies(delivery)
        if not replies:
            return False
        limiting = in_bulk(self._bot, departure)
        outgoing = Outgoing(self._bot, delivery, replies, note, limiting)
        if delivery.chat_id == self._recipients.group:
            await self._to_group(delivery, outgoing, limiting)
        else:
            await outgoing.go(None, delivery.parts)
        return True

    async def _replies(self, delivery: Delivery) -> Sequence[Reply]:
        letter, inquiry = delivery.letter, delivery.letter.inquiry
        if delivery.chat_id == inquiry.resident:
            return texts.to_resident(letter, await self._recipients.name_of(letter))
        if not await self._recipients.may_have(delivery.chat_id, inquiry):
            return ()
        if letter.side is Side.RESIDENT:
            return texts.to_staff(letter)
        return texts.to_colleague(letter, await self._recipients.colleague(letter.author))

    async def _to_group(self, delivery: Delivery, outgoing: Outgoing, limiting: dict[str, Any]) -> None:
        """Into the resident's topic; where it was deleted, it is made anew, and has the whole letter."""
        letter = delivery.letter
        topic = await self._store.inquiry_topics.get(delivery.chat_id, letter.inquiry.resident)
        if topic is None:
            topic = await self._new_topic(delivery.chat_id, letter, limiting)
        try:
            await outgoing.go(topic, delivery.parts)
        except BadRequest as error:
            if topic is None or "thread not found" not in error.message.lower():
                raise
            _log.warning("a resident's topic is gone, and is made anew: %s", error)
            await outgoing.go(await self._new_topic(delivery.chat_id, letter, limiting), 0)

    async def _new_topic(self, group: int, letter: Letter, limiting: dict[str, Any]) -> int | None:
        """None where the group is no forum: then its messages stand one below the other."""
        if group in self._no_forum:
            return None
        try:
            made = await self._bot.create_forum_topic(group, texts.topic_name(letter), **limiting)
        except (BadRequest, Forbidden) as error:
            if isinstance(error, Forbidden) or "chat not found" in error.message.lower():
                raise
            _log.warning("the group of staff gets plain messages, since it takes no topics: %s", error)
            self._no_forum.add(group)
            return None
        await self._store.inquiry_topics.keep(group, letter.inquiry.resident, made.message_thread_id)
        return made.message_thread_id

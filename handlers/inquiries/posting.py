"""How is one letter sent to one chat? Words as messages, attachments as copies, residents in their topics."""

from __future__ import annotations

import logging

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden

from handlers.inquiries.recipients import Recipients
from handlers.replies import Reply
from handlers.replies.inquiries import letters as texts
from handlers.showing import markup, say
from plan_store.inquiries.letters import Delivery, Letter, Purpose, Side
from plan_store.store import Store

_CAPTIONED = frozenset({"photo", "document", "voice", "audio", "video", "animation"})

_log = logging.getLogger(__name__)


class Post:
    """Sends letters."""

    def __init__(self, bot: Bot, store: Store, recipients: Recipients) -> None:
        self._bot = bot
        self._store = store
        self._recipients = recipients
        self._no_forum: set[int] = set()
        """Groups that have no topics, or where the bot may make none."""

    async def send(self, delivery: Delivery) -> list[int]:
        """The messages as which it arrived; none where that chat may not have it any more.

        Raises Telegram's errors.
        """
        letter, inquiry = delivery.letter, delivery.letter.inquiry
        if delivery.chat_id == inquiry.resident:
            replies = texts.to_resident(letter, await self._recipients.name_of(letter))
        elif not await self._recipients.may_have(delivery.chat_id, inquiry):
            return []
        elif letter.side is Side.RESIDENT:
            replies = texts.to_staff(letter, doubtful=delivery.doubtful)
        else:
            replies = texts.to_colleague(letter, await self._recipients.colleague(letter.author))
        if delivery.chat_id != self._recipients.group:
            return await self._all(delivery, replies)
        return await self._to_group(delivery, replies)

    async def _to_group(self, delivery: Delivery, replies: list[Reply]) -> list[int]:
        """Into the resident's topic; a topic that was deleted is made anew."""
        topic = await self._topic(delivery.chat_id, delivery.letter)
        try:
            return await self._all(delivery, replies, topic)
        except BadRequest as error:
            if topic is None or "thread not found" not in error.message.lower():
                raise
            _log.warning("a resident's topic is gone, and is made anew: %s", error)
            topic = await self._new_topic(delivery.chat_id, delivery.letter)
            return await self._all(delivery, replies, topic)

    async def _topic(self, group: int, letter: Letter) -> int | None:
        known = await self._store.inquiry_topics.get(group, letter.inquiry.resident)
        return known if known is not None else await self._new_topic(group, letter)

    async def _new_topic(self, group: int, letter: Letter) -> int | None:
        """None where the group is no forum: then its messages stand one below the other."""
        if group in self._no_forum:
            return None
        try:
            made = await self._bot.create_forum_topic(group, texts.topic_name(letter))
        except (BadRequest, Forbidden) as error:
            if isinstance(error, Forbidden) or "chat not found" in error.message.lower():
                raise
            _log.warning("the group of staff gets plain messages, since it takes no topics: %s", error)
            self._no_forum.add(group)
            return None
        await self._store.inquiry_topics.keep(group, letter.inquiry.resident, made.message_thread_id)
        return made.message_thread_id

    async def _all(self, delivery: Delivery, replies: list[Reply], topic: int | None = None) -> list[int]:
        letter, source = delivery.letter, delivery.letter.source
        if letter.content.media and source is not None and letter.purpose is Purpose.WORDS:
            return await self._copy(delivery, replies, topic)
        to = delivery.reply_to
        return [await say(self._bot, delivery.chat_id, one, topic=topic, reply_to=to) for one in replies]

    async def _copy(self, delivery: Delivery, replies: list[Reply], topic: int | None) -> list[int]:
        """The attachment, with the words under it where they fit, else below."""
        letter, source = delivery.letter, delivery.letter.source
        assert source is not None
        reply = replies[0]
        together = letter.content.media in _CAPTIONED and len(replies) == 1 and texts.fits_caption(reply)
        try:
            copy = await self._bot.copy_message(
                delivery.chat_id,
                source.chat_id,
                source.message_id,
                caption=reply.html if together else "" if letter.content.media in _CAPTIONED else None,
                parse_mode=ParseMode.HTML,
                reply_markup=markup(reply.buttons) if together else None,
                message_thread_id=topic,
            )
        except BadRequest as error:
            if "to copy" not in error.message.lower() and "can't be copied" not in error.message.lower():
                raise
            # Its author has deleted it, or Telegram does not copy it: the words go, and say so.
            replies = [texts.without_attachment(reply), *replies[1:]]
            return [await say(self._bot, delivery.chat_id, one, topic=topic) for one in replies]
        sent = [copy.message_id]
        if not together:
            to = copy.message_id
            sent += [await say(self._bot, delivery.chat_id, one, topic=topic, reply_to=to) for one in replies]
        return sent

"""How does one letter go to one chat? Message by message, each noted when it is there, from where it was."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest

from handlers.replies import Reply
from handlers.replies.inquiries import letters as texts
from handlers.showing import markup, say
from plan_store.inquiries.letters import Arrival, Delivery, Purpose, Source

_CAPTIONED = frozenset({"photo", "document", "voice", "audio", "video", "animation"})

Note = Callable[[Arrival], Awaitable[bool]]
"""Records what arrived; False: the rest is not to be sent by this process any more."""


class Outgoing:
    """The messages of a delivery: of words, one or several; of an attachment, its copy and the words below.

    They are counted so that a later try finds the same: the attachment is the first, whether it could be
    copied or not.
    """

    def __init__(
        self, bot: Bot, delivery: Delivery, replies: Sequence[Reply], note: Note, limiting: dict[str, Any]
    ) -> None:
        """`limiting`: see `departure.in_bulk`."""
        self._bot = bot
        self._delivery = delivery
        self._replies = replies
        self._note = note
        self._limiting = limiting

    async def go(self, topic: int | None, parts: int) -> None:
        """Send all but the first `parts` messages. Raises Telegram's errors."""
        letter, source = self._delivery.letter, self._delivery.letter.source
        if letter.content.media and source is not None and letter.purpose is Purpose.WORDS:
            await self._with_attachment(source, topic, parts)
        else:
            await self._words(self._replies[parts:], topic, parts, self._delivery.reply_to)

    async def _words(
        self, replies: Sequence[Reply], topic: int | None, parts: int, reply_to: int | None
    ) -> None:
        for place, reply in enumerate(self._doubted(replies), 1):
            post = await say(
                self._bot, self._delivery.chat_id, reply, topic=topic, reply_to=reply_to, **self._limiting
            )
            if not await self._note(Arrival(post, parts + place, last=place == len(replies))):
                return

    async def _with_attachment(self, source: Source, topic: int | None, parts: int) -> None:
        """The attachment, with the words under it where they fit, else below."""
        if parts:
            await self._words(self._replies[parts - 1 :], topic, parts, self._delivery.first)
            return
        first, *more = self._doubted(self._replies)
        captioned = self._delivery.letter.content.media in _CAPTIONED
        together = captioned and not more and texts.fits_caption(first)
        try:
            copy = await self._bot.copy_message(
                self._delivery.chat_id,
                source.chat_id,
                source.message_id,
                caption=first.html if together else "" if captioned else None,
                parse_mode=ParseMode.HTML,
                reply_markup=markup(first.buttons) if together else None,
                message_thread_id=topic,
                **self._limiting,
            )
        except BadRequest as error:
            if "to copy" not in error.message.lower() and "can't be copied" not in error.message.lower():
                raise
            # Its author has deleted it, or Telegram does not copy it: the words go, and say so.
            words = [texts.without_attachment(self._replies[0]), *self._replies[1:]]
            await self._words(words, topic, 1, None)
            return
        if await self._note(Arrival(copy.message_id, 1, last=together)) and not together:
            await self._words(self._replies, topic, 1, copy.message_id)

    def _doubted(self, replies: Sequence[Reply]) -> Sequence[Reply]:
        """The first of them says that it may be there already, where that is so."""
        if not self._delivery.doubtful:
            return replies
        return [texts.perhaps_again(replies[0]), *replies[1:]]

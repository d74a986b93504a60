"""How is a letter delivered, and its author told of that? One try, and a record of what became of it."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from handlers.inquiries.attempts import Attempts
from handlers.inquiries.lanes import Lanes
from handlers.inquiries.outage import Outage
from handlers.inquiries.posting import Post
from handlers.inquiries.recipients import Recipients
from handlers.replies.inquiries import letters as texts
from handlers.showing import replace, say
from handlers.telegram.departure import Departure, in_bulk
from plan_store.deliveries import State as Outcome
from plan_store.inquiries.letters import Arrival, Delivery, Letter, Side, Source, State
from plan_store.store import Store, StoreError

_A_WHILE = 5.0
"""Seconds until an author is told who could not be told now."""

_log = logging.getLogger(__name__)


class Delivering:
    """Letters to those they are for, and word of them to those who wrote them."""

    def __init__(self, bot: Bot, store: Store, recipients: Recipients, lanes: Lanes, outage: Outage) -> None:
        self._bot = bot
        self._store = store
        self._recipients = recipients
        self._lanes = lanes
        self._outage = outage
        self._post = Post(bot, store, recipients)
        self._attempts = Attempts(lanes, outage)

    async def deliver(self, delivery: Delivery, departure: Departure) -> None:
        """One try."""
        mail = self._store.mail

        async def arrived(arrival: Arrival) -> bool:
            return await self._outage.outlasted(partial(mail.arrived, delivery, arrival))

        with mail.unrecorded.sending(delivery.chat_id):
            await self._attempts.attempt(
                mail,
                delivery,
                departure,
                partial(self._post.send, delivery, arrived, departure),
                partial(self._give_up, delivery),
            )

    async def _give_up(self, delivery: Delivery) -> None:
        """It cannot go there; where nobody has a resident's letter now, others are tried."""
        mail, letter = self._store.mail, delivery.letter
        beyond: tuple[int, ...] = ()
        if letter.side is Side.RESIDENT:
            tried = await mail.tried(letter.number)
            beyond = await self._recipients.beyond(letter.inquiry.unit, letter.inquiry.resident, tried)
        await mail.failed(delivery, beyond)

    async def tell(self, letter: Letter, source: Source, departure: Departure) -> None:
        """Its author, in the chat of `source`, learns what became of a letter."""
        try:
            with self._store.mail.unrecorded.sending(source.chat_id):
                await self._say(letter, source, in_bulk(self._bot, departure))
        except TelegramError as error:
            if not self._cannot_be_told(letter, source, error):
                return
        except StoreError as error:
            _log.warning("the author of letter %d is told later: %s", letter.number, error)
            self._lanes.rest(source.chat_id, _A_WHILE)
            return
        await self._outage.outlasted(partial(self._store.mail.told, letter))

    async def _say(self, letter: Letter, source: Source, limiting: dict[str, Any]) -> None:
        """In the message that said that it is kept, where that was not the last word."""
        receipt = letter.receipt_id
        anybody = bool(await self._recipients.of(letter.inquiry.unit, letter.inquiry.resident))
        reply = texts.receipt(letter, anybody=anybody)
        in_place = letter.told is State.PENDING
        if receipt and in_place and await replace(self._bot, source.chat_id, receipt, reply, **limiting):
            return
        # What was said before was final, so that a silent edit would not be noticed.
        post = await say(self._bot, source.chat_id, reply, reply_to=receipt or source.message_id, **limiting)
        number = letter.inquiry.number
        await self._outage.outlasted(partial(self._store.inquiries.posted, source.chat_id, post, number))

    def _cannot_be_told(self, letter: Letter, source: Source, error: TelegramError) -> bool:
        """For good; otherwise the chat is left alone for as long as Telegram says, or for a while."""
        from handlers.reminders.outcomes import result_of

        result = result_of(error, 0)
        _log.info("the author of letter %d was not told: %s", letter.number, error)
        if result.state is Outcome.FAILED or result.moved_to is not None:
            return True
        wait = _A_WHILE if result.wait is None else result.wait.total_seconds()
        self._lanes.rest(source.chat_id, wait)
        return False

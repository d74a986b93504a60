"""How do letters reach the other side? One task delivers them, tells their authors, and reminds staff."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Coroutine
from typing import Any

from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from handlers.inquiries.posting import Post
from handlers.inquiries.recipients import Recipients
from handlers.replies.inquiries import letters as letter_texts
from handlers.replies.inquiries import open_ones as open_texts
from handlers.services import Services
from handlers.showing import replace, say
from plan_store.inquiries.letters import Delivery, Letter, Side, State, Waiting
from plan_store.store import Store, StoreError

POLL = 2.0
"""Seconds between looks at what other processes wrote, and at what is to be tried again."""
TRY_AGAIN = 300.0
"""Seconds between tries to reach staff for letters that nobody got."""
REMIND_FROM, REMIND_UNTIL = dt.time(9), dt.time(20)
"""When staff are reminded of open inquiries: once a day."""

_log = logging.getLogger(__name__)


class Courier:
    """Delivers what is kept; whatever fails stays kept and is tried again, or is told as failed."""

    def __init__(
        self, bot: Bot, services: Services, store: Store, reach: Collection[int] | None = None
    ) -> None:
        """`reach`: the chats that can be written to from here; None: all."""
        self._services = services
        self._store = store
        self._reach = reach
        self._bot = bot
        self._recipients = Recipients(store.members, store.letters, services.staff_group)
        self._post = Post(bot, store, self._recipients)
        self._tried_again = -TRY_AGAIN
        self._reminded: dt.date | None = None
        self._one_round = asyncio.Lock()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Deliver while the block runs; nothing is left half sent at its end."""
        stop = asyncio.Event()
        working = asyncio.create_task(self._run(stop), name="courier")
        try:
            yield
        finally:
            stop.set()
            await working

    async def _run(self, stop: asyncio.Event) -> None:
        """Until `stop`; a store or a Telegram that is away is waited for."""
        while not stop.is_set():
            busy = False
            try:
                busy = await self.round(stop)
            except Exception:
                _log.exception("letters of inquiries wait to be delivered")
            if not busy:
                await _first(stop.wait(), self._store.mail.news(POLL))

    async def catch_up(self) -> None:
        """Deliver all that is due now."""
        while await self.round():
            pass

    async def round(self, stop: asyncio.Event | None = None) -> bool:
        """Deliver what is due, tell of it, and see to what waits; whether there was anything."""
        async with self._one_round:
            return await self._round(stop)

    async def _round(self, stop: asyncio.Event | None) -> bool:
        await self._reach_somebody()
        deliveries = await self._store.mail.claim(self._reach, limit=1)
        for delivery in deliveries:
            if stop is not None and stop.is_set():
                await self._store.mail.later(delivery, dt.timedelta(0))
            else:
                async with self._store.mail.recording:
                    await self._deliver(delivery)
        untold = await self._store.mail.untold(self._reach)
        for letter in untold:
            async with self._store.mail.recording:
                await self._tell(letter)
        await self._remind()
        return bool(deliveries or untold)

    # --- delivering -----------------------------------------------------------------------------------
    async def _deliver(self, delivery: Delivery) -> None:
        mail = self._store.mail
        try:
            posts = await self._post.send(delivery)
        except RetryAfter as error:
            await mail.later(delivery, error._retry_after)
        except (Forbidden, BadRequest, ChatMigrated) as error:
            _log.warning("letter %d did not reach %d: %s", delivery.letter.number, delivery.chat_id, error)
            await self._give_up(delivery)
        except NetworkError as error:
            _log.warning("letter %d to %d: %s", delivery.letter.number, delivery.chat_id, error)
            await (mail.later(delivery) if _never_sent(error) else mail.unclear(delivery))
        except (TelegramError, StoreError):
            # Of the store only before anything is sent: it gave no topic.
            _log.exception("letter %d to %d", delivery.letter.number, delivery.chat_id)
            await mail.later(delivery)
        else:
            if posts:
                await mail.sent(delivery, posts)
            else:
                await self._give_up(delivery)

    async def _give_up(self, delivery: Delivery) -> None:
        """It cannot go there; where nobody has a resident's letter now, others are tried."""
        state, tried = await self._store.mail.failed(delivery)
        letter = delivery.letter
        if state is State.FAILED and letter.side is Side.RESIDENT:
            chats = await self._recipients.beyond(letter.inquiry.unit, letter.inquiry.resident, tried)
            if chats:
                await self._store.mail.plan(letter.number, chats)

    async def _reach_somebody(self) -> None:
        """At the start and now and then: letters that nobody got are given to whoever is there now."""
        if time.monotonic() - self._tried_again < TRY_AGAIN:
            return
        self._tried_again = time.monotonic()
        for letter in await self._store.mail.undelivered():
            chats = await self._recipients.of(letter.inquiry.unit, letter.inquiry.resident)
            if chats:
                await self._store.mail.plan(letter.number, chats)

    # --- telling --------------------------------------------------------------------------------------
    async def _tell(self, letter: Letter) -> None:
        """Its author learns what became of a letter, in the message that said that it is kept."""
        source, receipt = letter.source, letter.receipt_id
        if source is None:
            return
        anybody = bool(await self._recipients.of(letter.inquiry.unit, letter.inquiry.resident))
        reply = letter_texts.receipt(letter, anybody=anybody)
        try:
            done = False
            if receipt is not None and letter.told is State.PENDING:
                done = await replace(self._bot, source.chat_id, receipt, reply)
            if not done:
                # What was said before was final, so that a silent edit would not be noticed.
                sent = await say(self._bot, source.chat_id, reply, reply_to=receipt or source.message_id)
                await self._store.inquiries.posted(source.chat_id, sent, letter.inquiry.number)
        except (Forbidden, BadRequest) as error:
            _log.info("the author of letter %d cannot be told: %s", letter.number, error)
        except TelegramError as error:
            _log.warning("the author of letter %d is told later: %s", letter.number, error)
            return
        await self._store.mail.told(letter)

    # --- reminding ------------------------------------------------------------------------------------
    async def _remind(self) -> None:
        now = self._services.clock()
        if self._reminded == now.date() or not REMIND_FROM <= now.time() < REMIND_UNTIL:
            return
        waiting: dict[int, list[Waiting]] = defaultdict(list)
        for one in await self._store.letters.open_ones():
            if one.since is not None and one.since.astimezone(now.tzinfo).date() < now.date():
                for chat in await self._recipients.of_inquiry(one.inquiry):
                    waiting[chat].append(one)
        for chat, ones in waiting.items():
            if self._reach is not None and chat not in self._reach:
                continue
            if await self._store.mail.take_reminder(chat, now.date()):
                await self._send_reminder(chat, ones, now)
        self._reminded = now.date()

    async def _send_reminder(self, chat: int, ones: list[Waiting], now: dt.datetime) -> None:
        try:
            await say(self._bot, chat, open_texts.reminder(ones, now))
        except TelegramError as error:
            _log.warning("%d could not be reminded of open inquiries: %s", chat, error)


def _never_sent(error: NetworkError) -> bool:
    # The transport is there where it is used; the terminal starts without it.
    from handlers.telegram.transport import never_sent

    return never_sent(error)


async def _first(*waits: Coroutine[Any, Any, object]) -> None:
    """Returns when one of them does; the others are cancelled."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()

"""How far has an announcement come? Its author sees it in one message, also after a restart."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Collection

from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from handlers.replies import Reply
from handlers.replies.staff import announcing as texts
from handlers.showing import replace, say
from plan_store.deliveries import Announcement
from plan_store.store import Store, StoreError

EACH = 3.0
"""Seconds between edits of the message: Telegram slows down who edits more often."""

_log = logging.getLogger(__name__)


class ProgressReports:
    """Tells authors of announcements how they go, and what came of them at last."""

    def __init__(
        self, bot: Bot, store: Store, reach: Collection[int] | None = None, *, elsewhere: bool = False
    ) -> None:
        """`reach`: the chats that can be written to from here; None: all.

        `elsewhere`: whether others get theirs by the bot on Telegram, which need not run now.
        """
        self._bot = bot
        self._store = store
        self._reach = reach
        self._elsewhere = elsewhere
        self._said: dict[int, Reply] = {}

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Report while the block runs."""
        working = asyncio.create_task(self._run(), name="progress of announcements")
        try:
            yield
        finally:
            working.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await working

    async def _run(self) -> None:
        while True:
            try:
                await self.report()
            except (StoreError, TelegramError) as error:
                _log.warning("the progress of an announcement is told later: %s", error)
            await asyncio.sleep(EACH)

    async def report(self) -> None:
        """Tell what is new of each announcement."""
        for announcement in await self._store.announcements.unreported(self._reach):
            progress = await self._store.bulletins.progress(announcement.number)
            reply = texts.progress(announcement.whom, progress, elsewhere=self._elsewhere)
            if self._said.get(announcement.number) != reply:
                await self._say(announcement, reply)
                self._said[announcement.number] = reply
            if not progress.waiting:
                await self._store.announcements.reported(announcement.number)
                self._said.pop(announcement.number, None)

    async def _say(self, announcement: Announcement, reply: Reply) -> None:
        chat, post = announcement.chat_id, announcement.post_id
        try:
            if post is None or not await replace(self._bot, chat, post, reply):
                sent = await say(self._bot, chat, reply)
                await self._store.announcements.shown(announcement.number, sent)
        except (BadRequest, Forbidden) as error:
            _log.warning("the author of announcement %d cannot be told: %s", announcement.number, error)

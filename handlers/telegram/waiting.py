"""How does a person see that the bot is at work? By "typing…", where it takes longer than a moment."""

from __future__ import annotations

import asyncio
import contextlib

from telegram import Bot, Update
from telegram.constants import ChatAction
from telegram.error import TelegramError

AGAIN = 4.5
"""Seconds; Telegram shows an action for 5."""


class at_work:  # noqa: N801 - used like a function
    """Shows `action` in the chat while the block runs, from `after` seconds on."""

    def __init__(
        self,
        bot: Bot,
        chat_id: int,
        *,
        after: float = 1.0,
        thread: int | None = None,
        action: str = ChatAction.TYPING,
    ) -> None:
        self._bot = bot
        self._chat_id = chat_id
        self._after = after
        self._thread = thread
        self._action = action
        self._showing: asyncio.Task[None] | None = None

    async def __aenter__(self) -> None:
        # A timer costs next to nothing where the block is done at once, as it nearly always is.
        self._timer = asyncio.get_running_loop().call_later(self._after, self._begin)

    async def __aexit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._showing is not None:
            self._showing.cancel()

    def _begin(self) -> None:
        self._showing = asyncio.create_task(self._show())

    async def _show(self) -> None:
        with contextlib.suppress(TelegramError):
            while True:
                await self._bot.send_chat_action(self._chat_id, self._action, message_thread_id=self._thread)
                await asyncio.sleep(AGAIN)


def attended(update: object) -> contextlib.AbstractAsyncContextManager[None]:
    """Shows in an update's chat that the bot is at work on it, where that takes longer than a moment."""
    if not isinstance(update, Update) or (chat := update.effective_chat) is None:
        return contextlib.nullcontext()
    message = update.effective_message
    topic = message.message_thread_id if message is not None and message.is_topic_message else None
    return at_work(update.get_bot(), chat.id, thread=topic)

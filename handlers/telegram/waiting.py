"""How does a person see that the bot is at work? By "typing…", where it takes longer than a moment."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from telegram import Bot, Update
from telegram.constants import ChatAction
from telegram.error import TelegramError

AGAIN = 4.5
"""Seconds; Telegram shows an action for 5."""


@contextlib.asynccontextmanager
async def at_work(
    bot: Bot, chat_id: int, *, after: float = 1.0, thread: int | None = None, action: str = ChatAction.TYPING
) -> AsyncIterator[None]:
    """Shows `action` in the chat while the block runs, from `after` seconds on."""
    loop = asyncio.get_running_loop()
    showing: asyncio.Task[None] | None = None

    async def show() -> None:
        with contextlib.suppress(TelegramError):
            while True:
                await bot.send_chat_action(chat_id, action, message_thread_id=thread)
                await asyncio.sleep(AGAIN)

    def begin() -> None:
        nonlocal showing
        showing = asyncio.create_task(show())

    # A timer costs next to nothing where the block is done at once, as it nearly always is.
    timer = loop.call_later(after, begin)
    try:
        yield
    finally:
        timer.cancel()
        if showing is not None:
            showing.cancel()


def attended(update: object) -> contextlib.AbstractAsyncContextManager[None]:
    """Shows in an update's chat that the bot is at work on it, where that takes longer than a moment."""
    if not isinstance(update, Update) or (chat := update.effective_chat) is None:
        return contextlib.nullcontext()
    message = update.effective_message
    topic = message.message_thread_id if message is not None and message.is_topic_message else None
    return at_work(update.get_bot(), chat.id, thread=topic)

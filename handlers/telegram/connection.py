"""How are the parts of the connection put together?"""

from __future__ import annotations

import logging
from functools import partial
from typing import Any, Protocol

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import Application, ApplicationBuilder

from handlers.telegram.direct import DirectBot
from handlers.telegram.ordering import InOrder
from handlers.telegram.pacing import Limits, Pacing
from handlers.telegram.waiting import attended
from handlers.telegram.words import SLOWLY, TOO_MANY

_log = logging.getLogger(__name__)

Bot = Application[Any, Any, Any, Any, Any, Any]


class TelegramSettings(Protocol):
    """What the connection needs of the settings' `[telegram]`."""

    @property
    def token(self) -> str: ...

    @property
    def base_url(self) -> str:
        """The token is put right after it: `https://api.telegram.org/bot`."""

    @property
    def base_file_url(self) -> str: ...

    @property
    def proxy(self) -> str | None: ...


def build_application(
    settings: TelegramSettings,
    *,
    limits: Limits | None = Limits(),  # noqa: B008 - a frozen value
    slots: int = 256,
    patience: int = 8,
    flood_pace: float = 0.5,
) -> Bot:
    """An application without handlers, to be given to `handlers.register` and then to `run_polling`.

    Args:
        limits: of outgoing messages; None: none.
        slots: how many people are served at the same time.
        patience: how many messages of one person may wait before he is asked to slow down.
        flood_pace: seconds between two messages of a flood.
    """
    bot = DirectBot(
        settings.token,
        settings.base_url,
        settings.base_file_url,
        connections=slots,
        proxy=settings.proxy or None,
        pacing=Pacing(limits),
    )
    order = InOrder(
        slots=slots,
        patience=patience,
        pace=flood_pace,
        on_flood=partial(_say_once, SLOWLY),
        on_full=partial(_say_once, TOO_MANY),
        attended=attended,
    )
    return ApplicationBuilder().bot(bot).concurrent_updates(order).updater(None).job_queue(None).build()


async def _say_once(words: str, update: Update) -> None:
    """In private chats only: in a group most of what people say is not said to the bot."""
    chat = update.effective_chat
    if chat is None or chat.type != chat.PRIVATE:
        return
    try:
        await chat.send_message(words)
    except TelegramError as error:
        _log.info("could not tell somebody to slow down: %s", error)

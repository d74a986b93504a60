"""Which bots are measured beside each other? Ours, and bare echo bots of two libraries, each its own process.

`python -m tests.bench.bots ours|ptb|aiogram CONNECTION`, where CONNECTION is the JSON line of the double.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any


def ours(address: dict[str, Any]) -> None:
    """The bot as it is started, with its store on the disk; only Telegram's limits on sending are lifted."""
    from handlers.serving import serve as run
    from handlers.settings import ROOT, Settings

    with tempfile.TemporaryDirectory() as folder:
        telegram = {name: address[name] for name in ("token", "base_url", "base_file_url")}
        values: dict[str, Any] = {
            "telegram": telegram,
            "store": {"url": f"sqlite+aiosqlite:///{Path(folder) / 'bot.db'}"},
            "plan": {"documents": [ROOT / "data" / "kaifu_2023.txt"]},
            "log": {"level": "warning"},
        }
        asyncio.run(run(Settings(**values), None, limits=None))


def ptb(address: dict[str, Any]) -> None:
    """python-telegram-bot as its documentation starts it."""
    from telegram import Update
    from telegram.ext import ApplicationBuilder, MessageHandler, filters

    async def echo(update: Update, context: Any) -> None:
        assert update.message is not None
        await update.message.reply_text(update.message.text or "")

    application = ApplicationBuilder().token(address["token"]).base_url(address["base_url"]).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


def aiogram(address: dict[str, Any]) -> None:
    """aiogram as its documentation starts it."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import Message

    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(message.text or "")

    server = TelegramAPIServer.from_base(address["base_url"].removesuffix("/bot"))
    session = AiohttpSession(api=server)
    asyncio.run(dispatcher.start_polling(Bot(address["token"], session=session)))


BOTS = {"ours": ours, "ptb": ptb, "aiogram": aiogram}

if __name__ == "__main__":
    BOTS[sys.argv[1]](json.loads(sys.argv[2]))

"""Can a bench in another process start the double, load it, and read the figures?"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import aiohttp
from telegram.ext import MessageHandler, filters

from tests.telegram.conftest import Bot, serving
from tests.telegram.double import Double

ROOT = Path(__file__).parents[2]


async def echo(update: Any, context: Any) -> None:
    await update.effective_message.reply_text(update.effective_message.text)


def with_echo(application: Bot) -> None:
    application.add_handler(MessageHandler(filters.TEXT, echo))


async def test_each_question_of_a_load_is_answered_and_timed(double: Double) -> None:
    async with serving(double, with_echo, limits=None):
        figures = await double.load.run(users=10, messages=3, texts=["六月", "七月"])
    assert (figures["sent"], figures["replied"]) == (30, 30)
    assert 0 < figures["median_ms"] <= figures["p99_ms"] <= figures["max_ms"]
    texts = [message.text for message in double.world.chats[1001].messages.values()]
    assert texts == ["六月", "六月", "七月", "七月", "六月", "六月"]


async def test_what_a_bot_leaves_unanswered_is_missing_from_the_figures(double: Double) -> None:
    figures = await double.load.run(users=2, messages=1, within=0.1)
    assert (figures["sent"], figures["replied"]) == (2, 0)


async def test_the_double_runs_as_a_process_of_its_own() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.telegram.double", "--port", "0"),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    address = json.loads(await process.stdout.readline())
    try:
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{address['base_url']}{address['token']}/getMe") as response:
                assert (await response.json())["result"]["is_bot"]
            async with session.post(address["control"] + "/state", json={}) as response:
                assert (await response.json())["result"]["handled"] == 1
    finally:
        process.terminate()
        assert await process.wait() == 0

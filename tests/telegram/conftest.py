"""The double, and a bot connected to it, for the tests of this room."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest_asyncio
from telegram import Update
from telegram.ext import Application, MessageHandler, filters

from handlers.telegram.connection import build_application
from handlers.telegram.polling import run_polling
from tests.telegram.double import Double

Bot = Application[Any, Any, Any, Any, Any, Any]


@dataclass(frozen=True)
class Connection:
    """The `[telegram]` settings of a bot that talks to a double."""

    token: str
    base_url: str
    base_file_url: str
    proxy: str | None = None


def connection_to(double: Double) -> Connection:
    return Connection(double.token, double.base_url, double.base_file_url)


@dataclass
class Slips:
    """An inbox for bots that are never killed; `plan_store.inbox` has the one of the store."""

    kept: dict[int, str] = field(default_factory=dict)
    ever: list[int] = field(default_factory=list)

    async def keep(self, bot_id: int, updates: Sequence[tuple[int, str]]) -> None:
        self.kept |= dict(updates)
        self.ever += [number for number, _ in updates]

    def done(self, bot_id: int, update_id: int) -> None:
        self.kept.pop(update_id, None)

    async def left(self, bot_id: int) -> Sequence[tuple[int, str]]:
        return tuple(sorted(self.kept.items()))


class Alone:
    """The lease of a bot beside which there is no other."""

    length = dt.timedelta(seconds=10)

    async def take(self, bot_id: int) -> bool:
        return True

    async def renew(self, bot_id: int) -> bool:
        return True

    async def holder(self, bot_id: int) -> str:
        return ""


@contextlib.asynccontextmanager
async def serving(
    double: Double, prepare: Callable[[Bot], None], *, run: dict[str, Any] | None = None, **build: Any
) -> AsyncIterator[Bot]:
    """A bot that serves the double's people while the block runs, and is stopped cleanly after.

    Args:
        prepare: gives the application its handlers.
        run: further arguments of `run_polling`; all others are those of `build_application`.
    """
    application = build_application(connection_to(double), **build)
    prepare(application)
    stop, ready = asyncio.Event(), asyncio.Event()
    run = {"inbox": Slips(), "lease": Alone(), **(run or {})}
    serving = asyncio.create_task(run_polling(application, stop=stop, on_ready=ready.set, **run))
    waiting = asyncio.create_task(ready.wait())
    try:
        await asyncio.wait((serving, waiting), return_when=asyncio.FIRST_COMPLETED)
        yield application
    finally:
        waiting.cancel()
        stop.set()
        await serving


async def echo(update: Update, context: Any) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_text(update.effective_message.text or "?")


def with_echo(application: Bot) -> None:
    application.add_handler(MessageHandler(filters.TEXT, echo))


@pytest_asyncio.fixture
async def double() -> AsyncIterator[Double]:
    async with Double() as double:
        yield double


async def until(condition: Callable[[], object], within: float = 5.0) -> None:
    """Returns when the condition holds.

    Raises:
        AssertionError: it does not within so many seconds.
    """
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass"
        await asyncio.sleep(0.005)


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def button(text: str = "下一页", data: str = "n") -> dict[str, Any]:
    return {"text": text, "callback_data": data}


class Api:
    """The Bot API of a double, called as a careless bot would."""

    def __init__(self, double: Double, session: aiohttp.ClientSession) -> None:
        self.double = double
        self._session = session

    async def __call__(self, method: str, *, token: str | None = None, **fields: Any) -> dict[str, Any]:
        url = f"{self.double.base_url}{token or self.double.token}/{method}"
        async with self._session.post(url, json=fields) as response:
            answer: dict[str, Any] = json.loads(await response.read())
            assert answer["ok"] or answer["error_code"] == response.status
            return answer

    async def refusal(self, method: str, **fields: Any) -> str:
        answer = await self(method, **fields)
        assert not answer["ok"], answer
        return f"{answer['error_code']} {answer['description']}"

    async def result(self, method: str, **fields: Any) -> Any:
        answer = await self(method, **fields)
        assert answer["ok"], answer
        return answer["result"]

    async def upload(self, method: str, field: str, content: bytes, **fields: Any) -> dict[str, Any]:
        form = aiohttp.FormData({name: str(value) for name, value in fields.items()})
        form.add_field(field, content, filename="计划.xlsx")
        url = f"{self.double.base_url}{self.double.token}/{method}"
        async with self._session.post(url, data=form) as response:
            answer: dict[str, Any] = json.loads(await response.read())
            return answer


@pytest_asyncio.fixture
async def api(double: Double) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(double, session)

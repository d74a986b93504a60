"""The double, and a bot connected to it, for the tests of this room."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import pytest_asyncio
from telegram.ext import Application

from handlers.telegram import build_application, run_polling
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
    serving = asyncio.create_task(run_polling(application, stop=stop, on_ready=ready.set, **(run or {})))
    waiting = asyncio.create_task(ready.wait())
    try:
        await asyncio.wait((serving, waiting), return_when=asyncio.FIRST_COMPLETED)
        yield application
    finally:
        waiting.cancel()
        stop.set()
        await serving


@pytest_asyncio.fixture
async def double() -> AsyncIterator[Double]:
    async with Double() as double:
        yield double

"""`python bot.py` as it is run, on a double of Telegram, for tests that end it in one way or another."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from tests.handlers.plans import ROOT
from tests.telegram.conftest import until
from tests.telegram.double import Double

START = 30.0
"""Seconds in which a process is up, on a machine with other things to do."""
POLLS, STANDS_BY = "connected to Telegram", "standing by"


@dataclass
class Bot:
    """A process, and the lines of its log so far."""

    process: asyncio.subprocess.Process
    lines: list[str] = field(default_factory=list)

    async def says(self, words: str, within: float = START) -> None:
        """Returns when a line of its log has these words."""
        await until(lambda: self.said(words) or self.process.returncode is not None, within)
        assert self.said(words), self.lines

    def said(self, words: str) -> int:
        """In how many lines."""
        return sum(words in line for line in self.lines)

    def gets(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    async def killed(self) -> None:
        """At once, as by kill -9."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()

    async def stopped(self) -> None:
        """By SIGTERM, with nothing half done."""
        self.gets(signal.SIGTERM)
        assert await asyncio.wait_for(self.process.wait(), START) == 0, self.lines

    async def listen(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.lines.append(line.decode())


@contextlib.asynccontextmanager
async def started(double: Double, store_url: str) -> AsyncIterator[Bot]:
    """One that may poll or stand by; killed at the end if it still lives."""
    settings = {
        "BOT__TELEGRAM__TOKEN": double.token,
        "BOT__TELEGRAM__BASE_URL": double.base_url,
        "BOT__TELEGRAM__BASE_FILE_URL": double.base_file_url,
        "BOT__STORE__URL": store_url,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "bot.py", "--now", "2023-05-20"),
        cwd=ROOT,
        env={**os.environ, **settings},
        stderr=asyncio.subprocess.PIPE,
    )
    bot = Bot(process)
    listening = asyncio.create_task(bot.listen())
    try:
        yield bot
    finally:
        await bot.killed()
        await listening


@contextlib.asynccontextmanager
async def polling(double: Double, store_url: str) -> AsyncIterator[Bot]:
    """One that polls; Telegram no longer waits for it at the end."""
    async with started(double, store_url) as bot:
        await until(lambda: double.server.polling or bot.process.returncode is not None, within=START)
        assert bot.process.returncode is None, bot.lines
        yield bot
    await until(lambda: not double.server.polling)

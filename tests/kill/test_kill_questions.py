"""Is any question lost when the bot is really killed, by SIGKILL, while it answers?"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator

from plan_store.store import Store
from tests.handlers.plans import ROOT
from tests.telegram.conftest import until
from tests.telegram.double import Double, Person, Silent

PEOPLE = 30
START = 30.0
"""Seconds in which a process is up, on a machine with other things to do."""


@contextlib.asynccontextmanager
async def bot(double: Double, store_url: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python bot.py` as it is run, polling; killed at the end if it still lives."""
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
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await until(lambda: double.server.polling or process.returncode is not None, within=START)
        assert process.returncode is None
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        await until(lambda: not double.server.polling)


async def stopped(process: asyncio.subprocess.Process) -> None:
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), START) == 0


async def test_what_was_taken_and_not_answered_is_answered_after_the_next_start(store_url: str) -> None:
    async with Double() as double:
        people = [double.person() for _ in range(PEOPLE)]
        stuck = double.faults.add("sendMessage", Silent(), times=PEOPLE)
        async with bot(double, store_url):
            for person in people:
                person.writes("六月有什么活动")
            # All are taken, and none is left for Telegram to give again.
            await until(lambda: stuck.met == PEOPLE and not double.world.updates, within=START)
        async with bot(double, store_url) as process:
            replies = await asyncio.gather(*(person.reply(START) for person in people))
            assert all("按 6月 查到 17 项" in reply.text for reply in replies)
            await stopped(process)
    store = await Store.open(store_url)
    assert await store.inbox.left(int(double.token.partition(":")[0])) == ()
    await store.close()


async def test_killed_in_the_middle_of_a_rush_every_question_is_answered(store_url: str) -> None:
    async with Double() as double:
        people: list[Person] = [double.person() for _ in range(PEOPLE)]
        async with bot(double, store_url):
            for person in people:
                for question in ("六月有什么活动", "那七月呢", "第一个在哪里"):
                    person.writes(question)
            await until(lambda: len(double.calls("sendMessage")) >= PEOPLE, within=START)
        async with bot(double, store_url) as process:
            for person in people:
                await person.replies(3, START)
            await stopped(process)

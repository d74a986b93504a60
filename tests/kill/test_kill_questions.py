"""Is any question lost when the bot is really killed, by SIGKILL, while it answers?"""

from __future__ import annotations

import asyncio

from plan_store.store import Store
from tests.kill.bots import START, polling
from tests.telegram.conftest import until
from tests.telegram.double import Double, Person, Silent

PEOPLE = 20
"""Fewer than the bot sends at once (`Limits.overall`): where Telegram is silent, what comes after goes out
only when those are given up, and then their people are told so."""


async def test_what_was_taken_and_not_answered_is_answered_after_the_next_start(store_url: str) -> None:
    async with Double() as double:
        people = [double.person() for _ in range(PEOPLE)]
        stuck = double.faults.add("sendMessage", Silent(), times=PEOPLE)
        async with polling(double, store_url):
            for person in people:
                person.writes("六月有什么活动")
            # All are taken, and none is left for Telegram to give again.
            await until(lambda: stuck.met == PEOPLE and not double.world.updates, within=START)
        async with polling(double, store_url) as bot:
            replies = await asyncio.gather(*(person.reply(START) for person in people))
            assert all("按 6月 查到 17 项" in reply.text for reply in replies)
            await bot.stopped()
    store = await Store.open(store_url)
    assert await store.inbox.left(int(double.token.partition(":")[0])) == ()
    await store.close()


async def test_killed_in_the_middle_of_a_rush_every_question_is_answered(store_url: str) -> None:
    async with Double() as double:
        people: list[Person] = [double.person() for _ in range(PEOPLE)]
        async with polling(double, store_url):
            for person in people:
                for question in ("六月有什么活动", "那七月呢", "第一个在哪里"):
                    person.writes(question)
            await until(lambda: len(double.calls("sendMessage")) >= PEOPLE, within=START)
        async with polling(double, store_url) as bot:
            for person in people:
                await person.replies(3, START)
            await bot.stopped()

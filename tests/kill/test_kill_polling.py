"""Is every message answered once when several bots run with one store and are killed, stopped or frozen?"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import signal
import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select, update

from plan_store.schema import inbox, leases
from plan_store.store import Store
from tests.kill.bots import POLLS, STANDS_BY, START, Bot, polling, started
from tests.telegram.conftest import until
from tests.telegram.double import Double, Message, Person

EVERY = 0.2
"""Seconds between the messages of residents."""
SOON = 9.0
"""Seconds in which one that stands by on the same machine has taken over; before the lease has run out."""
LENGTH = 10.0
"""Seconds of the lease."""


@dataclass
class Residents:
    """They write five times a second in turn, not waiting for answers, until told to be silent."""

    double: Double
    store: Store
    people: list[Person]
    writing: bool = True
    may_write: asyncio.Event = field(default_factory=asyncio.Event)

    async def write_on(self) -> None:
        self.may_write.set()
        for person in itertools.cycle(self.people):
            await self.may_write.wait()
            if not self.writing:
                break
            person.writes("六月有什么活动")
            await asyncio.sleep(EVERY)

    def asked(self) -> list[int]:
        """How often, each."""
        return [sum(one.sender is person.user for one in _said(person)) for person in self.people]

    def answered(self) -> list[int]:
        return [sum("按 6月 查到 17 项" in one.text for one in _said(person)) for person in self.people]

    async def hear_more(self) -> None:
        before = sum(self.answered())
        await until(lambda: sum(self.answered()) >= before + 5, START)

    @contextlib.asynccontextmanager
    async def silent(self) -> AsyncIterator[None]:
        """Nobody writes while the block runs, and no answer is on its way, which might come twice."""
        self.may_write.clear()
        await self.have_heard_all()
        yield
        self.may_write.set()

    async def have_heard_all(self) -> None:
        """And all is on record: Telegram, which is polled again, and the inbox have nothing to give again."""
        deadline = time.monotonic() + START
        while not await self._nothing_is_open():
            assert time.monotonic() < deadline, (
                f"asked {self.asked()}, answered {self.answered()}, offered {self.double.world.updates}, "
                f"polled {self.double.server.polling}, on the disk {await self.written_down()}"
            )
            await asyncio.sleep(0.005)

    async def _nothing_is_open(self) -> bool:
        """Whether all that was asked is answered and off the disk, with nobody having written meanwhile.

        What is answered and no longer offered by Telegram has been on the disk before; so an empty disk
        says that it is done with. One who writes while the disk is asked may be on it a moment later.
        """
        asked = self.asked()
        quiet = self.answered() == asked and self.double.server.polling and not self.double.world.updates
        return quiet and not await self.written_down() and self.asked() == asked

    async def written_down(self) -> int:
        async with self.store._database.reading() as connection:
            return await connection.scalar(select(func.count()).select_from(inbox)) or 0


def _said(person: Person) -> Iterable[Message]:
    return person.chat.messages.values()


@contextlib.asynccontextmanager
async def residents(double: Double, store_url: str) -> AsyncIterator[Residents]:
    """They write while the block runs, and have been answered once for each message at its end."""
    # So many that none is answered more often than Telegram allows.
    store = await Store.open(store_url)
    them = Residents(double, store, [double.person() for _ in range(10)])
    writing = asyncio.create_task(them.write_on())
    yield them
    them.writing = False
    await writing
    await them.have_heard_all()
    for person in them.people:
        person.looks()
    await them.people[0].hears_nothing()
    assert them.answered() == them.asked()
    await store.close()


def conflicts(double: Double) -> int:
    return sum(request.refusal is not None for request in double.calls("getUpdates"))


async def stood_still(bot: Bot, store: Store) -> None:
    """Stop it, and not in the midst of a transaction, whose lock a frozen process would keep."""
    while True:
        bot.gets(signal.SIGSTOP)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1.0):
                await store._database.write(_touch)
                return
        bot.gets(signal.SIGCONT)
        await asyncio.sleep(0.1)


def _touch(connection: Connection) -> None:
    connection.execute(update(leases).values(owner=leases.c.owner))


async def test_those_that_stand_by_take_over_from_one_killed_and_one_stopped(store_url: str) -> None:
    async with (
        Double() as double,
        polling(double, store_url) as first,
        started(double, store_url) as second,
        contextlib.AsyncExitStack() as later,
    ):
        await second.says(STANDS_BY)
        async with residents(double, store_url) as people:
            await people.hear_more()
            async with people.silent():
                await first.killed()
            await second.says(POLLS, within=SOON)
            # Not before: of two that stand by, either may take over.
            third = await later.enter_async_context(started(double, store_url))
            await third.says(STANDS_BY)
            await people.hear_more()
            await second.stopped()
            await third.says(POLLS, within=SOON)
            await people.hear_more()
        await third.stopped()
        assert conflicts(double) == 0
        assert (second.said(STANDS_BY), third.said(STANDS_BY)) == (1, 1)


async def test_one_that_stood_still_leaves_all_to_the_one_that_took_over(store_url: str) -> None:
    async with (
        Double() as double,
        polling(double, store_url) as first,
        started(double, store_url) as second,
    ):
        await second.says(STANDS_BY)
        async with residents(double, store_url) as people:
            await people.hear_more()
            async with people.silent():
                await stood_still(first, people.store)
            await second.says(POLLS, within=LENGTH + START)
            await people.hear_more()
            first.gets(signal.SIGCONT)
            await first.says(STANDS_BY)
            await people.hear_more()
            await second.stopped()
            await until(lambda: first.said(POLLS) == 2, SOON)
            await people.hear_more()
        await first.stopped()


async def test_a_start_after_a_kill_waits_for_nothing(store_url: str) -> None:
    async with Double() as double:
        async with polling(double, store_url) as first:
            await first.killed()
        async with polling(double, store_url) as second:
            assert await double.person().asks("六月有什么活动", START)
            assert not second.said(STANDS_BY)
            await second.stopped()

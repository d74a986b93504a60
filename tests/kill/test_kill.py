"""Is anybody left out, or told twice, when the process is really killed, by SIGKILL, in the middle of it?"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess

import pytest

from plan_store.deliveries import State
from plan_store.schema import chats, deliveries, subscriptions
from plan_store.store import Store
from plan_store.subscriptions import Reminder, following_everything
from tests.handlers.plans import ROOT
from tests.kill.sending import run
from tests.plan_store.deliveries.conftest import Desk, at
from tests.telegram.double import Double, Silent

PEOPLE = int(os.environ.get("KILL_PEOPLE", "300"))
"""10,000 in a soak: KILL_PEOPLE=10000."""
IN_FLIGHT = 16
LEASE = 0.5
NOW = "2023-05-29T09:00:30+08:00"


_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.kill.sending"])


@dataclass
class Process:
    """One that sends, and can be killed."""

    forked: ForkServerProcess
    says: Connection
    heard: list[str] = field(default_factory=lambda: [""])

    @property
    def said(self) -> list[str]:
        with contextlib.suppress(EOFError):
            while self.says.poll():
                self.heard.append(self.says.recv())
        return self.heard

    async def until(self, it_is_time: Callable[[], bool]) -> None:
        """Returns when it is time; it must be before the process ends."""
        while not it_is_time():
            assert self.forked.is_alive(), "it had ended before"
            await asyncio.sleep(0.001)

    async def kill(self) -> None:
        """At once, as by kill -9."""
        self.forked.kill()
        await asyncio.to_thread(self.forked.join)

    async def ended(self) -> None:
        await asyncio.to_thread(self.forked.join, 600)
        assert self.forked.exitcode == 0


@dataclass(frozen=True)
class World:
    """People of a double who follow everything, on a store."""

    double: Double
    store: Store
    url: str

    def messages(self) -> Counter[int]:
        """By chat, how many messages reached it."""
        return Counter({chat.id: len(chat.messages) for chat in self.double.world.chats.values()})

    async def rows(self) -> dict[int, State]:
        async with self.store._database.reading() as connection:
            rows = await connection.execute(deliveries.select())
            return {row.chat_id: State(row.state) for row in rows}

    @contextlib.asynccontextmanager
    async def process(self) -> AsyncIterator[Process]:
        wish = {
            "store_url": self.url,
            "token": self.double.token,
            "base_url": self.double.base_url,
            "now": NOW,
            "lease": LEASE,
            "in_flight": IN_FLIGHT,
        }
        ours, theirs = _FORKS.Pipe(duplex=False)
        forked = _FORKS.Process(target=run, args=(wish, theirs), daemon=True)
        await asyncio.to_thread(forked.start)
        process = Process(forked, ours)
        try:
            yield process
        finally:
            await process.kill()

    async def killed_when(self, it_is_time: Callable[[], bool], says: str = "") -> None:
        """A process that sends, killed when it has said so and it is time."""
        async with self.process() as process:
            await process.until(lambda: says in process.said and it_is_time())
            await process.kill()

    async def finish(self) -> None:
        """A process that is not killed sends the rest."""
        async with self.process() as process:
            await process.ended()

    async def check(self, kills: int) -> Counter[State]:
        """Nobody is left out, nobody told twice, save those of whom it is not known."""
        messages, rows = self.messages(), await self.rows()
        counts = Counter(rows.values())
        assert len(rows) == PEOPLE
        assert set(counts) <= {State.SENT, State.UNKNOWN}
        assert counts[State.UNKNOWN] <= kills * IN_FLIGHT
        assert max(messages.values()) == 1
        assert [chat for chat, state in rows.items() if state is State.SENT and messages[chat] != 1] == []
        return counts

    def arrived(self, count: int) -> Callable[[], bool]:
        return lambda: self.double.server.handled >= count


@pytest.fixture
async def world(store_url: str) -> AsyncIterator[World]:
    store = await Store.open(store_url)
    await store.fill([ROOT / "data" / "kaifu_2023.txt"])
    async with Double() as double:
        people = [double.person() for _ in range(PEOPLE)]
        await follow(store, [person.chat.id for person in people])
        yield World(double, store, store_url)
    await store.close()


async def follow(store: Store, ids: list[int]) -> None:
    """All of them follow everything, and are told some days before."""
    everything = following_everything()
    first = Desk(store)
    await first.follow(ids[0], everything, kinds=[Reminder.BEFORE])
    row: dict[str, object] = {
        "digest": everything.digest,
        "following": everything.dump(),
        "monthly": False,
        "before": True,
    }
    since = at("2023-01-01 00:00")
    async with store._database.writing() as connection:
        for some in (ids[at : at + 1000] for at in range(1, len(ids), 1000)):
            await connection.execute(
                chats.insert(),
                [{"chat_id": one, "kind": "private", "reachable": True, "seen_at": since} for one in some],
            )
            await connection.execute(
                subscriptions.insert(), [{"chat_id": one, "since": since, **row} for one in some]
            )


async def test_killed_again_and_again_nobody_is_left_out_or_told_twice(world: World) -> None:
    await world.killed_when(lambda: True, says="planning")
    await world.killed_when(lambda: True, says="sending")
    points = (1, PEOPLE // 3, PEOPLE * 2 // 3)
    for count in points:
        await world.killed_when(world.arrived(count))
    await world.finish()
    await world.check(kills=len(points) + 1)


async def test_killed_while_telegram_keeps_silent_it_is_not_known_of_those_in_flight_alone(
    world: World,
) -> None:
    world.double.faults.add("sendMessage", Silent(handled=True), times=IN_FLIGHT)
    await world.killed_when(lambda: len(world.double.calls("sendMessage")) >= IN_FLIGHT)
    world.double.faults.clear()
    await world.finish()

    counts = await world.check(kills=1)
    assert counts[State.UNKNOWN] == IN_FLIGHT
    assert sum(world.messages().values()) == PEOPLE, "they had all arrived, and were not sent again"


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
async def test_another_process_takes_over_from_one_that_died_with_the_lease(world: World) -> None:
    async with world.process() as first:
        await first.until(world.arrived(1))
        async with world.process() as heir:
            await first.until(lambda: "sending" in heir.said or world.arrived(PEOPLE // 2)())
            await first.kill()
            await heir.ended()
    await world.check(kills=1)


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
async def test_several_processes_send_everything_once(world: World) -> None:
    await asyncio.gather(*(world.finish() for _ in range(3)))
    counts = await world.check(kills=0)
    assert counts == {State.SENT: PEOPLE}

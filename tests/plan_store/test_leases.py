"""One process polls at a time, and the next begins as soon as it may; on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import socket
import sys

import pytest
from sqlalchemy import select, update

from plan_store.database import PROJECT, StoreError
from plan_store.leases import Lease, PollingLease
from plan_store.processes import this_process
from plan_store.schema import leases
from plan_store.store import Store
from tests.plan_store.deliveries.test_ledger import Wall

BOT, OTHER = 123456, 654321
TEN = dt.timedelta(seconds=10)

TAKING = """
import asyncio, sys, time
from plan_store.store import Store

async def main():
    store = await Store.open(sys.argv[1])
    print(await store.polling.take(int(sys.argv[2])), flush=True)
    time.sleep(60)

asyncio.run(main())
"""


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def first(store: Store, wall: Wall) -> PollingLease:
    return PollingLease(store._database, TEN, wall)


@pytest.fixture
def second(store: Store, wall: Wall) -> PollingLease:
    return PollingLease(store._database, TEN, wall)


async def test_one_polls_until_it_gives_it_back(first: PollingLease, second: PollingLease) -> None:
    assert await first.take(BOT)
    assert not await second.take(BOT)
    assert not await second.renew(BOT)
    assert await second.holder(BOT) == f"{os.getpid()} on {socket.gethostname()}"

    await first.give_back()
    assert await second.holder(BOT) == ""
    assert await second.take(BOT)
    assert not await first.renew(BOT)


async def test_of_many_that_want_to_poll_at_once_one_may(store: Store) -> None:
    took = await asyncio.gather(*(PollingLease(store._database).take(BOT) for _ in range(8)))
    assert sorted(took) == [False] * 7 + [True]


async def test_each_bot_has_its_own(first: PollingLease, second: PollingLease) -> None:
    assert await first.take(BOT)
    assert await second.take(OTHER)


async def test_what_is_not_renewed_goes_to_another(
    first: PollingLease, second: PollingLease, wall: Wall
) -> None:
    assert await first.take(BOT)
    wall.passes(9)
    assert await first.renew(BOT)
    wall.passes(9)
    assert not await second.take(BOT)
    wall.passes(2)
    assert await second.take(BOT)
    assert not await first.renew(BOT)
    await first.give_back()
    assert await second.renew(BOT)


async def test_one_that_is_late_goes_on_where_nobody_wanted_it(first: PollingLease, wall: Wall) -> None:
    assert await first.take(BOT)
    wall.passes(3600)
    assert await first.renew(BOT)


async def test_a_process_of_this_machine_that_was_killed_is_followed_at_once(
    store: Store, store_url: str
) -> None:
    holder = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", TAKING, store_url, str(BOT)), cwd=PROJECT, stdout=-1
    )
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"True\n"
    assert not await store.polling.take(BOT)
    holder.kill()
    await holder.wait()
    assert await store.polling.take(BOT)


async def test_one_of_another_machine_is_waited_for(
    store: Store, first: PollingLease, second: PollingLease, wall: Wall
) -> None:
    assert await first.take(BOT)
    _, host, rest = this_process().split(" ", 2)
    async with store._database.writing() as connection:
        await connection.execute(update(leases).values(process=f"{2**22 - 1} not-{host} {rest}"))
    assert not await second.take(BOT)
    wall.passes(11)
    assert await second.take(BOT)


async def test_on_postgresql_machines_need_not_agree_what_time_it_is(store: Store) -> None:
    ahead = Lease(store._database, "x", TEN)
    ahead._wall = lambda: dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    write = store._database.write
    assert await write(lambda connection: Lease(store._database, "x", TEN).take(connection, "me"))
    taken = await write(lambda connection: ahead.take(connection, "another"))
    assert taken is not store._database.shared


async def test_on_postgresql_one_that_stands_still_in_a_transaction_keeps_nobody_from_polling(
    store: Store, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not store._database.shared:
        pytest.skip("the lock of a file is its holder's until that ends")
    impatient = {"server_settings": {"idle_in_transaction_session_timeout": "300ms"}}
    monkeypatch.setattr("plan_store.database._POSTGRESQL", impatient)
    still = await Store.open(store_url)

    async def stand_still() -> None:
        async with still._database.writing() as connection:
            lease = Lease(still._database, f"polling {BOT}", TEN)
            assert await connection.run_sync(lease.take, "one that stands still")
            async with asyncio.timeout(10):
                assert await store.polling.take(BOT)

    with pytest.raises(StoreError):
        await stand_still()
    await still.close()


async def test_a_store_that_is_closed_has_written_all_before_another_may_poll(
    store: Store, store_url: str
) -> None:
    leaving = await Store.open(store_url)
    assert await leaving.polling.take(BOT)
    await leaving.inbox.keep(BOT, [(11, "{}")])
    leaving.inbox.done(BOT, 11)
    closing = asyncio.create_task(leaving.close())
    async with asyncio.timeout(10):
        while not await store.polling.take(BOT):
            pass
    assert await store.inbox.left(BOT) == ()
    await closing


async def test_no_backup_says_who_polls(store: Store) -> None:
    assert await store.polling.take(BOT)
    now = dt.datetime.now(dt.UTC)
    backup = await store.backup(now)
    await store.polling.give_back()
    await store.restore(backup, now)
    assert await store.polling.holder(BOT) == ""
    assert await store.polling.take(BOT)
    await store.restore(backup, now)
    assert await store.polling.renew(BOT)
    async with store._database.reading() as connection:
        assert len((await connection.execute(select(leases))).all()) == 1

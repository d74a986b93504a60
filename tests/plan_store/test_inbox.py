"""Are messages that were taken and not answered on the disk, until they are answered?"""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from plan_store.inbox import TRIES
from plan_store.store import Store
from tests.stores import new_file

BOT, OTHER = 7_000_000_001, 7_000_000_002


async def test_what_is_written_down_is_there_for_the_next_process_in_its_order(
    store: Store, store_url: str
) -> None:
    await store.inbox.keep(BOT, [(12, '{"update_id": 12}'), (11, '{"update_id": 11}')])
    await store.inbox.keep(OTHER, [(11, "{}")])
    another = await Store.open(store_url)
    assert await another.inbox.left(BOT) == ((11, '{"update_id": 11}'), (12, '{"update_id": 12}'))
    await another.close()


async def test_what_was_handled_is_gone_and_what_another_bot_has_is_not(store: Store, store_url: str) -> None:
    await store.inbox.keep(BOT, [(11, "{}"), (12, "{}")])
    await store.inbox.keep(OTHER, [(11, "{}")])
    store.inbox.done(BOT, 11)
    await store.close()
    another = await Store.open(store_url)
    assert [number for number, _ in await another.inbox.left(BOT)] == [12]
    assert [number for number, _ in await another.inbox.left(OTHER)] == [11]
    await another.close()


async def test_written_down_twice_it_is_there_once(store: Store) -> None:
    await asyncio.gather(*(store.inbox.keep(BOT, [(11, "{}")]) for _ in range(3)))
    assert await store.inbox.left(BOT) == ((11, "{}"),)


async def test_a_message_that_ends_each_process_is_given_up_and_the_log_says_so(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR, "plan_store.inbox")
    await store.inbox.keep(BOT, [(11, "{}")])
    for _ in range(TRIES):
        assert len(await store.inbox.left(BOT)) == 1
    await store.inbox.keep(BOT, [(12, "{}")])
    assert await store.inbox.left(BOT) == ((12, "{}"),)
    assert "1 messages ended the bot 3 times" in caplog.text


async def test_what_is_broken_off_while_it_is_written_keeps_nobody_from_writing(tmp_path: Path) -> None:
    store = await Store.open(new_file(tmp_path))
    broken_off: list[object] = []
    for number in range(20):
        rows = [(number * 500 + one, "{}" * 500) for one in range(500)]
        keeping = asyncio.create_task(store.inbox.keep(BOT, rows))
        await asyncio.wait((keeping,), timeout=number * 0.001)
        keeping.cancel()
        # Whoever has the error has the statement in hand.
        broken_off += await asyncio.gather(keeping, return_exceptions=True)
        await asyncio.wait_for(store.inbox.left(OTHER), 5)
    assert any(isinstance(outcome, asyncio.CancelledError) for outcome in broken_off)
    await store.close()

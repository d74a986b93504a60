"""Do the handlers keep up with the store, and say in few lines when it is away?"""

from __future__ import annotations

import asyncio
import contextlib
import logging

import pytest

from handlers.services import Snapshots
from plan_store.store import Store, StoreError
from tests.handlers.plans import cache_folder, words


async def test_a_store_that_is_away_costs_one_line_and_its_return_another(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "handlers.services")
    snapshots = Snapshots(store, words(), cache=cache_folder())
    await snapshots.refresh()
    looked, back = store.revision, asyncio.Event()
    tries = 0

    async def revision() -> int:
        nonlocal tries
        tries += 1
        if tries <= 5:
            raise StoreError("连不上数据库", "请确认数据库服务已启动")
        if tries > 6:
            back.set()
        return await looked()

    monkeypatch.setattr(store, "revision", revision)
    watching = asyncio.create_task(snapshots.watch(0.0))
    try:
        await asyncio.wait_for(back.wait(), 10)
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching
    assert [record.getMessage() for record in caplog.records] == [
        "the plans cannot be read anew; answering from those at hand: 连不上数据库。请确认数据库服务已启动。",
        "the plans can be read again",
    ]
    assert "Traceback" not in caplog.text

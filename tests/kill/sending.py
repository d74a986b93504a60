"""Sends what is due, as a process of its own that a test may kill.

The processes are forked from one that has imported all of it, so that each starts at once.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import math
from multiprocessing.connection import Connection
from typing import Any

from telegram.ext import ExtBot

from handlers.reminders import Reminders
from handlers.services import Services, Snapshots
from handlers.telegram.pacing import Pacing
from handlers.telegram.transport import AiohttpRequest
from plan_store.deliveries import Ledger
from plan_store.store import Store
from tests.handlers.plans import cache_folder, published_snapshot, words


async def send(
    store_url: str,
    token: str,
    base_url: str,
    now: str,
    lease: float,
    in_flight: int,
    says: Connection,
) -> None:
    """Plan what is due `now`, and send until nothing waits any more; `says` is told what it is about."""
    store = await Store.open(store_url)
    snapshots = Snapshots(store, words(), cache=cache_folder())
    # Which the store holds: so it need not be built in each process.
    snapshots._current = published_snapshot()
    moment = dt.datetime.fromisoformat(now)
    services = Services(snapshots, store.conversations, store.unanswered, lambda: moment)
    bot = ExtBot(token, base_url=base_url, request=AiohttpRequest(), rate_limiter=Pacing(None))
    await bot._request[1].initialize()
    reminders = Reminders(
        bot,
        store,
        services,
        per_second=math.inf,
        in_flight=in_flight,
        ledger=Ledger(store._database, dt.timedelta(seconds=lease)),
    )
    says.send("planning")
    await reminders.look()
    says.send("sending")
    while await store.ledger.next_at() is not None:
        if not await reminders.sender.run(once=True):
            await asyncio.sleep(lease / 10)
    await bot._request[1].shutdown()
    await store.close()


def run(wish: dict[str, Any], says: Connection) -> None:
    asyncio.run(send(**wish, says=says))


published_snapshot()

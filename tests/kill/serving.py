"""Serves residents and staff, as a process of its own that a test may kill.

The processes are forked from one that has imported all of it, so that each starts at once.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from handlers import register
from handlers.inquiries import courier, lanes
from handlers.inquiries.courier import Courier
from handlers.services import Services, Snapshots
from handlers.telegram.connection import build_application
from handlers.telegram.polling import run_polling
from plan_store.inquiries import leases, mail
from plan_store.store import Store
from tests.handlers.plans import MAY_20, cache_folder, published_snapshot, words

LEASE = dt.timedelta(seconds=0.3)
"""Short, so that the next process need not wait long for what the killed one had claimed."""
AT_ONCE = 2
"""Few, so that most of what the killed one should have sent is left to the next."""


@dataclass(frozen=True)
class _Settings:
    token: str
    base_url: str
    base_file_url: str
    proxy: str | None = None


async def serve(store_url: str, owners: list[int], telegram: dict[str, str], says: Connection) -> None:
    """Answer until killed, or told to stop by a word on the connection."""
    leases.LEASE, leases.BACK_OFF, courier.POLL = LEASE, (LEASE / 10,), 0.05
    mail.UNACKNOWLEDGED, lanes.AT_ONCE = LEASE, AT_ONCE
    store = await Store.open(store_url, owners=owners)
    snapshots = Snapshots(store, words(), cache=cache_folder())
    # Which the store holds: so it need not be built in each process.
    snapshots._current = published_snapshot()
    services = Services(snapshots, store.conversations, store.unanswered, lambda: MAY_20)
    application = build_application(_Settings(**telegram), limits=None)
    register(application, services, store)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_reader(says.fileno(), stop.set)
    carrying = Courier(application.bot, services, store).running()
    await run_polling(application, alongside=carrying, inbox=store.inbox, lease=store.polling, stop=stop)
    await store.close()


def run(wish: dict[str, Any], says: Connection) -> None:
    asyncio.run(serve(**wish, says=says))


published_snapshot()

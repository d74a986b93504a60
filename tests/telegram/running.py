"""Our bot, whole, on the double of Telegram: real transport, real handlers, a real SQLite file."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from handlers import command_menus, register
from handlers.inquiries.courier import Courier
from handlers.services import Services, Snapshots
from handlers.telegram.connection import build_application
from handlers.telegram.pacing import Limits
from handlers.telegram.polling import run_polling
from plan_store.store import Store
from tests.handlers.plans import MAY_20, ROOT, cache_folder, words
from tests.stores import new_file
from tests.telegram.double import Double, Person


@dataclass
class Clock:
    """A clock that a test sets."""

    now: dt.datetime = MAY_20

    def __call__(self) -> dt.datetime:
        return self.now


@dataclass(frozen=True)
class Settings:
    token: str
    base_url: str
    base_file_url: str
    proxy: str | None = None


@dataclass(frozen=True)
class Running:
    """The bot while it runs."""

    double: Double
    store: Store
    services: Services
    clock: Clock


@contextlib.asynccontextmanager
async def running(
    folder: Path,
    double: Double,
    *,
    fill: bool = True,
    owners: Sequence[Person] = (),
    staff_group: int | None = None,
    limits: Limits | None = None,
    then: Callable[[Services], None] = lambda _: None,
) -> AsyncIterator[Running]:
    """The bot, answering on `double` from a store in `folder` until the block ends.

    `limits`: of what goes out; None: all of it passes at once.
    """
    store = await Store.open(new_file(folder), owners=[person.user.id for person in owners])
    if fill:
        await store.fill([ROOT / "data" / "kaifu_2023.txt"])
    snapshots = Snapshots(store, words(), cache=cache_folder())
    await snapshots.refresh()
    clock = Clock()
    services = Services(
        snapshots,
        store.conversations,
        store.unanswered,
        clock,
        count=store.counts.note,
        staff_group=staff_group,
    )
    then(services)
    application = build_application(
        Settings(double.token, double.base_url, double.base_file_url), limits=limits
    )
    register(application, services, store)
    courier = Courier(application.bot, services, store)
    stop, ready = asyncio.Event(), asyncio.Event()
    polling = asyncio.create_task(
        run_polling(
            application,
            menus=command_menus(),
            alongside=courier.running(),
            inbox=store.inbox,
            lease=store.polling,
            stop=stop,
            on_ready=ready.set,
        )
    )
    waiting = asyncio.create_task(ready.wait())
    try:
        await asyncio.wait((polling, waiting), return_when=asyncio.FIRST_COMPLETED)
        yield Running(double, store, services, clock)
    finally:
        waiting.cancel()
        stop.set()
        await polling
        await store.close()

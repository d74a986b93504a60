"""What is made ready beside the first answers, so that nobody waits for it later?"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from handlers.opening import settled
from handlers.staff.office import DESK
from plan_store.snapshot import Snapshot

SOON = 0.5
"""Seconds; the first answer goes ahead, and a conversation may be over by then."""


class Present(Protocol):
    """Has the plans as they stand now: `handlers.services.Snapshots`."""

    @property
    def current(self) -> Snapshot: ...


@asynccontextmanager
async def warming(snapshots: Present) -> AsyncIterator[None]:
    """`warm`, beside what the block does and soon after it has begun."""

    async def soon() -> None:
        await asyncio.sleep(SOON)
        await warm(snapshots)

    task = asyncio.create_task(soon())
    try:
        yield
    finally:
        task.cancel()


async def warm(snapshots: Present) -> None:
    """Find out how words sound, and load what staff need; beside the event loop."""
    await asyncio.to_thread(snapshots.current.prepare)
    await asyncio.to_thread(importlib.import_module, DESK)
    settled()

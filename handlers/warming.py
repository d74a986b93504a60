"""What is made ready beside the first answers, so that nobody waits for it later?"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from handlers.opening import settled
from handlers.services import Snapshots
from handlers.staff.office import DESK

SOON = 0.5
"""Seconds; the first answer goes ahead, and a conversation may be over by then."""


@asynccontextmanager
async def warming(snapshots: Snapshots) -> AsyncIterator[None]:
    """While the block runs, load what residents do not need at once, and how words sound."""

    async def warm() -> None:
        await asyncio.sleep(SOON)
        await asyncio.to_thread(snapshots.current.prepare)
        await asyncio.to_thread(importlib.import_module, DESK)
        settled()

    task = asyncio.create_task(warm())
    try:
        yield
    finally:
        task.cancel()

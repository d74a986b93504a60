"""How do small writes reach the disk while nobody waits? One task gathers them into one transaction."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from functools import partial
from typing import Any, Protocol

from sqlalchemy import Connection

from plan_store.database import Database, StoreError

GATHER = 0.02
"""Seconds in which writes are gathered into one transaction."""
FIRST_RETRY, LAST_RETRY = 0.5, 30.0
"""Seconds to wait after a failed transaction; doubled each time up to the last."""
FAREWELL = 3.0
"""Seconds that closing goes on trying."""

_log = logging.getLogger(__name__)


class Unsaved(Protocol):
    """Values that wait to be written; they stay in its hands until they are."""

    def batch(self) -> Sequence[Any]:
        """What waits now."""

    def write(self, connection: Connection, batch: Sequence[Any]) -> None:
        """Write a batch, off the event loop; again with the same values where the transaction fails."""

    def written(self, batch: Sequence[Any]) -> None:
        """The batch is on the disk."""


class WriteBehind:
    """Writes what waits, soon and together; a failed write is logged and tried again until it succeeds."""

    def __init__(self, database: Database, sources: Sequence[Unsaved]) -> None:
        self._database = database
        self._sources = sources
        self._something = asyncio.Event()
        self._closing = asyncio.Event()
        self._task = asyncio.create_task(self._run(), name="write-behind")

    def wake(self) -> None:
        """There is something to write."""
        self._something.set()

    async def close(self) -> None:
        """Write what still waits; what cannot be written within a few seconds is counted in the log."""
        self._closing.set()
        self._something.set()
        try:
            await asyncio.wait_for(self._task, FAREWELL)
        except TimeoutError:
            lost = sum(len(source.batch()) for source in self._sources)
            _log.error(
                "the store could not be written before the end: %d conversations, questions or answers lost",
                lost,
            )

    async def _run(self) -> None:
        retry = FIRST_RETRY
        while True:
            await self._something.wait()
            if not self._closing.is_set():
                await asyncio.sleep(GATHER)
            self._something.clear()
            try:
                await self._write()
                retry = FIRST_RETRY
            except StoreError as error:
                _log.error("conversations wait to be written; next try in %.1f s: %s", retry, error)
            except Exception:
                _log.exception("conversations wait to be written; next try in %.1f s", retry)
            else:
                # More may have come while that was being written.
                if self._closing.is_set() and not self._something.is_set():
                    return
                continue
            await self._pause(retry)
            retry = min(retry * 2, LAST_RETRY)
            self._something.set()

    async def _write(self) -> None:
        batches = [(source, batch) for source in self._sources if (batch := source.batch())]
        if not batches:
            return
        await self._database.write(partial(_write, batches))
        for source, batch in batches:
            source.written(batch)

    async def _pause(self, seconds: float) -> None:
        """Sleep; shorter once the store is being closed."""
        if self._closing.is_set():
            await asyncio.sleep(min(seconds, FIRST_RETRY))
            return
        try:
            await asyncio.wait_for(self._closing.wait(), seconds)
        except TimeoutError:
            return


def _write(batches: Sequence[tuple[Unsaved, Sequence[Any]]], connection: Connection) -> None:
    for source, batch in batches:
        source.write(connection, batch)

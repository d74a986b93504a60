"""Is the store away? Said once when it goes and once when it is back, however often it is tried between."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from plan_store.store import StoreError

TRIES = (0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds between tries; the last goes on."""

_log = logging.getLogger(__name__)

T = TypeVar("T")


class Outage:
    """What waits for the store, from the first to the last: some of it may go on while the rest waits."""

    def __init__(self) -> None:
        self._waiting: set[object] = set()

    def goes_on(self, what: object, error: Exception) -> None:
        """`what` could not be done."""
        if not self._waiting:
            if isinstance(error, StoreError):
                _log.error("letters of inquiries wait for the store: %s", error)
            else:
                _log.error("letters of inquiries wait, since there was an error", exc_info=error)
        self._waiting.add(what)

    def over(self, what: object) -> None:
        """`what` was done."""
        if what in self._waiting:
            self._waiting.remove(what)
            if not self._waiting:
                _log.info("letters of inquiries go on")

    async def outlasted(self, record: Callable[[], Awaitable[T]]) -> T:
        """What `record` gives, once the store takes it."""
        tries = 0
        while True:
            try:
                recorded = await record()
            except StoreError as error:
                self.goes_on(record, error)
            else:
                self.over(record)
                return recorded
            await asyncio.sleep(TRIES[min(tries, len(TRIES) - 1)])
            tries += 1

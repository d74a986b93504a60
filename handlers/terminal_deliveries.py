"""What comes unasked to whoever sits at the terminal? Reminders, changes, announcements, their progress."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from telegram import Bot

from handlers.services import Services
from plan_store.store import Store, StoreError

if TYPE_CHECKING:
    from handlers.reminders import Reminders
    from handlers.staff.progress import ProgressReports

BEFORE_REMINDERS = 0.5
"""Seconds until it is looked for the first time whether reminders are due."""
_MINUTE = dt.timedelta(minutes=1)
_LEAST, _NOT_TOO_EARLY = dt.timedelta(seconds=1), dt.timedelta(milliseconds=20)
"""Between two looks; and after the moment for which one was meant."""

_log = logging.getLogger(__name__)


class TerminalDeliveries:
    """What is due for one person is sent to their terminal; what is due for others stays in the ledger.

    The ledger is looked at by the bot's clock, and its sender and the reports are loaded when first needed:
    the first prompt does not wait for what they import.
    """

    def __init__(self, bot: Bot, services: Services, store: Store, user: int) -> None:
        self._bot = bot
        self._services = services
        self._store = store
        self._user = user
        self._ledger = store.ledger.only(user)
        self._one_at_a_time = asyncio.Lock()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look at each full minute, and when something waits that is not due yet, while the block runs."""
        over = asyncio.Event()
        looking = asyncio.create_task(self._run(over), name="deliveries to the terminal")
        try:
            yield
        finally:
            over.set()
            await looking

    async def catch_up(self) -> None:
        """Send what is due by now, and tell what is new of announcements whose author sits here."""
        try:
            async with self._one_at_a_time:
                due = await self._ledger.next_at()
                if due is not None and due <= self._services.clock():
                    await self._reminders.sender.run(once=True)
                if await self._store.announcements.unreported([self._user]):
                    await self._reports.report()
        except StoreError as error:
            _log.error("what is due stays in the store: %s", error)

    async def _run(self, over: asyncio.Event) -> None:
        wait = dt.timedelta(seconds=BEFORE_REMINDERS)
        while not await _within(over, wait):
            try:
                wait = await self._looked()
            except StoreError as error:
                _log.error("it could not be looked what is due; once more in a minute: %s", error)
                wait = _MINUTE

    async def _looked(self) -> dt.timedelta:
        """Plan what has fallen due and send it; how long nothing more can fall due."""
        async with self._one_at_a_time:
            await self._reminders.look()
        await self.catch_up()
        now, next_at = self._services.clock(), await self._ledger.next_at()
        full_minute = now.replace(second=0, microsecond=0) + _MINUTE
        return max(min(full_minute, next_at or full_minute) + _NOT_TOO_EARLY - now, _LEAST)

    @cached_property
    def _reminders(self) -> Reminders:
        from handlers.reminders import Reminders

        return Reminders(self._bot, self._store, self._services, per_second=math.inf, only=self._user)

    @cached_property
    def _reports(self) -> ProgressReports:
        from handlers.staff.progress import ProgressReports

        return ProgressReports(self._bot, self._store, [self._user], elsewhere=True)


async def _within(over: asyncio.Event, wait: dt.timedelta) -> bool:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(wait.total_seconds()):
            await over.wait()
    return over.is_set()

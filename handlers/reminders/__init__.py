"""How do people get what they asked for, while the bot runs? It looks what is due each minute, and sends it.

The database decides what is due; APScheduler only wakes the bot. A wake that comes late, twice or not at all
changes nothing: the next one finds what is due.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import AsyncIterator, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from telegram import Bot

from handlers.reminders.composing import Composer
from handlers.reminders.sender import IN_FLIGHT, Sender
from handlers.services import Services
from plan_store.deliveries import Ledger, Outcome, Planned, Planning
from plan_store.store import Store, StoreError

__all__ = ["Reminders", "Sender"]

_log = logging.getLogger(__name__)

_NOT_TOO_EARLY = 0.02
"""Seconds, so that a wake never comes right before its minute."""
FAREWELL = 15.0
"""Seconds at the end for messages that are in flight."""


class Reminders:
    """What is due is planned and sent while `running` runs.

    Args:
        per_second: messages; may be infinite.
        only: this chat alone is planned for and sent to: for trying, on a store that others use.
        ended: told of each delivery that has come to an end.
    """

    def __init__(
        self,
        bot: Bot,
        store: Store,
        services: Services,
        *,
        per_second: float,
        in_flight: int = IN_FLIGHT,
        only: int | None = None,
        ledger: Ledger | None = None,
        ended: Callable[[Outcome], None] = lambda outcome: None,
    ) -> None:
        self._store = store
        self._services = services
        defaults = services.reminders
        ledger = ledger or store.ledger
        self._planning: Planning = store.planning if only is None else store.planning.only(only)
        self.sender = Sender(
            bot,
            ledger if only is None else ledger.only(only),
            store.subscriptions,
            Composer(lambda: services.snapshots.current, store.bulletins, services.clock, defaults),
            services.clock,
            per_second=per_second,
            in_flight=in_flight,
            ended=ended,
        )

    async def look(self) -> Planned:
        """Write what has fallen due since the last look, and have it sent. Raises `StoreError`."""
        await self._services.snapshots.refresh()
        now, snapshot = self._services.clock(), self._services.snapshots.current
        planned = await self._planning.plan(now, snapshot, self._services.reminders)
        told = await self._store.bulletins.spread(now, snapshot)
        if planned.due or planned.too_late or told:
            _log.info("due: %d; too late: %d; told of changes: %d", planned.due, planned.too_late, told)
        self.sender.wake()
        return planned

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look at once and at each full minute of the bot's clock, and send, while the block runs."""
        scheduler = AsyncIOScheduler(timezone=dt.UTC)
        job = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        scheduler.add_job(self._tick, self._each_minute(), **job)
        scheduler.add_job(self._purge, IntervalTrigger(days=1, timezone=dt.UTC), **job)
        scheduler.start()
        sending = asyncio.create_task(self.sender.run(), name="reminders")
        first = asyncio.create_task(self._tick())
        try:
            yield
        finally:
            scheduler.shutdown(wait=False)
            first.cancel()
            self.sender.stop()
            done, _ = await asyncio.wait((sending,), timeout=FAREWELL)
            if not done:
                _log.error("the answers to some messages did not come in before the end")
                sending.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await sending

    def _each_minute(self) -> IntervalTrigger:
        """From the next full minute on, which by a clock that was set for trying is not the wall's."""
        now = self._services.clock()
        until = 60 - now.second - now.microsecond / 1e6 + _NOT_TOO_EARLY
        return IntervalTrigger(
            minutes=1, start_date=dt.datetime.now(dt.UTC) + dt.timedelta(seconds=until), timezone=dt.UTC
        )

    async def _tick(self) -> None:
        try:
            await self.look()
        except StoreError as error:
            _log.error("it could not be looked what is due; once more in a minute: %s", error)

    async def _purge(self) -> None:
        try:
            await self._store.purge(self._services.clock())
        except StoreError as error:
            _log.error("what is old could not be deleted; once more tomorrow: %s", error)

"""How do letters reach the other side? What is due goes out, its author is told, and staff are reminded."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Collection, Coroutine
from functools import partial
from typing import Any

from telegram import Bot

from handlers.inquiries.delivering import Delivering
from handlers.inquiries.lanes import FAREWELL, Lanes
from handlers.inquiries.outage import Outage
from handlers.inquiries.recipients import Recipients
from handlers.inquiries.reminding import Reminding
from handlers.services import Services
from plan_store.inquiries import leases
from plan_store.store import Store, StoreError

POLL = 2.0
"""Seconds between looks at what other processes wrote, and at what is to be tried again."""
TRY_AGAIN = 300.0
"""Seconds between tries to reach staff for letters that nobody got."""


class Courier:
    """Has what is kept delivered; whatever fails stays kept and is tried again, or is told as failed.

    It looks what is due and begins it, for many chats at once; nobody waits for a chat that Telegram refuses.
    """

    def __init__(
        self, bot: Bot, services: Services, store: Store, reach: Collection[int] | None = None
    ) -> None:
        """`reach`: the chats that can be written to from here; None: all."""
        self._store = store
        self._reach = reach
        self._recipients = Recipients(store.members, store.letters, services.staff_group)
        self._lanes = Lanes()
        self._outage = Outage()
        self._delivering = Delivering(bot, store, self._recipients, self._lanes, self._outage)
        self._reminding = Reminding(bot, services, store, self._recipients, self._lanes, self._outage)
        self._tried_again = -TRY_AGAIN
        self._renewed = 0.0
        self._one_look = asyncio.Lock()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Deliver while the block runs.

        What is on its way at its end gets a while to arrive; of the rest it is recorded that it is not known.
        """
        stop = asyncio.Event()
        looking = asyncio.create_task(self._run(stop), name="courier")
        try:
            yield
        finally:
            stop.set()
            await asyncio.wait((looking,), timeout=FAREWELL)
            looking.cancel()
            await self._lanes.stop()

    async def _run(self, stop: asyncio.Event) -> None:
        """Until `stop`; a store or a Telegram that is away is waited for."""
        while not stop.is_set():
            try:
                await self.look()
                self._outage.over(self)
            except Exception as error:
                self._outage.goes_on(self, error)
            await _first(stop.wait(), self._store.mail.news(POLL), self._lanes.landed())

    async def catch_up(self) -> None:
        """Deliver all that is due now; what the store does not tell of waits for it."""
        try:
            while await self.look():
                await self._lanes.empty()
        except StoreError as error:
            self._outage.goes_on(self, error)

    async def look(self) -> bool:
        """Begin what is due for chats that are not being written to; whether anything is under way now."""
        async with self._one_look:
            await self._renew()
            await self._reach_somebody()
            for begin in (self._begin_telling, self._begin_delivering, self._begin_reminding):
                if self._lanes.room:
                    await begin()
            return self._lanes.busy

    async def _begin_telling(self) -> None:
        for letter in await self._store.mail.untold(self._reach, self._lanes.room, self._lanes.taken()):
            source = letter.source
            if source is not None and source.chat_id not in self._lanes.taken():
                self._lanes.begin(source.chat_id, partial(self._delivering.tell, letter, source))

    async def _begin_delivering(self) -> None:
        for delivery in await self._store.mail.claim(self._reach, self._lanes.room, self._lanes.taken()):
            self._lanes.begin(delivery.chat_id, partial(self._delivering.deliver, delivery), delivery.claim)

    async def _begin_reminding(self) -> None:
        if (day := await self._reminding.today()) is None:
            return
        reminders = self._store.inquiry_reminders
        for one in await reminders.claim(day, self._reach, self._lanes.room, self._lanes.taken()):
            self._lanes.begin(one.chat_id, partial(self._reminding.remind, one), one.claim)

    async def _renew(self) -> None:
        """What waits long for its turn, or is long on its way, stays ours."""
        now = time.monotonic()
        if self._lanes.claims and now - self._renewed > leases.LEASE.total_seconds() / 4:
            await self._store.mail.renew(self._lanes.claims)
            self._renewed = now

    async def _reach_somebody(self) -> None:
        """At the start and now and then: letters that nobody got are given to whoever is there now."""
        if time.monotonic() - self._tried_again < TRY_AGAIN:
            return
        self._tried_again = time.monotonic()
        for letter in await self._store.mail.undelivered():
            chats = await self._recipients.of(letter.inquiry.unit, letter.inquiry.resident)
            if chats:
                await self._store.mail.plan(letter.number, chats)


async def _first(*waits: Coroutine[Any, Any, object]) -> None:
    """Returns when one of them does; the others are cancelled."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()

"""Which of several processes polls and answers? The one that holds the lease; the others stand by."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, Protocol, TypeVar

from plan_store.database import StoreError

T = TypeVar("T")

LOOK = 0.5
"""Seconds between the looks of a process that stands by."""

_log = logging.getLogger(__name__)


class Lease(Protocol):
    """Who polls for a bot: `plan_store.leases.PollingLease`, which says what these do."""

    @property
    def length(self) -> dt.timedelta: ...

    async def take(self, bot_id: int) -> bool: ...

    async def renew(self, bot_id: int) -> bool: ...

    async def holder(self, bot_id: int) -> str: ...


class Turn:
    """The time in which this process polls: until it is told to stop, or finds that another has taken over.

    The lease is renewed four times in its length. Where the machine stood still for longer, another may have
    it: whatever asks `may_go_on` then waits for the next renewal. While the store is away nobody can take the
    lease who uses the same store, save where the network is torn between them; then Telegram says so to
    whoever polls beside another, who waits with `surely` until the store can tell.
    """

    def __init__(self, lease: Lease, bot_id: int, clock: Callable[[], float] = time.time) -> None:
        """`clock`: that of the machine, which goes on while it sleeps."""
        self._lease = lease
        self._length = lease.length.total_seconds()
        self._bot_id = bot_id
        self._clock = clock
        self._renewed_at = 0.0
        self._away = False
        """Whether the last renewal failed, which says nothing of the lease."""
        self._in_doubt = asyncio.Event()
        self._tried = asyncio.Event()
        self.over = asyncio.Event()
        """Set at the end, whichever it is."""
        self.lost = asyncio.Event()
        """Set where another process has taken over."""

    async def begin(self) -> bool:
        """Take the lease; False where another process has it."""
        asked_at = self._clock()
        taken = await self._lease.take(self._bot_id)
        if taken:
            self._renewed_at = asked_at
        return taken

    async def holder(self) -> str:
        """Which process polls, in the operator's words."""
        return await self._lease.holder(self._bot_id)

    async def may_go_on(self) -> None:
        """Returns while, as far as can be known, no other process polls; never again once one does."""
        while not (self._away or self._fresh()):
            await self._next_try()

    async def surely(self) -> None:
        """Returns when the store says that no other process polls."""
        while not self._fresh():
            await self._next_try()

    async def keep(self) -> None:
        """Renew the lease until it is lost; what `may_go_on` and `surely` wait for is done here."""
        while not self.lost.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._length / 4):
                    await self._in_doubt.wait()
            self._in_doubt.clear()
            await self._renew()
            self._tried.set()

    async def end_with(self, stop: asyncio.Event) -> None:
        """It is over when `stop` is set."""
        await stop.wait()
        self.over.set()

    async def _renew(self) -> None:
        asked_at = self._clock()
        try:
            async with asyncio.timeout(self._length / 2):
                held = await self._lease.renew(self._bot_id)
        except Exception as error:
            # Whatever it was: without renewals another takes over from a bot that is well.
            if not self._away:
                said = str(error) or "no answer"
                _log.error("the store cannot say whether another process polls; going on: %s", said)
            self._away = True
            # Those in doubt ask again at once.
            await asyncio.sleep(LOOK)
            return
        self._away = False
        if held:
            self._renewed_at = asked_at
            return
        _log.error("this process stood still, and another has taken over; it stops polling and answering")
        self.lost.set()
        self.over.set()

    def _fresh(self) -> bool:
        return not self.lost.is_set() and 0 <= self._clock() - self._renewed_at < self._length

    async def _next_try(self) -> None:
        self._tried.clear()
        self._in_doubt.set()
        await self._tried.wait()


@contextlib.asynccontextmanager
async def turn(lease: Lease, bot_id: int, stop: asyncio.Event) -> AsyncIterator[Turn | None]:
    """Waits until no other process polls, and keeps the lease while the block runs; None: `stop` came before.

    It is not given back here: that is done when all that was done is on the disk.
    """
    ours = Turn(lease, bot_id)
    if not await _begun(ours, stop):
        yield None
        return
    tasks = (asyncio.create_task(ours.keep()), asyncio.create_task(ours.end_with(stop)))
    try:
        yield ours
    finally:
        for task in tasks:
            task.cancel()


async def unless(stop: asyncio.Event, action: Coroutine[Any, Any, T]) -> T | None:
    """What the action gives; None where the stop comes before, and then it is cancelled."""
    doing = asyncio.ensure_future(action)
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((doing, stopping), return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            return doing.result()
        doing.cancel()
        await asyncio.wait((doing,))
        return None
    finally:
        doing.cancel()
        stopping.cancel()


async def _begun(ours: Turn, stop: asyncio.Event) -> bool:
    """Whether it could begin before the stop."""
    stood_by, away = False, False
    while not stop.is_set():
        try:
            if await unless(stop, ours.begin()):
                if stood_by:
                    _log.warning("the other process polls no more; this one takes over")
                return True
            if not (stood_by or stop.is_set()):
                _log.warning("process %s polls already; standing by until it ends", await ours.holder())
            stood_by, away = True, False
        except StoreError as error:
            if not away:
                _log.error("the store cannot say whether another process polls; trying again: %s", error)
            away = True
        await unless(stop, asyncio.sleep(LOOK))
    return False

"""What is on its way to which chat? One thing at a time to each, so that none waits for another's refusal."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from handlers.telegram.departure import Departure

AT_ONCE = 16
"""So many chats are served at the same time."""
FAREWELL = 15.0
"""Seconds at the end for requests that are on their way: longer than Telegram takes to answer."""
LAST_WORD = 3.0
"""Seconds more to record of those that were broken off that it is not known what became of them."""

_log = logging.getLogger(__name__)

Work = Callable[[Departure], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class _Lane:
    task: asyncio.Task[None]
    departure: Departure
    claim: str


class Lanes:
    """Chats that are being written to, and those that want to be left alone for a while."""

    def __init__(self) -> None:
        self._under_way: dict[int, _Lane] = {}
        self._resting: dict[int, float] = {}
        self._landed = asyncio.Event()

    @property
    def room(self) -> int:
        """For how many more chats something may be begun."""
        return AT_ONCE - len(self._under_way)

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._under_way)

    @property
    def claims(self) -> frozenset[str]:
        """Of what is under way."""
        return frozenset(lane.claim for lane in self._under_way.values() if lane.claim)

    def taken(self) -> frozenset[int]:
        """Chats for which nothing may be begun now."""
        now = time.monotonic()
        self._resting = {chat: until for chat, until in self._resting.items() if until > now}
        return frozenset((*self._under_way, *self._resting))

    def begin(self, chat_id: int, work: Work, claim: str = "") -> None:
        """Do it for a chat that is not `taken`; `claim` is that of the store, to be renewed meanwhile."""
        departure = Departure()
        task = asyncio.create_task(work(departure), name=f"letters to {chat_id}")
        self._under_way[chat_id] = _Lane(task, departure, claim)
        task.add_done_callback(lambda done: self._end(chat_id, done))

    def rest(self, chat_id: int, seconds: float) -> None:
        """Telegram wants nothing for that chat for so long."""
        self._resting[chat_id] = time.monotonic() + seconds

    async def landed(self) -> None:
        """Returns when something has come to its end since the last call."""
        await self._landed.wait()
        self._landed.clear()

    async def empty(self) -> None:
        """Returns when nothing is under way any more; what is begun meanwhile is not waited for."""
        if tasks := [lane.task for lane in self._under_way.values()]:
            await asyncio.wait(tasks)

    async def stop(self) -> None:
        """What waits for its turn is broken off at once; what is on its way gets time to arrive."""
        for lane in self._under_way.values():
            if not lane.departure.may_have_left:
                lane.task.cancel()
        if not await self._ended_within(FAREWELL):
            _log.error("the answers to %d letters did not come in before the end", len(self._under_way))
            for lane in self._under_way.values():
                lane.task.cancel()
            await self._ended_within(LAST_WORD)

    async def _ended_within(self, seconds: float) -> bool:
        if not self._under_way:
            return True
        _, left = await asyncio.wait([lane.task for lane in self._under_way.values()], timeout=seconds)
        return not left

    def _end(self, chat_id: int, task: asyncio.Task[None]) -> None:
        del self._under_way[chat_id]
        self._landed.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("what was under way to chat %d ended in an error", chat_id, exc_info=error)

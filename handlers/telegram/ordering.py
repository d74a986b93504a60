"""In which order are updates handled? One person's one after another, different people's at once."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

OnFlood = Callable[[Update], Coroutine[Any, Any, None]]

_log = logging.getLogger(__name__)

_NO_LIMIT = 1 << 30


@dataclass(slots=True)
class _Lane:
    """One person's updates: one is being handled, the others wait for their turn."""

    waiting: deque[asyncio.Future[None]] = field(default_factory=deque)
    handling: asyncio.Task[Any] | None = None
    flooding: bool = False
    full: bool = False


class InOrder(BaseUpdateProcessor):
    """Hands each person's updates to the handlers one at a time, as they came.

    What waits for its turn holds no slot, so that a flood from one person takes nothing from others. A person
    with more than `patience` messages waiting is told once, and until they are done his messages are handled
    at most one every `pace` seconds. Past `longest` no more are taken, which the person is told.

    Args:
        slots: how many people are served at the same time.
        people: how many may be waiting or served before `room` makes the poll wait; what has not been
            polled is safe at Telegram.
        pace: seconds between the starts of two messages of a flood; 0 for none.
        longest: how many messages of one person may wait at all.
        on_flood: is given the message that was one too many.
        on_full: is given the first message that was not taken.
        attended: what stands around the handling of each update.

    Attributes:
        on_handled: is given each update that needs no more: it was handled, or its person was told that no
            more are taken.
        may_begin: returns when an update may be handled; awaited before each.
    """

    def __init__(
        self,
        *,
        slots: int = 256,
        people: int = 2048,
        patience: int = 8,
        pace: float = 0.5,
        longest: int = 200,
        on_flood: OnFlood | None = None,
        on_full: OnFlood | None = None,
        attended: Callable[[object], AbstractAsyncContextManager[None]] = lambda _: nullcontext(),
    ) -> None:
        # PTB's own semaphore would let waiting updates hold the slots; ours is taken when the turn has come.
        super().__init__(_NO_LIMIT)
        self._slots = asyncio.Semaphore(slots)
        self._people = people
        self._patience = patience
        self._pace = pace
        self._longest = longest
        self._on_flood = on_flood
        self._on_full = on_full
        self._attended = attended
        self.on_handled: Callable[[object], None] = lambda _: None
        self.may_begin: Callable[[], Awaitable[None]] = _at_once
        self._lanes: dict[Hashable, _Lane] = {}
        self._room = asyncio.Event()
        self._room.set()
        self._stopping = asyncio.Event()
        self._abandoned = False
        self._notices: set[asyncio.Task[None]] = set()

    async def initialize(self) -> None:
        self._stopping.clear()
        self._abandoned = False

    async def shutdown(self) -> None:
        for notice in self._notices:
            notice.cancel()
        if self._notices:
            await asyncio.gather(*self._notices, return_exceptions=True)

    async def room(self) -> None:
        """Returns when there are few enough people in line to take in more."""
        await self._room.wait()

    def hurry(self) -> None:
        """From now on floods are not slowed: the process is about to stop."""
        self._stopping.set()

    def abandon(self) -> int:
        """Gives up what still waits for its turn and what comes from now on; how many waited."""
        self._abandoned = True
        turns = [turn for lane in self._lanes.values() for turn in lane.waiting]
        return sum(turn.cancel() for turn in turns)

    def cut_off(self) -> int:
        """Breaks off what is being handled, after `abandon`, and says how many updates that were."""
        handling = [lane.handling for lane in self._lanes.values() if lane.handling is not None]
        return sum(task.cancel() for task in handling)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        if self._abandoned:
            _close(coroutine)
            return
        key = _lane_of(update)
        lane = self._lanes.get(key)
        if lane is None:
            lane = self._lanes[key] = _Lane()
            if len(self._lanes) >= self._people:
                self._room.clear()
        elif len(lane.waiting) < self._longest:
            await self._turn(lane, update, coroutine)
        else:
            self._refuse(lane, update, coroutine)
            self.on_handled(update)
            return
        lane.handling = asyncio.current_task()
        try:
            async with self._slots:
                await self.may_begin()
                async with self._attended(update):
                    await coroutine
            self.on_handled(update)
            if lane.flooding and lane.waiting and self._pace:
                await self._wait_a_little()
        except asyncio.CancelledError:
            _close(coroutine)
            raise
        finally:
            self._next(key, lane)

    async def _turn(self, lane: _Lane, update: object, coroutine: Awaitable[Any]) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        lane.waiting.append(turn)
        if len(lane.waiting) > self._patience and not lane.flooding:
            lane.flooding = True
            self._tell(self._on_flood, update)
        try:
            await turn
        except asyncio.CancelledError:
            _close(coroutine)
            if turn in lane.waiting:
                lane.waiting.remove(turn)
            raise

    def _refuse(self, lane: _Lane, update: object, coroutine: Awaitable[Any]) -> None:
        _close(coroutine)
        if not lane.full:
            lane.full = True
            _log.warning(
                "%d messages of one person wait; no more are taken until they are done", len(lane.waiting)
            )
            self._tell(self._on_full, update)

    def _next(self, key: Hashable, lane: _Lane) -> None:
        while lane.waiting:
            turn = lane.waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        del self._lanes[key]
        if len(self._lanes) < self._people:
            self._room.set()

    async def _wait_a_little(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._pace):
                await self._stopping.wait()

    def _tell(self, say: OnFlood | None, update: object) -> None:
        if say is None or not isinstance(update, Update):
            return
        notice = asyncio.create_task(say(update))
        self._notices.add(notice)
        notice.add_done_callback(self._notices.discard)


async def _at_once() -> None:
    return


def _close(coroutine: Awaitable[Any]) -> None:
    """So that Python does not complain of what is never awaited."""
    if isinstance(coroutine, Coroutine):
        coroutine.close()


def _lane_of(update: object) -> Hashable:
    """Whose update it is. Inline queries have a lane of their own: typing does not wait for replies."""
    if not isinstance(update, Update):
        return id(update)
    if update.inline_query is not None:
        return "inline", update.inline_query.from_user.id
    message = update.effective_message
    # Whoever writes in the name of a group or channel has the same user in all of them.
    person = (message.sender_chat if message else None) or update.effective_user or update.effective_chat
    return person.id if person is not None else id(update)

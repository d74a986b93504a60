"""When may Telegram forget a message? When it has been handled, or written down for the next start."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable, Sequence
from typing import Protocol

from telegram import Bot, Update
from telegram.error import RetryAfter, TelegramError

from handlers.telegram.pacing import seconds_to_wait
from handlers.telegram.updates import read_update

AT_ONCE = 0.1
"""Seconds without an update handled, after which those that remain cost a write to the disk."""
_STRETCHES = 5
"""While many are being handled, one after the other, writing them down would only hold them up."""
RETRY = 1.0
"""Seconds until the store, where it is away, is tried again."""
AGAIN = 30.0
"""Seconds at least until a message whose sender nothing has reached is handled once more."""
GIVEN_UP = 24 * 3600.0
"""Seconds for which that is tried; Telegram, too, keeps a message for a day."""

_log = logging.getLogger(__name__)


class Inbox(Protocol):
    """Where updates are written down: `plan_store.inbox.Inbox`, which says what these do."""

    async def keep(self, bot_id: int, updates: Sequence[tuple[int, str]]) -> None: ...

    def done(self, bot_id: int, update_id: int) -> None: ...

    async def left(self, bot_id: int) -> Sequence[tuple[int, str]]: ...


class Receiving:
    """Knows of each update that was taken whether it would be lost if the process were killed.

    Telegram hands out an update until a later one is asked for. So before that, what has been taken must be
    handled, or be in the inbox.
    """

    def __init__(self, bot: Bot, inbox: Inbox, again: Callable[[Update], None]) -> None:
        """`again`: has an update handled once more."""
        self._bot = bot
        self._inbox = inbox
        self._again = again
        self._only_here: dict[int, Update] = {}
        """Neither handled nor surely written down."""
        self._perhaps_written: set[int] = set()
        """Those of them that may be on the disk all the same: the stop broke off their writing."""
        self._written: set[int] = set()
        """Written down, and not yet handled."""
        self._from_before: set[int] = set()
        self._unanswered: dict[int, float] = {}
        """Of those whose sender nothing has reached yet, since when."""
        self._pauses: dict[int, asyncio.TimerHandle] = {}
        """Of those of them that are not being handled just now, when they will be."""
        self._safe = asyncio.Event()
        self._safe.set()
        self.offset: int | None = None
        """From which update on Telegram is to give more."""

    async def left(self) -> Sequence[Update]:
        """What the process before this one did not get to. Raises `StoreError`."""
        found = await self._inbox.left(self._bot.id)
        updates = [read_update(json.loads(text), self._bot) for _, text in found]
        self._from_before = {update.update_id for update in updates}
        self._written |= self._from_before
        if updates:
            _log.warning("%d messages were left unanswered by the process before; now they are", len(updates))
        return updates

    def take(self, batch: Sequence[Update]) -> Sequence[Update]:
        """Those of a batch that are not at hand already; a batch that was not confirmed comes again."""
        if batch:
            self.offset = batch[-1].update_id + 1
        known = self._only_here.keys() | self._written | self._from_before
        fresh = [update for update in batch if update.update_id not in known]
        self._only_here |= {update.update_id: update for update in fresh}
        if fresh:
            self._safe.clear()
        return fresh

    def handled(self, update: object) -> None:
        """Its person has been answered, unless `unanswered` was told otherwise meanwhile."""
        if not isinstance(update, Update) or update.update_id in self._pauses:
            return
        self._unanswered.pop(update.update_id, None)
        if update.update_id in self._only_here:
            del self._only_here[update.update_id]
            if not self._only_here:
                self._safe.set()
            if update.update_id in self._perhaps_written:
                self._inbox.done(self._bot.id, update.update_id)
        elif update.update_id in self._written:
            self._written.remove(update.update_id)
            self._inbox.done(self._bot.id, update.update_id)

    def unanswered(self, update: Update, failure: TelegramError) -> None:
        """Nothing has reached its person: it is kept as what is being handled is, and handled again later."""
        loop = asyncio.get_running_loop()
        number = update.update_id
        since = self._unanswered.setdefault(number, loop.time())
        if loop.time() - since >= GIVEN_UP:
            _log.error("update %d could not be answered for a day, and is given up", number)
            return
        wait = seconds_to_wait(failure) if isinstance(failure, RetryAfter) else 0.0
        self._pauses[number] = loop.call_later(max(AGAIN, wait), self._resume, update)

    def _resume(self, update: Update) -> None:
        del self._pauses[update.update_id]
        self._again(update)

    def leave_unanswered(self) -> None:
        """From now on nothing is handled again: the next start does that."""
        for pause in self._pauses.values():
            pause.cancel()

    async def safe(self, at_once: float = AT_ONCE) -> None:
        """Returns when nothing that was taken would be lost; waits for the store where it is away."""
        while not await self._all_handled(at_once):
            try:
                await self._write_down()
            except Exception as error:
                _log.error("%d messages cannot be written down: %s", len(self._only_here), error)
                at_once = RETRY

    async def _all_handled(self, within: float) -> bool:
        """Whether all are handled, at least one in each stretch of `within`; there are not many stretches."""
        for _ in range(_STRETCHES):
            waiting = len(self._only_here)
            # Not wait_for: where the stop comes in the same moment, Python 3.11 lets it get lost there.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(within):
                    await self._safe.wait()
            if self._safe.is_set() or len(self._only_here) == waiting:
                break
        return self._safe.is_set()

    async def _write_down(self) -> None:
        batch = tuple(self._only_here.items())
        try:
            await self._inbox.keep(self._bot.id, [(number, update.to_json()) for number, update in batch])
        except BaseException:
            self._perhaps_written |= self._only_here.keys() & dict(batch).keys()
            raise
        finally:
            for number, _ in batch:
                if number not in self._only_here:
                    self._inbox.done(self._bot.id, number)
        self._written |= self._only_here.keys() & dict(batch).keys()
        for number in self._written:
            self._only_here.pop(number, None)
        if not self._only_here:
            self._safe.set()

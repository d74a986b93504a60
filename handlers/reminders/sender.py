"""How do deliveries go out? Claimed a few at a time, sent, recorded; by one sender at a time for each bot."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from telegram import Bot
from telegram.error import TelegramError
from telegram.ext import ExtBot

from handlers.reminders.outcomes import SENT, Result, Trouble, result_of
from handlers.reminders.pace import Pace
from handlers.showing import deliver
from handlers.telegram.pacing import Priority
from plan_store.deliveries import Claimed, Ledger, NotOursError, Outcome, State
from plan_store.store import StoreError

IN_FLIGHT = 64
"""Messages that wait for Telegram's answer at most; so many may be `unknown` after a sudden end."""
IDLE = 1.0
"""Seconds until it is looked again whether another process has written something to send."""
_STORE_AWAY = (0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds between tries while the store is away; the last goes on."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Message:
    """What is said to a chat, and what of it."""

    html: str | None
    """None: there is nothing to say any more."""
    keyboard: str | None = None
    """As the Bot API reads it; see `showing.written`."""
    items: frozenset[int] = frozenset()
    """The deliveries that it makes; others of the claim have nothing to say any more."""
    told: tuple[tuple[int, int], ...] = ()
    """The entries that it speaks of, by year and number."""
    why: str = ""
    """Of what is not said: why."""


class Followers(Protocol):
    """What is learned of chats while sending; `plan_store.followers`."""

    async def mark_unreachable(self, chat_id: int, now: dt.datetime) -> None: ...

    async def migrate(self, old: int, new: int, kind: str, now: dt.datetime) -> None: ...


class Sender:
    """Sends what is due, for as long as `run` runs.

    Args:
        compose: what to say; called right before it is sent, so that it is so.
        clock: the bot's clock, which says what is due.
        per_second: messages; may be infinite.
        ended: told of each delivery that has come to an end, for a progress bar.
    """

    def __init__(
        self,
        bot: Bot,
        ledger: Ledger,
        followers: Followers,
        compose: Callable[[Claimed], Awaitable[Message]],
        clock: Callable[[], dt.datetime],
        *,
        per_second: float,
        in_flight: int = IN_FLIGHT,
        ended: Callable[[Outcome], None] = lambda outcome: None,
    ) -> None:
        self._bot = bot
        self._ledger = ledger
        self._followers = followers
        self._compose = compose
        self._clock = clock
        self._ended = ended
        self._owner = uuid.uuid4().hex
        # A bot without a limiter, as that of the terminal, knows no priorities.
        limited = isinstance(bot, ExtBot) and bot.rate_limiter is not None
        self._priority: dict[str, Any] = {"rate_limit_args": Priority.BULK} if limited else {}
        self._pace = Pace(per_second, in_flight, time.monotonic)
        self._in_flight: dict[asyncio.Task[None], Claimed] = {}
        self._outcomes: list[Outcome] = []
        self._more = True
        self._changed = asyncio.Event()
        self._stop = asyncio.Event()

    def wake(self) -> None:
        """Something may have become due."""
        self._changed.set()

    def stop(self) -> None:
        """Claim no more; `run` ends when what is in flight is answered and recorded."""
        self._stop.set()
        self._changed.set()

    async def run(self, *, once: bool = False) -> bool:
        """Send what is due, and what becomes due, until `stop`; `once`: until nothing is due any more.

        Returns
        -------
        bool
            False: another sender is at it, so that nothing was sent. Only with `once`.
        """
        failures = 0
        while not self._stop.is_set():
            took = None
            try:
                due = await self._ledger.next_at()
                if due is not None and due <= self._clock():
                    took = await self._take()
                    if took:
                        await self._send_all()
                failures = 0
            except Exception as error:
                await self._rest(_wait_after(error, failures))
                failures += 1
                continue
            if once:
                return took is not False
            await self._rest(IDLE)
        return True

    async def _take(self) -> bool:
        left = await self._ledger.take(self._owner, self._clock())
        if left:
            _log.warning("%d messages were in flight when their sender ended; it is not known of them", left)
        return left is not None

    async def _send_all(self) -> None:
        """Take turns until nothing is due, or another sender has taken over."""
        failures, turned_at = 0, 0.0
        while True:
            room = 0 if self._stop.is_set() else self._pace.room()
            if not room and self._in_flight and time.monotonic() < turned_at + IDLE:
                # What has ended is recorded together with the next claim.
                await self._rest(self._patience())
                continue
            outcomes = tuple(self._outcomes)
            try:
                if failures:
                    await self._settle()
                claimed = await self._ledger.turn(self._owner, outcomes, room, self._clock())
            except NotOursError:
                del self._outcomes[: len(outcomes)]
                _log.warning("another sender has taken over")
                await self._finish()
                return
            except Exception as error:
                await asyncio.sleep(_wait_after(error, failures))
                failures += 1
                continue
            failures, turned_at = 0, time.monotonic()
            del self._outcomes[: len(outcomes)]
            if room:
                self._more = sum(len(one.items) for one in claimed) >= room
            for one in claimed:
                await self._begin(one)
            if not self._in_flight and not self._outcomes and not claimed and (room or self._stop.is_set()):
                await self._ledger.release(self._owner)
                return
            # What was not said any more has made no message, so that there is room for others.
            if self._in_flight or not self._outcomes:
                await self._rest(self._patience())

    def _patience(self) -> float:
        """Seconds until the next turn, if no answer comes in."""
        wait = self._pace.wait() if self._more and not self._stop.is_set() else None
        return IDLE if wait is None else min(wait, IDLE)

    async def _settle(self) -> None:
        """After a turn whose end was not seen: what it may have claimed is given back."""
        in_flight = [item.id for claimed in self._in_flight.values() for item in claimed.items]
        known = [*in_flight, *(outcome.id for outcome in self._outcomes)]
        await self._ledger.give_back(self._owner, known, self._clock())

    async def _finish(self) -> None:
        """Let what is in flight come to its end, and record it."""
        while self._in_flight:
            await asyncio.wait(self._in_flight)
        outcomes = tuple(self._outcomes)
        await self._ledger.record(self._owner, outcomes)
        del self._outcomes[: len(outcomes)]

    async def _rest(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        self._changed.clear()

    # --- one message ----------------------------------------------------------------------------------
    async def _begin(self, claimed: Claimed) -> None:
        try:
            message = await self._compose(claimed)
        except StoreError as error:
            self._note(claimed, Result(State.RETRY, dt.timedelta(seconds=_STORE_AWAY[-1]), error.reason))
            return
        except Exception:
            _log.exception("a delivery to chat %s could not be put into words", claimed.chat_id)
            self._note(claimed, Result(State.FAILED, note="could not be put into words"))
            return
        if message.html is None:
            self._note(claimed, Result(State.SKIPPED, note=message.why))
            return
        self._pace.went_out(1)
        task = asyncio.create_task(self._send(claimed, message, message.html))
        self._in_flight[task] = claimed
        task.add_done_callback(self._landed)

    async def _send(self, claimed: Claimed, message: Message, html: str) -> None:
        try:
            await deliver(self._bot, claimed.chat_id, html, message.keyboard, **self._priority)
            result = SENT
        except TelegramError as error:
            result = result_of(error, claimed.items[0].tries)
        except Exception as error:
            _log.exception("a message to chat %s ended in an error", claimed.chat_id)
            result = Result(State.UNKNOWN, note=type(error).__name__, trouble=Trouble.UNCLEAR)
        self._pace.ended(result)
        await self._learn(claimed.chat_id, result)
        self._note(claimed, result, message)

    def _landed(self, task: asyncio.Task[None]) -> None:
        del self._in_flight[task]
        if not self._in_flight or self._pace.room():
            self._changed.set()

    async def _learn(self, chat_id: int, result: Result) -> None:
        """What the answer says of the chat itself."""
        try:
            if result.gone:
                await self._followers.mark_unreachable(chat_id, self._clock())
            if result.moved_to is not None:
                await self._followers.migrate(chat_id, result.moved_to, "supergroup", self._clock())
                await self._ledger.migrate(chat_id, result.moved_to)
        except StoreError as error:
            _log.error("what became of chat %s could not be kept: %s", chat_id, error)

    def _note(self, claimed: Claimed, result: Result, message: Message | None = None) -> None:
        now = self._clock()
        for item in claimed.items:
            if message is not None and item.id not in message.items:
                outcome = Outcome(item.id, State.SKIPPED, now, note="nothing to say any more")
            else:
                next_at = None if result.wait is None else now + result.wait
                told = message.told if message is not None and result.state is State.SENT else ()
                outcome = Outcome(item.id, result.state, now, next_at, result.note, told)
            self._outcomes.append(outcome)
            self._ended(outcome)


def _wait_after(error: Exception, failures: int) -> float:
    """Seconds until the next try: whatever goes wrong, reminders go on, since nobody would see their end."""
    wait = _STORE_AWAY[min(failures, len(_STORE_AWAY) - 1)]
    if isinstance(error, StoreError):
        _log.error("reminders wait for the store; next try in %.1f s: %s", wait, error)
    else:
        _log.error("reminders ended in an error; next try in %.1f s", wait, exc_info=error)
    return wait

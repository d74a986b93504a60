"""When may a request go out? Telegram's limits are kept, and answers to people go ahead of bulk sending."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import logging
import math
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from telegram.error import NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

from handlers.telegram.departure import Departure
from handlers.telegram.transport import never_sent

_log = logging.getLogger(__name__)


class Priority(IntEnum):
    """Given to any bot method as `rate_limit_args`; answers where nothing is given.

    A `Departure` in its place means bulk, and is told whether the request may have left.
    """

    ANSWER = 0
    BULK = 1
    """Refusals and failures to connect are raised at once: bulk sending keeps a ledger, and comes back."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast messages go out, so that Telegram has nothing to complain of."""

    chat_seconds: float = 1.0
    """Seconds between messages to one chat, on the average."""
    chat_burst: int = 3
    """So many at once to a chat that has been quiet."""
    group: int = 20
    group_seconds: float = 61.0
    """So many to one group in any such stretch of time: Telegram's minute, and a second for the way there."""
    overall: int = 29
    overall_seconds: float = 1.0
    """So many to all chats together in any such stretch of time."""
    kept_for_answers: int = 6
    """Of `overall`: what bulk sending leaves free, so that an answer does not wait for it."""

    @classmethod
    def with_bulk(cls, per_second: float) -> Limits:
        """Limits under which so many messages a second can be sent in bulk, if it is not too many.

        A place is taken from the request until a second after its answer; a little more than a second.
        """
        usual = cls()
        taken = math.ceil(min(per_second, usual.overall) * 1.08)
        return cls(kept_for_answers=max(1, usual.overall - taken))


@dataclass(frozen=True, slots=True)
class Retries:
    """How failures that surely left no trace at Telegram are tried again."""

    longest_wait: float = 60.0
    """Seconds: a 429 that asks for more is raised, for the caller to come back later."""
    refused: int = 6
    """How often one request may be refused with 429 before it is raised."""
    unsent: tuple[float, ...] = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
    """Seconds to wait after each failure to connect; then it is raised."""


_COUNTED = ("send", "forward", "copy", "edit")
_NOT_COUNTED = ("sendChatAction",)

_REMEMBERED = 4096
"""Chats whose pace is kept in mind before those long quiet are forgotten."""

_SEVERAL = 3
_SOON = 5.0
"""When `_SEVERAL` chats are refused within so many seconds, it is the bot that is too fast, not the chats."""

Answered = bool | dict[str, Any] | list[dict[str, Any]]


class Pacing(BaseRateLimiter[Priority | Departure]):
    """PTB's rate limiter of this bot.

    - A 429 stops the chat that it came for. Telegram does not say whether it means the chat or the bot; when
      several chats are refused in a row it stops bulk sending too, and answers as well if they go on being
      refused.
    - A request that surely was not sent (no connection) is tried again; one whose outcome is unclear is not,
      since Telegram would do it twice.

    Args:
        limits: None lets everything pass at once; refusals are waited for all the same.
    """

    def __init__(self, limits: Limits | None = Limits(), retries: Retries = Retries()) -> None:
        self._limits = limits
        self._retries = retries
        self._chats: dict[int | str, _Chat] = {}
        self._gate = _Gate(limits) if limits else None
        self._refused: deque[tuple[float, int | str]] = deque(maxlen=_SEVERAL * 4)
        self._stopped = {Priority.ANSWER: 0.0, Priority.BULK: 0.0}

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answered]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Priority | Departure | None,
    ) -> Answered:
        """Wait for the turn, send, and try again where that is safe."""
        if isinstance(rate_limit_args, Departure):
            departure, priority = rate_limit_args, Priority.BULK
        else:
            departure, priority = Departure(), rate_limit_args or Priority.ANSWER
        chat_id: int | str = data.get("chat_id", "")
        counted = chat_id != "" and endpoint.startswith(_COUNTED) and endpoint not in _NOT_COUNTED
        refused = unsent = 0
        while True:
            departure.may_have_left = False
            if counted:
                await self._turn(chat_id, priority)
            departure.may_have_left = True
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                wait = seconds_to_wait(error)
                refused += 1
                too_long = wait > self._retries.longest_wait or refused >= self._retries.refused
                if too_long and priority is Priority.ANSWER:
                    raise
                _log.warning("Telegram asks to wait %.0f s before %s to chat %s", wait, endpoint, chat_id)
                if counted:
                    self._note_refusal(chat_id, priority, min(wait, self._retries.longest_wait))
                    wait = 0.0
                if priority is Priority.BULK:
                    raise
            except NetworkError as error:
                given_up = priority is Priority.BULK or unsent >= len(self._retries.unsent)
                if given_up or not never_sent(error):
                    raise
                wait = self._retries.unsent[unsent]
                unsent += 1
                _log.warning("no connection to Telegram for %s; next try in %.1f s", endpoint, wait)
            finally:
                if counted and self._gate is not None:
                    self._gate.leave()
            await asyncio.sleep(wait)

    async def _turn(self, chat_id: int | str, priority: Priority) -> None:
        now = asyncio.get_running_loop().time
        chat = self._chats.get(chat_id)
        if self._limits is not None:
            if chat is None:
                chat = self._new_chat(chat_id)
            if (wait := chat.book(now())) > 0:
                await asyncio.sleep(wait)
        while True:
            # A refusal may come in while one waits, so this is looked at again.
            wait = max(self._stopped[priority], chat.stopped if chat else 0.0) - now()
            if wait <= 0:
                break
            await asyncio.sleep(wait)
        if self._gate is not None:
            await self._gate.enter(priority)

    def _new_chat(self, chat_id: int | str) -> _Chat:
        if len(self._chats) >= _REMEMBERED:
            now = asyncio.get_running_loop().time()
            self._chats = {key: chat for key, chat in self._chats.items() if not chat.idle(now)}
        # Groups have negative numbers, and a channel's @name may be one.
        is_group = isinstance(chat_id, str) or chat_id < 0
        chat = self._chats[chat_id] = _Chat(self._limits or Limits(), is_group)
        return chat

    def _note_refusal(self, chat_id: int | str, priority: Priority, wait: float) -> None:
        now = asyncio.get_running_loop().time()
        chat = self._chats.get(chat_id) or self._new_chat(chat_id)
        chat.stopped = max(chat.stopped, now + wait)
        self._refused.append((now, chat_id))
        if len({chat for at, chat in self._refused if at > now - _SOON}) < _SEVERAL:
            return
        # The bot as a whole is too fast. Bulk sending gives way first.
        if self._stopped[Priority.BULK] > now and priority is Priority.ANSWER:
            self._stopped[Priority.ANSWER] = max(self._stopped[Priority.ANSWER], now + wait)
        self._stopped[Priority.BULK] = max(self._stopped[Priority.BULK], now + wait)


@dataclass(slots=True)
class _Chat:
    """One chat's own limit. Turns are booked ahead, so that messages to a chat keep their order."""

    limits: Limits
    is_group: bool
    even: float = 0.0
    """When the next message would be due if they were evenly spaced."""
    booked: deque[float] = field(default_factory=deque)
    """Of a group: the last moments given out."""
    stopped: float = 0.0
    """Until when Telegram wants nothing for this chat."""

    def book(self, now: float) -> float:
        """Takes the next free moment; the seconds until then."""
        limits = self.limits
        self.even = max(self.even, now)
        at = max(now, self.even - (limits.chat_burst - 1) * limits.chat_seconds)
        if self.is_group:
            if len(self.booked) >= limits.group:
                at = max(at, self.booked.popleft() + limits.group_seconds)
            self.booked.append(at)
        self.even = max(self.even, at) + limits.chat_seconds
        return at - now

    def idle(self, now: float) -> bool:
        last = self.booked[-1] + self.limits.group_seconds if self.booked else 0.0
        return max(self.stopped, self.even, last) < now


class _Gate:
    """The limit of the bot as a whole: answers first, then bulk, each in the order they came.

    A place is free again only so long after Telegram's answer: when a request arrives there is not known, but
    it is before that. So the limit holds at Telegram too, however unevenly the network delivers.
    """

    def __init__(self, limits: Limits) -> None:
        self._most = {
            Priority.ANSWER: limits.overall,
            Priority.BULK: max(1, limits.overall - limits.kept_for_answers),
        }
        self._seconds = limits.overall_seconds
        self._inside = 0
        self._left: deque[float] = deque()
        self._line: list[tuple[Priority, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()
        self._timer: asyncio.TimerHandle | None = None

    async def enter(self, priority: Priority) -> None:
        """Returns when a request of that priority may go out; `leave` has to follow."""
        loop = asyncio.get_running_loop()
        if not self._line and self._take(priority, loop.time()):
            return
        turn: asyncio.Future[None] = loop.create_future()
        heapq.heappush(self._line, (priority, next(self._numbers), turn))
        self._open()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.leave()
            raise

    def leave(self) -> None:
        """The request that entered has been answered, or has failed."""
        self._inside -= 1
        self._left.append(asyncio.get_running_loop().time())
        if self._line and self._timer is None:
            self._open()

    def _take(self, priority: Priority, now: float) -> bool:
        left = self._left
        while left and left[0] <= now - self._seconds:
            left.popleft()
        if self._inside + len(left) >= self._most[priority]:
            return False
        self._inside += 1
        return True

    def _open(self) -> None:
        """Lets pass whom it may, and looks again when the next place becomes free."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        while self._line:
            priority, _, turn = self._line[0]
            if turn.done():  # its request was cancelled
                heapq.heappop(self._line)
            elif self._take(priority, now):
                heapq.heappop(self._line)
                turn.set_result(None)
            else:
                break
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._line and self._left:
            self._timer = loop.call_at(self._left[0] + self._seconds, self._open)


def seconds_to_wait(error: RetryAfter) -> float:
    """What Telegram asked for."""
    # The public attribute warns of its own change of type, from whole seconds to timedelta.
    return error._retry_after.total_seconds()

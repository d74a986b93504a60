"""Is the bot sending too fast? Telegram's flood limits, as far as they are known."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

from tests.telegram.double.refusals import too_many_requests


@dataclass(frozen=True, slots=True)
class Limit:
    most: int
    seconds: float


@dataclass(slots=True)
class FloodLimits:
    """429 with the seconds to wait for what is sent too fast."""

    chat_burst: int = 5
    """So many at once to one chat …"""
    chat_seconds: float = 1.0
    """… and one more every so many seconds."""
    group: Limit = Limit(20, 60.0)
    """So many to one group in any such stretch of time."""
    overall: Limit = Limit(30, 1.0)
    """So many to all chats in any such stretch of time."""
    _sent: dict[int, deque[float]] = field(default_factory=dict)
    _full_until: dict[int, float] = field(default_factory=dict)
    """By chat: when its bucket, filled by one every `chat_seconds`, will be empty again."""

    def check(self, chat_id: int, now: float) -> None:
        """Counts a message at the moment `now`, of any steady clock.

        Raises:
            Refusal: 429; the message is then not counted.
        """
        empty = max(self._full_until.get(chat_id, 0.0), now)
        waits = [
            empty + self.chat_seconds - now - self.chat_burst * self.chat_seconds,
            self._wait(_ALL, self.overall, now),
            self._wait(chat_id, self.group, now) if chat_id < 0 else 0.0,
        ]
        if max(waits) > 0:
            raise too_many_requests(math.ceil(max(waits)))
        self._full_until[chat_id] = empty + self.chat_seconds
        self._sent[_ALL].append(now)
        if chat_id < 0:
            self._sent[chat_id].append(now)

    def _wait(self, key: int, limit: Limit, now: float) -> float:
        times = self._sent.setdefault(key, deque())
        while times and times[0] <= now - limit.seconds:
            times.popleft()
        return times[0] + limit.seconds - now if len(times) >= limit.most else 0.0


_ALL = 0
"""In place of a chat's number."""

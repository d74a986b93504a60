"""Is the bot sending too fast? Telegram's flood limits, as far as they are known."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass, field

from tests.telegram.double.refusals import too_many_requests


@dataclass(frozen=True, slots=True)
class Limit:
    most: int
    seconds: float


@dataclass(slots=True)
class FloodLimits:
    """So many messages in any such stretch of time, else 429 with the seconds to wait."""

    chat: Limit = Limit(5, 5.0)
    """One a second; short bursts pass, as they do at Telegram."""
    group: Limit = Limit(20, 60.0)
    overall: Limit = Limit(30, 1.0)
    _sent: dict[Hashable, deque[float]] = field(default_factory=dict)

    def check(self, chat_id: int, now: float) -> None:
        """Counts a message at the moment `now`, of any steady clock.

        Raises:
            Refusal: 429; the message is then not counted.
        """
        counted = [(0, self.overall), (chat_id, self.group if chat_id < 0 else self.chat)]
        waits = [self._wait(key, limit, now) for key, limit in counted]
        if any(waits):
            raise too_many_requests(math.ceil(max(waits)))
        for key, _ in counted:
            self._sent[key].append(now)

    def _wait(self, key: Hashable, limit: Limit, now: float) -> float:
        times = self._sent.setdefault(key, deque())
        while times and times[0] <= now - limit.seconds:
            times.popleft()
        return times[0] + limit.seconds - now if len(times) >= limit.most else 0.0

"""How many questions a second does a bot answer? Many people ask at once, and their replies are timed."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections import deque
from collections.abc import Sequence
from typing import Any

from tests.telegram.double.people import Person
from tests.telegram.double.world import Message, World


class Load:
    """Asks on behalf of many people; each reply in a chat is counted to the oldest open question there."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._people: list[Person] = []
        self._open: dict[int, deque[float]] = {}
        self._left: dict[int, deque[str]] = {}
        self._latencies: list[float] = []
        self._done: asyncio.Future[None] | None = None
        self._expected = 0
        world.on_bot_message = self._replied

    async def run(
        self,
        *,
        users: int,
        messages: int,
        texts: Sequence[str] = ("六月有什么活动",),
        at_once: bool = False,
        within: float = 120.0,
    ) -> dict[str, Any]:
        """`users` people send `messages` each.

        Args:
            texts: the questions, taken in turn.
            at_once: all messages of a person at once; else each after the reply to the one before.
            within: seconds after which what is missing counts as lost.

        Returns:
            sent, replied, seconds (first question to last reply), replies_per_second, and the latencies
            median_ms, p99_ms, max_ms.
        """
        world = self._world
        while len(self._people) < users:
            self._people.append(Person(world, world.add_user(f"居民{len(self._people) + 1}")))
        people = self._people[:users]
        self._latencies = []
        self._expected = users * messages
        self._done = asyncio.get_running_loop().create_future()
        self._open = {person.chat.id: deque() for person in people}
        self._left = {
            person.chat.id: deque(texts[(index + turn) % len(texts)] for turn in range(messages))
            for index, person in enumerate(people)
        }
        self._seats = {person.chat.id: person for person in people}
        began = time.perf_counter()
        for person in people:
            for _ in range(messages if at_once else 1):
                self._ask(person.chat.id)
        await asyncio.wait((self._done,), timeout=within)
        seconds = time.perf_counter() - began
        replied = len(self._latencies)
        self._open = {}
        steps = (
            statistics.quantiles(self._latencies, n=100, method="inclusive") if replied > 1 else [0.0] * 99
        )
        return {
            "sent": self._expected,
            "replied": replied,
            "seconds": round(seconds, 4),
            "replies_per_second": round(replied / seconds, 1),
            "median_ms": round(steps[49] * 1000, 2),
            "p99_ms": round(steps[98] * 1000, 2),
            "max_ms": round(max(self._latencies, default=0.0) * 1000, 2),
        }

    def _ask(self, chat_id: int) -> None:
        self._open[chat_id].append(time.perf_counter())
        self._seats[chat_id].writes(self._left[chat_id].popleft())

    def _replied(self, message: Message) -> None:
        waiting = self._open.get(message.chat.id)
        if not waiting:
            return
        self._latencies.append(time.perf_counter() - waiting.popleft())
        if len(self._latencies) == self._expected:
            assert self._done is not None
            self._done.set_result(None)
        elif not waiting and self._left[message.chat.id]:
            self._ask(message.chat.id)

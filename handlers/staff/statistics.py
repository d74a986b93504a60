"""How is the bot used? /stats tells staff, over any days that they name."""

from __future__ import annotations

import datetime as dt

from telegram import Message

from handlers.replies.staff import numbers as texts
from handlers.services import Services
from handlers.showing import send
from handlers.staff.gate import Worker
from plan_store.staff.spans import days_meant
from plan_store.store import Store


class Statistics:
    """/stats."""

    def __init__(self, services: Services, store: Store) -> None:
        self._services = services
        self._store = store

    async def stats(self, worker: Worker, message: Message, words: str) -> None:
        """/stats: the last seven days; /stats 上周, /stats 六月: those days."""
        now = self._services.clock()
        days = days_meant(words, now.date())
        if days is None:
            await send(message, texts.NO_SUCH_DAYS)
            return
        start = dt.datetime.combine(days.first, dt.time(), now.tzinfo)
        end = dt.datetime.combine(days.last, dt.time(), now.tzinfo) + dt.timedelta(days=1)
        found = texts.Numbers(
            days,
            await self._store.counts.between(days.first, days.last),
            await self._store.subscriptions.counts(),
            await self._store.letters.open_ones(),
            await self._store.letters.asked_between(start, end),
            await self._store.overview.states(start, end),
        )
        await send(message, texts.numbers(found))

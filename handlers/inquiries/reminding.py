"""How are staff reminded, once a day, of residents who wait for an answer?"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import partial

from telegram import Bot

from handlers.inquiries.attempts import Attempts
from handlers.inquiries.lanes import Lanes
from handlers.inquiries.outage import Outage
from handlers.inquiries.recipients import Recipients
from handlers.replies.inquiries import open_ones as texts
from handlers.services import Services
from handlers.showing import say
from handlers.telegram.departure import Departure, in_bulk
from plan_store.inquiries.letters import Waiting
from plan_store.inquiries.reminding import DailyReminder
from plan_store.store import Store

REMIND_FROM, REMIND_UNTIL = dt.time(9), dt.time(20)
"""When they are reminded."""


class Reminding:
    """Planned once a day for all; what a reminder says is what is open when it is sent."""

    def __init__(
        self, bot: Bot, services: Services, store: Store, recipients: Recipients, lanes: Lanes, outage: Outage
    ) -> None:
        self._bot = bot
        self._services = services
        self._store = store
        self._recipients = recipients
        self._outage = outage
        self._attempts = Attempts(lanes, outage)
        self._planned: dt.date | None = None

    async def today(self) -> dt.date | None:
        """The day whose reminders may be sent now; they are on the disk. None outside of the hours for it."""
        now = self._services.clock()
        if not REMIND_FROM <= now.time() < REMIND_UNTIL:
            return None
        if self._planned != now.date():
            await self._store.inquiry_reminders.plan(now.date(), await self._waiting(now))
            self._planned = now.date()
        return now.date()

    async def remind(self, reminder: DailyReminder, departure: Departure) -> None:
        """One try."""
        records = self._store.inquiry_reminders
        await self._attempts.attempt(
            records,
            reminder,
            departure,
            partial(self._send, reminder, departure),
            partial(records.failed, reminder),
        )

    async def _send(self, reminder: DailyReminder, departure: Departure) -> bool:
        now = self._services.clock()
        if ones := (await self._waiting(now)).get(reminder.chat_id):
            words = texts.reminder(ones, now, doubtful=reminder.doubtful)
            await say(self._bot, reminder.chat_id, words, **in_bulk(self._bot, departure))
        await self._outage.outlasted(partial(self._store.inquiry_reminders.sent, reminder))
        return True

    async def _waiting(self, now: dt.datetime) -> dict[int, list[Waiting]]:
        """By chat of staff, the inquiries that have waited for an answer since yesterday or longer."""
        waiting: defaultdict[int, list[Waiting]] = defaultdict(list)
        for one in await self._store.letters.open_ones():
            if one.since is not None and one.since.astimezone(now.tzinfo).date() < now.date():
                for chat in await self._recipients.of_inquiry(one.inquiry):
                    waiting[chat].append(one)
        return waiting

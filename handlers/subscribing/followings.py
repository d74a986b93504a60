"""What does a chat follow, and what comes of it? The store's subscriptions, with what they mean today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from telegram import Chat

from handlers.replies.subscribing import ending
from handlers.replies.subscribing.beginning import MOST
from handlers.replies.subscribing.followed import Followed
from handlers.services import Services
from plan_store.deliveries import Planning
from plan_store.due import next_occasion, passed_over
from plan_store.followers import Followers
from plan_store.plan import Entry, in_reading_order
from plan_store.subscriptions import Following, Habits, Preferences, Subscription, followed


class TooManyError(Exception):
    """A chat follows as much as it may."""


class Followings:
    """What the handlers know and change of a chat's subscriptions. All methods raise `StoreError`."""

    def __init__(self, services: Services, followers: Followers, planning: Planning) -> None:
        self._services = services
        self._followers = followers
        self._planning = planning

    @property
    def today(self) -> dt.date:
        return self._services.clock().date()

    async def preferences(self, chat_id: int) -> Preferences:
        return await self._followers.preferences(chat_id)

    async def habits(self, chat_id: int) -> Habits:
        """How reminders come to a chat."""
        return (await self.preferences(chat_id)).within(self._services.reminders)

    async def prefer(self, chat: Chat, chosen: Preferences) -> Habits:
        """Keep what a chat has chosen; how reminders come from now on.

        What would have come later, and by the new choice should have come already, comes now.
        """
        now = self._services.clock()
        zone = now.tzinfo
        assert zone is not None
        has, before = await self.of_chat(chat.id)
        after = chosen.within(self._services.reminders)
        missed = [
            occasion
            for one in has
            for occasion in passed_over(
                one.entries, before, after, zone, now=now, kinds=one.subscription.kinds
            )
        ]
        # First: should the bot be killed between the two, it is told by the old choice, and once.
        await self._planning.make_up(chat.id, missed, now)
        await self._followers.prefer(chat.id, chat.type, chosen, now)
        return after

    async def of_chat(self, chat_id: int) -> tuple[tuple[Followed, ...], Habits]:
        """All that a chat follows, the oldest first, and how reminders come there."""
        habits = await self.habits(chat_id)
        subscriptions = await self._followers.of_chat(chat_id)
        return tuple(self._meaning(one, habits) for one in subscriptions), habits

    async def one(self, chat_id: int, number: int) -> tuple[Followed, Habits] | None:
        """One subscription of a chat; None where it has no such one (any more)."""
        all_of_them, habits = await self.of_chat(chat_id)
        return next(((one, habits) for one in all_of_them if one.subscription.id == number), None)

    async def follows(self, chat_id: int, what: Following) -> bool:
        """Whether a chat follows that very thing."""
        return any(one.following.digest == what.digest for one in await self._followers.of_chat(chat_id))

    async def add(self, chat: Chat, what: Following) -> tuple[Followed, Habits, bool]:
        """Follow something from now on; the last says whether it is new. Raises TooManyError."""
        already = await self._followers.of_chat(chat.id)
        if len(already) >= MOST and all(one.following.digest != what.digest for one in already):
            raise TooManyError
        subscription, new = await self._followers.add(chat.id, chat.type, what, self._services.clock())
        habits = await self.habits(chat.id)
        return self._meaning(subscription, habits), habits, new

    async def end(self, chat_id: int, ended: Iterable[Followed]) -> None:
        await self._followers.remove(chat_id, [one.subscription.id for one in ended])

    async def end_all(self, chat_id: int) -> None:
        await self._followers.remove_all(chat_id)

    async def entries_of(self, chat_id: int) -> tuple[tuple[Entry, ...], Habits]:
        """All entries that a chat follows, each once."""
        all_of_them, habits = await self.of_chat(chat_id)
        found = {(entry.year, entry.number): entry for one in all_of_them for entry in one.entries}
        return in_reading_order(found.values()), habits

    def _meaning(self, subscription: Subscription, habits: Habits) -> Followed:
        entries = followed(subscription.following, self._services.snapshots.current)
        now = self._services.clock()
        assert now.tzinfo is not None
        coming = next_occasion(entries, habits, now.tzinfo, after=now, kinds=subscription.kinds)
        return Followed(subscription, entries, coming)


def same_as(what: Following, entries: Sequence[Entry], among: Iterable[Followed]) -> list[Followed]:
    """Those that mean the same: by their question, else by the entries that they stand for today."""
    among = list(among)
    by_question = [one for one in among if one.subscription.following.digest == what.digest]
    return by_question or [one for one in among if one.entries and set(one.entries) == set(entries)]


class KeptSubscriptions:
    """Of subscriptions: what somebody follows in the private chat, and how reminders come there."""

    def __init__(self, followings: Followings, followers: Followers) -> None:
        self._followings = followings
        self._followers = followers

    async def kept_of(self, user_id: int) -> Sequence[str]:
        followed, habits = await self._followings.of_chat(user_id)
        chosen = await self._followings.preferences(user_id)
        lines = [ending.kept_subscriptions(followed)] if followed else []
        if replace(chosen, reachable=True) != Preferences():
            lines.append(ending.kept_habits(habits, self._followings.today))
        return lines

    async def forget(self, user_id: int) -> None:
        await self._followers.forget(user_id)

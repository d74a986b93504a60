"""What does a wish about reminders do? The same whether it was typed, sent as a command or tapped."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from handlers.calendar_files import calendar_of
from handlers.replies import Reply, labels, reply_to
from handlers.replies.subscribing import beginning, calendars, choosing, ending
from handlers.replies.subscribing.overview import list_of
from handlers.services import Services
from handlers.subscribing.followings import Followings, TooManyError, same_as
from handlers.subscribing.turns import Turn
from plan_store.answers import Answer, Kind, find
from plan_store.plan import Entry
from plan_store.questions.query import Query
from plan_store.questions.thread import EMPTY, Thread
from plan_store.subscriptions import LEADS, Following, Habits, Preferences, following
from plan_store.wishes import Act, Wish, until

_CHANGES = frozenset(Act) - {Act.LIST, Act.CALENDAR, Act.HOW}
"""What only administrators may do in a group or a channel."""


class Subscribers:
    """Does what somebody wishes."""

    def __init__(self, services: Services, followings: Followings) -> None:
        self._services = services
        self._followings = followings

    async def do(self, turn: Turn, wish: Wish) -> bool:
        """False: it is a question after all, to be answered as one."""
        if not wish.sure and not await self._can_be_followed(turn, wish.words):
            return False
        if wish.act in _CHANGES and not await turn.may_change():
            await turn.say(Reply(ending.ADMINISTRATORS_ONLY))
            return True
        match wish.act:
            case Act.SUBSCRIBE:
                await self._subscribe(turn, wish.words)
            case Act.UNSUBSCRIBE:
                await self._unsubscribe(turn, wish.words)
            case Act.UNSUBSCRIBE_ALL:
                await self.ask_unsubscribe_all(turn)
            case Act.LIST:
                await self.show_list(turn)
            case Act.PAUSE:
                await self._pause(turn, wish.words)
            case Act.RESUME:
                await self.set_pause(turn, None)
            case Act.LEAD:
                await self._lead(turn, wish.number)
            case Act.HOUR:
                await self.set_hour(turn, wish.at)
            case Act.CALENDAR:
                await self._calendar(turn, wish.words)
            case Act.HOW:
                habits = await self._followings.habits(turn.chat.id)
                await turn.say(beginning.how_to(wish.words, habits))
        return True

    # --- beginning ------------------------------------------------------------------------------------
    async def _subscribe(self, turn: Turn, words: str) -> None:
        """Follow what the words mean, or what is spoken of at the moment, or ask what."""
        if not words:
            what = await self._spoken_of_and_not_followed(turn)
            await (self.follow(turn, what) if what else self.offer(turn))
            return
        answer = await self._understood(turn, words)
        what = following(answer.query)
        if answer.kind is Kind.ENTRIES and what is not None:
            await self.follow(turn, what, answer.query)
        else:
            await turn.say(beginning.not_subscribed(answer, self._reply(answer)))

    async def _spoken_of_and_not_followed(self, turn: Turn) -> Following | None:
        query = await self._spoken_of(turn)
        what = following(query) if query is not None and self._entries(query) else None
        if what is None or await self._followings.follows(turn.chat.id, what):
            return None
        return what

    async def offer(self, turn: Turn) -> None:
        """What can be followed, to tap."""
        await turn.say(beginning.what_to_follow(self._services.plan, self._followings.today))

    async def follow(self, turn: Turn, what: Following, query: Query | None = None) -> None:
        """Follow it, and say back what will come; `query`: how it was asked for."""
        try:
            followed, habits, new = await self._followings.add(turn.chat, what)
        except TooManyError:
            await turn.say(beginning.too_many())
            return
        remarks = labels.remarks(query) if query else ()
        today = self._followings.today
        await turn.say(beginning.subscribed(followed, habits, today, new=new, remarks=remarks))

    # --- ending ---------------------------------------------------------------------------------------
    async def _unsubscribe(self, turn: Turn, words: str) -> None:
        all_of_them, habits = await self._followings.of_chat(turn.chat.id)
        listed = list_of(all_of_them, habits, self._followings.today)
        if not words and len(all_of_them) > 1:
            await turn.say(ending.which_to_end(listed))
            return
        ended = list(all_of_them)
        if words:
            answer = await self._understood(turn, words)
            what = following(answer.query)
            if answer.kind is Kind.CLARIFY:
                await turn.say(ending.which_one(answer, self._reply(answer)))
                return
            ended = same_as(what, answer.entries, all_of_them) if what else []
        if all_of_them and not ended:
            await turn.say(ending.not_followed(listed))
            return
        await self._followings.end(turn.chat.id, ended)
        await turn.say(ending.ended([one.words for one in ended]))

    async def ask_unsubscribe_all(self, turn: Turn) -> None:
        """Whether to end all, where there is any."""
        all_of_them, _ = await self._followings.of_chat(turn.chat.id)
        count = len(all_of_them)
        await turn.show(ending.confirm_unfollow_all(count) if count else ending.ended(()))

    async def show_list(self, turn: Turn) -> None:
        all_of_them, habits = await self._followings.of_chat(turn.chat.id)
        await turn.say(list_of(all_of_them, habits, self._followings.today))

    # --- how reminders come ---------------------------------------------------------------------------
    async def set_lead(self, turn: Turn, days: int) -> None:
        await turn.show(choosing.lead_set(await self._chosen(turn, lambda one: replace(one, lead_days=days))))

    async def set_hour(self, turn: Turn, time: dt.time | None) -> None:
        await turn.show(choosing.hour_set(await self._chosen(turn, lambda one: replace(one, time=time))))

    async def set_pause(self, turn: Turn, until: dt.date | None) -> None:
        """No reminders before that day; None: they come again."""
        habits = await self._chosen(turn, lambda one: replace(one, paused_until=until))
        await turn.show(choosing.pause_set(habits, self._followings.today))

    async def _chosen(self, turn: Turn, change: Callable[[Preferences], Preferences]) -> Habits:
        before = await self._followings.preferences(turn.chat.id)
        return await self._followings.prefer(turn.chat, change(before))

    async def _pause(self, turn: Turn, words: str) -> None:
        today = self._followings.today
        day = until(words, today)
        if day is None:
            await turn.say(choosing.offer_pauses(today))
        else:
            await self.set_pause(turn, day)

    async def _lead(self, turn: Turn, days: int) -> None:
        if days in LEADS:
            await self.set_lead(turn, days)
        else:
            await turn.say(choosing.not_a_lead(await self._followings.habits(turn.chat.id)))

    # --- calendar files -------------------------------------------------------------------------------
    async def _calendar(self, turn: Turn, words: str) -> None:
        """A file of what the words mean; without any, of what is spoken of, else of all that is followed."""
        if words:
            answer = await self._understood(turn, words)
            if answer.kind is not Kind.ENTRIES:
                await turn.say(calendars.not_exported(self._reply(answer)))
                return
            await self.hand_over(turn, answer.entries, self._words(answer.query))
        elif (query := await self._spoken_of(turn)) is not None and (entries := self._entries(query)):
            await self.hand_over(turn, entries, self._words(query))
        else:
            await self.hand_over_followed(turn)

    async def hand_over(self, turn: Turn, entries: tuple[Entry, ...], words: str) -> None:
        habits = await self._followings.habits(turn.chat.id)
        await turn.hand_over(await asyncio.to_thread(calendar_of, entries, words, self._services, habits))

    async def hand_over_followed(self, turn: Turn) -> None:
        """A file of all that the chat follows."""
        entries, habits = await self._followings.entries_of(turn.chat.id)
        if entries:
            await turn.hand_over(await asyncio.to_thread(calendar_of, entries, "", self._services, habits))
        else:
            await turn.say(calendars.NOTHING_FOLLOWED)

    # --- what is meant --------------------------------------------------------------------------------
    async def _can_be_followed(self, turn: Turn, words: str) -> bool:
        answer, _ = self._read(words, await self._services.thread_of(turn.asker))
        return answer.kind is Kind.ENTRIES and following(answer.query) is not None

    async def _understood(self, turn: Turn, words: str) -> Answer:
        """The words read as a question; the conversation goes on from there."""
        answer, after = self._read(words, await self._services.thread_of(turn.asker))
        self._services.keep(turn.asker, after)
        return answer

    def _read(self, words: str, thread: Thread) -> tuple[Answer, Thread]:
        """Words that can stand alone do: 退订 街道 never means the 街道 of the month just spoken of."""
        alone, after = self._services.look_up(words, EMPTY)
        if alone.kind is Kind.UNKNOWN:
            return self._services.look_up(words, thread)
        if alone.kind is Kind.ENTRIES:
            return alone, self._services.speaking_of(alone.query, thread)
        return alone, after

    async def _spoken_of(self, turn: Turn) -> Query | None:
        thread = await self._services.thread_of(turn.asker)
        return thread.current(self._services.clock()).query

    def _entries(self, query: Query) -> tuple[Entry, ...]:
        return find(query, self._services.snapshots.current).entries

    def _reply(self, answer: Answer) -> Reply:
        return reply_to(answer, around=self._services.around)

    def _words(self, query: Query) -> str:
        return Reply(labels.understood(query)).text

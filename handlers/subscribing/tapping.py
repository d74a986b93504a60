"""What happens when a button about reminders is tapped? Each is looked up anew, whoever taps."""

from __future__ import annotations

from telegram import Update

from handlers.replies import Reply, labels, menus
from handlers.replies.reminder_taps import (
    AsCalendar,
    Confirm,
    Follow,
    FollowedCalendar,
    FollowWords,
    Grave,
    Leave,
    NoMore,
    Offer,
    ReminderTap,
    SetHour,
    SetLead,
    SetPause,
    Setting,
    ShowFollowed,
    ShowOne,
    Switch,
    Unfollow,
    read_reminder_tap,
)
from handlers.replies.subscribing import choosing, ending
from handlers.replies.subscribing.overview import list_of, one_of
from handlers.replies.taps import View
from handlers.replies.views import entries_of, query_of
from handlers.residents import Context
from handlers.services import Services
from handlers.subscribing.followings import Followings
from handlers.subscribing.forgetting import Forgetting
from handlers.subscribing.subscribers import Subscribers
from handlers.subscribing.turns import Turn, turn_of_tap
from handlers.tapping import acknowledge
from plan_store.answers import Kind
from plan_store.followers import Followers
from plan_store.questions.thread import EMPTY
from plan_store.subscriptions import following

_ONLY_SHOW = (AsCalendar, FollowedCalendar, ShowFollowed, ShowOne)
"""What everybody in a group may tap."""


class ReminderTaps:
    """The handler of buttons about reminders."""

    def __init__(
        self,
        services: Services,
        followers: Followers,
        followings: Followings,
        subscribers: Subscribers,
        forgetting: Forgetting,
    ) -> None:
        self._services = services
        self._followers = followers
        self._followings = followings
        self._subscribers = subscribers
        self._forgetting = forgetting

    async def tapped(self, update: Update, context: Context) -> None:
        """Do what the button says; where it cannot be done any more, or not by them, say so kindly."""
        query = update.callback_query
        if query is None:
            return
        tap = read_reminder_tap(query.data or "")
        if tap is None or query.message is None:
            await acknowledge(query, menus.OUT_OF_DATE)
            return
        turn = turn_of_tap(query, query.message, context.bot)
        if not isinstance(tap, _ONLY_SHOW) and not await turn.may_change():
            await acknowledge(query, ending.ADMINISTRATORS_ONLY)
            return
        done = await self._do(turn, tap)
        await acknowledge(query, "" if done else menus.OUT_OF_DATE)

    async def _do(self, turn: Turn, tap: ReminderTap) -> bool:
        """Whether it could be done."""
        match tap:
            case Follow(view):
                return await self._follow(turn, view)
            case FollowWords(words):
                return await self._follow_words(turn, words)
            case AsCalendar(view):
                return await self._calendar(turn, view)
            case FollowedCalendar():
                await self._subscribers.hand_over_followed(turn)
            case NoMore(view):
                return await self._no_more(turn, view)
            case ShowFollowed(page, anew):
                await self._show_list(turn, page, anew=anew)
            case ShowOne(number, anew):
                return await self._show_one(turn, number, anew=anew)
            case Switch(number, kind, on):
                switched = await self._followers.switch(turn.chat.id, number, kind, on=on)
                return switched and await self._show_one(turn, number, anew=False)
            case Unfollow(number):
                return await self._unfollow(turn, number)
            case Offer(setting):
                await self._offer(turn, setting)
            case SetLead(days):
                await self._subscribers.set_lead(turn, days)
            case SetHour(time):
                await self._subscribers.set_hour(turn, time)
            case SetPause(day):
                await self._subscribers.set_pause(turn, day)
            case Confirm(Grave.FORGET, step):
                return await self._forgetting.confirmed(turn, step)
            case Confirm(Grave.UNFOLLOW_ALL, step):
                await self._unfollow_all(turn, step)
            case Leave():
                await turn.show(Reply(ending.NOTHING_CHANGED))
        return True

    # --- beginning ------------------------------------------------------------------------------------
    async def _follow(self, turn: Turn, view: View) -> bool:
        plan = self._services.plan_of(view.year)
        if plan is None or not entries_of(view, plan):
            return False
        what = following(query_of(view, plan))
        if what is not None:
            await self._subscribers.follow(turn, what)
        return what is not None

    async def _follow_words(self, turn: Turn, words: str) -> bool:
        answer, _ = self._services.look_up(words, EMPTY)
        what = following(answer.query)
        if answer.kind is not Kind.ENTRIES or what is None:
            return False
        await self._subscribers.follow(turn, what)
        return True

    async def _calendar(self, turn: Turn, view: View) -> bool:
        plan = self._services.plan_of(view.year)
        if plan is None or not (entries := entries_of(view, plan)):
            return False
        words = Reply(labels.understood(query_of(view, plan))).text
        await self._subscribers.hand_over(turn, entries, words)
        return True

    # --- what one has ---------------------------------------------------------------------------------
    async def _show_list(self, turn: Turn, page: int, *, anew: bool) -> None:
        all_of_them, habits = await self._followings.of_chat(turn.chat.id)
        await (turn.say if anew else turn.show)(list_of(all_of_them, habits, self._followings.today, page))

    async def _show_one(self, turn: Turn, number: int, *, anew: bool) -> bool:
        found = await self._followings.one(turn.chat.id, number)
        if found is None:
            return False
        await (turn.say if anew else turn.show)(one_of(*found, self._followings.today))
        return True

    async def _offer(self, turn: Turn, setting: Setting) -> None:
        habits = await self._followings.habits(turn.chat.id)
        match setting:
            case Setting.LEAD:
                await turn.show(choosing.offer_leads(habits))
            case Setting.HOUR:
                await turn.show(choosing.offer_hours(habits))
            case Setting.PAUSE:
                await turn.show(choosing.offer_pauses(self._followings.today))
            case Setting.WHAT:
                await self._subscribers.offer(turn)

    # --- ending ---------------------------------------------------------------------------------------
    async def _unfollow(self, turn: Turn, number: int) -> bool:
        found = await self._followings.one(turn.chat.id, number)
        if found is None:
            return False
        await self._followings.end(turn.chat.id, found[:1])
        await turn.show(ending.ended([found[0].words]))
        return True

    async def _unfollow_all(self, turn: Turn, step: int) -> None:
        if step == 1:
            await self._subscribers.ask_unsubscribe_all(turn)
            return
        all_of_them, _ = await self._followings.of_chat(turn.chat.id)
        await self._followings.end_all(turn.chat.id)
        await turn.show(ending.ended([one.words for one in all_of_them]))

    async def _no_more(self, turn: Turn, view: View) -> bool:
        """End the one subscription that the reminder came from; of several, ask which."""
        all_of_them, habits = await self._followings.of_chat(turn.chat.id)
        about = {(view.year, number) for number in view.numbers or ()}
        causes = [one for one in all_of_them if not about.isdisjoint((e.year, e.number) for e in one.entries)]
        if len(causes) > 1:
            await turn.say(ending.which_to_end(list_of(causes, habits, self._followings.today)))
            return True
        await self._followings.end(turn.chat.id, causes)
        await turn.say(ending.ended([one.words for one in causes]))
        return True

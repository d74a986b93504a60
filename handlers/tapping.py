"""What happens when a button is tapped? Its data says it all, so that old messages still work."""

from __future__ import annotations

from typing import Protocol

from telegram import CallbackQuery, Update
from telegram.error import BadRequest

from handlers.replies import entry_reply, list_reply, menus
from handlers.replies.keyboards import chooser
from handlers.replies.taps import (
    Choose,
    Say,
    ShowEntry,
    ShowNarrowed,
    ShowPage,
    Tap,
    read_tap,
)
from handlers.replies.views import entries_of, query_of
from handlers.residents import Context
from handlers.services import Asker, Services
from handlers.showing import replace, replace_buttons, send_after
from plan_store.questions.query import Query


class Wishes(Protocol):
    """Words on a button that are no question: a wish to be reminded."""

    async def tapped(self, query: CallbackQuery, words: str) -> bool:
        """Whether they were one, and have been answered."""


class Taps:
    """The handler of buttons under the bot's messages."""

    def __init__(self, services: Services, wishes: Wishes) -> None:
        self._services = services
        self._wishes = wishes

    async def tapped(self, update: Update, context: Context) -> None:
        """Do what the button says; where the plan no longer holds it, or nobody knows it, say so kindly."""
        query = update.callback_query
        if query is None:
            return
        tap = read_tap(query.data or "")
        done = tap is not None and query.message is not None and await self._do(tap, query, context)
        await acknowledge(query, "" if done else menus.OUT_OF_DATE)

    async def _do(self, tap: Tap, query: CallbackQuery, context: Context) -> bool:
        """Whether it could be done."""
        message = query.message
        if message is None:
            return False
        asker = Asker(message.chat.id, query.from_user.id)
        match tap:
            case Say(words):
                if await self._wishes.tapped(query, words):
                    return True
                reply, after = self._services.reply(words, await self._services.thread_of(asker))
                self._services.keep(asker, after)
                await send_after(context.bot, message, reply)
                return True
            case ShowEntry(year, number):
                plan = self._services.plan_of(year)
                entry = plan.entry(number) if plan else None
                if plan is None or entry is None:
                    return False
                await self._recall(asker, Query("", year=year, pinned=((year, number),)))
                await send_after(context.bot, message, entry_reply(entry, plan))
                return True
            case ShowNarrowed(view):
                plan = self._services.plan_of(view.year)
                narrowed = list_reply(view, plan) if plan else None
                if plan is None or narrowed is None:
                    return False
                await self._recall(asker, query_of(view, plan))
                await send_after(context.bot, message, narrowed)
                return True
            case ShowPage(view):
                plan = self._services.plan_of(view.year)
                page = list_reply(view, plan) if plan else None
                return page is not None and await replace(
                    context.bot, message.chat.id, message.message_id, page
                )
            case Choose(view):
                plan = self._services.plan_of(view.year)
                if plan is None or not entries_of(view, plan):
                    return False
                buttons = chooser(tap, plan)
                return await replace_buttons(context.bot, message.chat.id, message.message_id, buttons)

    async def _recall(self, asker: Asker, query: Query) -> None:
        """Let 它, 第一个 and 那七月呢 mean what was tapped."""
        self._services.keep(asker, self._services.speaking_of(query, await self._services.thread_of(asker)))


async def acknowledge(query: CallbackQuery, words: str) -> None:
    """End the waiting sign on the button; a tap that Telegram has given up waiting for needs none."""
    try:
        await query.answer(words or None, show_alert=bool(words))
    except BadRequest as error:
        if "query" not in error.message.lower():
            raise

"""What do residents get? Answers to questions, in private and in groups, and a few commands to browse by."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from telegram import Message, Update
from telegram.ext import CallbackContext, ExtBot

from handlers.addressing import command_for_us, words_for_us
from handlers.replies import Reply, menus
from handlers.services import Asker, Services
from handlers.showing import replace, send
from plan_store.patterns import pattern
from plan_store.questions.thread import Thread

Context = CallbackContext[ExtBot[None], dict, dict, dict]  # type: ignore[type-arg]

_ENTRY_LINK = pattern(r"e([0-9]{4})-([0-9]{1,6})", re.ASCII)
_MONTH_LINK = pattern(r"m(?:([0-9]{4})-)?([0-9]{1,2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Answered:
    """What was said to a message: so that, when it is edited, the answer is edited with it."""

    user_id: int
    reply_id: int
    before: Thread
    after: Thread


class Wishes(Protocol):
    """Words that are no question: a wish to be reminded, or to be reminded no more."""

    async def heard(self, message: Message, words: str) -> bool:
        """Whether they were one, and have been answered."""


class Residents:
    """The handlers of what residents send; each reads like its sentence in the README."""

    def __init__(self, services: Services, wishes: Wishes, *, remembered: int = 2000) -> None:
        """`remembered`: to how many messages the answer can still be edited."""
        self._services = services
        self._wishes = wishes
        self._answered: OrderedDict[tuple[int, int], Answered] = OrderedDict()
        self._albums: OrderedDict[str, None] = OrderedDict()
        self._remembered = remembered

    # --- questions ------------------------------------------------------------------------------------
    async def question(self, update: Update, context: Context) -> None:
        """Words: answered in private, and in groups where they are meant for the bot."""
        message = update.effective_message
        if message is None or (words := words_for_us(message, context.bot)) is None:
            return
        if message.media_group_id:
            self._first_of_album(message.media_group_id)
        if not words:
            await send(message, menus.welcome(self._services.plan, self._services.around))
        elif not await self._wishes.heard(message, words):
            await self._answer(message, words)

    async def edited(self, update: Update, context: Context) -> None:
        """An edited question is answered anew, in place of the earlier answer where that is known."""
        message = update.edited_message
        if message is None or not (words := words_for_us(message, context.bot)):
            return
        if await self._wishes.heard(message, words):
            return
        earlier = self._answered.get((message.chat_id, message.message_id))
        if earlier is None:
            await self._answer(message, words)
            return
        asker = asker_of(message)
        reply, after = self._services.reply(words, earlier.before)
        if await self._services.thread_of(asker) == earlier.after:
            self._services.keep(asker, after)
        if await replace(context.bot, message.chat_id, earlier.reply_id, reply):
            self._remember(message, earlier.reply_id, earlier.before, after)
        else:
            self._remember(message, await send(message, reply), earlier.before, after)

    async def wordless(self, update: Update, context: Context) -> None:
        """Stickers, photos, voice, places: a kind line on what works, once for a whole album."""
        message = update.effective_message
        if message is None or not self._first_of_album(message.media_group_id):
            return
        await send(message, menus.words_only(self._services.around))

    async def sent(self, update: Update, context: Context) -> None:
        """A file or a picture: the words below it are a question like any."""
        message = update.effective_message
        await (self.question if message and message.caption else self.wordless)(update, context)

    # --- commands -------------------------------------------------------------------------------------
    async def start(self, update: Update, context: Context) -> None:
        """/start greets; with the parameter of a link it shows that entry or month."""
        message = update.effective_message
        if message is None:
            return
        parameter = context.args[0] if context.args else ""
        words = self._words_of_link(parameter)
        if words:
            await self._answer(message, words)
        else:
            await send(message, menus.welcome(self._services.plan, self._services.around))

    async def help(self, update: Update, context: Context) -> None:
        """/help: how to ask, with examples that work on the present plan."""
        await self._say(update, menus.help_(self._services.plan, self._services.around))

    async def month(self, update: Update, context: Context) -> None:
        """/month: the months to tap; /month 6 and /month 下个月 answer at once."""
        message = update.effective_message
        if message is None:
            return
        wanted = " ".join(context.args or ())
        if wanted:
            await self._answer(message, f"{wanted}月" if wanted.isdecimal() else wanted)
        else:
            await send(message, menus.months(self._services.plan))

    async def units(self, update: Update, context: Context) -> None:
        """/units: the units to tap; /units 街道 answers at once."""
        message = update.effective_message
        if message is None:
            return
        if wanted := " ".join(context.args or ()):
            await self._answer(message, wanted)
        else:
            await send(message, menus.unit_list(self._services.plan))

    async def all(self, update: Update, context: Context) -> None:
        """/all: the whole plan, a page at a time."""
        if update.effective_message is not None:
            await self._answer(update.effective_message, "所有活动")

    async def privacy(self, update: Update, context: Context) -> None:
        """/privacy: what the bot remembers, and for how long."""
        await self._say(update, menus.PRIVACY)

    async def unknown_command(self, update: Update, context: Context) -> None:
        """Any other command: one short reply, the same for all."""
        message = update.effective_message
        if message is not None and command_for_us(message, context.bot):
            await send(message, menus.UNKNOWN_COMMAND)

    # --- what is kept of somebody ---------------------------------------------------------------------
    async def kept_of(self, user_id: int) -> Sequence[str]:
        """Nothing but which answer went to which message, until the next start."""
        return ()

    async def forget(self, user_id: int) -> None:
        """Let go of what would bring back a conversation if a message of it were edited."""
        for key in [key for key, answered in self._answered.items() if answered.user_id == user_id]:
            del self._answered[key]

    # --- how it is done -------------------------------------------------------------------------------
    async def _answer(self, message: Message, words: str) -> None:
        asker = asker_of(message)
        before = await self._services.thread_of(asker)
        reply, after = self._services.reply(words, before)
        self._services.keep(asker, after)
        sent = await send(message, reply)
        self._remember(message, sent, before, after)

    async def _say(self, update: Update, reply: Reply) -> None:
        if update.effective_message is not None:
            await send(update.effective_message, reply)

    def _words_of_link(self, parameter: str) -> str:
        """The question that a link stands for; empty for none, and for what the plans do not hold."""
        if match := _ENTRY_LINK.fullmatch(parameter):
            plan = self._services.plan_of(int(match[1]))
            if plan is not None and plan.entry(int(match[2])) is not None:
                return menus.words_of_entry(plan.year, int(match[2]))
        if (match := _MONTH_LINK.fullmatch(parameter)) and 1 <= int(match[2]) <= 12:
            return f"{match[1]}年{int(match[2])}月" if match[1] else f"{int(match[2])}月"
        return ""

    def _remember(self, message: Message, reply_id: int, before: Thread, after: Thread) -> None:
        self._answered[message.chat_id, message.message_id] = Answered(
            asker_of(message).user_id, reply_id, before, after
        )
        if len(self._answered) > self._remembered:
            self._answered.popitem(last=False)

    def _first_of_album(self, album: str | None) -> bool:
        if album is None:
            return True
        first = album not in self._albums
        self._albums[album] = None
        if len(self._albums) > self._remembered:
            self._albums.popitem(last=False)
        return first


def asker_of(message: Message) -> Asker:
    sender = message.from_user
    return Asker(message.chat_id, sender.id if sender is not None else message.chat_id)

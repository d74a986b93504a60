"""Who is at the door? Staff are let through; to anyone else an admin command is like any unknown one."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from telegram import BotCommand, BotCommandScopeChat, CallbackQuery, Message, Update, User
from telegram.constants import ChatType
from telegram.error import TelegramError

from handlers.addressing import command_for_us
from handlers.replies.menus import COMMANDS, PRIVATE_COMMANDS
from handlers.replies.staff import wizards
from handlers.residents import Context, Residents
from handlers.services import Asker
from handlers.showing import send
from plan_store.staff.members import Members
from plan_store.staff.rights import NotAllowedError, Person, Rights

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Worker:
    """A staff member at work in a private chat."""

    person: Person
    rights: Rights
    asker: Asker


Command = Callable[[Worker, Message, str], Awaitable[None]]
"""What a command does; the words are those after its name."""


class Gate:
    """Lets staff in. What they change is checked again by the room of the store that changes it."""

    def __init__(self, members: Members, residents: Residents) -> None:
        self._members = members
        self._residents = residents
        self._shown: dict[int, Rights | None] = {}
        """Whose menu is known to be right, and for which rights."""

    def command(
        self, name: str, do: Command, *, owners: bool
    ) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
        """The handler of an admin command; `owners`: of one that they alone may give."""

        async def given(update: Update, context: Context) -> None:
            message = update.effective_message
            if message is None:
                return
            if not command_for_us(message, context.bot):
                return
            worker = await self.worker(message.from_user, message)
            if worker is None or (owners and not worker.rights.may_grant):
                self.refuse(message.from_user, f"/{name}")
                await self._residents.unknown_command(update, context)
                await self._hide_menu(worker, message)
            elif message.chat.type == ChatType.PRIVATE:
                words = (message.text or "").split(maxsplit=1)
                try:
                    await do(worker, message, words[1].strip() if len(words) > 1 else "")
                except NotAllowedError as error:
                    # They were staff a moment ago.
                    _log.warning("refused: %s", error)
                    await self._residents.unknown_command(update, context)
            else:
                await send(message, wizards.IN_PRIVATE)

        return given

    async def worker(self, user: User | None, message: Message) -> Worker | None:
        """The staff member who wrote or tapped; None for everybody else."""
        if user is None or (rights := await self._members.at_hand(user.id)) is None:
            return None
        if message.chat.type == ChatType.PRIVATE and self._shown.get(user.id) != rights:
            self._shown[user.id] = rights
            await show_menu(message.get_bot(), user.id, rights)
        return Worker(Person(user.id, user.full_name), rights, Asker(message.chat_id, user.id))

    async def tapper(self, query: CallbackQuery) -> Worker | None:
        """The staff member who tapped in a private chat; None for everybody else."""
        message = query.message
        if message is None or message.chat.type != ChatType.PRIVATE:
            return None
        rights = await self._members.at_hand(query.from_user.id)
        if rights is None:
            return None
        person = Person(query.from_user.id, query.from_user.full_name)
        return Worker(person, rights, Asker(message.chat.id, query.from_user.id))

    async def _hide_menu(self, worker: Worker | None, message: Message) -> None:
        """Whoever was staff before may still have their menu."""
        user = message.from_user
        if user is None or worker is not None or message.chat.type != ChatType.PRIVATE:
            return
        if user.id not in self._shown or self._shown[user.id] is not None:
            self._shown[user.id] = None
            await show_menu(message.get_bot(), user.id, None)

    def refuse(self, user: User | None, what: str) -> None:
        """Write down that somebody else tried."""
        _log.warning("%s has no right to it and tried %s", user.id if user else "somebody unnamed", what)


def commands_for(rights: Rights) -> list[BotCommand]:
    """The menu of a staff member: what residents see, and their own below."""
    own = wizards.commands(rights)
    return [BotCommand(name, what) for name, what in (*COMMANDS, *PRIVATE_COMMANDS, *own)]


async def show_menu(bot: Any, user: int, rights: Rights | None) -> None:
    """Show the admin commands in a staff member's own chat, or take them from there where they left."""
    scope = BotCommandScopeChat(user)
    try:
        if rights is None:
            await bot.delete_my_commands(scope=scope)
        else:
            await bot.set_my_commands(commands_for(rights), scope=scope)
    except TelegramError as error:
        _log.warning("the command menu of %d could not be changed: %s", user, error)

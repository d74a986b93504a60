"""What may staff do from their phone? `staff_handlers` is the one list of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from handlers.replies.staff import PREFIX
from handlers.residents import Residents
from handlers.services import Services
from handlers.staff.office import Office
from plan_store.patterns import pattern
from plan_store.store import Store

if TYPE_CHECKING:
    from handlers.staff.desk import Desk
    from handlers.staff.gate import Command

INVITATION = pattern(r"^/start(?:@\w+)?\s+j([\w-]{24})$", re.ASCII)
"""What comes when somebody opens the link of an invitation."""


def staff_handlers(
    services: Services, store: Store, residents: Residents, further: Mapping[str, Command]
) -> list[BaseHandler[Any, Any, Any]]:
    """To stand before those of residents: what is not of staff is passed on to `residents`.

    `further`: commands of staff that belong to other rooms.
    """
    office = Office(services, store, residents)
    commands: dict[str, Callable[[Desk], Command]] = {
        "cancel": lambda desk: desk.cancel,
        "edit": lambda desk: desk.rooms.editing.edit,
        "add": lambda desk: desk.rooms.adding.add,
        "delete": lambda desk: desk.rooms.editing.delete,
        "history": lambda desk: desk.rooms.looking_back.history,
        "undo": lambda desk: desk.rooms.looking_back.undo,
        "trash": lambda desk: desk.rooms.editing.trash,
        "unanswered": lambda desk: desk.rooms.unanswered.unanswered,
        "alias": lambda desk: desk.rooms.naming.alias,
        "answer": lambda desk: desk.rooms.standing_replies.answer,
        "export": lambda desk: desk.rooms.documents.export,
        "announce": lambda desk: desk.rooms.announcing.announce,
        "stats": lambda desk: desk.rooms.statistics.stats,
        **{name: _elsewhere(do) for name, do in further.items()},
    }
    of_owners: dict[str, Callable[[Desk], Command]] = {
        "grant": lambda desk: desk.rooms.granting.grant,
        "staff": lambda desk: desk.rooms.granting.roster,
    }

    new, edited = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
    private, words = filters.ChatType.PRIVATE, filters.TEXT & ~filters.COMMAND
    return [
        CommandHandler(
            "start", office.at_desk(lambda desk: desk.rooms.granting.joined), new & filters.Regex(INVITATION)
        ),
        CommandHandler("help", office.of_staff(lambda desk: desk.help, residents.help), new),
        *(CommandHandler(name, office.command(name, do), new) for name, do in commands.items()),
        *(CommandHandler(name, office.command(name, do, owners=True), new) for name, do in of_owners.items()),
        MessageHandler(new & words, office.of_staff(lambda desk: desk.words, residents.question)),
        MessageHandler(edited & private & words, office.of_staff(lambda desk: desk.edited, residents.edited)),
        MessageHandler(
            new & private & (filters.Document.ALL | filters.CAPTION),
            office.of_staff(lambda desk: desk.sent, residents.sent),
        ),
        CallbackQueryHandler(office.at_desk(lambda desk: desk.tapped), pattern=f"^{PREFIX}"),
    ]


def _elsewhere(do: Command) -> Callable[[Desk], Command]:
    """A command of another room, which does not stand at the desk."""
    return lambda desk: do

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
from plan_store.store import Store

if TYPE_CHECKING:
    from handlers.staff.desk import Desk
    from handlers.staff.gate import Command

INVITATION = re.compile(r"^/start(?:@\w+)?\s+j([\w-]{24})$", re.ASCII)
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
        "edit": lambda desk: desk.editing.edit,
        "add": lambda desk: desk.adding.add,
        "delete": lambda desk: desk.editing.delete,
        "history": lambda desk: desk.looking_back.history,
        "undo": lambda desk: desk.looking_back.undo,
        "trash": lambda desk: desk.editing.trash,
        "unanswered": lambda desk: desk.teaching.unanswered,
        "alias": lambda desk: desk.teaching.alias,
        "answer": lambda desk: desk.answering.answer,
        "export": lambda desk: desk.documents.export,
        "announce": lambda desk: desk.announcing.announce,
        "stats": lambda desk: desk.statistics.stats,
        **{name: _elsewhere(do) for name, do in further.items()},
    }
    of_owners: dict[str, Callable[[Desk], Command]] = {
        "grant": lambda desk: desk.granting.grant,
        "staff": lambda desk: desk.granting.roster,
    }

    new, edited = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
    private, words = filters.ChatType.PRIVATE, filters.TEXT & ~filters.COMMAND
    return [
        CommandHandler(
            "start", office.at_desk(lambda desk: desk.granting.joined), new & filters.Regex(INVITATION)
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

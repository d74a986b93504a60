"""What may staff do from their phone? `staff_handlers` is the one list of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from handlers.replies.staff.taps import PREFIX
from handlers.residents import Residents
from handlers.services import Services
from handlers.staff.desk import Desk
from handlers.staff.gate import Command, Gate
from handlers.staff.granting import LINK
from handlers.staff.statistics import Statistics
from plan_store.store import Store


def staff_handlers(
    services: Services, store: Store, residents: Residents, further: Mapping[str, Command]
) -> list[BaseHandler[Any, Any, Any]]:
    """To stand before those of residents: what is not of staff is passed on to `residents`.

    `further`: commands of staff that belong to other rooms.
    """
    gate = Gate(store.members, residents)
    desk = Desk(services, store, residents, gate)
    commands = {
        "cancel": desk.cancel,
        "edit": desk.editing.edit,
        "add": desk.adding.add,
        "delete": desk.editing.delete,
        "history": desk.looking_back.history,
        "undo": desk.looking_back.undo,
        "trash": desk.editing.trash,
        "unanswered": desk.teaching.unanswered,
        "alias": desk.teaching.alias,
        "answer": desk.answering.answer,
        "export": desk.documents.export,
        "announce": desk.announcing.announce,
        "stats": Statistics(services, store).stats,
        **further,
    }
    of_owners = {"grant": desk.granting.grant, "staff": desk.granting.roster}
    new = filters.UpdateType.MESSAGE
    return [
        CommandHandler("start", desk.granting.joined, new & filters.Regex(LINK)),
        CommandHandler("help", desk.help, new),
        *(CommandHandler(name, gate.command(name, desk.anew(do)), new) for name, do in commands.items()),
        *(
            CommandHandler(name, gate.command(name, desk.anew(do), owners=True), new)
            for name, do in of_owners.items()
        ),
        MessageHandler(new & filters.TEXT & ~filters.COMMAND, desk.words),
        MessageHandler(
            filters.UpdateType.EDITED_MESSAGE & filters.ChatType.PRIVATE & filters.TEXT & ~filters.COMMAND,
            desk.edited,
        ),
        MessageHandler(new & filters.ChatType.PRIVATE & (filters.Document.ALL | filters.CAPTION), desk.sent),
        CallbackQueryHandler(desk.tapped, pattern=f"^{PREFIX}"),
    ]

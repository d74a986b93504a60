"""What does the bot react to? `register` is the one list of it.

Telegram's library is imported only when the list is made: answering a question on the command line
needs the words of `handlers.replies`, not the library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from telegram import BotCommand, BotCommandScope
    from telegram.ext import Application

    from handlers.services import Services
    from plan_store.store import Store


def register(
    application: Application[Any, Any, Any, Any, Any, Any], services: Services, store: Store
) -> None:
    """Tell the application what it reacts to; the first that fits takes an update."""
    from telegram.ext import CallbackQueryHandler, CommandHandler, InlineQueryHandler, MessageHandler, filters

    from handlers.inline import Inline
    from handlers.inquiries import InquiryDesk, add_inquiry_handlers
    from handlers.kept import keepers
    from handlers.residents import Residents
    from handlers.staff import staff_handlers
    from handlers.subscribing import Reminding
    from handlers.tapping import Taps

    reminding = Reminding(services, store)
    residents = Residents(services, reminding.commands)
    inquiries = InquiryDesk(services, store)
    add_inquiry_handlers(application, inquiries)
    new, edited = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
    words = filters.TEXT | filters.CAPTION
    application.add_handlers(
        [
            *staff_handlers(services, store, residents, {"inquiries": inquiries.answering.open_ones}),
            CommandHandler("start", residents.start, new),
            CommandHandler("help", residents.help, new),
            CommandHandler("month", residents.month, new | edited),
            CommandHandler("units", residents.units, new | edited),
            CommandHandler("all", residents.all, new),
            CommandHandler("privacy", residents.privacy, new),
            *reminding.handlers(keepers(services, store, residents)),
            MessageHandler(new & filters.COMMAND, residents.unknown_command),
            MessageHandler(new & words, residents.question),
            MessageHandler(edited & words & ~filters.COMMAND, residents.edited),
            MessageHandler(new & filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL, residents.wordless),
            CallbackQueryHandler(Taps(services, reminding.commands).tapped),
            InlineQueryHandler(Inline(services).asked),
        ]
    )
    application.add_handlers(reminding.listeners(), group=-2)


def command_menus() -> list[tuple[BotCommandScope, list[BotCommand]]]:
    """The commands that Telegram shows to residents, for each kind of chat."""
    from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

    from handlers.replies.menus import COMMANDS, PRIVATE_COMMANDS

    commands = [BotCommand(name, what) for name, what in COMMANDS]
    private = [BotCommand(name, what) for name, what in PRIVATE_COMMANDS]
    return [
        (BotCommandScopeAllPrivateChats(), [*commands, *private]),
        (BotCommandScopeAllGroupChats(), commands),
    ]

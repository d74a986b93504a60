"""How do residents and staff speak with each other through the bot? `add_inquiry_handlers` lists it."""

from __future__ import annotations

from typing import Any

from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from handlers.inquiries.desk import InquiryDesk
from handlers.replies.inquiry_taps import PREFIX

__all__ = ["InquiryDesk", "add_inquiry_handlers"]

BEFORE_ALL = -1
"""PTB's group of handlers that see an update before those who answer; what they leave goes on."""

_ASKS = filters.Regex(r"^/ask(?![a-z])")


def add_inquiry_handlers(application: Application[Any, Any, Any, Any, Any, Any], desk: InquiryDesk) -> None:
    """Before all other handlers, since any message may be meant for an inquiry."""
    new, edited = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
    mine = filters.ChatType.PRIVATE | filters.REPLY
    # Words are looked for first: two dozen kinds of status need not be gone through for them.
    said = filters.TEXT | ~filters.StatusUpdate.ALL
    application.add_handlers(
        [
            CommandHandler("start", desk.started, new),
            ChatMemberHandler(desk.returned, ChatMemberHandler.MY_CHAT_MEMBER),
            CommandHandler("cancel", desk.cancelled, new & filters.ChatType.PRIVATE),
            MessageHandler(new & filters.ChatType.PRIVATE & filters.COMMAND & ~_ASKS, desk.commanded),
            MessageHandler(new & mine & ~filters.COMMAND & said, desk.message),
            MessageHandler(edited & ~filters.COMMAND, desk.edited),
        ],
        group=BEFORE_ALL,
    )
    application.add_handlers(
        [
            CommandHandler("ask", desk.asking.ask, new),
            CallbackQueryHandler(desk.tapped, pattern=f"^{PREFIX}"),
        ]
    )

"""How is an answer put into words and buttons? Pure: knows no Telegram, only its limits."""

from handlers.replies.around import NOWHERE, Around, around, examples, present_plan
from handlers.replies.reply import Button, Keyboard, Reply
from handlers.replies.speaking import entry_reply, list_reply, reply_to

__all__ = [
    "NOWHERE",
    "Around",
    "Button",
    "Keyboard",
    "Reply",
    "around",
    "entry_reply",
    "examples",
    "list_reply",
    "present_plan",
    "reply_to",
]

"""Where does a step of staff's work appear? In place of the message that was tapped, else below."""

from __future__ import annotations

from telegram import CallbackQuery, Message

from handlers.replies import Reply
from handlers.showing import replace, send, send_after


async def show(on: Message | CallbackQuery, reply: Reply) -> None:
    """Answer a message, or put the reply in place of the one whose button was tapped."""
    if isinstance(on, Message):
        await send(on, reply)
        return
    message = on.message
    if message is None:
        return
    bot = on.get_bot()
    if not await replace(bot, message.chat.id, message.message_id, reply):
        await send_after(bot, message, reply)

"""How does a reply reach the screen? As a new message, or in place of an old one."""

from __future__ import annotations

import json
from typing import Any

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MaybeInaccessibleMessage,
    Message,
)
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest

from handlers.replies import Keyboard, Reply

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_NO_PREVIEW = NO_PREVIEW.to_dict()


def markup(buttons: Keyboard) -> InlineKeyboardMarkup | None:
    if not buttons:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(one.label, callback_data=one.data) for one in row] for row in buttons]
    )


def written(buttons: Keyboard) -> str | None:
    """A keyboard in JSON, for messages that are kept before they are sent."""
    return json.dumps(_plain(buttons)) if buttons else None


def _plain(buttons: Keyboard) -> dict[str, Any] | None:
    """A keyboard as it stands in a request."""
    if not buttons:
        return None
    rows = [[{"text": one.label, "callback_data": one.data} for one in row] for row in buttons]
    return {"inline_keyboard": rows}


async def send(message: Message, reply: Reply) -> int:
    """Answer `message` with a new one; in groups as a reply to it, so that it is clear to whom.

    Gives the number of the new message.
    """
    whereto: dict[str, Any] = {}
    if message.chat.type != ChatType.PRIVATE or reply.quotes:
        whereto |= _as_reply_to(message.message_id)
    if message.is_topic_message:
        whereto["message_thread_id"] = message.message_thread_id
    if message.direct_messages_topic is not None:
        whereto["direct_messages_topic_id"] = message.direct_messages_topic.topic_id
    return await _deliver(message.get_bot(), message.chat.id, reply.html, _plain(reply.buttons), whereto)


def _as_reply_to(number: int) -> dict[str, Any]:
    return {"reply_parameters": {"message_id": number, "allow_sending_without_reply": True}}


async def send_after(bot: Bot, message: MaybeInaccessibleMessage, reply: Reply) -> None:
    """Answer below a message of ours, which Telegram may not show to us any more."""
    if isinstance(message, Message):
        await send(message, reply)
    else:
        await say(bot, message.chat.id, reply)


async def say(
    bot: Bot,
    chat_id: int,
    reply: Reply,
    *,
    topic: int | None = None,
    reply_to: int | None = None,
    **limiting: Any,
) -> int:
    """A message that answers none at hand; `topic` of a forum, `reply_to` a message of that chat.

    `limiting` as `deliver`. Gives the number of the new message.
    """
    whereto: dict[str, Any] = {"message_thread_id": topic}
    if reply_to is not None:
        whereto |= _as_reply_to(reply_to)
    return await _deliver(bot, chat_id, reply.html, _plain(reply.buttons), whereto, **limiting)


async def deliver(bot: Bot, chat_id: int, html: str, keyboard: str | None, **limiting: Any) -> None:
    """One of many messages.

    Args:
        keyboard: as `written`.
        limiting: `rate_limit_args`, where the bot has a limiter.
    """
    await _deliver(bot, chat_id, html, keyboard, {}, **limiting)


async def _deliver(
    bot: Bot,
    chat_id: int,
    html: str,
    keyboard: dict[str, Any] | str | None,
    whereto: dict[str, Any],
    **limiting: Any,
) -> int:
    """A new message, and its number; objects of all that Telegram answers would take longer than sending."""
    message = {
        "chat_id": chat_id,
        "text": html,
        "parse_mode": ParseMode.HTML,
        "reply_markup": keyboard,
        "link_preview_options": _NO_PREVIEW,
        **whereto,
    }
    # Case does not matter to Telegram; written as PTB writes it, PTB would warn that it knows the method.
    sent = await bot.do_api_request("sendmessage", message, **limiting)
    return int(sent["message_id"])


async def replace(bot: Bot, chat_id: int, message_id: int, reply: Reply, **limiting: Any) -> bool:
    """Put `reply` in place of a message of ours; False where that one cannot be edited any more.

    `limiting` as `deliver`.
    """
    try:
        await bot.edit_message_text(
            reply.html,
            chat_id=chat_id,
            message_id=message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=markup(reply.buttons),
            link_preview_options=NO_PREVIEW,
            **limiting,
        )
    except BadRequest as error:
        return _unchanged(error)
    return True


async def replace_buttons(bot: Bot, chat_id: int, message_id: int, buttons: Keyboard) -> bool:
    """Put other buttons under a message of ours; False where that one cannot be edited any more."""
    try:
        await bot.edit_message_reply_markup(
            chat_id=chat_id, message_id=message_id, reply_markup=markup(buttons)
        )
    except BadRequest as error:
        return _unchanged(error)
    return True


def _unchanged(error: BadRequest) -> bool:
    """A message that already reads so is as good as edited: a button was tapped twice."""
    return "not modified" in error.message.lower()

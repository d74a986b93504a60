"""How do updates come in? By long polls; a plain message is read without a look for all that it is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import telegram
from telegram import Bot
from telegram.error import EndPointNotFound, InvalidToken

ON_THE_WAY = 10.0
"""Seconds that the answer to a poll may take beyond those for which Telegram holds it open."""

_GET_UPDATES = "get__updates"
"""getUpdates to PTB, which makes camel case of it; written as PTB's own method it would be warned of."""

_PLAIN = {"message_id", "from", "chat", "date", "text"}
"""What a message has that somebody writes in a private chat: nearly all that a bot is sent."""


async def get_updates(
    bot: Bot, offset: int | None, wait: float, kinds: Sequence[str]
) -> Sequence[telegram.Update]:
    """What has come from `offset` on; Telegram holds the poll open for up to `wait` seconds."""
    wish = {"offset": offset, "timeout": wait, "allowed_updates": kinds}
    try:
        found = await bot.do_api_request(_GET_UPDATES, wish, read_timeout=wait + ON_THE_WAY)
    except EndPointNotFound as error:
        # The method is there; it is the token that Telegram does not know any more.
        raise InvalidToken(str(error)) from error
    return [read_update(one, bot) for one in found]


def read_update(data: dict[str, Any], bot: Bot) -> telegram.Update:
    """As `telegram.Update.de_json`, in a sixth of its time where a plain message is all there is."""
    content = data.get("message")
    if content is not None and content.keys() == _PLAIN and len(data) == 2 and content["date"]:
        try:
            return _plain(data["update_id"], content, bot)
        except TypeError:
            # Telegram tells something of people or chats that this version of PTB does not know.
            pass
    return telegram.Update.de_json(data, bot)


def _plain(number: int, content: dict[str, Any], bot: Bot) -> telegram.Update:
    user, chat = _User(**content["from"]), _Chat(**content["chat"])
    date = dt.datetime.fromtimestamp(content["date"], dt.UTC)
    message = _Message(content["message_id"], date, chat, user, text=content["text"])
    update = _Update(number, message)
    for one in (user, chat, message, update):
        one.set_bot(bot)
    return update


class _Quick:
    """PTB looks at each attribute that is set, some two hundred of an update, whether it may be."""

    __slots__ = ()
    __setattr__ = object.__setattr__


class _User(_Quick, telegram.User):
    __slots__ = ()


class _Chat(_Quick, telegram.Chat):
    __slots__ = ()


class _Message(_Quick, telegram.Message):
    __slots__ = ()


class _Update(_Quick, telegram.Update):
    __slots__ = ()

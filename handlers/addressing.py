"""Is a message meant for the bot, and which words of it are the question?"""

from __future__ import annotations

import re

from telegram import Bot, Message, MessageEntity
from telegram.constants import ChatType
from telegram.ext import filters

_MENTIONS: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]


def words_for_us(message: Message, bot: Bot) -> str | None:
    """The words of a message without our name; None where it is not meant for us.

    In private all is; in groups what mentions us or replies to us.
    """
    if message.via_bot is not None and message.via_bot.id == bot.id:
        return None
    text = message.text or message.caption or ""
    if message.chat.type == ChatType.PRIVATE:
        return text.strip()
    mentions = _our_names(message, bot)
    if not mentions and not _replies_to(message, bot):
        return None
    for mention in mentions:
        text = re.sub(rf"{re.escape(mention)}(?![A-Za-z0-9_])", " ", text, flags=re.IGNORECASE)
    return text.strip()


def _our_names(message: Message, bot: Bot) -> list[str]:
    found = message.parse_entities(_MENTIONS) if message.text else message.parse_caption_entities(_MENTIONS)
    ours = f"@{bot.username}".lower()
    return [
        words
        for entity, words in found.items()
        if words.lower() == ours or (entity.user is not None and entity.user.id == bot.id)
    ]


def _replies_to(message: Message, bot: Bot) -> bool:
    earlier = message.reply_to_message
    # In a forum topic that we made, every message replies to its making.
    if earlier is None or earlier.from_user is None or earlier.forum_topic_created is not None:
        return False
    return earlier.from_user.id == bot.id


def command_for_us(message: Message, bot: Bot) -> bool:
    """Whether an unknown command is meant for us: in groups only `/command@name` is."""
    command = (message.text or "").split(maxsplit=1)[0]
    name = command.partition("@")[2]
    if not name:
        return message.chat.type == ChatType.PRIVATE
    return name.lower() == bot.username.lower()


class AddressedByName(filters.MessageFilter):
    """Commands with the bot's name: `/subscribe@name 街道`."""

    def filter(self, message: Message) -> bool:
        command = (message.text or "").split(maxsplit=1)[0]
        return command.partition("@")[2].lower() == message.get_bot().username.lower()

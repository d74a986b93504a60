"""What does a message say, that is to be passed on?"""

from __future__ import annotations

from telegram import Message, MessageEntity

from plan_store.inquiries.letters import Content, Source

_COPIED = (
    "photo",
    "animation",
    "document",
    "voice",
    "audio",
    "video",
    "video_note",
    "sticker",
    "location",
    "contact",
)
"""Kinds of attachments that Telegram copies; an animation is a document too."""


def content_of(message: Message, *, words: str | None = None, about: str = "") -> Content | None:
    """The words and the attachment of a message; None where it has neither, or what cannot be passed on.

    `words` stand in place of those of the message, where a command or 转人工 came before them.
    """
    media = next((kind for kind in _COPIED if getattr(message, kind)), "")
    text = _words(message) if words is None else words
    if not media and not text:
        return None
    return Content(text, media, about, message.media_group_id or "")


def source_of(message: Message) -> Source:
    edited = int(message.edit_date.timestamp()) if message.edit_date is not None else 0
    return Source(message.chat_id, message.message_id, edited)


def _words(message: Message) -> str:
    """The text, with the addresses that stand behind words of it."""
    text = message.text or message.caption or ""
    links: list[str | None] = [MessageEntity.TEXT_LINK]
    entities = message.parse_entities(links) if message.text else message.parse_caption_entities(links)
    for entity, words in entities.items():
        text = text.replace(words, f"{words}（{entity.url}）", 1)
    return text.strip()

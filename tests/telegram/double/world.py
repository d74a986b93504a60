"""Who is there, and what stands in which chat? The state behind the Bot API, as plain values."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.telegram.double.entities import Entity
from tests.telegram.double.markup import Keyboard


@dataclass(slots=True, eq=False)
class User:
    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = "zh-hans"
    is_bot: bool = False
    deactivated: bool = False

    def json(self) -> dict[str, Any]:
        value: dict[str, Any] = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            value["username"] = self.username
        if self.language_code and not self.is_bot:
            value["language_code"] = self.language_code
        return value


class Happening(StrEnum):
    SENT = "sent"
    EDITED = "edited"
    DELETED = "deleted"
    ACTION = "action"
    """The bot is typing, or sending a document."""


@dataclass(frozen=True, slots=True)
class Event:
    what: Happening
    message: Message | None
    at: float
    """Of time.monotonic()."""
    by_bot: bool
    action: str = ""


@dataclass(slots=True, eq=False)
class Message:
    """A message as it stands now; edits change it in place."""

    id: int
    chat: Chat
    sender: User | None
    """None: a channel's own post."""
    date: int
    text: str = ""
    """The text or the caption, as shown."""
    entities: list[Entity] = field(default_factory=list)
    keyboard: Keyboard | None = None
    reply_to: Message | None = None
    thread: int | None = None
    content: dict[str, Any] = field(default_factory=dict)
    """document, photo, sticker, location, forward_origin … as in the Bot API."""
    file: bytes | None = None
    """What a document or a photo holds."""
    via_bot: User | None = None
    inline_id: str | None = None
    edited: int | None = None
    edits: int = 0
    deleted: bool = False
    silent: bool = False
    pinned: bool = False

    @property
    def has_media(self) -> bool:
        return any(kind in self.content for kind in ("document", "photo", "voice", "sticker", "video"))

    @property
    def labels(self) -> list[list[str]]:
        """The words on the buttons, row by row."""
        return [[button["text"] for button in row] for row in self.keyboard or []]

    def button(self, label: str) -> dict[str, Any] | None:
        """The first button with that label, else the first whose label holds it."""
        buttons = [button for row in self.keyboard or [] for button in row]
        exact = [button for button in buttons if button["text"] == label]
        return next(iter(exact or [button for button in buttons if label in button["text"]]), None)

    def shown(self) -> str:
        """As a person sees it, bold as **bold**, links as [words](address), buttons in brackets below."""
        marks = {"bold": ("**", "**"), "italic": ("_", "_"), "code": ("`", "`"), "strikethrough": ("~", "~")}
        units = self.text.encode("utf-16-le")
        edges: list[tuple[int, int, int, str]] = []
        for entity in self.entities:
            before, after = marks.get(entity["type"], ("", ""))
            if entity["type"] == "text_link":
                before, after = "[", f"]({entity['url']})"
            start, end = entity["offset"], entity["offset"] + entity["length"]
            # What opened last closes first, and closes before anything opens at the same place.
            edges += [(start, 1, -end, before), (end, 0, -start, after)]
        shown, last = "", 0
        for offset, _, _, mark in sorted(edges):
            shown += units[last * 2 : offset * 2].decode("utf-16-le") + mark
            last = offset
        shown += units[last * 2 :].decode("utf-16-le")
        rows = ["  ".join(f"[{label}]" for label in row) for row in self.labels]
        return "\n".join([shown, *rows])

    def json(self, *, with_reply: bool = True) -> dict[str, Any]:
        value: dict[str, Any] = {"message_id": self.id, "date": self.date, "chat": self.chat.json()}
        if self.sender is not None:
            value["from"] = self.sender.json()
        else:
            value["sender_chat"] = self.chat.json()
        if self.thread is not None:
            value["message_thread_id"] = self.thread
            value["is_topic_message"] = True
        if self.text or not self.content:
            media = self.has_media
            value["caption" if media else "text"] = self.text
            if self.entities:
                value["caption_entities" if media else "entities"] = self.entities
        if self.keyboard:
            value["reply_markup"] = {"inline_keyboard": self.keyboard}
        if self.reply_to is not None and with_reply:
            value["reply_to_message"] = self.reply_to.json(with_reply=False)
        if self.via_bot is not None:
            value["via_bot"] = self.via_bot.json()
        if self.edited is not None:
            value["edit_date"] = self.edited
        value.update(self.content)
        return value


@dataclass(slots=True)
class Topic:
    id: int
    name: str
    closed: bool = False


@dataclass(slots=True, eq=False)
class Chat:
    id: int
    kind: str
    """private, group, supergroup or channel."""
    title: str
    user: User | None = None
    """The person of a private chat."""
    members: dict[int, str] = field(default_factory=dict)
    """Status by user: creator, administrator, member, left, kicked; in a private chat kicked: blocked."""
    started: bool = False
    forum: bool = False
    privacy: bool = False
    """Whether the bot gets only commands, replies and mentions."""
    migrated_to: int | None = None
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    watchers: list[asyncio.Future[None]] = field(default_factory=list)

    @property
    def is_group(self) -> bool:
        return self.kind in ("group", "supergroup")

    def json(self) -> dict[str, Any]:
        if self.user is not None:
            value: dict[str, Any] = {"id": self.id, "type": "private", "first_name": self.user.first_name}
            if self.user.username:
                value["username"] = self.user.username
            return value
        value = {"id": self.id, "type": self.kind, "title": self.title}
        if self.forum:
            value["is_forum"] = True
        return value

    def transcript(self) -> str:
        """What stands in the chat, for the eye."""
        return "\n\n".join(
            f"{message.sender.first_name if message.sender else self.title}: {message.shown()}"
            for message in self.messages.values()
            if not message.deleted
        )


@dataclass(slots=True)
class Callback:
    """A tap on a button, from the tap to the bot's answer."""

    id: str
    user: User
    message: Message
    answer: asyncio.Future[dict[str, Any]]
    expired: bool = False


@dataclass(slots=True)
class InlineQuestion:
    id: str
    user: User
    query: str
    answer: asyncio.Future[dict[str, Any]]
    expired: bool = False


NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds of updates that Telegram sends only where they are asked for."""


class World:
    """All people, chats, messages and waiting updates of one bot."""

    def __init__(self, bot: User, now: Callable[[], float] = time.time) -> None:
        self.bot = bot
        self.now = now
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.callbacks: dict[str, Callback] = {}
        self.inline: dict[str, InlineQuestion] = {}
        self.inline_messages: dict[str, Message] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        """Name and content by file_id."""
        self.updates: dict[int, dict[str, Any]] = {}
        """What the bot has not confirmed yet, by update_id, rising."""
        self.allowed: frozenset[str] | None = None
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        """By scope (as JSON with sorted keys) and language."""
        self.profile: dict[tuple[str, str], str] = {}
        """By field (name, description, short_description) and language."""
        self.menu_buttons: dict[int | None, dict[str, Any]] = {}
        self.webhook: dict[str, Any] = {}
        self.inline_mode = True
        """Whether @BotFather was told /setinline."""
        self.on_update: Callable[[], None] = lambda: None
        self.on_bot_message: Callable[[Message], None] = lambda message: None
        self.message_ids = itertools.count(1)
        self.update_ids = itertools.count(700_000_001)
        self.user_ids = itertools.count(1001)
        self.chat_ids = itertools.count(5001)
        self.query_ids = itertools.count(90_000_000_000_001)

    def add_user(self, name: str, **more: Any) -> User:
        user = User(more.pop("id", None) or next(self.user_ids), name, **more)
        self.users[user.id] = user
        return user

    def private_chat(self, user: User) -> Chat:
        chat = self.chats.get(user.id)
        if chat is None:
            chat = self.chats[user.id] = Chat(user.id, "private", user.first_name, user=user)
            chat.members = {user.id: "member", self.bot.id: "member"}
        return chat

    def add_chat(self, kind: str, title: str, **more: Any) -> Chat:
        number = next(self.chat_ids)
        chat = Chat(-number if kind == "group" else -1_000_000_000_000 - number, kind, title, **more)
        self.chats[chat.id] = chat
        return chat

    def add_message(self, chat: Chat, sender: User | None, **parts: Any) -> Message:
        """A new message at the end of the chat; those who watch it see it."""
        number = next(self.message_ids)
        message = Message(number, chat, sender, int(self.now()), **parts)
        chat.messages[number] = message
        self.happened(Happening.SENT, message)
        if sender is self.bot:
            self.on_bot_message(message)
        return message

    def happened(self, what: Happening, message: Message, *, by_bot: bool | None = None) -> None:
        if by_bot is None:
            by_bot = message.sender is self.bot
        self.tell(message.chat, Event(what, message, time.monotonic(), by_bot))

    def tell(self, chat: Chat, event: Event) -> None:
        chat.events.append(event)
        watchers, chat.watchers = chat.watchers, []
        for watcher in watchers:
            if not watcher.done():
                watcher.set_result(None)

    def add_update(self, kind: str, content: dict[str, Any]) -> int | None:
        """Puts it in line for the bot; None where the bot has not asked for that kind."""
        allowed = self.allowed
        if kind not in allowed if allowed else kind in NOT_BY_DEFAULT:
            return None
        number = next(self.update_ids)
        self.updates[number] = {"update_id": number, kind: content}
        self.on_update()
        return number

    def add_file(self, name: str, content: bytes) -> str:
        file_id = f"BQACAgUAAxkDAAI{len(self.files) + 1:06d}"
        self.files[file_id] = (name, content)
        return file_id

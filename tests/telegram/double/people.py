"""Who talks with the bot in a test? People who write, tap, wait for a reply, and leave, as people do."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from tests.telegram.double.entities import Entity, detected, utf16_length
from tests.telegram.double.world import (
    Callback,
    Chat,
    Event,
    Happening,
    InlineQuestion,
    Message,
    User,
    World,
)

PATIENCE = 5.0
"""Seconds that a person waits for the bot before a test fails."""


@dataclass(frozen=True, slots=True)
class Toast:
    """What a tap was answered with: a passing line, or an alert to be closed."""

    text: str
    alert: bool


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    results: list[dict[str, Any]]
    next_offset: str
    button: dict[str, Any] | None

    @property
    def titles(self) -> list[str]:
        return [result.get("title", "") for result in self.results]


@dataclass(slots=True, eq=False)
class Seat:
    """A person in one chat; knows how far it has read there."""

    world: World
    user: User
    chat: Chat
    read: int = 0
    """How many of the chat's events this person has seen."""
    _taken: set[int] = field(default_factory=set)

    # --- speaking ---

    async def says(self, text: str, **more: Any) -> Message:
        """Writes a message, like a person: commands and mentions are marked, white space is trimmed."""
        return self.writes(text, **more)

    def writes(self, text: str, *, reply_to: Message | None = None, thread: int | None = None) -> Message:
        """As `says`, without await."""
        return self._post(
            text=text.strip(), entities=detected(text.strip()), reply_to=reply_to, thread=thread
        )

    async def mentions(self, who: User, text: str) -> Message:
        """Writes `text` after the name of a person without a username."""
        mark: Entity = {
            "type": "text_mention",
            "offset": 0,
            "length": utf16_length(who.first_name),
            "user": who.json(),
        }
        return self._post(text=f"{who.first_name} {text}", entities=[mark])

    async def edits(self, message: Message, text: str) -> None:
        message.text, message.entities = text, detected(text)
        message.edited = int(self.world.now())
        message.edits += 1
        self.world.happened(Happening.EDITED, message)
        if self._bot_sees(message):
            kind = "edited_channel_post" if self.chat.kind == "channel" else "edited_message"
            self.world.add_update(kind, message.json())

    async def sends_sticker(self, emoji: str = "👍") -> Message:
        return self._post(
            content={
                "sticker": {
                    **self._file(b"webp"),
                    "type": "regular",
                    "width": 512,
                    "height": 512,
                    "is_animated": False,
                    "is_video": False,
                    "emoji": emoji,
                }
            }
        )

    async def sends_photo(self, content: bytes = b"jpeg", caption: str = "") -> Message:
        size = {**self._file(content), "width": 640, "height": 480}
        return self._post(text=caption, entities=detected(caption), content={"photo": [size]}, file=content)

    async def sends_voice(self, seconds: int = 3) -> Message:
        return self._post(content={"voice": {**self._file(b"ogg"), "duration": seconds}})

    async def sends_video(self, seconds: int = 3) -> Message:
        video = {**self._file(b"mp4"), "width": 640, "height": 480, "duration": seconds}
        return self._post(content={"video": video})

    async def sends_location(self, latitude: float = 28.256, longitude: float = 112.985) -> Message:
        return self._post(content={"location": {"latitude": latitude, "longitude": longitude}})

    async def sends_contact(self, phone: str = "13800000000") -> Message:
        return self._post(content={"contact": {"phone_number": phone, "first_name": self.user.first_name}})

    async def sends_document(self, content: bytes, name: str, caption: str = "") -> Message:
        document = {**self._file(content, name), "file_name": name}
        return self._post(
            text=caption, entities=detected(caption), content={"document": document}, file=content
        )

    async def forwards(self, message: Message) -> Message:
        """Passes on a message from any chat."""
        sender = message.sender or self.user
        origin = {"type": "user", "date": message.date, "sender_user": sender.json()}
        return self._post(
            text=message.text,
            entities=message.entities,
            content={**message.content, "forward_origin": origin},
            file=message.file,
        )

    def _file(self, content: bytes, name: str = "file") -> dict[str, Any]:
        file_id = self.world.add_file(name, content)
        return {"file_id": file_id, "file_unique_id": file_id[-8:], "file_size": len(content)}

    def _post(self, **parts: Any) -> Message:
        world, chat = self.world, self.chat
        if chat.kind == "private":
            chat.started = True
        message = world.add_message(chat, None if chat.kind == "channel" else self.user, **parts)
        if self._bot_sees(message):
            world.add_update("channel_post" if chat.kind == "channel" else "message", message.json())
        return message

    def _bot_sees(self, message: Message) -> bool:
        status = self.chat.members.get(self.world.bot.id)
        if status in (None, "left", "kicked"):
            return False
        if not self.chat.privacy or status == "administrator":
            return True
        to_bot = message.reply_to is not None and message.reply_to.sender is self.world.bot
        return to_bot or message.text.startswith("/") or f"@{self.world.bot.username}" in message.text

    # --- tapping ---

    async def taps(self, label: str, *, on: Message | None = None, within: float = PATIENCE) -> Toast:
        """Presses a button and waits until the bot has answered the tap.

        Raises:
            AssertionError: no such button in sight, or no answer within so many seconds.
        """
        callback = self.touches(label, on=on)
        try:
            answer = await asyncio.wait_for(asyncio.shield(callback.answer), within)
        except TimeoutError:
            raise AssertionError(f"the tap on {label!r} was not answered within {within} s") from None
        return Toast(answer.get("text", ""), bool(answer.get("show_alert")))

    def touches(self, label: str, *, on: Message | None = None) -> Callback:
        """Presses a button and does not wait."""
        for message in [on] if on else reversed(self.chat.messages.values()):
            button = None if message.deleted else message.button(label)
            if button is not None and "callback_data" in button:
                return self.sends_tap(message, button["callback_data"])
        raise AssertionError(f"no button {label!r} in sight:\n{self.chat.transcript()}")

    def sends_tap(self, message: Message, data: str) -> Callback:
        """A tap with any data, also one that no button has (an old or a forged one)."""
        world = self.world
        self.looks()
        number = str(next(world.query_ids))
        callback = Callback(number, self.user, message, asyncio.get_running_loop().create_future())
        world.callbacks[number] = callback
        content = {
            "id": number,
            "from": self.user.json(),
            "chat_instance": str(-self.chat.id),
            "data": data,
        }
        if message.inline_id is not None:
            content["inline_message_id"] = message.inline_id
        else:
            content["message"] = message.json()
        world.add_update("callback_query", content)
        return callback

    # --- waiting ---

    async def reply(self, within: float = PATIENCE) -> Message:
        """The bot's next message here that this person has not read yet.

        Raises:
            AssertionError: none within so many seconds.
        """
        event = await self._next(Happening.SENT, within)
        assert event.message is not None
        return event.message

    def looks(self) -> None:
        """Has seen all that stands in the chat by now."""
        self.read = len(self.chat.events)

    async def replies(self, count: int, within: float = PATIENCE) -> list[Message]:
        return [await self.reply(within) for _ in range(count)]

    async def asks(self, text: str, within: float = PATIENCE) -> Message:
        """Says it and waits for the reply; whatever the bot said before is passed over."""
        self.looks()
        await self.says(text)
        return await self.reply(within)

    async def edit(self, within: float = PATIENCE) -> Message:
        """The message that the bot edits next, as it stands after."""
        event = await self._next(Happening.EDITED, within)
        assert event.message is not None
        return event.message

    async def action(self, within: float = PATIENCE) -> str:
        """The next chat action (`typing`)."""
        return (await self._next(Happening.ACTION, within)).action

    async def hears_nothing(self, seconds: float = 0.3) -> None:
        """Fails where the bot sends anything here in that time."""
        try:
            event = await self._next(Happening.SENT, seconds)
        except AssertionError:
            return
        assert event.message is not None
        raise AssertionError(f"the bot should have been silent, but said:\n{event.message.shown()}")

    async def _next(self, what: Happening, within: float) -> Event:
        deadline = time.monotonic() + within
        chat = self.chat
        while True:
            # Only what is found is read: an edit that came before a reply is still there to be waited for.
            for at in range(self.read, len(chat.events)):
                event = chat.events[at]
                if event.by_bot and event.what is what and at not in self._taken:
                    self._taken.add(at)
                    return event
            left = deadline - time.monotonic()
            if left <= 0:
                raise AssertionError(
                    f"nothing {what} for {self.user.first_name} within {within} s:\n{chat.transcript()}"
                )
            came: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            chat.watchers.append(came)
            await asyncio.wait((came,), timeout=left)

    # --- coming and going ---

    async def joins(self) -> None:
        self.chat.members[self.user.id] = "member"
        self._post(content={"new_chat_members": [self.user.json()]})

    async def leaves(self) -> None:
        self.chat.members[self.user.id] = "left"
        self._post(content={"left_chat_member": self.user.json()})

    async def adds_bot(self, status: str = "member") -> None:
        self.bot_becomes(status)
        if status == "member":
            self._post(content={"new_chat_members": [self.world.bot.json()]})

    def bot_becomes(self, status: str) -> None:
        """Changes what the bot is here: member, administrator, left, kicked (in a private chat: blocked)."""
        before = self.chat.members.get(self.world.bot.id, "left")
        self.chat.members[self.world.bot.id] = status
        self.world.add_update("my_chat_member", self._change(before, status))

    def _change(self, before: str, after: str) -> dict[str, Any]:
        bot = self.world.bot.json()
        return {
            "chat": self.chat.json(),
            "from": self.user.json(),
            "date": int(self.world.now()),
            "old_chat_member": {"status": before, "user": bot, **_more_of(before)},
            "new_chat_member": {"status": after, "user": bot, **_more_of(after)},
        }


def _more_of(status: str) -> dict[str, Any]:
    if status == "kicked":
        return {"until_date": 0}
    if status == "administrator":
        from tests.telegram.double.api import RIGHTS

        return {"can_be_edited": False, "is_anonymous": False, **dict.fromkeys(RIGHTS, True)}
    return {}


class Person(Seat):
    """A person in the private chat with the bot; `at(group)` is the same person elsewhere."""

    def __init__(self, world: World, user: User) -> None:
        super().__init__(world, user, world.private_chat(user))
        self.seats: dict[int, Seat] = {}

    def at(self, group: Group | Chat) -> Seat:
        chat = group.chat if isinstance(group, Group) else group
        return self.seats.setdefault(chat.id, Seat(self.world, self.user, chat))

    async def starts(self, parameter: str = "") -> Message:
        """Presses Start, on a link with a parameter where one is given."""
        return await self.says(f"/start {parameter}".strip())

    def blocks(self) -> None:
        self.bot_becomes("kicked")

    def unblocks(self) -> None:
        self.bot_becomes("member")

    def deletes_account(self) -> None:
        self.user.deactivated = True

    async def asks_inline(self, query: str, *, offset: str = "", within: float = PATIENCE) -> InlineAnswer:
        """Types `@bot query` in any chat and waits for the results."""
        number = str(next(self.world.query_ids))
        asked = InlineQuestion(number, self.user, query, asyncio.get_running_loop().create_future())
        self.world.inline[number] = asked
        content = {"id": number, "from": self.user.json(), "query": query[:256], "offset": offset}
        self.world.add_update("inline_query", content)
        try:
            answer = await asyncio.wait_for(asyncio.shield(asked.answer), within)
        except TimeoutError:
            raise AssertionError(f"no inline results for {query!r} within {within} s") from None
        return InlineAnswer(answer["results"], answer.get("next_offset", ""), answer.get("button"))

    async def shares(self, result: dict[str, Any], group: Group | None = None, query: str = "") -> Message:
        """Sends an inline result to a chat; its buttons lead back to the bot."""
        from tests.telegram.double.entities import read_text

        world = self.world
        content = result["input_message_content"]
        text, marks = read_text(content["message_text"], content.get("parse_mode"), content.get("entities"))
        inline_id = f"inline{len(world.inline_messages) + 1}"
        keyboard = (result.get("reply_markup") or {}).get("inline_keyboard")
        message = world.add_message(
            group.chat if group else self.chat,
            self.user,
            text=text,
            entities=marks,
            keyboard=keyboard,
            via_bot=world.bot,
            inline_id=inline_id if keyboard else None,
        )
        if keyboard:
            world.inline_messages[inline_id] = message
        chosen: dict[str, Any] = {"result_id": result["id"], "from": self.user.json(), "query": query}
        if keyboard:
            chosen["inline_message_id"] = inline_id
        world.add_update("chosen_inline_result", chosen)
        return message


class Group:
    """A group, a supergroup or a channel with the bot in it."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.chat = chat

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        return [message for message in self.chat.messages.values() if not message.deleted]

    def upgrade(self) -> Group:
        """Makes a supergroup of a basic group: a new id, and both sides are told."""
        new = self.world.add_chat("supergroup", self.chat.title)
        new.members = dict(self.chat.members)
        self.chat.migrated_to = new.id
        for chat, content in (
            (self.chat, {"migrate_to_chat_id": new.id}),
            (new, {"migrate_from_chat_id": self.chat.id}),
        ):
            message = self.world.add_message(chat, self.world.bot, content=content)
            self.world.add_update("message", message.json())
        return Group(self.world, new)

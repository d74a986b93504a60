"""A Telegram for tests: a strict Bot API over real HTTP, and the people who talk with the bot.

    async with Double() as double:
        bot = build(base_url=double.base_url, base_file_url=double.base_file_url, token=double.token)
        alice = double.person("Alice")
        reply = await alice.asks("六月有什么活动")
        await alice.taps("下一页")

It refuses what Telegram refuses, in Telegram's words, and a little more (see `methods.read_fields`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any

from tests.telegram.double.faults import Broken, Faults, HangUp, Silent, Slow
from tests.telegram.double.flood import FloodLimits, Limit
from tests.telegram.double.load import Load
from tests.telegram.double.people import Group, InlineAnswer, Person, Seat, Toast
from tests.telegram.double.refusals import Refusal, bad_request, forbidden, too_many_requests, upgraded
from tests.telegram.double.server import Request, Server
from tests.telegram.double.world import Chat, Event, Happening, Message, User, World

__all__ = [
    "Broken",
    "Chat",
    "Double",
    "Event",
    "FloodLimits",
    "Group",
    "HangUp",
    "Happening",
    "InlineAnswer",
    "Limit",
    "Message",
    "Person",
    "Refusal",
    "Request",
    "Seat",
    "Silent",
    "Slow",
    "Toast",
    "User",
    "bad_request",
    "forbidden",
    "too_many_requests",
    "upgraded",
]

TOKEN = "5550001:AAE-double_of_the_bot_api_for_tests_0001"


class Double:
    """One bot's Telegram.

    Args:
        flood: Telegram's flood limits; None: none.
        record: how many requests are kept at most; None: all.
        now: the clock by which messages are dated, in seconds since 1970.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "plan_inquiry_bot",
        flood: FloodLimits | None = None,
        record: int | None = None,
        now: Callable[[], float] | None = None,
    ) -> None:
        bot = User(int(token.partition(":")[0]), "政务公开小助手", username, is_bot=True)
        self.world = World(bot, now) if now else World(bot)
        self.load = Load(self.world)
        self.server = Server(self.world, token, flood=flood, record=record, control=self._control)
        self.token = token

    async def start(self, port: int = 0) -> Double:
        await self.server.start(port)
        return self

    async def stop(self) -> None:
        await self.server.stop()

    async def __aenter__(self) -> Double:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def base_url(self) -> str:
        """What python-telegram-bot calls base_url: the token is put right after it."""
        return f"http://127.0.0.1:{self.server.port}/bot"

    @property
    def base_file_url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}/file/bot"

    @property
    def bot(self) -> User:
        return self.world.bot

    @property
    def faults(self) -> Faults:
        return self.server.faults

    @property
    def requests(self) -> list[Request]:
        return [*self.server.requests]

    def calls(self, method: str) -> list[Request]:
        """The requests of that method, refused ones too."""
        return [request for request in self.server.requests if request.method.lower() == method.lower()]

    @property
    def refusals(self) -> list[Request]:
        return [request for request in self.server.requests if request.refusal is not None]

    def person(self, name: str = "Alice", *, started: bool = True, **more: Any) -> Person:
        """Someone new. `started`: has opened the chat with the bot before, so that it may write first."""
        person = Person(self.world, self.world.add_user(name, **more))
        person.chat.started = started
        return person

    user = person

    def group(
        self,
        title: str = "社区群",
        members: Sequence[Person] = (),
        *,
        kind: str = "supergroup",
        bot_is: str = "member",
        forum: bool = False,
        privacy: bool = False,
    ) -> Group:
        """A group (or with kind="channel" a channel); the first member made it."""
        chat = self.world.add_chat(kind, title, forum=forum, privacy=privacy)
        chat.members = {person.user.id: "member" for person in members} | {self.bot.id: bot_is}
        if members:
            chat.members[members[0].user.id] = "creator"
        return Group(self.world, chat)

    async def _control(self, path: str, wish: dict[str, Any]) -> Any:
        """What a bench in another process asks for; see `__main__`."""
        match path:
            case "load":
                return await self.load.run(**wish)
            case "people":
                people = [self.person(f"居民{number}") for number in range(1, wish["count"] + 1)]
                return {"first": people[0].chat.id if people else None}
            case "state":
                return {
                    "handled": self.server.handled,
                    "waiting_updates": len(self.world.updates),
                    "polling": self.server.polling,
                    "messages": sum(len(chat.messages) for chat in self.world.chats.values()),
                    "refusals": [str(request.refusal) for request in self.refusals][-20:],
                }
            case _:
                raise ValueError(f"no such control: {path}")

"""What can somebody do who wants to be reminded? `Reminding.handlers` is the one list of it."""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from handlers.addressing import AddressedByName
from handlers.replies.reminder_taps import PREFIX
from handlers.services import Services
from handlers.subscribing.coming import Coming
from handlers.subscribing.commands import Commands
from handlers.subscribing.followings import Followings
from handlers.subscribing.forgetting import Forgetting, Keeper
from handlers.subscribing.subscribers import Subscribers
from handlers.subscribing.tapping import ReminderTaps
from plan_store.store import Store

Handlers = list[BaseHandler[Any, Any, Any]]


class Reminding:
    """The handlers of this room, put together."""

    def __init__(self, services: Services, store: Store) -> None:
        self._services = services
        self._store = store
        self._followings = Followings(services, store.subscriptions, store.planning)
        self._subscribers = Subscribers(services, self._followings)
        self.commands = Commands(self._subscribers)
        self._coming = Coming(services, store.subscriptions, store.ledger)

    def handlers(self, keepers: tuple[Keeper, ...]) -> Handlers:
        """`keepers`: all that keep something of people, for /mydata and /forget."""
        forgetting = Forgetting(keepers)
        taps = ReminderTaps(
            self._services, self._store.subscriptions, self._followings, self._subscribers, forgetting
        )
        # In a channel, where several bots may listen, only /command@name is said to this one.
        here = filters.UpdateType.MESSAGE | (filters.UpdateType.CHANNEL_POST & AddressedByName())
        new = filters.UpdateType.MESSAGE
        return [
            CommandHandler("subscribe", self.commands.subscribe, here),
            CommandHandler("unsubscribe", self.commands.unsubscribe, here),
            CommandHandler("subscriptions", self.commands.subscriptions, here),
            CommandHandler("calendar", self.commands.calendar, here),
            CommandHandler("mydata", forgetting.my_data, new),
            CommandHandler("forget", forgetting.forget, new),
            CallbackQueryHandler(taps.tapped, pattern=f"^{PREFIX}"),
            MessageHandler(filters.StatusUpdate.MIGRATE, self._coming.moved),
            ChatMemberHandler(self._coming.membership, ChatMemberHandler.MY_CHAT_MEMBER),
        ]

    def listeners(self) -> Handlers:
        """What looks at every update before it is answered."""
        return [TypeHandler(Update, self._coming.heard)]

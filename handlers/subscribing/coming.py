"""Can a chat be reached? Blocked and unblocked, heard of again, moved to another number."""

from __future__ import annotations

import logging

from telegram import ChatMember, Update

from handlers.residents import Context
from handlers.services import Services
from plan_store.deliveries import Ledger
from plan_store.followers import Followers
from plan_store.store import StoreError

_log = logging.getLogger(__name__)
_GONE = (ChatMember.LEFT, ChatMember.BANNED)


class Coming:
    """The handlers of what Telegram tells of chats."""

    def __init__(self, services: Services, followers: Followers, ledger: Ledger) -> None:
        self._services = services
        self._followers = followers
        self._ledger = ledger

    async def heard(self, update: Update, context: Context) -> None:
        """Whoever writes can be reached again; never in the way of the answer."""
        chat = update.effective_chat
        if chat is None or update.my_chat_member is not None:
            return
        try:
            if await self._followers.out_of_reach(chat.id):
                await self._followers.mark_reachable(chat.id, self._services.clock())
        except StoreError as error:
            _log.error("it could not be noted that a chat can be reached again: %s", error)

    async def membership(self, update: Update, context: Context) -> None:
        """The bot was blocked or removed, or let in again."""
        change = update.my_chat_member
        if change is None:
            return
        now = self._services.clock()
        if change.new_chat_member.status in _GONE:
            await self._followers.mark_unreachable(change.chat.id, now)
        else:
            await self._followers.mark_reachable(change.chat.id, now)

    async def moved(self, update: Update, context: Context) -> None:
        """A group has become a supergroup, which has another number; both sides may tell."""
        message = update.effective_message
        if message is None:
            return
        if message.migrate_to_chat_id is not None:
            old, new = message.chat_id, message.migrate_to_chat_id
        elif message.migrate_from_chat_id is not None:
            old, new = message.migrate_from_chat_id, message.chat_id
        else:
            return
        await self._followers.migrate(old, new, "supergroup", self._services.clock())
        await self._ledger.migrate(old, new)

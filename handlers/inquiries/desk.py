"""Is a message about an inquiry, and whose side speaks? What is not is left to the other handlers."""

from __future__ import annotations

from telegram import ChatMember, Message, Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop

from handlers.inquiries.answering import Answering
from handlers.inquiries.asking import Asking
from handlers.inquiries.recipients import Recipients
from handlers.replies.inquiries import asking as texts
from handlers.replies.inquiry_taps import (
    AddTo,
    Again,
    Close,
    InquiryTap,
    Offer,
    Show,
    read_inquiry_tap,
)
from handlers.residents import Context
from handlers.services import Services
from handlers.tapping import acknowledge
from plan_store.store import Store


class InquiryDesk:
    """Where messages and taps about inquiries go to one side or the other."""

    def __init__(self, services: Services, store: Store) -> None:
        self._store = store
        recipients = Recipients(store.members, store.letters, services.staff_group)
        self.asking = Asking(services, store, recipients)
        self.answering = Answering(services, store, recipients)

    async def message(self, update: Update, context: Context) -> None:
        """A message for staff, or one of theirs for a resident, is taken; all others go on."""
        message = update.effective_message
        if message is None or message.from_user is None:
            return
        if await self._reply(message) or (
            message.chat.type == ChatType.PRIVATE and await self.asking.taken(message)
        ):
            raise ApplicationHandlerStop

    async def _reply(self, message: Message) -> bool:
        """Whether it replies to what the bot said about an inquiry."""
        earlier = message.reply_to_message
        if earlier is None or earlier.from_user is None or earlier.from_user.id != message.get_bot().id:
            return False
        inquiry = await self._store.letters.of_post(message.chat_id, earlier.message_id)
        if inquiry is None and await self._store.mail.unrecorded.settled(message.chat_id):
            inquiry = await self._store.letters.of_post(message.chat_id, earlier.message_id)
        if inquiry is None:
            return await self.answering.too_late(message, earlier)
        if message.chat_id == inquiry.resident:
            await self.asking.add(message, inquiry)
        else:
            await self.answering.answer(message, inquiry)
        return True

    async def cancelled(self, update: Update, context: Context) -> None:
        """/cancel gives up a question that was to be written down; all else of that name goes on."""
        message = update.effective_message
        if message is not None and message.from_user is not None and await self.asking.given_up(message):
            raise ApplicationHandlerStop

    async def commanded(self, update: Update, context: Context) -> None:
        """Any other command is done instead of waiting for a question."""
        message = update.effective_message
        if message is not None and message.from_user is not None:
            await self.asking.interrupted(message)

    async def edited(self, update: Update, context: Context) -> None:
        """A message that was passed on has been edited."""
        message = update.edited_message
        if message is None or message.from_user is None:
            return
        if await self.answering.edited(message) or await self.asking.edited(message):
            raise ApplicationHandlerStop

    async def started(self, update: Update, context: Context) -> None:
        """Whoever comes back gets what could not be delivered; the link from a group begins a question."""
        message = update.effective_message
        if message is None or message.from_user is None or message.chat.type != ChatType.PRIVATE:
            return
        await self._store.mail.came_back(message.from_user.id)
        if (message.text or "").endswith(" ask"):
            await self.asking.begin(message)
            raise ApplicationHandlerStop

    async def returned(self, update: Update, context: Context) -> None:
        """Who lets the bot in again gets what could not be delivered: not everybody presses Start then."""
        change = update.my_chat_member
        if (
            change is not None
            and change.chat.type == ChatType.PRIVATE
            and change.new_chat_member.status == ChatMember.MEMBER
        ):
            await self._store.mail.came_back(change.from_user.id)

    async def tapped(self, update: Update, context: Context) -> None:
        """A button about an inquiry: whoever may not, or comes too late, is told that it is out of date."""
        query = update.callback_query
        if query is None:
            return
        tap = read_inquiry_tap(query.data or "")
        alert = texts.OUT_OF_DATE
        if tap is not None:
            alert = await self._do(update, tap)
        await acknowledge(query, alert)

    async def _do(self, update: Update, tap: InquiryTap) -> str:
        """What the person is alerted of; empty where all is well."""
        query = update.callback_query
        assert query is not None
        match tap:
            case Offer():
                return await self.asking.offered(query, tap)
            case AddTo():
                return await self.asking.add_tapped(query, tap)
            case Show():
                return await self.answering.show(query, tap)
            case Again():
                return await self.answering.again(query, tap)
            case Close(number):
                inquiry = await self._store.letters.get(number)
                if inquiry is None:
                    return texts.OUT_OF_DATE
                if inquiry.resident == query.from_user.id:
                    return await self.asking.close(query.get_bot(), inquiry, inquiry.resident)
                return await self.answering.close(query, inquiry)
            case _:
                return await self.asking.decided(query, tap)

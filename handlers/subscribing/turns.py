"""Who wants something, where, and how are they answered? The same for words, commands and taps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from telegram import Bot, CallbackQuery, Chat, InputFile, MaybeInaccessibleMessage, Message
from telegram.constants import ChatMemberStatus, ChatType, ParseMode
from telegram.error import TelegramError

from handlers.calendar_files import CalendarFile
from handlers.replies import Reply
from handlers.replies.subscribing.calendars import caption
from handlers.residents import asker_of
from handlers.services import Asker
from handlers.showing import replace, send, send_after

_ADMINISTRATORS = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)


@dataclass(frozen=True)
class Turn:
    """One wish of somebody in a chat."""

    chat: Chat
    asker: Asker
    for_the_chat: bool
    """Whether it was said in the chat's own name, which only its administrators can."""
    bot: Bot
    say: Callable[[Reply], Awaitable[object]]
    """Answer with a new message."""
    show: Callable[[Reply], Awaitable[object]]
    """Answer in place of the message whose button was tapped, where there is one."""
    hand_over: Callable[[CalendarFile], Awaitable[object]]

    @property
    def private(self) -> bool:
        return self.chat.type == ChatType.PRIVATE

    async def may_change(self) -> bool:
        """Whether they may change what this chat follows: in groups and channels only administrators may."""
        if self.private or self.for_the_chat:
            return True
        try:
            member = await self.bot.get_chat_member(self.chat.id, self.asker.user_id)
        except TelegramError:
            # Telegram does not always tell of a channel's members; whom it does not tell of is none of them.
            return False
        return member.status in _ADMINISTRATORS


def turn_of(message: Message, bot: Bot) -> Turn:
    """A message that somebody sent."""
    own_name = message.sender_chat is not None and message.sender_chat.id == message.chat.id
    say = partial(send, message)
    return Turn(message.chat, asker_of(message), own_name, bot, say, say, partial(_hand_over, bot, message))


def turn_of_tap(query: CallbackQuery, message: MaybeInaccessibleMessage, bot: Bot) -> Turn:
    """A button under a message of ours that somebody tapped."""

    async def show(reply: Reply) -> None:
        if not await replace(bot, message.chat.id, message.message_id, reply):
            await send_after(bot, message, reply)

    return Turn(
        message.chat,
        Asker(message.chat.id, query.from_user.id),
        False,
        bot,
        partial(send_after, bot, message),
        show,
        partial(_hand_over, bot, message),
    )


async def _hand_over(bot: Bot, message: MaybeInaccessibleMessage, file: CalendarFile) -> None:
    """Send a calendar file below a message, in its topic where it stands in one."""
    topic = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    await bot.send_document(
        message.chat.id,
        InputFile(file.content, filename=file.name),
        caption=caption(file.words, file.count),
        parse_mode=ParseMode.HTML,
        message_thread_id=topic,
    )

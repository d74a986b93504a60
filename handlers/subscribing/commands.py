"""Which words and commands are about reminders? They become wishes, which `Subscribers` grants."""

from __future__ import annotations

from telegram import CallbackQuery, Message, Update

from handlers.residents import Context
from handlers.subscribing.subscribers import Subscribers
from handlers.subscribing.turns import Turn, turn_of, turn_of_tap
from plan_store.wishes import Act, Wish, read_wish, wished_for

_ALL = ("all", "全部", "所有")


class Commands:
    """The handlers of what people send about reminders."""

    def __init__(self, subscribers: Subscribers) -> None:
        self._subscribers = subscribers

    # --- words ----------------------------------------------------------------------------------------
    async def heard(self, message: Message, words: str) -> bool:
        """Whether words meant for us were a wish, and were granted or answered."""
        wish = read_wish(words)
        return wish is not None and await self._subscribers.do(turn_of(message, message.get_bot()), wish)

    async def tapped(self, query: CallbackQuery, words: str) -> bool:
        """The same for words that a button stands for."""
        wish = read_wish(words)
        if wish is None or query.message is None:
            return False
        return await self._subscribers.do(turn_of_tap(query, query.message, query.get_bot()), wish)

    # --- commands -------------------------------------------------------------------------------------
    async def subscribe(self, update: Update, context: Context) -> None:
        """/subscribe with words; without any: what can be subscribed, to tap."""
        turn, words = _said(update, context)
        if turn is None:
            return
        if words:
            await self._subscribers.do(turn, Wish(Act.SUBSCRIBE, wished_for(words)))
        else:
            await self._subscribers.offer(turn)

    async def unsubscribe(self, update: Update, context: Context) -> None:
        """/unsubscribe with words, or all; without any: which, to tap."""
        turn, words = _said(update, context)
        if turn is None:
            return
        if words.lower() in _ALL:
            await self._subscribers.do(turn, Wish(Act.UNSUBSCRIBE_ALL))
        else:
            await self._subscribers.do(turn, Wish(Act.UNSUBSCRIBE, wished_for(words)))

    async def subscriptions(self, update: Update, context: Context) -> None:
        """/subscriptions: all that this chat follows, to change or end."""
        turn, _ = _said(update, context)
        if turn is not None:
            await self._subscribers.do(turn, Wish(Act.LIST))

    async def calendar(self, update: Update, context: Context) -> None:
        """/calendar with words: a calendar file of what they mean; without any: of all that is followed."""
        turn, words = _said(update, context)
        if turn is None:
            return
        if words:
            await self._subscribers.do(turn, Wish(Act.CALENDAR, wished_for(words)))
        else:
            await self._subscribers.hand_over_followed(turn)


def _said(update: Update, context: Context) -> tuple[Turn | None, str]:
    message = update.effective_message
    if message is None:
        return None, ""
    return turn_of(message, context.bot), " ".join(context.args or ())

"""What is kept of a person, and how is it deleted? All of it is shown, and goes after two questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from telegram import Update

from handlers.replies import Reply
from handlers.replies.subscribing import ending
from handlers.residents import Context
from handlers.subscribing.turns import Turn, turn_of
from plan_store.questions.thread import Thread


class Keeper(Protocol):
    """A part of the bot that keeps something of people; each stands in `handlers.kept`."""

    async def kept_of(self, user_id: int) -> Sequence[str]:
        """What is kept of somebody, a short line of HTML each; none where nothing is."""

    async def forget(self, user_id: int) -> None:
        """Delete all of it, but for what has to stay: `kept_of` goes on saying so."""


class Conversations(Protocol):
    """The store's conversations: see `plan_store.conversations`."""

    async def of_person(self, user_id: int) -> tuple[Thread, ...]: ...

    async def forget(self, user_id: int) -> None: ...


class KeptTalk:
    """Of conversations: the last questions."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations

    async def kept_of(self, user_id: int) -> Sequence[str]:
        threads = await self._conversations.of_person(user_id)
        queries = [query for thread in threads for query in (thread.query, *thread.earlier) if query]
        said = list(dict.fromkeys(query.text for query in queries if query.text))
        return (ending.kept_talk(said),) if said or queries else ()

    async def forget(self, user_id: int) -> None:
        await self._conversations.forget(user_id)


class Ledger(Protocol):
    """The store's ledger of deliveries: see `plan_store.deliveries`."""

    async def count_of(self, chat_id: int) -> int: ...

    async def forget(self, chat_id: int) -> None: ...


class KeptDeliveries:
    """Of reminders: which came, and which are to come."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def kept_of(self, user_id: int) -> Sequence[str]:
        count = await self._ledger.count_of(user_id)
        return (ending.kept_deliveries(count),) if count else ()

    async def forget(self, user_id: int) -> None:
        await self._ledger.forget(user_id)


class Forgetting:
    """/mydata and /forget, in private chats."""

    def __init__(self, keepers: Sequence[Keeper]) -> None:
        self._keepers = keepers

    async def my_data(self, update: Update, context: Context) -> None:
        """/mydata: everything that is kept of whoever asks."""
        message = update.effective_message
        if message is None:
            return
        turn = turn_of(message, context.bot)
        if not turn.private:
            await turn.say(Reply(ending.IN_PRIVATE_ONLY))
            return
        kept = await self._kept_of(turn.asker.user_id)
        await turn.say(ending.my_data(kept) if kept else ending.NOTHING_KEPT)

    async def forget(self, update: Update, context: Context) -> None:
        """/forget: asks, twice, before it deletes what /mydata shows."""
        message = update.effective_message
        if message is not None:
            await self.confirmed(turn_of(message, context.bot), 1)

    async def confirmed(self, turn: Turn, step: int) -> bool:
        """Ask for the first or second time, or delete; True: it could be done."""
        if not turn.private:
            await turn.say(Reply(ending.IN_PRIVATE_ONLY))
            return True
        if step == 3:
            for keeper in self._keepers:
                await keeper.forget(turn.asker.user_id)
            await turn.show(ending.forgotten(await self._kept_of(turn.asker.user_id)))
            return True
        kept = await self._kept_of(turn.asker.user_id)
        await turn.show(ending.confirm_forget(step, kept) if kept else ending.NOTHING_KEPT)
        return True

    async def _kept_of(self, user_id: int) -> list[str]:
        return [line for keeper in self._keepers for line in await keeper.kept_of(user_id)]

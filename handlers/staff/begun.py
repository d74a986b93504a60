"""How does what staff have begun go on, by a tap or by words? The step of its draft says in which room."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import CallbackQuery, Message

from handlers.replies.staff import wizards
from handlers.replies.staff.taps import Back, Confirm, Pick, StaffTap
from handlers.staff.gate import Worker
from handlers.staff.proposing import key_of
from handlers.staff.rooms import Rooms
from handlers.staff.screens import show
from handlers.staff.steps import Content, Step, step_of
from plan_store.staff.drafts import Draft, DraftSpentError
from plan_store.store import Store, StoreError

_log = logging.getLogger(__name__)

Done = Awaitable[bool | None]
"""False where it could not be done: the button is out of date, or the words are of something else."""


@dataclass(frozen=True, slots=True)
class Way:
    """How one step goes on; what is None it does not take."""

    words: Callable[[Worker, Message, Content, str], Done] | None = None
    """Words that answer what it asks."""
    confirm: Callable[[Worker, CallbackQuery, Draft], Done] | None = None
    """确认."""
    pick: Callable[[Worker, CallbackQuery, Draft, int], Done] | None = None
    """The n-th of the choices that it offers."""
    back: Callable[[Worker, CallbackQuery, Content], Done] | None = None
    """‹ 上一步, from this step."""
    again: Callable[[Worker, CallbackQuery, Content], Done] | None = None
    """‹ 上一步, to this step: what it asked is asked once more."""
    named: Callable[[Worker, CallbackQuery, Content, str], Done] | None = None
    """The name that was tapped where it was asked which is meant."""
    named_in_words: Callable[[Worker, Message, Content, str], Done] | None = None
    """What was written instead of a tap there."""


def _ways(rooms: Rooms) -> dict[Step, Way]:
    """The steps, each in its room; `WHICH` goes on in the room of what comes then."""
    editing, adding, documents = rooms.editing, rooms.adding, rooms.documents
    standing, announcing = rooms.standing_replies, rooms.announcing
    return {
        Step.VALUE: Way(words=editing.answered, again=editing.again, named=editing.picked),
        Step.ADD: Way(words=adding.answered, back=adding.back, again=adding.again, named=adding.picked),
        Step.ENTRY: Way(words=rooms.describing.written, pick=rooms.describing.picked),
        Step.NOTICE: Way(words=rooms.notices.written, pick=rooms.notices.picked, again=rooms.notices.again),
        Step.DOCUMENT: Way(confirm=documents.confirmed, pick=documents.picked),
        Step.SOME: Way(
            words=documents.written, confirm=documents.chosen, pick=documents.toggled, again=documents.again
        ),
        Step.CHANGE: Way(confirm=rooms.proposals.confirmed),
        Step.UNDO: Way(confirm=rooms.proposals.confirmed_undo),
        Step.ANSWER: Way(
            words=standing.answered,
            again=standing.back,
            named=standing.picked,
            named_in_words=standing.written_instead,
        ),
        Step.TEACH: Way(confirm=standing.confirmed, back=standing.back),
        Step.ALIAS: Way(named=rooms.naming.picked),
        Step.NAME: Way(confirm=rooms.naming.confirmed),
        Step.ANNOUNCE: Way(
            words=announcing.answered, named=announcing.picked, named_in_words=announcing.picked
        ),
        Step.ANNOUNCED: Way(confirm=announcing.confirmed, back=announcing.back),
        Step.GRANT: Way(named=rooms.granting.picked),
        Step.DISMISS: Way(confirm=rooms.granting.dismiss),
        Step.WHICH: Way(),
    }


class Begun:
    """Takes the next step of a draft in the room that it belongs to."""

    def __init__(self, store: Store, rooms: Rooms) -> None:
        self._store = store
        self._ways = _ways(rooms)

    async def answered(self, worker: Worker, message: Message, content: Content, words: str) -> bool:
        """Whether the words answer what a draft asks for."""
        way = self._ways[step_of(content)].words
        if step_of(content) is Step.WHICH:
            content = content["then"]
            way = self._ways[step_of(content)].named_in_words
        return way is not None and await way(worker, message, content, words) is not False

    async def tapped(self, worker: Worker, query: CallbackQuery, key: str, tap: StaffTap) -> bool:
        """Go on with what the button's draft began; False where it is out of date.

        Deeds spend the draft in their own transaction: what failed can be tapped again, and nothing twice.
        """
        draft = await self._store.drafts.get(*key_of(worker))
        if draft is None or draft.key != key:
            return False
        try:
            done = await self._next(worker, query, draft, tap)
        except DraftSpentError:
            return False
        if done:
            try:
                await self._store.drafts.end(draft)
            except StoreError as error:
                # What was to be done is done.
                _log.error("a draft that is done with could not be dropped: %s", error)
        return done

    async def _next(self, worker: Worker, query: CallbackQuery, draft: Draft, tap: StaffTap) -> bool:
        way = self._ways[step_of(draft.content)]
        match tap:
            case Confirm():
                return way.confirm is not None and await way.confirm(worker, query, draft) is not False
            case Back():
                return await self._back(worker, query, draft.content)
            case Pick(place=place) if way.pick is not None:
                return await way.pick(worker, query, draft, place) is not False
            case Pick(place=place):
                return await self._named(worker, query, draft.content, place)
            case _:
                await show(query, wizards.CANCELLED)
                return True

    async def _back(self, worker: Worker, query: CallbackQuery, content: Content) -> bool:
        if (back := self._ways[step_of(content)].back) is not None:
            return await back(worker, query, content) is not False
        match step_of(content):
            case Step.CHANGE:
                before = content["back"]
            case Step.WHICH:
                before = content["then"]
            case _:
                return False
        again = self._ways[step_of(before)].again if before else None
        if again is None:
            await show(query, wizards.CANCELLED)
            return True
        return await again(worker, query, before) is not False

    async def _named(self, worker: Worker, query: CallbackQuery, content: Content, place: int) -> bool:
        if step_of(content) is not Step.WHICH or place >= len(content["choices"]):
            return False
        named = self._ways[step_of(content["then"])].named
        choice = str(content["choices"][place])
        return named is not None and await named(worker, query, content["then"], choice) is not False

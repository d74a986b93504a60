"""How does what staff have begun go on, by a tap or by words? What it is stands in its draft."""

from __future__ import annotations

import logging

from telegram import CallbackQuery, Message

from handlers.replies.staff import wizards
from handlers.replies.staff.taps import Back, Confirm, Pick, StaffTap
from handlers.staff.gate import Worker
from handlers.staff.proposing import Content, key_of
from handlers.staff.rooms import Rooms
from handlers.staff.screens import show
from plan_store.staff.drafts import Draft, DraftSpentError
from plan_store.staff.orders import read_target
from plan_store.staff.rights import Rights, Role
from plan_store.store import Store, StoreError

_log = logging.getLogger(__name__)


class Begun:
    """Takes the next step of a draft in the room that it belongs to."""

    def __init__(self, store: Store, rooms: Rooms) -> None:
        self._store = store
        self._rooms = rooms

    async def answered(self, worker: Worker, message: Message, content: Content, words: str) -> bool:
        """Whether the words answer what a draft asks for."""
        match content["do"]:
            case "value":
                await self._rooms.editing.answered(worker, message, content, words)
            case "add":
                await self._rooms.adding.answered(worker, message, content, words)
            case "answer":
                await self._rooms.answering.answered(worker, message, content, words)
            case "which" if content["then"]["do"] == "answer" and content["then"].get("reply"):
                await self._rooms.answering.answered(worker, message, content["then"], words)
            case "some":
                await self._rooms.documents.written(worker, message, content, words)
            case "notice" if (target := read_target(words)) is not None and not target[1]:
                await self._rooms.notices.numbered(worker, message, content, target[0].number)
            case "entry" if (target := read_target(words)) is not None and not target[1]:
                await self._rooms.editing.entry_numbered(worker, message, content, target[0].number)
            case "announce":
                await self._rooms.announcing.answered(worker, message, content, words)
            case "which" if content["then"]["do"] == "announce":
                await self._rooms.announcing.chosen(worker, message, words.strip())
            case _:
                return False
        return True

    async def tapped(self, worker: Worker, query: CallbackQuery, key: str, tap: StaffTap) -> bool:
        """Go on with what the button's draft began; False where it is out of date.

        Deeds spend the draft in their own transaction: what failed can be tapped again, and nothing twice.
        """
        draft = await self._store.drafts.get(*key_of(worker))
        if draft is None or draft.key != key:
            return False
        try:
            match tap:
                case Confirm():
                    done = await self._made(worker, query, draft)
                case Back():
                    done = await self._gone_back(worker, query, draft)
                case Pick(place=place):
                    done = await self._chosen(worker, query, draft, place)
                case _:
                    await show(query, wizards.CANCELLED)
                    done = True
        except DraftSpentError:
            return False
        if done:
            try:
                await self._store.drafts.end(draft)
            except StoreError as error:
                # What was to be done is done.
                _log.error("a draft that is done with could not be dropped: %s", error)
        return done

    async def _made(self, worker: Worker, query: CallbackQuery, draft: Draft) -> bool:
        match draft.content["do"]:
            case "change" | "undo":
                await self._rooms.proposals.confirmed(worker, query, draft)
            case "document":
                await self._rooms.documents.confirmed(worker, query, draft)
            case "some":
                return await self._rooms.documents.chosen(worker, query, draft.content)
            case "dismiss":
                await self._rooms.granting.dismiss(worker, query, draft.content)
            case "teach":
                await self._rooms.answering.confirmed(worker, query, draft)
            case "name":
                await self._rooms.naming.confirmed(worker, query, draft.content)
            case "announced":
                await self._rooms.announcing.confirmed(worker, query, draft)
            case _:
                return False
        return True

    async def _gone_back(self, worker: Worker, query: CallbackQuery, draft: Draft) -> bool:
        content = draft.content
        match content["do"]:
            case "add":
                await self._rooms.adding.back(worker, query, content)
                return True
            case "teach":
                await self._rooms.answering.back(worker, query, {**content, "do": "answer"})
                return True
            case "announced":
                await self._rooms.announcing.back(worker, query, content)
                return True
            case "change":
                step = content["back"]
            case "which":
                step = content["then"]
            case _:
                return False
        match step["do"] if step else None:
            case "add":
                await self._rooms.adding.again(worker, query, step)
            case "value":
                await self._rooms.editing.again(worker, query, step)
            case "answer":
                await self._rooms.answering.back(worker, query, step)
            case "notice":
                await self._rooms.notices.again(worker, query, step)
            case "some":
                await self._rooms.documents.again(worker, query, step)
            case _:
                await show(query, wizards.CANCELLED)
        return True

    async def _chosen(self, worker: Worker, query: CallbackQuery, draft: Draft, place: int) -> bool:
        content = draft.content
        match content["do"]:
            case "document":
                return await self._rooms.documents.picked(worker, query, draft, place)
            case "some":
                return await self._rooms.documents.toggled(worker, query, content, place)
            case "entry":
                return await self._rooms.editing.entry_picked(worker, query, content, place)
            case "notice":
                return await self._rooms.notices.picked(worker, query, content, place)
        if content["do"] != "which" or place >= len(content["choices"]):
            return False
        unit, then = str(content["choices"][place]), content["then"]
        match then["do"]:
            case "add":
                await self._rooms.adding.picked(worker, query, then, unit)
            case "value":
                await self._rooms.editing.picked(worker, query, then, unit)
            case "answer":
                await self._rooms.answering.picked(worker, query, then, unit)
            case "alias":
                await self._rooms.naming.propose(worker, query, str(then["name"]), unit)
            case "announce":
                await self._rooms.announcing.chosen(worker, query, unit)
            case "grant" if worker.rights.may_grant:
                await self._rooms.granting.invite(worker, query, Rights(Role.UNIT_EDITOR, unit))
            case _:
                return False
        return True

"""Which entry do staff mean who name it in words? What a question would find; of several they say which."""

from __future__ import annotations

import re
from collections.abc import Sequence

from telegram import CallbackQuery, Message

from handlers.replies.staff import choosing
from handlers.services import Services
from handlers.staff.editing import Editing
from handlers.staff.gate import Worker
from handlers.staff.proposing import key_of
from handlers.staff.screens import show
from handlers.staff.steps import Content, Step
from plan_store.answers import Kind as AnswerKind
from plan_store.plan import Entry
from plan_store.questions.thread import EMPTY
from plan_store.staff.drafts import Draft
from plan_store.staff.fields import Field
from plan_store.staff.orders import DeleteEntry, Described, SetField, Target, read_target
from plan_store.store import Store

_OURS = re.compile("我们(?:单位|街道|局|中心)?|(?:本|我)(?:单位|街道|局|中心)")

_LEANS = re.compile("[它他这那该]|第.{1,3}个|最后一?个|刚才|上面")
"""Begins what is understood by what was spoken of before."""


class Describing:
    """世界环境日活动改到6月10日了, 删掉卫健局那个宣传."""

    def __init__(self, services: Services, store: Store, editing: Editing) -> None:
        self._services = services
        self._store = store
        self._editing = editing

    async def propose(
        self, worker: Worker, message: Message, order: SetField | DeleteEntry, described: Described
    ) -> bool:
        """Propose what was ordered for the entry that is found; False for none: a question, perhaps."""
        found = await self._meant(worker, described.words)
        if found is None:
            return False
        if not found:
            await show(message, choosing.not_found(described.words))
        elif not self._says_what(order, found):
            return False
        elif len(found) == 1:
            await self._editing.carry_out(worker, message, found[0], order)
        else:
            content: Content = {
                "do": Step.ENTRY,
                "choices": [[entry.year, entry.number] for entry in found],
                "order": _kept(order),
            }
            draft = await self._store.drafts.put(*key_of(worker), content, self._services.clock())
            await show(message, choosing.which_entry(described.words, found, draft.key))
        return True

    async def picked(self, worker: Worker, on: CallbackQuery, draft: Draft, place: int) -> bool:
        """The entry that was tapped of those that were described; whether it is still there."""
        content = draft.content
        choices = content["choices"]
        if place >= len(choices):
            return False
        year, number = choices[place]
        if (found := await self._editing.found(on, Target(number, year))) is not None:
            await self._editing.carry_out(worker, on, found[0], _kept_order(content["order"]))
        return True

    async def written(self, worker: Worker, message: Message, content: Content, words: str) -> bool:
        """The number of the entry; whether the words are one."""
        named = read_target(words)
        if named is None or named[1]:
            return False
        target = Target(named[0].number, content["choices"][0][0])
        if (found := await self._editing.found(message, target)) is not None:
            await self._editing.carry_out(worker, message, found[0], _kept_order(content["order"]))
        return True

    async def _meant(self, worker: Worker, words: str) -> tuple[Entry, ...] | None:
        """The entries that a question in these words would find; of those, what they may change if any.

        None where they would find none; empty where it would be asked back which unit is meant.
        """
        if worker.rights.unit:
            words = _OURS.sub(worker.rights.unit, words)
        threads = [EMPTY, await self._services.thread_of(worker.asker)]
        if _LEANS.match(words):
            threads.reverse()
        answers = [self._services.look_up(words, thread)[0] for thread in threads]
        for answer in answers:
            if answer.kind is AnswerKind.ENTRIES:
                theirs = tuple(entry for entry in answer.entries if worker.rights.may_change(entry))
                return theirs or answer.entries
        return () if any(answer.kind is AnswerKind.CLARIFY for answer in answers) else None

    def _says_what(self, order: SetField | DeleteEntry, found: Sequence[Entry]) -> bool:
        """Whether it is clear what is to be done, so that it is worth asking to which of many entries."""
        if isinstance(order, DeleteEntry) or order.field is not None or not order.said:
            return len(found) <= choosing.OFFERED
        return self._editing.part(found[0], order) is not None


def _kept(order: SetField | DeleteEntry) -> Content | None:
    """What a draft keeps of an order; None: to delete."""
    if isinstance(order, DeleteEntry):
        return None
    field = order.field.value if order.field else None
    return {"field": field, "said": order.said, "somewhere": order.somewhere}


def _kept_order(kept: Content | None) -> SetField | DeleteEntry:
    nothing = Described("")
    if kept is None:
        return DeleteEntry(nothing)
    field = Field(kept["field"]) if kept["field"] else None
    return SetField(nothing, field, kept["said"], kept["somewhere"])

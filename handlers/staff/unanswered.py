"""What could the bot not answer, and still cannot? Staff see it by likeness, the most asked first."""

from __future__ import annotations

import asyncio

from telegram import CallbackQuery, Message

from handlers.replies.staff import unanswered as texts
from handlers.replies.taps import tag
from handlers.services import Services
from handlers.staff.gate import Worker
from handlers.staff.screens import show
from plan_store.answers import UNANSWERED
from plan_store.inquiry import ask
from plan_store.questions.thread import EMPTY
from plan_store.staff.likeness import Group, grouped
from plan_store.store import Store
from plan_store.unanswered import LOOKED_AT, Question


class UnansweredQuestions:
    """/unanswered."""

    def __init__(self, services: Services, store: Store) -> None:
        self._services = services
        self._store = store

    async def unanswered(self, worker: Worker, message: Message, words: str) -> None:
        """/unanswered lists what still cannot be answered, the most asked first."""
        page = int(words) - 1 if words.isdecimal() and int(words[:6]) > 0 else 0
        await self.page(worker, message, page)

    async def page(self, worker: Worker, on: Message | CallbackQuery, page: int) -> None:
        groups = await self._groups()
        if not groups:
            await show(on, texts.ALL_ANSWERED)
            return
        last = (len(groups) - 1) // texts.PAGE
        shown = texts.unanswered(
            groups, min(page, last), self._services.clock(), may_answer=not worker.rights.unit
        )
        await show(on, shown)

    async def wordings(self, chosen: str) -> tuple[str, ...]:
        """All wordings of the open questions that are alike, by the tag of one; none where it is answered."""
        for group in await self._groups():
            if any(tag(said) == chosen for said in group.wordings):
                return group.wordings
        return ()

    async def _groups(self) -> tuple[Group, ...]:
        return await asyncio.to_thread(self._open, await self._store.unanswered.latest(LOOKED_AT))

    def _open(self, questions: tuple[Question, ...]) -> tuple[Group, ...]:
        """Those that cannot be answered now either, in groups."""
        snapshot, now = self._services.snapshots.current, self._services.clock()
        still: dict[str, bool] = {}
        for question in questions:
            if question.text not in still:
                answer, _ = ask(question.text, EMPTY, now, snapshot)
                still[question.text] = answer.kind in UNANSWERED and answer.standing is None
        return grouped(question for question in questions if still[question.text])

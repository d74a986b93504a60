"""How do staff answer a kind of question once for all? In one line, or from what could not be answered."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Sequence

from telegram import CallbackQuery, Message

from handlers.replies.staff import standing_replies as texts
from handlers.services import Services
from handlers.staff.bars import between_bars
from handlers.staff.gate import Worker
from handlers.staff.proposing import key_of
from handlers.staff.screens import show
from handlers.staff.steps import Content, Step, which
from plan_store.answers import UNANSWERED
from plan_store.inquiry import ask
from plan_store.questions.thread import EMPTY
from plan_store.staff.drafts import Draft
from plan_store.staff.fields import UnacceptableError
from plan_store.staff.until import last_day
from plan_store.standing import Standing, gist
from plan_store.store import Store, StoreError
from plan_store.unanswered import LOOKED_AT

_LONGEST_QUESTION = 100
_LONGEST_REPLY = 1000
_PERIODS = ("一个月", "三个月", "年底")

_log = logging.getLogger(__name__)


class StandingReplies:
    """/answer, and the buttons of /unanswered that lead to it."""

    def __init__(self, services: Services, store: Store) -> None:
        self._services = services
        self._store = store

    async def answer(self, worker: Worker, message: Message, words: str) -> None:
        """/answer lists what is answered so; /answer 问题 | 答复 | 到哪一天 proposes another."""
        if worker.rights.unit:
            await show(message, texts.NOT_YOURS)
            return
        if not words:
            today = self._services.clock().date()
            await show(message, texts.listed(await self._store.teachings.standing(), today))
            return
        question, *given = between_bars(words)
        if len(given) > 2:
            await show(message, texts.too_many_parts(1 + len(given)))
            return
        content = _content([question])
        content.update({step: said for step, said in zip(("reply", "until"), given, strict=False) if said})
        if await self._acceptable(message, [question]):
            await self._go_on(worker, message, content)

    async def wordings(self, worker: Worker, on: CallbackQuery, questions: Sequence[str]) -> None:
        """Answer questions that stand together; where they say different things, which of them is asked."""
        if worker.rights.unit:
            await show(on, texts.NOT_YOURS)
            return
        questions = [one for one in questions if gist(one) and len(one) <= _LONGEST_QUESTION]
        different = list({gist(one): one for one in reversed(questions)}.values())[::-1]
        if not await self._acceptable(on, different[:1]):
            return
        if len(different) == 1:
            await self._go_on(worker, on, _content(different))
            return
        asked = which(["", *different], _content(different))
        draft = await self._store.drafts.put(*key_of(worker), asked, self._services.clock())
        await show(on, texts.which_wordings(different, draft.key))

    async def answered(self, worker: Worker, message: Message, content: Content, words: str) -> None:
        """The words after a question of a step."""
        await self._go_on(worker, message, {**content, _step(content): words})

    async def picked(self, worker: Worker, on: CallbackQuery, content: Content, choice: str) -> None:
        """One of the wordings, none for all; or until when."""
        if _step(content) == "until":
            await self._go_on(worker, on, {**content, "until": choice})
        else:
            await self._go_on(worker, on, {**content, "questions": [choice]} if choice else content)

    async def written_instead(self, worker: Worker, message: Message, content: Content, words: str) -> bool:
        """The last day in words, where others can be tapped; of the wordings none can be written."""
        if _step(content) != "until":
            return False
        await self.answered(worker, message, content, words)
        return True

    async def back(self, worker: Worker, on: CallbackQuery, content: Content) -> None:
        """What was given last is asked for again."""
        kept = {name: given for name, given in content.items() if name != "until"} | {"do": Step.ANSWER}
        if "until" not in content:
            kept.pop("reply", None)
        await self._go_on(worker, on, kept)

    async def confirmed(self, worker: Worker, on: CallbackQuery, draft: Draft) -> None:
        """Teach it, and show what that changes. Raises `NotAllowedError`, `DraftSpentError`."""
        now, content = self._services.clock(), draft.content
        until = last_day(content["until"], now.date())
        standing = await self._store.teachings.teach(
            content["questions"], content["reply"], until, worker.person, now, draft=draft
        )
        asked: list[str] = []
        try:
            await self._services.snapshots.refresh()
            asked = [one.text for one in await self._store.unanswered.latest(LOOKED_AT)]
        except StoreError as error:
            # It is taught, and the watch will bring it to residents.
            _log.error("answer %d was taught, but its effect could not be seen: %s", standing.number, error)
        gists = {gist(question) for question in standing.questions}
        answered = [text for text in asked if gist(text) in gists]
        await show(on, texts.taught(standing, len(answered), list(dict.fromkeys(answered))))

    async def withdraw(self, worker: Worker, on: CallbackQuery, number: int) -> bool:
        """Say it no more; False where it is not said any more already."""
        standing = await self._store.teachings.withdraw(number, worker.person, self._services.clock())
        if standing is None:
            return False
        try:
            await self._services.snapshots.refresh()
        except StoreError as error:
            # It is taken back, and the watch will bring it to residents.
            _log.error("answer %d was taken back, but could not be looked at: %s", number, error)
        await show(on, texts.withdrawn(standing))
        return True

    async def _go_on(self, worker: Worker, on: Message | CallbackQuery, content: Content) -> None:
        """Ask for what is missing or cannot stand, else show what would be said."""
        now = self._services.clock()
        questions = content["questions"]
        reply, until = content.get("reply", "").strip(), content.get("until")
        if not re.search(r"\w", reply):
            await self._ask_reply(worker, on, content)
            return
        if len(reply) > _LONGEST_REPLY:
            await self._ask_reply(worker, on, content, texts.too_long("答复", _LONGEST_REPLY, len(reply)))
            return
        if until is None:
            await self._ask_until(worker, on, content)
            return
        try:
            day = last_day(until, now.date())
        except UnacceptableError as error:
            await self._ask_until(worker, on, content, str(error))
            return
        proposed: Content = {**content, "do": Step.TEACH, "reply": reply, "until": day.isoformat()}
        draft = await self._store.drafts.put(*key_of(worker), proposed, now)
        standing = Standing(0, tuple(questions), reply, day, now.date())
        await show(on, texts.preview(standing, self._present(questions, now.date()), draft.key))

    async def _ask_reply(
        self, worker: Worker, on: Message | CallbackQuery, content: Content, trouble: str = ""
    ) -> None:
        asked = {name: given for name, given in content.items() if name != "reply"}
        draft = await self._store.drafts.put(*key_of(worker), asked, self._services.clock())
        await show(on, texts.ask_reply(content["questions"], draft.key, trouble))

    async def _ask_until(
        self, worker: Worker, on: Message | CallbackQuery, content: Content, trouble: str = ""
    ) -> None:
        asked = {name: given for name, given in content.items() if name != "until"}
        periods = which(list(_PERIODS), {**asked, "do": Step.ANSWER})
        draft = await self._store.drafts.put(*key_of(worker), periods, self._services.clock())
        await show(on, texts.ask_until(content["questions"], draft.key, trouble))

    async def _acceptable(self, on: Message | CallbackQuery, questions: Sequence[str]) -> bool:
        """Whether the questions are some, and the plan does not answer them; else that is said."""
        if not questions or len(gist(questions[0])) < 2:
            await show(on, texts.no_question(questions[0] if questions else ""))
            return False
        if len(questions[0]) > _LONGEST_QUESTION:
            await show(on, texts.question_too_long(_LONGEST_QUESTION, len(questions[0])))
            return False
        answer, _ = ask(questions[0], EMPTY, self._services.clock(), self._services.snapshots.current)
        if answer.kind not in UNANSWERED:
            await show(on, texts.answered_by_plan(questions[0]))
            return False
        return True

    def _present(self, questions: Sequence[str], day: dt.date) -> Standing | None:
        standing = self._services.snapshots.current.standing
        return next((found for one in questions if (found := standing.to(one, day))), None)


def _content(questions: Sequence[str]) -> Content:
    return {"do": Step.ANSWER, "questions": list(questions)}


def _step(content: Content) -> str:
    """What is to be given next."""
    return "until" if content.get("reply") else "reply"

"""What becomes of the notice of an activity? Its entry is found or asked for, what it says is proposed."""

from __future__ import annotations

from telegram import CallbackQuery, Message

from handlers.replies.staff import documents as texts
from handlers.replies.staff import wizards
from handlers.services import Services
from handlers.staff.gate import Worker
from handlers.staff.proposing import Proposals, key_of
from handlers.staff.screens import show
from handlers.staff.steps import Content, Step
from plan_store.documents.notice_entry import Belonging, entries_of_notice, with_notice
from plan_store.documents.notices import Notice, of_one_line, read_notice
from plan_store.plan import Entry, Plan
from plan_store.questions.thread import EMPTY
from plan_store.staff.drafts import Draft
from plan_store.staff.edits import Edit, Kind
from plan_store.staff.orders import read_target
from plan_store.store import Store

_LONGEST = 8000
"""Characters of a notice that are kept until its entry is known."""


class Notices:
    """Notices that staff paste, forward or send as a file."""

    def __init__(self, services: Services, store: Store, proposals: Proposals) -> None:
        self._services = services
        self._store = store
        self._proposals = proposals

    async def received(self, worker: Worker, message: Message, text: str, source: str = "") -> None:
        """Find the entry of a notice; where more than one comes into question, ask."""
        text = text[:_LONGEST]
        plan = self._plan_of(text)
        if plan is None:
            await show(message, wizards.no_such_plan(None))
            return
        notice = read_notice(text, plan.year)
        if not notice.says_something:
            await show(message, texts.NOTHING_READ)
            return
        found = self._found(notice, text, plan)
        theirs = [entry for entry in found.entries if worker.rights.may_change(entry)]
        content: Content = {
            "do": Step.NOTICE,
            "text": text,
            "source": source,
            "year": plan.year,
            "choices": [entry.number for entry in theirs],
        }
        if found.certain and theirs:
            # One step back asks which it is.
            await self._propose(worker, message, content, theirs[0])
        else:
            others = found.entries[0] if found.certain else None
            await self.again(worker, message, content, others)

    async def again(
        self, worker: Worker, on: Message | CallbackQuery, content: Content, others: Entry | None = None
    ) -> None:
        """Ask which entry a notice is of; `others`: one not theirs that it seems to be of."""
        plan = self._services.plan_of(int(content["year"]))
        if plan is None:
            await show(on, wizards.no_such_plan(int(content["year"])))
            return
        draft = await self._store.drafts.put(*key_of(worker), content, self._services.clock())
        entries = [entry for number in content["choices"] if (entry := plan.entry(number)) is not None]
        if others is None:
            await show(on, texts.which_entry(entries, plan, draft.key))
        else:
            await show(on, texts.of_another_unit(others, worker.rights, draft.key))

    async def written(self, worker: Worker, message: Message, content: Content, words: str) -> bool:
        """The number of the entry; whether the words are one."""
        named = read_target(words)
        if named is None or named[1]:
            return False
        await self._numbered(worker, message, content, named[0].number)
        return True

    async def _numbered(self, worker: Worker, message: Message, content: Content, number: int) -> None:
        plan = self._services.plan_of(int(content["year"]))
        entry = plan.entry(number) if plan is not None else None
        if plan is None or entry is None:
            missing = texts.no_such_number(number, plan) if plan else wizards.no_such_plan(None)
            await show(message, missing)
            return
        await self._propose(worker, message, content, entry)

    async def picked(self, worker: Worker, query: CallbackQuery, draft: Draft, place: int) -> bool:
        """The entry that was tapped; whether it is still there."""
        content = draft.content
        plan = self._services.plan_of(int(content["year"]))
        choices = content["choices"]
        entry = plan.entry(choices[place]) if plan is not None and place < len(choices) else None
        if entry is None:
            return False
        await self._propose(worker, query, content, entry)
        return True

    async def _propose(
        self, worker: Worker, on: Message | CallbackQuery, content: Content, entry: Entry
    ) -> None:
        after, doubts = with_notice(entry, read_notice(str(content["text"]), entry.year))
        if after == entry:
            await show(on, texts.known_already(entry))
            return
        source = str(content["source"])
        await self._proposals.propose(
            worker, on, [Edit(entry, after)], Kind.NOTICE, back=content, source=source, doubts=doubts
        )

    def _found(self, notice: Notice, text: str, plan: Plan) -> Belonging:
        """Its entries by what a notice is like; one of a single line may say it as a question would."""
        found = entries_of_notice(notice, text, plan, self._services.snapshots.current.vocabulary)
        words = of_one_line(text)
        if found.certain or not words:
            return found
        answer, _ = self._services.look_up(words, EMPTY)
        if len(answer.entries) != 1 or answer.entries[0].year != plan.year:
            return found
        return Belonging(answer.entries, certain=True)

    def _plan_of(self, text: str) -> Plan | None:
        """The plan of the year that the notice's dates name, else the one that is meant without a year."""
        plan = self._services.plan
        if plan is None:
            return None
        dated = read_notice(text, plan.year).sessions
        return (self._services.plan_of(dated[0].day.year) if dated else None) or plan

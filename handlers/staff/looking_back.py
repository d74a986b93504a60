"""What was changed, and how is it taken back?"""

from __future__ import annotations

from telegram import CallbackQuery, Message

from handlers.replies.staff import changes as texts
from handlers.replies.staff import wizards
from handlers.services import Services
from handlers.staff.gate import Worker
from handlers.staff.proposing import Proposals, may_make
from handlers.staff.screens import show
from plan_store.plan import Entry, Plan
from plan_store.staff.orders import Target, read_target
from plan_store.store import Store


class LookingBack:
    """/history and /undo."""

    def __init__(self, services: Services, store: Store, proposals: Proposals) -> None:
        self._services = services
        self._store = store
        self._proposals = proposals

    async def history(self, worker: Worker, message: Message, words: str) -> None:
        """/history shows the latest changes, /history 17 those of one entry."""
        if not words:
            await self.page(message, None, None)
            return
        named = read_target(words)
        if named is None or named[1]:
            await show(message, wizards.which_entry("看", "history"))
            return
        target = named[0]
        plan = self._services.plan_of(target.year) if target.year else self._services.plan
        if plan is None:
            await show(message, wizards.no_such_plan(target.year))
        elif (found := await self._entry(target)) is None:
            await show(message, wizards.no_such_entry(target.number, plan, thrown=False))
        else:
            await self.page(message, found, None)

    async def older(self, on: CallbackQuery, year: int, number: int, before: int) -> bool:
        """The page after one that was shown; False where the entry is not known any more."""
        found = await self._entry(Target(number, year)) if number else None
        if number and found is None:
            return False
        await self.page(on, found, before)
        return True

    async def page(
        self, on: Message | CallbackQuery, of: tuple[Plan, Entry] | None, before: int | None
    ) -> None:
        count = texts.HISTORY_PAGE + 1
        if of is None:
            changes = await self._store.history.latest(count, before=before)
        else:
            changes = await self._store.history.of_entry(of[0], of[1].number, count, before=before)
        entry = of[1] if of else None
        if changes:
            await show(on, texts.history(changes, self._services.clock(), entry))
        else:
            await show(on, texts.no_history(entry))

    async def undo(self, worker: Worker, message: Message, words: str) -> None:
        """/undo proposes to take one's own last change back, /undo 12 a given one."""
        number = words.lstrip("#＃ ")
        if not number:
            own = await self._store.history.own_last(worker.person.id)
            if own is None:
                await show(message, texts.NOTHING_TO_UNDO)
                return
            await self.propose_undo(worker, message, own.number)
        elif not (
            number.isdecimal() and len(number) < 10 and await self.propose_undo(worker, message, int(number))
        ):
            await show(message, texts.NOTHING_TO_UNDO)

    async def propose_undo(self, worker: Worker, on: Message | CallbackQuery, number: int) -> bool:
        """Propose to take a change back; False where there is none of that number that stands."""
        change = await self._store.history.change(number)
        if change is None or change.undone_by is not None:
            return False
        if not may_make(worker.rights, change.edits):
            await show(on, wizards.not_yours(worker.rights))
            return True
        await self._proposals.propose_undo(worker, on, change)
        return True

    async def _entry(self, target: Target) -> tuple[Plan, Entry] | None:
        """The plan and the entry, which may lie in the trash."""
        plan = self._services.plan if target.year is None else self._services.plan_of(target.year)
        if plan is None:
            return None
        entry = plan.entry(target.number)
        if entry is None:
            thrown = await self._store.history.trash(plan.district, plan.year)
            entry = next((one for one in thrown if one.number == target.number), None)
        return None if entry is None else (plan, entry)

"""How is an entry changed or deleted? In one line, in plain words, or by buttons from its card."""

from __future__ import annotations

from dataclasses import replace

from telegram import CallbackQuery, Message

from handlers.replies.staff import changes, wizards
from handlers.services import Services
from handlers.staff.gate import Worker
from handlers.staff.proposing import Proposals, key_of
from handlers.staff.screens import show
from handlers.staff.steps import Content, Step, which
from plan_store.documents.difference import read_numbers
from plan_store.plan import Entry, Plan
from plan_store.staff.bare_values import counted_from_today, part_meant
from plan_store.staff.edits import Edit, Kind
from plan_store.staff.fields import Field, UnacceptableError, UnitDoubtError, with_value
from plan_store.staff.orders import DeleteEntry, SetField, Target, read_field, read_target
from plan_store.store import Store


class Editing:
    """/edit, /delete, /trash, and the same in plain words."""

    def __init__(self, services: Services, store: Store, proposals: Proposals) -> None:
        self._services = services
        self._store = store
        self._proposals = proposals

    # --- commands -------------------------------------------------------------------------------------
    async def edit(self, worker: Worker, message: Message, words: str) -> None:
        """/edit 17 shows its parts to tap; /edit 17 时间 7月-8月 proposes the change at once."""
        named = read_target(words)
        if named is None:
            await show(message, wizards.which_entry("改", "edit", "时间 7月-8月"))
            return
        target, rest = named
        if not rest:
            await self.menu(worker, message, target)
            return
        field, said = read_field(rest) or (None, rest)
        await self.propose_value(worker, message, SetField(target, field, said))

    async def delete(self, worker: Worker, message: Message, words: str) -> None:
        """/delete 17, /delete 17 18 ask whether these are to be deleted; they go to the trash."""
        named = read_target(words)
        if named is not None and not named[1]:
            await self.propose_deletion(worker, message, named[0])
        elif numbers := read_numbers(" ".join(words.split()).replace(" ", "、")):
            await self.propose_deletions(worker, message, numbers)
        else:
            await show(message, wizards.which_entry("删除", "delete"))

    async def trash(self, worker: Worker, message: Message, words: str) -> None:
        """/trash lists what was deleted, to be restored."""
        plan = self._services.plan
        if words.isdecimal() and len(words) == 4:
            plan = self._services.plan_of(int(words))
        if plan is None:
            await show(message, wizards.no_such_plan(int(words) if words.isdecimal() else None))
            return
        thrown = await self._store.history.trash(plan.district, plan.year)
        await show(message, changes.trash(thrown, plan))

    # --- from commands, plain words and buttons -------------------------------------------------------
    async def propose_value(self, worker: Worker, message: Message, order: SetField) -> None:
        """Propose what was ordered for an entry that was named by its number."""
        assert isinstance(order.target, Target)
        if (found := await self.found(message, order.target)) is not None:
            await self._set_part(worker, message, *found, order)

    async def propose_deletion(self, worker: Worker, on: Message | CallbackQuery, target: Target) -> None:
        if (found := await self.found(on, target)) is not None:
            await self._proposals.propose(worker, on, [Edit(found[0], None)], Kind.DELETE)

    async def propose_return(self, worker: Worker, on: Message | CallbackQuery, target: Target) -> bool:
        """Restore what was deleted; False where it is not in the trash."""
        plan = self._services.plan_of(target.year) if target.year else self._services.plan
        thrown = await self._store.history.trash(plan.district, plan.year) if plan else ()
        entry = next((one for one in thrown if one.number == target.number), None)
        if entry is None:
            return False
        await self._proposals.propose(worker, on, [Edit(None, entry)], Kind.RESTORE)
        return True

    async def propose_deletions(self, worker: Worker, message: Message, numbers: frozenset[int]) -> None:
        plan = self._services.plan
        if plan is None:
            await show(message, wizards.no_such_plan(None))
            return
        found = [entry for number in sorted(numbers) if (entry := plan.entry(number)) is not None]
        if len(found) < len(numbers):
            missing = sorted(numbers - {entry.number for entry in found})
            await show(message, wizards.no_such_entries(missing, plan))
            return
        await self._proposals.propose(worker, message, [Edit(entry, None) for entry in found], Kind.DELETE)

    async def carry_out(
        self, worker: Worker, on: Message | CallbackQuery, entry: Entry, order: SetField | DeleteEntry
    ) -> None:
        """Propose what was ordered for an entry, however it was named."""
        plan = self._services.plan_of(entry.year)
        if plan is None:
            await show(on, wizards.no_such_plan(entry.year))
        elif isinstance(order, DeleteEntry):
            await self._proposals.propose(worker, on, [Edit(entry, None)], Kind.DELETE)
        else:
            await self._set_part(worker, on, entry, plan, order)

    async def _set_part(
        self, worker: Worker, on: Message | CallbackQuery, entry: Entry, plan: Plan, order: SetField
    ) -> None:
        if not order.said:
            await self._ask_for(worker, on, entry, plan, order.field)
            return
        if (part := self.part(entry, order)) is None:
            await show(on, wizards.unknown_field(order.said))
        else:
            await self._set(worker, on, entry, plan, *part)

    async def _ask_for(
        self, worker: Worker, on: Message | CallbackQuery, entry: Entry, plan: Plan, field: Field | None
    ) -> None:
        """It was not said to what it is to be changed, perhaps not even which part."""
        if field is None:
            await self.menu(worker, on, Target(entry.number, entry.year))
        else:
            await self._ask(worker, on, entry, plan, field)

    def part(self, entry: Entry, order: SetField) -> tuple[Field, str] | None:
        """Which part is to be set to what; None where that cannot be told."""
        if order.field is not None:
            return order.field, order.said
        vocabulary, today = self._services.snapshots.current.vocabulary, self._services.clock().date()
        return part_meant(entry, order.said, today, vocabulary, somewhere=order.somewhere)

    # --- step by step ---------------------------------------------------------------------------------
    async def menu(self, worker: Worker, on: Message | CallbackQuery, target: Target) -> None:
        """The entry with its parts as buttons."""
        if (found := await self.found(on, target)) is None:
            return
        entry, plan = found
        if worker.rights.may_change(entry):
            await show(on, wizards.edit_menu(entry, plan))
        else:
            await show(on, wizards.not_yours(worker.rights))

    async def ask(self, worker: Worker, on: Message | CallbackQuery, target: Target, field: Field) -> None:
        """Ask for the new value of one part; the next words of the person are it."""
        if (found := await self.found(on, target)) is not None:
            await self._ask(worker, on, *found, field)

    async def answered(self, worker: Worker, message: Message, content: Content, words: str) -> None:
        """The words after `ask`."""
        target = Target(int(content["number"]), int(content["year"]))
        if (found := await self.found(message, target)) is not None:
            await self._set(worker, message, *found, Field(content["field"]), words, stepwise=True)

    async def again(self, worker: Worker, on: CallbackQuery, content: Content) -> None:
        """Ask for the same value once more."""
        target = Target(int(content["number"]), int(content["year"]))
        await self.ask(worker, on, target, Field(content["field"]))

    async def picked(self, worker: Worker, on: CallbackQuery, content: Content, unit: str) -> None:
        """The unit that was meant."""
        target = Target(int(content["number"]), int(content["year"]))
        if (found := await self.found(on, target)) is None:
            return
        entry, _ = found
        if entry.unit == unit:
            await show(on, wizards.same_already(entry, Field.UNIT))
            return
        await self._proposals.propose(
            worker, on, [Edit(entry, replace(entry, unit=unit))], Kind.EDIT, back=content
        )

    async def _set(
        self,
        worker: Worker,
        on: Message | CallbackQuery,
        entry: Entry,
        plan: Plan,
        field: Field,
        said: str,
        *,
        stepwise: bool = False,
    ) -> None:
        content = _question(entry, field)
        vocabulary, today = self._services.snapshots.current.vocabulary, self._services.clock().date()
        try:
            said = counted_from_today(entry, field, said, today, vocabulary)
            after = with_value(entry, field, said, vocabulary)
        except UnacceptableError as error:
            await self._ask(worker, on, entry, plan, field, str(error))
        except UnitDoubtError as doubt:
            asked = which(list(doubt.meant.units), content)
            draft = await self._store.drafts.put(*key_of(worker), asked, self._services.clock())
            await show(on, wizards.which_unit(doubt.meant, draft.key))
        else:
            if after == entry:
                await show(on, wizards.same_already(entry, field))
                return
            back = content if stepwise else None
            await self._proposals.propose(worker, on, [Edit(entry, after)], Kind.EDIT, back=back)

    async def _ask(
        self,
        worker: Worker,
        on: Message | CallbackQuery,
        entry: Entry,
        plan: Plan,
        field: Field,
        trouble: str = "",
    ) -> None:
        if not worker.rights.may_change(entry):
            await show(on, wizards.not_yours(worker.rights))
            return
        draft = await self._store.drafts.put(*key_of(worker), _question(entry, field), self._services.clock())
        await show(on, wizards.ask_value(entry, plan, field, draft.key, trouble))

    async def found(self, on: Message | CallbackQuery, target: Target) -> tuple[Entry, Plan] | None:
        """The entry and its plan; where there is none, that is said."""
        plan = self._services.plan if target.year is None else self._services.plan_of(target.year)
        if plan is None:
            await show(on, wizards.no_such_plan(target.year))
            return None
        entry = plan.entry(target.number)
        if entry is None:
            thrown = await self._store.history.trash(plan.district, plan.year)
            was = any(one.number == target.number for one in thrown)
            await show(on, wizards.no_such_entry(target.number, plan, thrown=was))
            return None
        return entry, plan


def _question(entry: Entry, field: Field) -> Content:
    return {"do": Step.VALUE, "year": entry.year, "number": entry.number, "field": field.value}

"""How is an entry changed or deleted? In one line, in plain words, or by buttons from its card."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from telegram import CallbackQuery, Message

from handlers.replies.staff import changes, choosing, wizards
from handlers.services import Services
from handlers.staff.gate import Worker
from handlers.staff.proposing import Content, Proposals, key_of
from handlers.staff.screens import show
from plan_store.answers import Kind as AnswerKind
from plan_store.documents.difference import read_numbers
from plan_store.plan import Entry, Plan
from plan_store.questions.thread import EMPTY
from plan_store.staff.bare_values import part_meant
from plan_store.staff.edits import Edit, Kind
from plan_store.staff.fields import Field, UnacceptableError, UnitDoubtError, with_value
from plan_store.staff.orders import DeleteEntry, Described, SetField, Target, read_field, read_target
from plan_store.store import Store

_OURS = re.compile("我们(?:单位|街道|局|中心)?|(?:本|我)(?:单位|街道|局|中心)")


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
        if (found := await self._found(message, order.target)) is not None:
            await self._set_part(worker, message, *found, order)

    async def propose_described(
        self, worker: Worker, message: Message, order: SetField | DeleteEntry, described: Described
    ) -> bool:
        """The same for an entry that was named in words; False where they name none: a question, perhaps."""
        found = await self._described(worker, described.words)
        if found is None:
            return False
        if not found:
            await show(message, choosing.not_found(described.words))
        elif not self._says_what(order, found):
            return False
        elif len(found) == 1:
            await self._carry_out(worker, message, found[0], order)
        else:
            content: Content = {
                "do": "entry",
                "choices": [[entry.year, entry.number] for entry in found],
                "order": _kept(order),
            }
            draft = await self._store.drafts.put(*key_of(worker), content, self._services.clock())
            await show(message, choosing.which_entry(described.words, found, draft.key))
        return True

    async def entry_picked(
        self, worker: Worker, on: Message | CallbackQuery, content: Content, place: int
    ) -> bool:
        """The entry that was tapped of those that were described; whether it is still there."""
        choices = content["choices"]
        if place >= len(choices):
            return False
        year, number = choices[place]
        if (found := await self._found(on, Target(number, year))) is not None:
            await self._carry_out(worker, on, found[0], _kept_order(content["order"]))
        return True

    async def entry_numbered(self, worker: Worker, message: Message, content: Content, number: int) -> None:
        """The number of the entry, as staff wrote it."""
        target = Target(number, content["choices"][0][0])
        if (found := await self._found(message, target)) is not None:
            await self._carry_out(worker, message, found[0], _kept_order(content["order"]))

    async def propose_deletion(self, worker: Worker, on: Message | CallbackQuery, target: Target) -> None:
        if (found := await self._found(on, target)) is not None:
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

    async def _described(self, worker: Worker, words: str) -> tuple[Entry, ...] | None:
        """The entries that a question in these words would find; of those, what they may change if any.

        None where they would find none; empty where it would be asked back which unit is meant.
        """
        if worker.rights.unit:
            words = _OURS.sub(worker.rights.unit, words)
        for thread in (EMPTY, await self._services.thread_of(worker.asker)):
            answer, _ = self._services.look_up(words, thread)
            if answer.kind is AnswerKind.ENTRIES:
                theirs = tuple(entry for entry in answer.entries if worker.rights.may_change(entry))
                return theirs or answer.entries
            if answer.kind is AnswerKind.CLARIFY:
                return ()
        return None

    def _says_what(self, order: SetField | DeleteEntry, found: Sequence[Entry]) -> bool:
        """Whether it is clear what is to be done, so that it is worth asking to which of many entries."""
        if isinstance(order, DeleteEntry) or order.field is not None or not order.said:
            return len(found) <= choosing.OFFERED
        return self._part(found[0], order) is not None

    async def _carry_out(
        self, worker: Worker, on: Message | CallbackQuery, entry: Entry, order: SetField | DeleteEntry
    ) -> None:
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
            await self.menu(worker, on, Target(entry.number, entry.year))
            return
        if (part := self._part(entry, order)) is None:
            await show(on, wizards.unknown_field(order.said))
        else:
            await self._set(worker, on, entry, plan, *part)

    def _part(self, entry: Entry, order: SetField) -> tuple[Field, str] | None:
        """Which part is to be set to what; None where that cannot be told."""
        if order.field is not None:
            return order.field, order.said
        vocabulary, today = self._services.snapshots.current.vocabulary, self._services.clock().date()
        return part_meant(entry, order.said, today, vocabulary, somewhere=order.somewhere)

    # --- step by step ---------------------------------------------------------------------------------
    async def menu(self, worker: Worker, on: Message | CallbackQuery, target: Target) -> None:
        """The entry with its parts as buttons."""
        if (found := await self._found(on, target)) is None:
            return
        entry, plan = found
        if worker.rights.may_change(entry):
            await show(on, wizards.edit_menu(entry, plan))
        else:
            await show(on, wizards.not_yours(worker.rights))

    async def ask(self, worker: Worker, on: Message | CallbackQuery, target: Target, field: Field) -> None:
        """Ask for the new value of one part; the next words of the person are it."""
        if (found := await self._found(on, target)) is not None:
            await self._ask(worker, on, *found, field)

    async def answered(self, worker: Worker, message: Message, content: Content, words: str) -> None:
        """The words after `ask`."""
        target = Target(int(content["number"]), int(content["year"]))
        if (found := await self._found(message, target)) is not None:
            await self._set(worker, message, *found, Field(content["field"]), words, stepwise=True)

    async def again(self, worker: Worker, on: CallbackQuery, content: Content) -> None:
        """Ask for the same value once more."""
        target = Target(int(content["number"]), int(content["year"]))
        await self.ask(worker, on, target, Field(content["field"]))

    async def picked(self, worker: Worker, on: CallbackQuery, content: Content, unit: str) -> None:
        """The unit that was meant."""
        target = Target(int(content["number"]), int(content["year"]))
        if (found := await self._found(on, target)) is None:
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
        try:
            after = with_value(entry, field, said, self._services.snapshots.current.vocabulary)
        except UnacceptableError as error:
            await self._ask(worker, on, entry, plan, field, str(error))
        except UnitDoubtError as doubt:
            which: Content = {"do": "which", "choices": list(doubt.meant.units), "then": content}
            draft = await self._store.drafts.put(*key_of(worker), which, self._services.clock())
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

    async def _found(self, on: Message | CallbackQuery, target: Target) -> tuple[Entry, Plan] | None:
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
    return {"do": "value", "year": entry.year, "number": entry.number, "field": field.value}


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

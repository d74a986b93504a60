"""How does a new entry come in? In one line, or step by step with a way back."""

from __future__ import annotations

import re

from telegram import CallbackQuery, Message

from handlers.replies.staff import wizards
from handlers.services import Services
from handlers.staff.bars import between_bars
from handlers.staff.gate import Worker
from handlers.staff.proposing import Proposals, key_of
from handlers.staff.screens import show
from handlers.staff.steps import Content, Step, which
from plan_store.plan import Plan
from plan_store.staff.edits import Edit, Kind
from plan_store.staff.fields import (
    UnacceptableError,
    UnitDoubtError,
    forms_of,
    new_entry,
    theme_of,
    timing_of,
    unit_of,
)
from plan_store.staff.units import UnitMeant
from plan_store.store import Store

_YEAR = re.compile(r"[0-9]{4}年?", re.ASCII)


class Adding:
    """/add."""

    def __init__(self, services: Services, store: Store, proposals: Proposals) -> None:
        self._services = services
        self._store = store
        self._proposals = proposals

    async def add(self, worker: Worker, message: Message, words: str) -> None:
        """/add 主题 | 形式 | 单位 | 时间 proposes it at once; /add asks for one after the other.

        A year before all that means that year's plan.
        """
        given = between_bars(words) if words else []
        year = int(given.pop(0)[:4]) if given and _YEAR.fullmatch(given[0]) else None
        plan = self._services.plan if year is None else self._services.plan_of(year)
        if plan is None:
            await show(message, wizards.no_such_plan(year))
            return
        if len(given) > len(wizards.STEPS):
            await show(message, wizards.too_many_parts(len(given)))
            return
        values = {step: said for step, said in zip(wizards.STEPS, given, strict=False) if said}
        await self._go_on(worker, message, plan, values)

    async def answered(self, worker: Worker, message: Message, content: Content, words: str) -> None:
        """The words after a question of a step."""
        plan = self._services.plan_of(int(content["year"]))
        if plan is None:
            await show(message, wizards.no_such_plan(int(content["year"])))
            return
        await self._go_on(worker, message, plan, {**content["values"], content["step"]: words})

    async def picked(self, worker: Worker, on: CallbackQuery, content: Content, unit: str) -> None:
        """The unit that was meant."""
        plan = self._services.plan_of(int(content["year"]))
        if plan is not None:
            await self._go_on(worker, on, plan, {**content["values"], "unit": unit})

    async def back(self, worker: Worker, on: CallbackQuery, content: Content) -> None:
        """One step back: what was given last is asked for again."""
        given = [step for step in wizards.STEPS if step in content["values"]]
        await self.again(worker, on, {**content, "step": given[-1] if given else wizards.STEPS[0]})

    async def again(self, worker: Worker, on: CallbackQuery, content: Content) -> None:
        """Ask for that step once more; what was given there is forgotten."""
        plan = self._services.plan_of(int(content["year"]))
        if plan is not None:
            values = {step: said for step, said in content["values"].items() if step != content["step"]}
            await self._ask(worker, on, plan, values, content["step"])

    async def _go_on(
        self, worker: Worker, on: Message | CallbackQuery, plan: Plan, values: dict[str, str]
    ) -> None:
        """Look at each value; ask for the first that is missing or cannot stand, else propose the entry."""
        if worker.rights.unit:
            values.setdefault("unit", worker.rights.unit)
        vocabulary = self._services.snapshots.current.vocabulary
        for step in wizards.STEPS:
            if step not in values:
                await self._ask(worker, on, plan, values, step)
                return
            try:
                match step:
                    case "theme":
                        theme_of(values[step])
                    case "forms":
                        forms_of(values[step])
                    case "unit":
                        unit_of(values[step], vocabulary)
                    case "period":
                        timing_of(values[step], plan.year)
            except UnacceptableError as error:
                values.pop(step)
                await self._ask(worker, on, plan, values, step, str(error))
                return
            except UnitDoubtError as doubt:
                values.pop(step)
                await self._which(worker, on, plan, values, doubt.meant)
                return
        entry = new_entry(plan.year, **{step: values[step] for step in wizards.STEPS}, vocabulary=vocabulary)
        back = _content(plan, values, "period")
        await self._proposals.propose(worker, on, [Edit(None, entry)], Kind.ADD, back=back)

    async def _ask(
        self,
        worker: Worker,
        on: Message | CallbackQuery,
        plan: Plan,
        values: dict[str, str],
        step: str,
        trouble: str = "",
    ) -> None:
        content = _content(plan, values, step)
        draft = await self._store.drafts.put(*key_of(worker), content, self._services.clock())
        await show(on, wizards.ask_step(step, values, plan, draft.key, trouble))

    async def _which(
        self,
        worker: Worker,
        on: Message | CallbackQuery,
        plan: Plan,
        values: dict[str, str],
        meant: UnitMeant,
    ) -> None:
        content = which(list(meant.units), _content(plan, values, "unit"))
        draft = await self._store.drafts.put(*key_of(worker), content, self._services.clock())
        await show(on, wizards.which_unit(meant, draft.key))


def _content(plan: Plan, values: dict[str, str], step: str) -> Content:
    return {"do": Step.ADD, "year": plan.year, "step": step, "values": values}

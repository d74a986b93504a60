"""How do staff give a unit another name? They see what it would change, confirm it, and can take it back."""

from __future__ import annotations

import logging
import re

from telegram import CallbackQuery, Message

from handlers.replies.staff import naming as texts
from handlers.replies.staff import wizards
from handlers.replies.taps import tag
from handlers.services import Services
from handlers.staff.gate import Worker
from handlers.staff.proposing import key_of
from handlers.staff.screens import show
from handlers.staff.steps import Content, Step, which
from plan_store.inquiry import ask
from plan_store.questions.text import normalise
from plan_store.questions.thread import EMPTY
from plan_store.snapshot import Snapshot
from plan_store.staff.drafts import Draft
from plan_store.staff.other_names import objection
from plan_store.staff.units import unit_meant
from plan_store.store import Store, StoreError
from plan_store.unanswered import LOOKED_AT

_EFFECTS = 5
_IS = re.compile(r"\s*(?:=|＝|就是|是|指|→)\s*")
_QUOTES = "“”\"'「」 "

_log = logging.getLogger(__name__)


class Naming:
    """/alias, and 卫健委就是区卫健局 in plain words."""

    def __init__(self, services: Services, store: Store) -> None:
        self._services = services
        self._store = store

    async def alias(self, worker: Worker, message: Message, words: str) -> None:
        """/alias lists the names; /alias 卫健委 = 区卫健局 proposes one."""
        if not words:
            await show(message, texts.names(await self._store.unit_names()))
            return
        parts = _IS.split(words, maxsplit=1)
        if len(parts) != 2 or not all(parts):
            await show(message, texts.HOW_TO_NAME)
            return
        name, said = parts
        meant = unit_meant(said, self._services.snapshots.current.vocabulary)
        if meant.certain:
            await self.propose(worker, message, name, meant.units[0])
        elif meant.units:
            content = which(list(meant.units), {"do": Step.ALIAS, "name": name})
            draft = await self._store.drafts.put(*key_of(worker), content, self._services.clock())
            await show(message, wizards.which_unit(meant, draft.key))
        else:
            await show(message, texts.unknown_unit(said))

    def understood(self, name: str, said: str) -> tuple[str, str] | None:
        """(name, unit) of 卫健委就是区卫健局, whichever way round; None where neither is surely a unit."""
        vocabulary = self._services.snapshots.current.vocabulary
        for other, unit in ((name, said), (said, name)):
            meant = unit_meant(unit, vocabulary)
            if meant.certain:
                return other, meant.units[0]
        return None

    async def propose(self, worker: Worker, on: Message | CallbackQuery, name: str, unit: str) -> None:
        """Show what would be answered otherwise if `unit` had that name too, and ask."""
        name = name.strip(_QUOTES)
        if not await self._may_be_taught(worker, on, name, unit):
            return
        now, present = self._services.clock(), self._services.snapshots.current
        supposed = await self._services.snapshots.supposing(name, unit)
        asked = list(dict.fromkeys([texts.asked_so(name), *await self._open_questions(name)]))
        effect = [
            texts.Effect(said, ask(said, EMPTY, now, present)[0], ask(said, EMPTY, now, supposed)[0])
            for said in asked[:_EFFECTS]
        ]
        content: Content = {"do": Step.NAME, "name": name, "unit": unit}
        draft = await self._store.drafts.put(*key_of(worker), content, now)
        before = dict(await self._store.unit_names()).get(name)
        await show(on, texts.ask_name(name, unit, before, effect, draft.key))

    async def picked(self, worker: Worker, on: CallbackQuery, content: Content, unit: str) -> None:
        """The unit that was meant."""
        await self.propose(worker, on, str(content["name"]), unit)

    async def confirmed(self, worker: Worker, on: CallbackQuery, draft: Draft) -> None:
        """Give the unit that name. Raises `NotAllowedError`."""
        name, unit = str(draft.content["name"]), str(draft.content["unit"])
        if not await self._may_be_taught(worker, on, name, unit):
            return
        asked = await self._open_questions(name)
        await self._store.add_unit_name(name, unit, worker.person.id)
        answers = None
        if await self._looked_anew():
            now, present = self._services.clock(), self._services.snapshots.current
            answers = [(said, ask(said, EMPTY, now, present)[0]) for said in asked[:_EFFECTS]]
        await show(on, texts.named(name, unit, answers))

    async def unname(self, worker: Worker, on: CallbackQuery, chosen: str) -> bool:
        """Take the name with that tag back; False where there is none. Raises `NotAllowedError`."""
        found = [name for name, _ in await self._store.unit_names() if tag(name) == chosen]
        if len(found) != 1:
            return False
        unit = await self._store.remove_unit_name(found[0], worker.person.id)
        await self._looked_anew()
        await show(on, texts.unnamed(found[0], unit) if unit else texts.no_such_name(found[0]))
        return True

    async def _may_be_taught(self, worker: Worker, on: Message | CallbackQuery, name: str, unit: str) -> bool:
        """Whether nothing speaks against the name; else that is said."""
        taught = dict(await self._store.unit_names())
        snapshot: Snapshot = self._services.snapshots.current
        if not worker.rights.covers(unit) or not worker.rights.covers(taught.get(name, unit)):
            await show(on, texts.not_yours(worker.rights))
            return False
        found = objection(name, unit, taught, snapshot, self._services.clock())
        if found is not None:
            await show(on, texts.refused(name, unit, found))
        return found is None

    async def _open_questions(self, name: str) -> list[str]:
        """Questions that hold the name and could not be answered, the latest first."""
        plain = normalise(name)
        latest = await self._store.unanswered.latest(LOOKED_AT)
        return list(dict.fromkeys(one.text for one in latest if plain in normalise(one.text)))

    async def _looked_anew(self) -> bool:
        """Whether what is on the disk now is answered by already; if not, the watch will see to it."""
        try:
            await self._services.snapshots.refresh()
        except StoreError as error:
            _log.error("a name was taught or taken back, but could not be looked at: %s", error)
            return False
        return True

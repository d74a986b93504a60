"""How do staff teach the bot? They see what could not be answered, and give units other names."""

from __future__ import annotations

import asyncio
import logging
import re

from telegram import CallbackQuery, Message

from handlers.replies.staff import teaching as texts
from handlers.replies.staff import wizards
from handlers.replies.taps import tag
from handlers.services import Services
from handlers.staff.gate import Worker
from handlers.staff.proposing import Content, key_of
from handlers.staff.screens import show
from plan_store.answers import UNANSWERED, Answer
from plan_store.inquiry import ask
from plan_store.questions.text import normalise
from plan_store.questions.thread import EMPTY
from plan_store.snapshot import Snapshot
from plan_store.staff.likeness import Group, grouped
from plan_store.staff.units import unit_meant
from plan_store.store import Store, StoreError
from plan_store.unanswered import Question

LOOKED_AT = 2000
"""So many of the latest questions are looked at."""
_EFFECTS = 5
_log = logging.getLogger(__name__)
_NAME = re.compile(r"\s*(?:=|＝|就是|是|指|→)\s*")


class Teaching:
    """/unanswered and /alias."""

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

    async def alias(self, worker: Worker, message: Message, words: str) -> None:
        """/alias lists the names; /alias 卫健委 = 区卫健局 teaches one."""
        if not words:
            await show(message, texts.names(await self._store.unit_names()))
            return
        parts = _NAME.split(words, maxsplit=1)
        if len(parts) != 2 or not all(parts):
            await show(message, texts.HOW_TO_NAME)
            return
        await self.wish(worker, message, parts[0], parts[1])

    async def wish(self, worker: Worker, message: Message, name: str, said: str) -> None:
        """`name` is to mean the unit that `said` means."""
        meant = unit_meant(said, self._services.snapshots.current.vocabulary)
        if meant.certain:
            await self.teach(worker, message, name, meant.units[0])
        elif meant.units:
            content: Content = {
                "do": "which",
                "choices": list(meant.units),
                "then": {"do": "alias", "name": name},
            }
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

    async def propose(self, worker: Worker, message: Message, name: str, unit: str) -> None:
        """Ask whether a name is to be taught: plain words may have meant something else."""
        content: Content = {"do": "name", "name": name, "unit": unit}
        draft = await self._store.drafts.put(*key_of(worker), content, self._services.clock())
        await show(message, texts.ask_name(name, unit, draft.key))

    async def teach(self, worker: Worker, on: Message | CallbackQuery, name: str, unit: str) -> None:
        """Give `unit` another name, and show what that changes."""
        name = name.strip("“”\"'「」 ")
        vocabulary = self._services.snapshots.current.vocabulary
        meaning = vocabulary.phrases.get(normalise(name))
        known = dict(await self._store.unit_names())
        if name in vocabulary.units:
            await show(on, texts.own_name(name))
            return
        if meaning is not None and meaning.units == (unit,) and not meaning.bare:
            await show(on, texts.known_already(name, unit))
            return
        if not 2 <= len(name) <= 30 or not re.search(r"\w", name) or self._speaks_of_more(name):
            await show(on, texts.means_something(name))
            return
        if not worker.rights.covers(unit):
            await show(on, wizards.not_yours(worker.rights))
            return
        before = await self._store.unanswered.latest(LOOKED_AT)
        await self._store.add_unit_name(name, unit, worker.person.id)
        effect = self._effect(name, before) if await self._looked_anew() else None
        await show(on, texts.named(name, unit, known.get(name), effect))

    async def unname(self, worker: Worker, on: CallbackQuery, chosen: str) -> bool:
        """Take the name with that tag back; False where there is none."""
        found = [name for name, _ in await self._store.unit_names() if tag(name) == chosen]
        if len(found) != 1:
            return False
        unit = await self._store.remove_unit_name(found[0], worker.person.id)
        await self._looked_anew()
        await show(on, texts.unnamed(found[0], unit) if unit else texts.no_such_name(found[0]))
        return True

    async def _looked_anew(self) -> bool:
        """Whether what is on the disk now is answered by already; if not, the watch will see to it."""
        try:
            await self._services.snapshots.refresh()
        except StoreError as error:
            _log.error("a name was taught or taken back, but could not be looked at: %s", error)
            return False
        return True

    def _speaks_of_more(self, name: str) -> bool:
        """Whether questions use the name for something else: a month, a form, a word of asking."""
        snapshot = self._services.snapshots.current
        plain = normalise(name)
        meaning = snapshot.vocabulary.phrases.get(plain)
        if meaning is not None and (meaning.senses or meaning.forms):
            return True
        if plain in snapshot.vocabulary.shared or plain in snapshot.vocabulary.words.function_words:
            return True
        answer, _ = ask(name, EMPTY, self._services.clock(), snapshot)
        return answer.first is not None

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

    def _effect(self, name: str, questions: tuple[Question, ...]) -> list[tuple[str, Answer]]:
        """What the questions that hold the name are answered with now."""
        snapshot: Snapshot = self._services.snapshots.current
        plain = normalise(name)
        held = dict.fromkeys(one.text for one in questions if plain in normalise(one.text))
        return [
            (said, ask(said, EMPTY, self._services.clock(), snapshot)[0]) for said in list(held)[:_EFFECTS]
        ]

"""How does a wish become a change? It is shown, kept as a draft and confirmed; or somebody was faster."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

from telegram import CallbackQuery, Message

from handlers.replies import Reply
from handlers.replies.staff import changes as texts
from handlers.replies.staff import wizards
from handlers.services import Services
from handlers.staff.gate import Worker
from handlers.staff.screens import show
from handlers.staff.steps import Content, Step
from plan_store.entry_rows import from_row, to_row
from plan_store.plan import Plan
from plan_store.staff.drafts import Draft
from plan_store.staff.edits import Change, Conflict, ConflictError, Edit, Kind, NothingToUndoError
from plan_store.staff.rights import Rights
from plan_store.store import Store, StoreError

_log = logging.getLogger(__name__)


class Proposals:
    """Changes between the wish and the deed."""

    def __init__(self, services: Services, store: Store) -> None:
        self._services = services
        self._store = store

    async def propose(
        self,
        worker: Worker,
        on: Message | CallbackQuery,
        edits: Sequence[Edit],
        kind: Kind,
        *,
        back: Content | None = None,
        source: str = "",
        plan: Plan | None = None,
        doubts: Sequence[str] = (),
    ) -> None:
        """Show what would be changed, and ask.

        `on` is the message to answer, or the tap whose message is to be replaced; `edits` are of one plan;
        `back` is the draft of the step before, `source` the name of a document that they come from, `plan`
        theirs where the store may lack it, `doubts` what is to be looked at.
        """
        year = edits[0].entry.year
        plan = plan or self._services.plan_of(year)
        if plan is None:
            await show(on, wizards.no_such_plan(year))
            return
        if not may_make(worker.rights, edits):
            await show(on, wizards.not_yours(worker.rights))
            return
        content = {**change_content(plan, edits, kind, source), "back": back}
        draft = await self._store.drafts.put(*key_of(worker), content, self._services.clock())
        followers = await self.followers(edits, kind, plan.district)
        shown = texts.preview(edits, kind, plan, followers, draft.key, back=back is not None, doubts=doubts)
        await show(on, shown)

    async def propose_undo(self, worker: Worker, on: Message | CallbackQuery, change: Change) -> None:
        plan = self._plan_of(change)
        content: Content = {"do": Step.UNDO, "change": change.number}
        now, snapshot = self._services.clock(), self._services.snapshots.current
        draft = await self._store.drafts.put(*key_of(worker), content, now)
        followers = await self._store.bulletins.reach_of_undo(change, snapshot, now)
        await show(on, texts.undo_preview(change, plan, followers, draft.key, now))

    async def confirmed(
        self, worker: Worker, query: CallbackQuery, draft: Draft, content: Content | None = None
    ) -> None:
        """Make the change of a draft, or another that it gave rise to; who was faster is shown instead.

        Raises `NotAllowedError`, `DraftSpentError`.
        """
        content = content or draft.content
        year = int(content["year"])
        plan = Plan(year, content["title"], content["district"], ())
        edits = edits_of(content)
        kind, source = Kind(content["kind"]), content["source"]
        now = self._services.clock()
        try:
            change = await self._store.changes.make(
                plan, edits, worker.person, now, kind=kind, source=source, draft=draft
            )
        except ConflictError as error:
            await self._services.snapshots.refresh()
            if len(edits) > 1:
                await show(query, texts.many_overtaken(error.conflicts, plan, now))
            else:
                await self._overtaken(worker, query, content, plan, error.conflicts[0])
            return
        await show(query, await self._told(change))

    async def confirmed_undo(self, worker: Worker, query: CallbackQuery, draft: Draft) -> None:
        """Take the change back. Raises `NotAllowedError`, `DraftSpentError`."""
        await show(query, await self._undone(worker, draft))

    async def followers(self, edits: Sequence[Edit], kind: Kind, district: str) -> int:
        """How many subscribers will be told of these edits."""
        snapshot = self._services.snapshots.current
        now = self._services.clock()
        return await self._store.bulletins.reach(edits, snapshot, now, kind, district=district)

    async def _overtaken(
        self, worker: Worker, query: CallbackQuery, content: Content, plan: Plan, conflict: Conflict
    ) -> None:
        """Show what somebody else did meanwhile; what was wanted can be done on top of it."""
        wished = conflict.edit.onto(conflict.now) if conflict.now is not None else None
        key, now = None, self._services.clock()
        if wished is not None:
            again = {**content, "edits": [_written(wished)], "back": None}
            key = (await self._store.drafts.put(*key_of(worker), again, now)).key
        await show(query, texts.overtaken(conflict, plan, key, now))

    async def _undone(self, worker: Worker, draft: Draft) -> Reply:
        now, number = self._services.clock(), int(draft.content["change"])
        try:
            change = await self._store.changes.undo(number, worker.person, now, draft=draft)
        except NothingToUndoError:
            return texts.NOTHING_TO_UNDO
        except ConflictError as error:
            change_ = await self._store.history.change(number)
            assert change_ is not None
            return texts.undo_overtaken(error.conflicts, self._plan_of(change_), now)
        return await self._told(change)

    async def _told(self, change: Change) -> Reply:
        _log.info("%d made change %d (%s)", change.by.id, change.number, change.kind.value)
        followers = 0
        try:
            # Residents who ask from now on see it.
            await self._services.snapshots.refresh()
            if change.kind is not Kind.UNDO:
                followers = await self.followers(change.edits, change.kind, change.district)
        except StoreError as error:
            # It is made, and the watch will bring it to residents.
            _log.error("change %d was made, but could not be looked at: %s", change.number, error)
        elsewhere = self._services.in_terminal
        return texts.made(change, self._plan_of(change), followers, elsewhere=elsewhere)

    def _plan_of(self, change: Change) -> Plan:
        ours = self._services.plan_of(change.year)
        if ours is not None and ours.district == change.district:
            return ours
        return Plan(change.year, "", change.district, ())


def key_of(worker: Worker) -> tuple[int, int]:
    """Under which a draft of theirs is kept."""
    return worker.asker.chat_id, worker.asker.user_id


def may_make(rights: Rights, edits: Iterable[Edit]) -> bool:
    """Whether all the edits are of entries that they may change."""
    entries = (entry for edit in edits for entry in (edit.before, edit.after) if entry is not None)
    return all(rights.may_change(entry) for entry in entries)


def change_content(plan: Plan, edits: Sequence[Edit], kind: Kind, source: str) -> Content:
    """What a draft keeps of a change that is to be confirmed."""
    return {
        "do": Step.CHANGE,
        "kind": kind.value,
        "year": plan.year,
        "title": plan.title,
        "district": plan.district,
        "edits": [_written(edit) for edit in edits],
        "back": None,
        "source": source,
    }


def edits_of(content: Content) -> list[Edit]:
    """The edits of a draft."""
    return [_read(int(content["year"]), written) for written in content["edits"]]


def _written(edit: Edit) -> list[Content | None]:
    return [None if entry is None else to_row(entry) for entry in (edit.before, edit.after)]


def _read(year: int, written: list[Content | None]) -> Edit:
    before, after = (None if row is None else from_row(year, row) for row in written)
    return Edit(before, after)

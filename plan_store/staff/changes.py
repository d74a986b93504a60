"""How is the plan changed? In one transaction: the rights, the entries, the history, and what follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from plan_store import schema
from plan_store.database import Database
from plan_store.entry_rows import from_row, to_row
from plan_store.plan import Entry, Plan
from plan_store.revision import grow_revision, take_turns
from plan_store.staff.drafts import Draft, spend
from plan_store.staff.edits import (
    UNNUMBERED,
    Change,
    Conflict,
    ConflictError,
    Edit,
    Kind,
    NothingToUndoError,
)
from plan_store.staff.history import History
from plan_store.staff.members import Members
from plan_store.staff.rights import Person


class Consequence(Protocol):
    """What must happen in the same transaction as a change, or not at all: followers are told."""

    async def __call__(self, connection: AsyncConnection, change: Change) -> None: ...


class Changes:
    """The one way in which entries are changed once a plan is in the store."""

    def __init__(
        self,
        database: Database,
        members: Members,
        history: History,
        consequences: Sequence[Consequence] = (),
    ) -> None:
        self._database = database
        self._members = members
        self._history = history
        self._consequences = tuple(consequences)

    async def make(
        self,
        plan: Plan,
        edits: Iterable[Edit],
        by: Person,
        at: dt.datetime,
        *,
        kind: Kind = Kind.EDIT,
        source: str = "",
        draft: Draft | None = None,
    ) -> Change:
        """Make all the edits, or none: one change, which is in the history and can be taken back as one.

        Parameters
        ----------
        plan
            Which plan they are of, by district and year; a plan that the store lacks is added, with this
            title. The entries of `plan` are not looked at.
        edits
            At most one for each number. An entry without a number (`UNNUMBERED`) gets the next free one.
            Deleted entries keep their numbers: an `Edit(None, entry)` of such a number brings it back.
        source
            The name of the document that they come from.
        draft
            What the change was confirmed by; spent with it.

        Raises
        ------
        DraftSpentError
            The draft was made a change already.
        ConflictError
            Some entry is not what `Edit.before` says any more: somebody else was faster.
        NotAllowedError
            `by` is not staff, or not for the unit of some entry as it was or is to be.
        ValueError
            No edits, two of one number, or one of another year.
        """
        edits = tuple(edits)
        numbers = [edit.number for edit in edits if edit.number != UNNUMBERED]
        if not edits or len(set(numbers)) != len(numbers) or any(e.entry.year != plan.year for e in edits):
            raise ValueError("a change is of one or more different entries of one plan")
        async with self._database.writing() as connection:
            await take_turns(connection)
            await spend(connection, draft)
            plan_id = await _plan_id(connection, plan)
            return await self._make(connection, plan_id, plan, edits, by, at, kind, source, None)

    async def undo(self, number: int, by: Person, at: dt.datetime, *, draft: Draft | None = None) -> Change:
        """Take a change back, by a new change; that of an undo makes it anew.

        Raises `NothingToUndoError` where there is none of that number or it is taken back already,
        `ConflictError` where its entries have changed since, `NotAllowedError`, `DraftSpentError`.
        """
        async with self._database.writing() as connection:
            await take_turns(connection)
            await spend(connection, draft)
            change = await self._history.within(connection, number)
            if change is None or change.undone_by is not None:
                raise NothingToUndoError
            plan = Plan(change.year, "", change.district, ())
            plan_id = await _plan_id(connection, plan)
            edits = tuple(edit.reversed for edit in change.edits)
            return await self._make(connection, plan_id, plan, edits, by, at, Kind.UNDO, "", number)

    async def _make(
        self,
        connection: AsyncConnection,
        plan_id: int,
        plan: Plan,
        edits: tuple[Edit, ...],
        by: Person,
        at: dt.datetime,
        kind: Kind,
        source: str,
        undoes: int | None,
    ) -> Change:
        units = {entry.unit for edit in edits for entry in (edit.before, edit.after) if entry is not None}
        await self._members.require(connection, by.id, f"change entries of {'、'.join(sorted(units))}", units)
        rows = await _rows(connection, plan_id, plan.year)
        edits = _numbered(edits, max(rows, default=0))
        conflicts = [
            Conflict(
                edit, rows.get(edit.number), await self._history.latest_of(connection, plan_id, edit.number)
            )
            for edit in edits
            if rows.get(edit.number) != edit.before
        ]
        if conflicts:
            raise ConflictError(conflicts)
        for edit in edits:
            await _write(connection, plan_id, edit, known=edit.number in rows)
        number = await _record(connection, plan_id, edits, by, at, kind, source, undoes)
        change = Change(number, plan.district, plan.year, kind, by, at, edits, source, undoes)
        for consequence in self._consequences:
            await consequence(connection, change)
        await grow_revision(connection)
        return change


async def _plan_id(connection: AsyncConnection, plan: Plan) -> int:
    plans = schema.plans
    known = await connection.scalar(
        select(plans.c.id).where(plans.c.district == plan.district, plans.c.year == plan.year)
    )
    if known is not None:
        return int(known)
    inserted = await connection.execute(
        insert(plans).values(
            district=plan.district,
            year=plan.year,
            title=plan.title,
            source="",
            imported_at=dt.datetime.now(dt.UTC),
        )
    )
    (plan_id,) = inserted.inserted_primary_key or (0,)
    return int(plan_id)


async def _rows(connection: AsyncConnection, plan_id: int, year: int) -> dict[int, Entry | None]:
    """By number, what stands in the plan; None for what was deleted from it."""
    entries = schema.entries
    found = await connection.execute(select(entries).where(entries.c.plan_id == plan_id))
    return {row["number"]: None if row["deleted"] else from_row(year, row) for row in found.mappings().all()}


def _numbered(edits: tuple[Edit, ...], highest: int) -> tuple[Edit, ...]:
    """With a number for each new entry that has none, after all that were ever used."""
    highest = max(highest, *(edit.number for edit in edits))
    numbered = []
    for edit in edits:
        if edit.after is not None and edit.number == UNNUMBERED:
            highest += 1
            edit = Edit(None, replace(edit.after, number=highest))
        numbered.append(edit)
    return tuple(numbered)


async def _write(connection: AsyncConnection, plan_id: int, edit: Edit, known: bool) -> None:
    entries = schema.entries
    this = (entries.c.plan_id == plan_id, entries.c.number == edit.number)
    if edit.after is None:
        await connection.execute(update(entries).where(*this).values(deleted=True))
    elif known:
        await connection.execute(update(entries).where(*this).values(deleted=False, **to_row(edit.after)))
    else:
        await connection.execute(insert(entries).values(plan_id=plan_id, deleted=False, **to_row(edit.after)))


async def _record(
    connection: AsyncConnection,
    plan_id: int,
    edits: tuple[Edit, ...],
    by: Person,
    at: dt.datetime,
    kind: Kind,
    source: str,
    undoes: int | None,
) -> int:
    inserted = await connection.execute(
        insert(schema.changes).values(
            plan_id=plan_id,
            kind=kind.value,
            by_id=by.id,
            by_name=by.name,
            made_at=at,
            source=source,
            undoes=undoes,
        )
    )
    (number,) = inserted.inserted_primary_key or (0,)
    await connection.execute(
        insert(schema.entry_changes),
        [
            {
                "change_id": number,
                "plan_id": plan_id,
                "number": edit.number,
                "before": None if edit.before is None else to_row(edit.before),
                "after": None if edit.after is None else to_row(edit.after),
            }
            for edit in edits
        ],
    )
    return int(number)

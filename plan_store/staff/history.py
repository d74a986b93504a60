"""What was changed, by whom and when? And what was deleted and can be taken back?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from plan_store.database import Database
from plan_store.entry_rows import from_row
from plan_store.plan import Entry, Plan
from plan_store.schema import (
    announcements,
    changes,
    entries,
    entry_changes,
    plans,
    standing_answers,
    unit_names,
)
from plan_store.staff.edits import Change, Edit, Kind
from plan_store.staff.rights import Person

_RECENT = 100
"""Among so many of a person's own changes their last that still stands is looked for."""


class History:
    """All changes since the plans were imported; nothing in it is ever deleted."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def latest(self, count: int, *, before: int | None = None) -> tuple[Change, ...]:
        """The latest changes, the last first; those older than the change `before` where it is given."""
        older = () if before is None else (changes.c.id < before,)
        async with self._database.reading() as connection:
            return await _read(connection, older, count)

    async def of_entry(
        self, plan: Plan, number: int, count: int, *, before: int | None = None
    ) -> tuple[Change, ...]:
        """The latest changes of one entry, the last first; each with all that was changed with it."""
        conditions: list[ColumnElement[bool]] = [
            plans.c.district == plan.district,
            plans.c.year == plan.year,
            changes.c.id.in_(
                select(entry_changes.c.change_id).where(
                    entry_changes.c.number == number, entry_changes.c.plan_id == changes.c.plan_id
                )
            ),
        ]
        if before is not None:
            conditions.append(changes.c.id < before)
        async with self._database.reading() as connection:
            return await _read(connection, conditions, count)

    async def change(self, number: int) -> Change | None:
        """The change of that number; None where there is none."""
        async with self._database.reading() as connection:
            return await self.within(connection, number)

    async def own_last(self, user: int) -> Change | None:
        """The last change of a person that still stands and did not itself take one back."""
        async with self._database.reading() as connection:
            found = await _read(
                connection, (changes.c.by_id == user, changes.c.kind != Kind.UNDO.value), _RECENT
            )
        return next((change for change in found if change.undone_by is None), None)

    async def count_of(self, user: int) -> int:
        """How many changes a person has made."""
        async with self._database.reading() as connection:
            query = select(func.count()).select_from(changes).where(changes.c.by_id == user)
            return int(await connection.scalar(query) or 0)

    async def count_of_words(self, user: int) -> int:
        """How many names and standing replies a person has taught, and announcements made."""
        signed = (unit_names.c.added_by, standing_answers.c.by_id, announcements.c.by_id)
        async with self._database.reading() as connection:
            counts = [
                await connection.scalar(select(func.count()).where(column == user)) for column in signed
            ]
        return sum(count or 0 for count in counts)

    async def trash(self, district: str, year: int) -> tuple[Entry, ...]:
        """What was deleted from a plan, by number."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(entries)
                .join(plans)
                .where(plans.c.district == district, plans.c.year == year, entries.c.deleted)
                .order_by(entries.c.number)
            )
            return tuple(from_row(year, row) for row in rows.mappings())

    async def within(self, connection: AsyncConnection, number: int) -> Change | None:
        """As `change`, in a transaction that goes on."""
        return next(iter(await _read(connection, (changes.c.id == number,), 1)), None)

    async def latest_of(self, connection: AsyncConnection, plan_id: int, number: int) -> Change | None:
        """The latest change of an entry, in a transaction that goes on; with that entry's part alone."""
        table = entry_changes
        last = await connection.scalar(
            select(table.c.change_id)
            .where(table.c.plan_id == plan_id, table.c.number == number)
            .order_by(table.c.change_id.desc())
            .limit(1)
        )
        return None if last is None else await self.within(connection, last)


async def _read(
    connection: AsyncConnection, conditions: Sequence[ColumnElement[bool]], count: int
) -> tuple[Change, ...]:
    heads: Sequence[Any] = (
        await connection.execute(
            select(changes, plans.c.district, plans.c.year)
            .join(plans, plans.c.id == changes.c.plan_id)
            .where(*conditions)
            .order_by(changes.c.id.desc())
            .limit(count)
        )
    ).all()
    if not heads:
        return ()
    numbers = [head.id for head in heads]
    years = {head.id: head.year for head in heads}
    edits: defaultdict[int, list[Edit]] = defaultdict(list)
    rows = await connection.execute(
        select(entry_changes)
        .where(entry_changes.c.change_id.in_(numbers))
        .order_by(entry_changes.c.change_id, entry_changes.c.number)
    )
    for row in rows:
        year = years[row.change_id]
        edits[row.change_id].append(
            Edit(
                None if row.before is None else from_row(year, row.before),
                None if row.after is None else from_row(year, row.after),
            )
        )
    undone = await _undone_by(connection, numbers)
    return tuple(
        Change(
            head.id,
            head.district,
            head.year,
            Kind(head.kind),
            Person(head.by_id, head.by_name),
            head.made_at,
            tuple(edits[head.id]),
            head.source,
            head.undoes,
            undone.get(head.id),
        )
        for head in heads
    )


async def _undone_by(connection: AsyncConnection, numbers: Sequence[int]) -> dict[int, int]:
    """By change, the undo of it that still stands: an undo may itself be taken back, and that again."""
    undone: dict[int, int] = {}
    asked = list(numbers)
    below: dict[int, list[int]] = {}
    while asked:
        found = await connection.execute(
            select(changes.c.id, changes.c.undoes).where(changes.c.undoes.in_(asked))
        )
        asked = []
        for row in found:
            below.setdefault(row.undoes, []).append(row.id)
            asked.append(row.id)

    def standing(number: int) -> int | None:
        return next((undo for undo in below.get(number, ()) if standing(undo) is None), None)

    for number in numbers:
        if (undo := standing(number)) is not None:
            undone[number] = undo
    return undone

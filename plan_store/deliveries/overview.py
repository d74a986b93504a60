"""What was sent, what is to be sent, and what went wrong? The operator's view of the ledger."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from plan_store.database import Database
from plan_store.deliveries.values import WAITING, Kind, State
from plan_store.schema import bulletins, deliveries

KEPT = dt.timedelta(days=400)
"""More than a year, so that the same months of last year can be compared."""


@dataclass(frozen=True, slots=True)
class Run:
    """All deliveries of one occasion."""

    kind: Kind
    occasion: str
    due_at: dt.datetime
    """The earliest; chats choose their own hour."""
    counts: Mapping[State, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Trouble:
    """Deliveries of the last days that did not go as they should, by what Telegram said."""

    state: State
    note: str
    count: int


class Overview:
    """Looks at all deliveries, and deletes old ones. All methods raise `StoreError`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def runs(self, since: dt.datetime, most: int = 30) -> tuple[Run, ...]:
        """What fell due since then, the latest first."""
        table = deliveries
        due_at = func.min(table.c.due_at)
        counts: defaultdict[tuple[str, str], dict[State, int]] = defaultdict(dict)
        first: dict[tuple[str, str], dt.datetime] = {}
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(table.c.kind, table.c.occasion, table.c.state, func.count(), due_at)
                .where(table.c.due_at >= since)
                .group_by(table.c.kind, table.c.occasion, table.c.state)
            )
            for kind, occasion, state, count, at in rows:
                key = (kind, occasion)
                counts[key][State(state)] = count
                first[key] = min(first.get(key, at), at)
        runs = [Run(Kind(key[0]), key[1], first[key], counts[key]) for key in counts]
        return tuple(sorted(runs, key=lambda run: run.due_at, reverse=True)[:most])

    async def troubles(self, since: dt.datetime) -> tuple[Trouble, ...]:
        """What failed, is unknown or is being tried again, the most frequent first."""
        table = deliveries
        states = (State.FAILED, State.UNKNOWN, State.RETRY)
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(table.c.state, table.c.note, func.count())
                .where(table.c.due_at >= since, table.c.state.in_([state.value for state in states]))
                .group_by(table.c.state, table.c.note)
            )
            found = [Trouble(State(state), note or "", count) for state, note, count in rows]
        return tuple(sorted(found, key=lambda trouble: -trouble.count))

    async def states(self, since: dt.datetime, before: dt.datetime) -> Counter[State]:
        """What became of all that fell due in a span of time."""
        table = deliveries
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(table.c.state, func.count())
                .where(table.c.due_at >= since, table.c.due_at < before)
                .group_by(table.c.state)
            )
            return Counter({State(state): count for state, count in rows})

    async def waiting(self, now: dt.datetime) -> int:
        """How many may be sent now."""
        async with self._database.reading() as connection:
            found = await connection.scalar(
                select(func.count()).select_from(deliveries).where(deliveries.c.next_at <= now)
            )
            return found or 0

    async def purge(self, now: dt.datetime) -> None:
        """Delete what has been on record long enough."""
        async with self._database.writing() as connection:
            waiting = [state.value for state in WAITING]
            await connection.execute(
                delete(deliveries).where(deliveries.c.due_at < now - KEPT, deliveries.c.state.not_in(waiting))
            )
            # With what is left of its deliveries.
            await connection.execute(
                delete(bulletins).where(bulletins.c.made_at < now - KEPT, bulletins.c.spread)
            )

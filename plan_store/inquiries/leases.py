"""Who is sending what? A row is one sender's until its lease ends, and only that sender says how it ended.

Whoever claims a row puts a word into it that nobody else knows. What became of the row is recorded only while
it still stands there: whoever comes too late, since it was taken for dead, changes nothing. That something
arrived is recorded whoever holds the row, since it did.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from plan_store.inquiries.letters import State

LEASE = dt.timedelta(seconds=30)
"""A sender that has not renewed its claims for so long is taken for dead."""
BACK_OFF = tuple(dt.timedelta(seconds=seconds) for seconds in (2, 10, 30, 120, 600))
"""Until the next try, after each failure; the last goes on."""


def wall() -> dt.datetime:
    """Leases run by the machine's clock: the bot's may be set for trying."""
    return dt.datetime.now(dt.UTC)


def due(table: Table) -> ColumnElement[bool]:
    """Waits to be sent, and is not to wait any longer."""
    return and_(table.c.state == State.PENDING.value, table.c.due_at <= wall())


def lapsed(table: Table) -> ColumnElement[bool]:
    """Whoever claimed it was stopped on the way."""
    return and_(table.c.state == State.SENDING.value, table.c.due_at <= wall())


def held(table: Table, claim: str) -> ColumnElement[bool]:
    """Is still that sender's."""
    return and_(table.c.state == State.SENDING.value, table.c.claim == claim)


def claimed() -> dict[str, Any]:
    """What stands in a row that is being sent from now on."""
    return {"state": State.SENDING.value, "due_at": wall() + LEASE, "claim": uuid.uuid4().hex}


def again(tries: int, wait: dt.timedelta | None = None) -> dict[str, Any]:
    """What stands in a row that is to be tried once more, after `wait` where Telegram said how long."""
    if wait is None:
        wait = BACK_OFF[min(tries, len(BACK_OFF) - 1)]
    return {"state": State.PENDING.value, "due_at": wall() + wait, "tries": tries + 1}


async def renew(connection: AsyncConnection, table: Table, claims: Collection[str]) -> None:
    """Those of `claims` that still hold a row hold it for a whole lease from now on."""
    await connection.execute(
        update(table)
        .where(table.c.state == State.SENDING.value, table.c.claim.in_(claims))
        .values(due_at=wall() + LEASE)
    )

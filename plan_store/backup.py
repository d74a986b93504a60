"""How is all that is known carried away and brought back? One file, the same for every engine.

A file is gzip over lines of JSON: what it is, then each row with its table, then the number of rows and the
SHA-256 of all lines before. What is not whole, or of a later release, is refused before anything is touched;
what is of an earlier one is brought up to date on the way.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Date, Table, Time, delete, func, insert, select, text, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from plan_store import RefusedError, schema
from plan_store.database import Database
from plan_store.deliveries.values import State
from plan_store.inquiries.letters import Side
from plan_store.inquiries.letters import State as LetterState
from plan_store.inquiries.rows import settle
from plan_store.revision import take_turns

FORM = "plan-store/1"
_ROWS_AT_ONCE = 500
_TABLES = tuple(table for table in schema.metadata.sorted_tables if table is not schema.leases)
"""What is carried away; who polls and sends is a matter of the processes that run."""


class BackupError(RefusedError):
    """The file is no whole backup that this program can take; nothing was changed. The message says why."""


@dataclass(frozen=True, slots=True)
class Backup:
    """All rows, by table."""

    made_at: dt.datetime
    rows: dict[str, list[dict[str, Any]]]

    @property
    def count(self) -> int:
        return sum(map(len, self.rows.values()))


async def take(database: Database, now: dt.datetime) -> Backup:
    """What the store holds at one moment. Raises `StoreError`."""
    rows: dict[str, list[dict[str, Any]]] = {}
    async with database.snapshot() as connection:
        for table in _TABLES:
            found = await connection.execute(select(table).order_by(*table.primary_key.columns))
            rows[table.name] = [dict(row) for row in found.mappings()]
    return Backup(now, rows)


async def put_back(database: Database, backup: Backup, now: dt.datetime, *, sent_since: bool) -> int:
    """Make the store hold what the backup says and nothing else; wholly, or not at all.

    `sent_since`: a bot ran after the backup was made, so that what waited in it may have been sent. Reminders
    are never sent blindly again, but stand as unknown; so do answers that were just being sent. Letters that
    waited go out, since a lost one is worse than a double one, and say that they may be. False where no bot
    ran: all goes out as it would have.

    Returns
    -------
    int
        How many messages stand as unknown because of that.

    Raises `StoreError`, and `BackupError` where the rows do not fit together.
    """
    async with database.writing() as connection:
        await take_turns(connection)
        revision = await connection.scalar(select(schema.revisions.c.revision)) or 0
        for table in reversed(_TABLES):
            await connection.execute(delete(table))
        for table in _TABLES:
            rows = backup.rows.get(table.name, [])
            for at in range(0, len(rows), _ROWS_AT_ONCE):
                await connection.execute(insert(table), rows[at : at + _ROWS_AT_ONCE])
            if database.shared:
                await _move_sequence(connection, table)
        unknown = await _leave_unsent(connection, now) if sent_since else 0
        # Every process that answers from this store must see that it is another.
        known = await connection.scalar(select(schema.revisions.c.revision)) or 0
        await connection.execute(delete(schema.revisions))
        await connection.execute(insert(schema.revisions).values(id=1, revision=max(revision, known) + 1))
    return unknown


async def _leave_unsent(connection: AsyncConnection, now: dt.datetime) -> int:
    """What was due until `now` and not on record as sent may have been: how many are not sent again."""
    await connection.execute(delete(schema.inbox))
    deliveries = schema.deliveries
    reminders = await connection.execute(
        update(deliveries)
        .where(deliveries.c.state.in_(("pending", "retry", "sending")), deliveries.c.due_at <= now)
        .values(state=State.UNKNOWN.value, next_at=None, ended_at=now, note="restored from a backup")
    )
    # What fell due since then was planned and sent by the bot that ran.
    await connection.execute(
        update(schema.planning).where(schema.planning.c.planned_until < now).values(planned_until=now)
    )
    await connection.execute(update(schema.bulletins).values(spread=True))
    return reminders.rowcount + await _doubt_letters(connection)


async def _doubt_letters(connection: AsyncConnection) -> int:
    """Letters that were not on record as delivered may have been: how many answers are not sent again."""
    table, letters = schema.inquiry_deliveries, schema.inquiry_letters
    in_flight = table.c.state == LetterState.SENDING.value
    answers = select(letters.c.id).where(letters.c.side == Side.STAFF.value)
    rows = await connection.execute(select(table.c.letter_id).where(in_flight).distinct())
    unsettled = [row.letter_id for row in rows]
    unknown = await connection.execute(
        update(table).where(in_flight, table.c.letter_id.in_(answers)).values(state=LetterState.UNKNOWN.value)
    )
    for waiting in (table, schema.inquiry_reminders):
        await connection.execute(
            update(waiting)
            .where(waiting.c.state.in_((LetterState.PENDING.value, LetterState.SENDING.value)))
            .values(state=LetterState.PENDING.value, doubtful=True)
        )
    for letter in unsettled:
        await settle(connection, letter)
    return unknown.rowcount


async def _move_sequence(connection: AsyncConnection, table: Table) -> None:
    """PostgreSQL numbers new rows after the greatest number that was brought back."""
    (key, *more) = table.primary_key.columns
    if more or key.name != "id" or key.autoincrement is False:
        return
    sequence = await connection.scalar(
        text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": table.name}
    )
    greatest = await connection.scalar(select(func.max(key)))
    if sequence is not None:
        await connection.execute(
            text("SELECT setval(:sequence, :value, :used)"),
            {"sequence": sequence, "value": greatest or 1, "used": greatest is not None},
        )


# --- as a file --------------------------------------------------------------------------------------------
def write(backup: Backup) -> bytes:
    lines = [_line({"form": FORM, "schema": schema.HEAD, "made_at": backup.made_at.isoformat()})]
    lines += [
        _line([name, {column: _plain(value) for column, value in row.items()}])
        for name, rows in backup.rows.items()
        for row in rows
    ]
    body = b"".join(lines)
    end = _line({"rows": backup.count, "sha256": hashlib.sha256(body).hexdigest()})
    return gzip.compress(body + end, mtime=0)


def read(content: bytes) -> Backup:
    """What `write` wrote. Raises `BackupError`."""
    lines = _whole_lines(content)
    try:
        head = json.loads(lines[0])
        if head["form"] != FORM:
            raise BackupError("这不是本程序的备份文件")
        rows: dict[str, list[dict[str, Any]]] = {}
        for name, row in map(json.loads, lines[1:]):
            rows.setdefault(name, []).append(row)
        return Backup(dt.datetime.fromisoformat(head["made_at"]), _present(head["schema"], rows))
    except (KeyError, ValueError, TypeError, AttributeError, SQLAlchemyError):
        raise BackupError("备份文件的内容和数据库对不上") from None


def _present(revision: str, rows: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The rows as they are at the present schema, with their times."""
    if revision == schema.HEAD:
        tables = schema.metadata.tables
        return {
            name: [{key: _value(tables[name], key, value) for key, value in row.items()} for row in of_table]
            for name, of_table in rows.items()
        }
    # Alembic costs as much to import as the rest of the store; only an older backup needs it.
    from plan_store.older_backups import UnknownSchemaError, brought_forward

    try:
        return brought_forward(revision, rows)
    except UnknownSchemaError:
        raise BackupError(
            f"备份是由更新版本的程序做的（数据库版本 {revision}），请改用新版本的程序"
        ) from None


def _whole_lines(content: bytes) -> Sequence[bytes]:
    """All lines but the last, which vouches for them."""
    damaged = BackupError("备份文件不完整或已损坏")
    try:
        body = gzip.decompress(content)
    except (OSError, EOFError, zlib.error):
        raise damaged from None
    begin, _, end = body.removesuffix(b"\n").rpartition(b"\n")
    begin += b"\n"
    try:
        vouched = json.loads(end)
        whole = vouched["sha256"] == hashlib.sha256(begin).hexdigest()
    except (ValueError, KeyError, TypeError):
        raise damaged from None
    lines = begin.splitlines()
    if not whole or vouched["rows"] != len(lines) - 1:
        raise damaged
    return lines


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.datetime | dt.date | dt.time) else value


def _value(table: Table, column: str, written: Any) -> Any:
    kind = table.c[column].type
    if not isinstance(written, str):
        return written
    match kind:
        case schema.Moment():
            return dt.datetime.fromisoformat(written)
        case Date():
            return dt.date.fromisoformat(written)
        case Time():
            return dt.time.fromisoformat(written)
        case _:
            return written

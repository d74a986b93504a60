"""What is known, across restarts? The plans and who changes them, names, conversations, open questions."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from plan_store import backup as backups
from plan_store import schema
from plan_store.conversations import Conversations
from plan_store.counts import Counts
from plan_store.database import Database, StoreError
from plan_store.deliveries import Announcements, Bulletins, Ledger, Overview, Planning
from plan_store.entry_rows import from_row, to_row
from plan_store.followers import Followers
from plan_store.inbox import Inbox
from plan_store.inquiries.drafts import Drafts as InquiryDrafts
from plan_store.inquiries.keeping import Inquiries
from plan_store.inquiries.mail import Mail
from plan_store.inquiries.reading import Letters
from plan_store.inquiries.reminding import Reminding
from plan_store.inquiries.topics import Topics
from plan_store.leases import PollingLease
from plan_store.plan import Entry, Plan
from plan_store.revision import grow_revision, take_turns
from plan_store.staff.changes import Changes
from plan_store.staff.drafts import Drafts
from plan_store.staff.history import History
from plan_store.staff.members import Members
from plan_store.staff.standing_answers import Teachings
from plan_store.standing import Standing
from plan_store.unanswered import Unanswered
from plan_store.write_behind import WriteBehind

__all__ = ["Filled", "Outcome", "Store", "StoreError"]

_log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What became of a document."""

    IMPORTED = "imported"
    """Its plan was not in the store and is now."""
    UNCHANGED = "unchanged"
    """The store holds what it says."""
    KEPT = "kept"
    """The store holds the plan of that district and year, and says otherwise; it was not overwritten."""


@dataclass(frozen=True, slots=True)
class Filled:
    """One document of `Store.fill`, and the plan that it is of."""

    document: Path
    outcome: Outcome
    district: str
    year: int


class Store:
    """The one place that is written to. All methods but `close` raise `StoreError` where it is away."""

    def __init__(self, database: Database, owners: Iterable[int] = ()) -> None:
        self._database = database
        self.conversations = Conversations(database, self._wake)
        self.unanswered = Unanswered(database, self._wake)
        self.inbox = Inbox(database, self._wake)
        self.polling = PollingLease(database)
        self.members = Members(database, owners)
        self.history = History(database)
        self.drafts = Drafts(database)
        self.teachings = Teachings(database, self.members)
        self.planning = Planning(database)
        self.ledger = Ledger(database)
        self.bulletins = Bulletins(database)
        self.announcements = Announcements(database, self.members, self.bulletins)
        self.overview = Overview(database)
        self.changes = Changes(database, self.members, self.history, (self.bulletins.on_change,))
        self.subscriptions = Followers(database)
        self.mail = Mail(database)
        self.inquiries = Inquiries(database, self.members, self.mail.wake)
        self.letters = Letters(database)
        self.inquiry_drafts = InquiryDrafts(database)
        self.inquiry_topics = Topics(database)
        self.inquiry_reminders = Reminding(database)
        self.counts = Counts(database, self._wake)
        self._writer = WriteBehind(database, (self.conversations, self.unanswered, self.counts, self.inbox))

    @classmethod
    async def open(cls, url: str, *, owners: Iterable[int] = ()) -> Store:
        """Open the store at a SQLAlchemy URL, SQLite (created where it is missing) or PostgreSQL.

        A relative path of a SQLite file is relative to the project's folder. The schema is brought up to
        date, safely when several processes do so at once; where it is, that costs one short query.

        `owners` are Telegram's numbers of those who may change everything and invite others.
        """
        return cls(await Database.open(url), owners)

    async def close(self) -> None:
        """Write what still waits to be written, then let another process poll, and let go of the database."""
        await self._writer.close()
        try:
            await self.polling.give_back()
        except StoreError as error:
            _log.warning("another process can poll only in %s: %s", self.polling.length, error)
        await self._database.close()

    async def revision(self) -> int:
        """A number that grows with every change of plans, entries or unit names.

        Read it before what it stands for: then what is read is never older than the number says.
        """
        async with self._database.reading() as connection:
            found = await connection.execute(select(schema.revisions.c.revision))
            return int(found.scalar_one())

    async def plans(self) -> tuple[Plan, ...]:
        """All plans that have entries, with them, by year and district."""
        plans, entries = schema.plans, schema.entries
        async with self._database.reading() as connection:
            heads: Sequence[Row[Any]] = (await connection.execute(select(plans))).all()
            rows = await connection.execute(
                select(entries).where(~entries.c.deleted).order_by(entries.c.plan_id, entries.c.number)
            )
            years = {head.id: head.year for head in heads}
            of_plan: dict[int, list[Entry]] = defaultdict(list)
            for row in rows.mappings():
                if row["plan_id"] in years:
                    of_plan[row["plan_id"]].append(from_row(years[row["plan_id"]], row))
        # Sorted here, since engines differ in how they order Chinese.
        heads = sorted(heads, key=lambda head: (head.year, head.district))
        return tuple(
            Plan(head.year, head.title, head.district, tuple(of_plan[head.id]))
            for head in heads
            if head.id in of_plan
        )

    async def home_district(self) -> str:
        """The district of the plan that was here first; empty where there is none."""
        plans, entries = schema.plans, schema.entries
        filled = select(entries.c.plan_id).where(~entries.c.deleted)
        async with self._database.reading() as connection:
            first = select(plans.c.district).where(plans.c.id.in_(filled)).order_by(plans.c.id).limit(1)
            return await connection.scalar(first) or ""

    async def unit_names(self) -> tuple[tuple[str, str], ...]:
        """(other name, unit) pairs that staff have added, by name."""
        table = schema.unit_names
        async with self._database.reading() as connection:
            rows = await connection.execute(select(table.c.name, table.c.unit).order_by(table.c.name))
            return tuple((row.name, row.unit) for row in rows)

    async def standing_answers(self) -> tuple[Standing, ...]:
        """What staff want to be said to questions that the plans do not answer; the earliest first."""
        return await self.teachings.standing()

    async def add_unit_name(self, name: str, unit: str, staff: int) -> None:
        """`name` means `unit` from now on; `staff` is the Telegram number of who said so.

        Raises `NotAllowedError` where that unit, or the one that the name meant before, is not theirs.
        """
        values = {"unit": unit, "added_by": staff, "added_at": dt.datetime.now(dt.UTC)}
        table = schema.unit_names
        async with self._database.writing() as connection:
            await take_turns(connection)
            before = await connection.scalar(select(table.c.unit).where(table.c.name == name))
            theirs = (unit,) if before is None else (unit, before)
            await self.members.require(connection, staff, f"name {unit}", theirs)
            await connection.execute(
                self._database.insert(table)
                .values(name=name, **values)
                .on_conflict_do_update(index_elements=[table.c.name], set_=values)
            )
            await grow_revision(connection)

    async def remove_unit_name(self, name: str, staff: int) -> str | None:
        """The unit that `name` meant until now; None where it was no such name. Raises `NotAllowedError`."""
        table = schema.unit_names
        async with self._database.writing() as connection:
            await take_turns(connection)
            unit = await connection.scalar(select(table.c.unit).where(table.c.name == name))
            await self.members.require(connection, staff, f"take the name {name}", (unit,) if unit else ())
            if unit is not None:
                await connection.execute(delete(table).where(table.c.name == name))
                await grow_revision(connection)
        return unit

    async def fill(self, documents: Sequence[Path]) -> tuple[Filled, ...]:
        """Import the documents whose plan is not in the store yet, each in one transaction.

        A plan that is in the store is never overwritten, since staff may have edited it; where the document
        says otherwise, the log tells. A file whose content was seen before is not parsed.

        Raises `DocumentError` for the first document that cannot be read as a plan; nothing of it is taken.
        """
        return tuple([await self._fill(document) for document in documents])

    async def backup(self, now: dt.datetime) -> bytes:
        """All that is on the disk, as a file for `restore`, of whatever engine."""
        return await asyncio.to_thread(backups.write, await backups.take(self._database, now))

    async def restore(self, content: bytes, now: dt.datetime, *, sent_since: bool = True) -> int:
        """Hold what the file says and nothing else, in one transaction.

        What waited to be sent when the backup was made may have been sent since, and is not sent again: how
        many messages that were is returned. `sent_since` False: no bot has run since, so it goes out.

        Raises `BackupError` where it is no whole backup of this or an earlier release; nothing is changed.
        """
        brought = await asyncio.to_thread(backups.read, content)
        return await backups.put_back(self._database, brought, now, sent_since=sent_since)

    async def purge(self, now: dt.datetime) -> None:
        """Delete what has been kept long enough; for the start and once a day.

        A clock that is set ahead for trying (`--now`) deletes nothing before its time.
        """
        now = min(now, dt.datetime.now(dt.UTC))
        await self.conversations.purge(now)
        await self.unanswered.purge(now)
        await self.drafts.purge(now)
        await self.overview.purge(now)
        await self.letters.purge(now)
        await self.counts.purge(now)
        await self.inquiry_drafts.purge(now)

    async def _fill(self, document: Path) -> Filled:
        content = await asyncio.to_thread(_read, document)
        digest = hashlib.sha256(content).hexdigest()
        async with self._database.reading() as connection:
            known = await _plan_of_digest(connection, digest)
        if known is not None:
            return Filled(document, Outcome.UNCHANGED, *known)
        plan = await asyncio.to_thread(_parsed, document, content)
        async with self._database.writing() as connection:
            outcome = await _take_over(connection, plan, document.name, digest)
        if outcome is Outcome.KEPT:
            _log.warning(
                "%s differs from the plan of %s %d in the store, which is kept; import it by hand to compare",
                document,
                plan.district,
                plan.year,
            )
        return Filled(document, outcome, plan.district, plan.year)

    def _wake(self) -> None:
        self._writer.wake()


def _read(document: Path) -> bytes:
    from plan_store.documents.tables import DocumentError

    try:
        return document.read_bytes()
    except OSError as error:
        raise DocumentError(None, f"文件读不出来（{error.strerror}）", document.name) from error


def _parsed(document: Path, content: bytes) -> Plan:
    from plan_store.documents.published import read_published_bytes
    from plan_store.documents.tables import DocumentError

    try:
        return read_published_bytes(content)
    except DocumentError as error:
        raise DocumentError(error.row, error.reason, document.name) from None


async def _plan_of_digest(connection: AsyncConnection, digest: str) -> tuple[str, int] | None:
    found = await connection.execute(
        select(schema.plans.c.district, schema.plans.c.year)
        .join(schema.documents)
        .where(schema.documents.c.digest == digest)
    )
    row = found.first()
    return None if row is None else (row.district, row.year)


async def _take_over(connection: AsyncConnection, plan: Plan, source: str, digest: str) -> Outcome:
    """Import a plan where there is none of its district and year; remember a document that says the same."""
    await take_turns(connection)
    head = (
        await connection.execute(
            select(schema.plans).where(
                schema.plans.c.district == plan.district, schema.plans.c.year == plan.year
            )
        )
    ).first()
    if head is None:
        plan_id = await _insert_plan(connection, plan, source)
        outcome = Outcome.IMPORTED
    elif await _same(connection, head.id, plan):
        plan_id = head.id
        outcome = Outcome.UNCHANGED
    else:
        return Outcome.KEPT
    known = await connection.scalar(select(schema.documents).where(schema.documents.c.digest == digest))
    if known is None:
        await connection.execute(insert(schema.documents).values(digest=digest, plan_id=plan_id))
    return outcome


async def _insert_plan(connection: AsyncConnection, plan: Plan, source: str) -> int:
    inserted = await connection.execute(
        insert(schema.plans).values(
            district=plan.district,
            year=plan.year,
            title=plan.title,
            source=source,
            imported_at=dt.datetime.now(dt.UTC),
        )
    )
    (plan_id,) = inserted.inserted_primary_key or (0,)
    await connection.execute(
        insert(schema.entries),
        [{"plan_id": plan_id, "deleted": False, **to_row(entry)} for entry in plan.entries],
    )
    await grow_revision(connection)
    return int(plan_id)


async def _same(connection: AsyncConnection, plan_id: int, plan: Plan) -> bool:
    entries = schema.entries
    rows = await connection.execute(
        select(entries).where(entries.c.plan_id == plan_id, ~entries.c.deleted).order_by(entries.c.number)
    )
    return tuple(from_row(plan.year, row) for row in rows.mappings()) == plan.entries

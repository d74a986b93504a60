"""What goes to many at once? Changes of the plan to those who follow it, and announcements of staff.

A bulletin is written in the transaction of what it tells of. Its deliveries follow: those of an announcement
at once, by one statement, those of a change at the next look, since who follows an entry is to be worked out.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from plan_store.database import Database, in_parts
from plan_store.deliveries.planning import all_followings
from plan_store.deliveries.values import WAITING, Kind, State
from plan_store.entry_rows import from_row, to_row
from plan_store.index import Index
from plan_store.plan import Entry, Plan
from plan_store.schema import Moment, bulletins, changes, chats, deliveries, subscriptions
from plan_store.snapshot import Snapshot
from plan_store.staff import edits
from plan_store.staff.edits import Change, Edit
from plan_store.subscriptions import Following, followed

SETTLE = dt.timedelta(seconds=60)
"""A change is told so long after it was made, so that a slip can be taken back before anybody hears of it."""
_FOLLOWERS = select(subscriptions.c.chat_id).where(or_(subscriptions.c.monthly, subscriptions.c.before))
_QUIET = (edits.Kind.ADD, edits.Kind.IMPORT, edits.Kind.NOTICE)
"""Changes whose new entries are not told of: reminders will speak of them in their time."""


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What is said to many."""

    number: int
    kind: Kind
    made_at: dt.datetime
    halted: bool
    edits: tuple[Edit, ...] = ()
    """Of a change."""
    text: str = ""
    """Of an announcement: plain words, as staff wrote them."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a bulletin has come."""

    number: int
    counts: Mapping[State, int]
    halted: bool

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        """Yet to be sent, or being sent."""
        return sum(self.counts.get(state, 0) for state in (*WAITING, State.SENDING))


class Bulletins:
    """Changes and announcements on their way to people. All methods raise `StoreError`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- changes --------------------------------------------------------------------------------------
    async def on_change(self, connection: AsyncConnection, change: Change) -> None:
        """As a consequence of a change, in its transaction: whom it concerns is to hear of it."""
        edits = [edit for edit in change.edits if _is_told(edit, change.kind)]
        if edits:
            body = {
                "district": change.district,
                "year": change.year,
                "undoes": change.undoes,
                "edits": [
                    {
                        "before": edit.before and to_row(edit.before),
                        "after": edit.after and to_row(edit.after),
                    }
                    for edit in edits
                ],
            }
            await connection.execute(
                insert(bulletins).values(
                    kind=Kind.CHANGE.value,
                    body=body,
                    change_id=change.number,
                    made_at=change.at,
                    spread=False,
                    halted=False,
                )
            )

    async def reach(
        self,
        wishes: Sequence[Edit],
        snapshot: Snapshot,
        now: dt.datetime,
        kind: edits.Kind = edits.Kind.EDIT,
        *,
        district: str,
        since: dt.datetime | None = None,
    ) -> int:
        """How many chats would hear of such a change in the plan of a district, were it made now.

        `since`: of the followers only those that began then or later.
        """
        if not any(plan.district == district for plan in snapshot.plans):
            return 0
        told = [edit for edit in wishes if _is_told(edit, kind) and _matters(edit, now.date())]
        return await self._count(await self._whom(told, snapshot, since), now) if told else 0

    async def reach_of_undo(self, change: Change, snapshot: Snapshot, now: dt.datetime) -> int:
        """How many chats would hear that a change was taken back, were that done now."""
        wishes = [edit.reversed for edit in change.edits]
        async with self._database.reading() as connection:
            found = await connection.execute(select(bulletins).where(bulletins.c.change_id == change.number))
            row = found.first()
        if row is None or row.body["undoes"] is not None:
            since = change.at if row is None else None
            return await self.reach(
                wishes, snapshot, now, edits.Kind.UNDO, district=change.district, since=since
            )
        if not any(_matters(edit, now.date()) for edit in wishes):
            return 0
        return await self._count([_heard(row.id)], now)

    async def _count(self, whom: Sequence[Select[tuple[int]]], now: dt.datetime) -> int:
        chats_of_all: set[int] = set()
        async with self._database.reading() as connection:
            for some in whom:
                rows = await connection.execute(reachable(some, now))
                chats_of_all.update(row.chat_id for row in rows)
        return len(chats_of_all)

    async def spread(self, now: dt.datetime, snapshot: Snapshot) -> int:
        """Write the deliveries of all changes that have none yet; how many. Safe to be called twice."""
        async with self._database.reading() as connection:
            rows = (
                await connection.execute(
                    select(bulletins).where(~bulletins.c.spread).order_by(bulletins.c.id)
                )
            ).all()
        return sum([await self._spread(row, now, snapshot) for row in rows])

    async def _spread(self, row: Any, now: dt.datetime, snapshot: Snapshot) -> int:
        bulletin, body = _bulletin(row), row.body
        ours = any((plan.year, plan.district) == (body["year"], body["district"]) for plan in snapshot.plans)
        told = tuple(edit for edit in bulletin.edits if ours and _matters(edit, now.date()))
        heard = await self._taken_back(body["undoes"], now)
        if not told:
            written = 0
        elif isinstance(heard, Select):
            written = await self._write(bulletin, heard, now)
        else:
            whom = await self._whom(told, snapshot, heard)
            written = sum([await self._write(bulletin, some, now) for some in whom])
        async with self._database.writing() as connection:
            await connection.execute(
                update(bulletins).where(bulletins.c.id == bulletin.number).values(spread=True)
            )
        return written

    async def _taken_back(
        self, undone: int | None, now: dt.datetime
    ) -> Select[tuple[int]] | dt.datetime | None:
        """Stop what is no longer so; who has heard of it is to hear of that too, and nobody else.

        Of new entries nobody was told: their followers since that moment have heard of them. None where
        everybody is to be told: nothing was taken back, or what was taken back is made anew.
        """
        if undone is None:
            return None
        async with self._database.writing() as connection:
            found = await connection.execute(select(bulletins).where(bulletins.c.change_id == undone))
            row = found.first()
            if row is None:
                return await connection.scalar(select(changes.c.made_at).where(changes.c.id == undone))
            await _skip_waiting(connection, row.id, now, "taken back")
        return _heard(row.id) if row.body["undoes"] is None else None

    async def _whom(
        self, told: Sequence[Edit], snapshot: Snapshot, since: dt.datetime | None = None
    ) -> list[Select[tuple[int]]]:
        """All that follow an entry as it was or as it is, or have been reminded of it; some of them twice.

        `since`: of those that follow it only who began then or later, and was shown it.
        """
        followers = _FOLLOWERS if since is None else _FOLLOWERS.where(subscriptions.c.since >= since)
        followings = await all_followings(self._database)
        digests = await asyncio.to_thread(_concerned, followings, told, snapshot)
        entries = [f" {edit.entry.year}:{edit.number} " for edit in told]
        return [
            *(followers.where(subscriptions.c.digest.in_(some)) for some in in_parts(digests)),
            # Whoever follows nothing any more has asked to be left in peace.
            *(
                select(deliveries.c.chat_id).where(
                    or_(*map(deliveries.c.told.contains, some)), deliveries.c.chat_id.in_(_FOLLOWERS)
                )
                for some in in_parts(entries)
            ),
        ]

    async def _write(self, bulletin: Bulletin, whom: Select[tuple[int]], now: dt.datetime) -> int:
        async with self._database.writing() as connection:
            return await _write(self._database, connection, bulletin, whom, now, bulletin.made_at + SETTLE)

    # --- announcements --------------------------------------------------------------------------------
    async def announce(self, text: str, now: dt.datetime, whom: Select[tuple[int]] | None = None) -> Progress:
        """Send `text` to many; in one transaction, so that it goes to all of them or was never begun.

        Args:
            text: plain words.
            whom: a query of chat numbers; None: all that follow something. Chats that cannot be reached or
                have paused are left out either way.
        """
        async with self._database.writing() as connection:
            whom = select(subscriptions.c.chat_id) if whom is None else whom
            return await self.announce_in(connection, text, now, [whom])

    async def announce_in(
        self, connection: AsyncConnection, text: str, now: dt.datetime, whom: Iterable[Select[tuple[int]]]
    ) -> Progress:
        """As `announce`, in a transaction that holds more, to those of several queries."""
        inserted = await connection.execute(
            insert(bulletins).values(
                kind=Kind.ANNOUNCEMENT.value,
                body={"text": text},
                made_at=now,
                spread=True,
                halted=False,
            )
        )
        (number,) = inserted.inserted_primary_key or (0,)
        bulletin = Bulletin(int(number), Kind.ANNOUNCEMENT, now, halted=False, text=text)
        count = sum([await _write(self._database, connection, bulletin, some, now, now) for some in whom])
        return Progress(bulletin.number, {State.PENDING: count} if count else {}, halted=False)

    async def halt(self, number: int, now: dt.datetime) -> Progress:
        """Send no more of a bulletin; what is on its way goes on. Raises LookupError where there is none."""
        async with self._database.writing() as connection:
            await connection.execute(update(bulletins).where(bulletins.c.id == number).values(halted=True))
            await _skip_waiting(connection, number, now, "halted")
        return await self.progress(number)

    async def progress(self, number: int) -> Progress:
        """How far a bulletin has come. Raises LookupError where there is none."""
        bulletin = await self.get(number)
        table = deliveries
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(table.c.state, func.count())
                .where(table.c.bulletin_id == number)
                .group_by(table.c.state)
            )
            return Progress(number, Counter({State(state): count for state, count in rows}), bulletin.halted)

    async def get(self, number: int) -> Bulletin:
        """Raises LookupError where there is none."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(bulletins).where(bulletins.c.id == number))).first()
        if row is None:
            raise LookupError(f"no bulletin {number}")
        return _bulletin(row)


def as_they_stand(edits: Sequence[Edit], snapshot: Snapshot) -> tuple[Edit, ...]:
    """The edits, with the entries as they are by now in place of what they were made.

    An entry that was changed once more must not be told of as it was in between; where it is as before, there
    is nothing to tell.
    """
    present = []
    for edit in edits:
        plan = snapshot.plan(edit.entry.year)
        now = plan.entry(edit.number) if plan is not None else edit.after
        if now != edit.before:
            present.append(Edit(edit.before, now))
    return tuple(present)


def concerning(
    edits: Sequence[Edit], followings: Sequence[Following], snapshot: Snapshot
) -> tuple[Edit, ...]:
    """The edits of entries that are followed as they were before, or as they are after."""
    was, became = _with(edits, snapshot, after=False), _with(edits, snapshot, after=True)
    seen: set[Entry] = set()
    for following in followings:
        seen.update(followed(following, was), followed(following, became))
    return tuple(edit for edit in edits if edit.before in seen or edit.after in seen)


def _concerned(followings: Mapping[str, str], edits: Sequence[Edit], snapshot: Snapshot) -> list[str]:
    """The digests of the followings that some edit concerns."""
    was, became = _with(edits, snapshot, after=False), _with(edits, snapshot, after=True)
    before = {edit.before for edit in edits if edit.before is not None}
    after = {edit.after for edit in edits if edit.after is not None}
    found = []
    for digest, text in followings.items():
        following = Following.load(text)
        if not before.isdisjoint(followed(following, was)) or not after.isdisjoint(
            followed(following, became)
        ):
            found.append(digest)
    return found


def _with(edits: Sequence[Edit], snapshot: Snapshot, *, after: bool) -> Snapshot:
    """The plans as they are, with the entries of the edits as they were or became."""
    plans = tuple(_plan_with(plan, edits, after=after) for plan in snapshot.plans)
    return replace(snapshot, plans=plans, vocabulary=replace(snapshot.vocabulary, index=Index(plans)))


def _plan_with(plan: Plan, edits: Sequence[Edit], *, after: bool) -> Plan:
    entries = {entry.number: entry for entry in plan.entries}
    for edit in edits:
        if edit.entry.year == plan.year:
            entries.pop(edit.number, None)
            if (entry := edit.after if after else edit.before) is not None:
                entries[entry.number] = entry
    return replace(plan, entries=tuple(entries[number] for number in sorted(entries)))


def _is_told(edit: Edit, kind: edits.Kind) -> bool:
    return edit.before is not None or kind not in _QUIET


def _heard(bulletin: int) -> Select[tuple[int]]:
    """Who has heard of a bulletin, or may have."""
    heard = (State.SENDING.value, State.SENT.value, State.UNKNOWN.value)
    return select(deliveries.c.chat_id).where(
        deliveries.c.bulletin_id == bulletin, deliveries.c.state.in_(heard)
    )


def _matters(edit: Edit, today: dt.date) -> bool:
    """Whether anything of it lies in the present or in time to come."""
    return any(
        (entry.last_month.year, entry.last_month.number) >= (today.year, today.month)
        for entry in (edit.before, edit.after)
        if entry is not None
    )


def _bulletin(row: Any) -> Bulletin:
    body = row.body
    year = body.get("year", 0)
    edits = tuple(
        Edit(
            edit["before"] and from_row(year, edit["before"]),
            edit["after"] and from_row(year, edit["after"]),
        )
        for edit in body.get("edits", ())
    )
    return Bulletin(row.id, Kind(row.kind), row.made_at, row.halted, edits, body.get("text", ""))


async def _skip_waiting(connection: AsyncConnection, number: int, now: dt.datetime, why: str) -> None:
    await connection.execute(
        update(deliveries)
        .where(
            deliveries.c.bulletin_id == number,
            deliveries.c.state.in_([state.value for state in WAITING]),
        )
        .values(state=State.SKIPPED.value, next_at=None, ended_at=now, note=why)
    )


async def _write(
    database: Database,
    connection: AsyncConnection,
    bulletin: Bulletin,
    whom: Any,
    now: dt.datetime,
    at: dt.datetime,
) -> int:
    """A delivery for each chat of `whom` that can be reached and has not paused."""
    row: dict[str, ColumnElement[Any]] = {
        "kind": literal(bulletin.kind.value, String),
        "occasion": literal(str(bulletin.number), String),
        "bulletin_id": literal(bulletin.number, Integer),
        "state": literal(State.PENDING.value, String),
        "due_at": literal(at, Moment()),
        "next_at": literal(at, Moment()),
        "tries": literal(0, Integer),
    }
    query = reachable(whom, now).add_columns(*row.values())
    inserted = await connection.execute(
        database.insert(deliveries).from_select(["chat_id", *row], query).on_conflict_do_nothing()
    )
    return max(inserted.rowcount, 0)


def reachable(whom: Any, now: dt.datetime) -> Select[tuple[int]]:
    """Those of `whom` that can be reached and have not paused, each once."""
    wanted = whom.subquery()
    return select(chats.c.chat_id).where(
        chats.c.chat_id.in_(select(wanted.c[0])),
        chats.c.reachable,
        or_(chats.c.paused_until.is_(None), chats.c.paused_until <= now.date()),
    )

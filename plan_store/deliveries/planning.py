"""What falls due, and for whom? Each look writes a row for every chat that is to be reminded, and none twice.

What is due is worked out once for each distinct thing that is followed, then written for all chats together
by the database. Only what has fallen due since the last look is written, so that nothing stands there that an
edit could make wrong; what a reminder says is worked out when it is sent.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, func, literal, or_, select, update

from plan_store.database import Database, in_parts
from plan_store.deliveries.values import Kind, State
from plan_store.due import About, Occasion, occasions
from plan_store.schema import Moment, chats, deliveries, planning, subscriptions
from plan_store.snapshot import Snapshot
from plan_store.subscriptions import Defaults, Following, Habits, Reminder, followed

LONGEST_LOOK_BACK = dt.timedelta(days=31)
"""What fell due while the bot was away for longer is not even recorded."""
TOO_LATE = "too late"
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Planned:
    """How many deliveries a look wrote."""

    due: int = 0
    too_late: int = 0
    """Recorded as skipped: the bot was away for longer than they are of use."""

    def __add__(self, other: Planned) -> Planned:
        return Planned(self.due + other.due, self.too_late + other.too_late)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What will fall due, and for how many chats."""

    due: dt.datetime
    about: About
    day: dt.date
    """The day that it is about."""
    chats: int


@dataclass(frozen=True, slots=True)
class _Choice:
    """What chats have chosen: an hour, and days of lead."""

    time: dt.time
    lead_days: int


class Planning:
    """Writes what falls due. All methods raise `StoreError`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._only: int | None = None
        self._looked_at: dt.datetime | None = None

    def only(self, chat_id: int) -> Planning:
        """The same, for one chat alone, from now on: for trying, with whatever clock."""
        for_one = Planning(self._database)
        for_one._only = chat_id
        return for_one

    async def plan(self, now: dt.datetime, snapshot: Snapshot, defaults: Defaults) -> Planned:
        """Write all that has fallen due since the last look; safe to be called late, twice, or by several.

        `now` is aware, in the plan's time zone, which decides what day and hour it is.
        """
        since = await self._since(now)
        due = _due(await self._choices(defaults), snapshot, defaults, since, now)
        planned = Planned()
        if due:
            followings = await all_followings(self._database)
            by_entry = await asyncio.to_thread(_digests_by_entry, followings, snapshot)
            for choice, occasion in due:
                digests = sorted(set().union(*(by_entry[one.year, one.number] for one in occasion.entries)))
                planned += await self._write(choice, occasion, digests, now, defaults)
        self._looked_at = now
        if self._only is None:
            async with self._database.writing() as connection:
                await connection.execute(update(planning).values(planned_until=now))
        return planned

    async def make_up(self, chat_id: int, passed_over: Iterable[Occasion], now: dt.datetime) -> None:
        """Write for one chat what it would not be told otherwise, as due now; what it was told stays told."""
        rows = [
            {
                "chat_id": chat_id,
                "kind": Kind(one.about.value).value,
                "occasion": one.day.isoformat(),
                "state": State.PENDING.value,
                "due_at": now,
                "next_at": now,
                "tries": 0,
            }
            for one in passed_over
        ]
        if rows:
            async with self._database.writing() as connection:
                await connection.execute(self._database.insert(deliveries).on_conflict_do_nothing(), rows)

    async def ahead(
        self, now: dt.datetime, days: int, snapshot: Snapshot, defaults: Defaults
    ) -> tuple[Ahead, ...]:
        """What will fall due in the next days, as everything stands now, in order."""
        until = now + dt.timedelta(days=days)
        due = _due(await self._choices(defaults), snapshot, defaults, now, until)
        followings = await all_followings(self._database)
        by_entry = await asyncio.to_thread(_digests_by_entry, followings, snapshot)
        reached: defaultdict[tuple[dt.datetime, About, dt.date], set[int]] = defaultdict(set)
        for choice, one in due:
            digests = sorted(set().union(*(by_entry[entry.year, entry.number] for entry in one.entries)))
            async with self._database.reading() as connection:
                for whom in self._whom(choice, one, digests, now, defaults):
                    found = await connection.execute(whom)
                    reached[one.due, one.about, one.day].update(row.chat_id for row in found)
        return tuple(Ahead(*key, len(chats)) for key, chats in sorted(reached.items()) if chats)

    async def _since(self, now: dt.datetime) -> dt.datetime:
        """Up to when it was looked before. A clock may have been set for trying, in either direction."""
        until = self._looked_at
        if self._only is None:
            async with self._database.reading() as connection:
                until = await connection.scalar(select(planning.c.planned_until))
        if until is None or until > now:
            return now - dt.timedelta(minutes=1)
        return max(until, now - LONGEST_LOOK_BACK)

    async def _choices(self, defaults: Defaults) -> set[_Choice]:
        async with self._database.reading() as connection:
            rows = await connection.execute(select(chats.c.time, chats.c.lead_days).distinct())
            return {
                _Choice(
                    dt.time.fromisoformat(row.time) if row.time else defaults.time,
                    defaults.lead_days if row.lead_days is None else row.lead_days,
                )
                for row in rows
            }

    async def _write(
        self,
        choice: _Choice,
        occasion: Occasion,
        digests: Sequence[str],
        now: dt.datetime,
        defaults: Defaults,
    ) -> Planned:
        late = occasion.due < now - defaults.grace
        row: dict[str, ColumnElement[Any]] = {
            "kind": literal(Kind(occasion.about.value).value, String),
            "occasion": literal(occasion.day.isoformat(), String),
            "state": literal((State.SKIPPED if late else State.PENDING).value, String),
            "due_at": literal(occasion.due, Moment()),
            "next_at": literal(None if late else occasion.due, Moment()),
            "tries": literal(0, Integer),
            "ended_at": literal(now if late else None, Moment()),
            "note": literal(TOO_LATE if late else None, String),
        }
        written = 0
        for whom in self._whom(choice, occasion, digests, now, defaults):
            into = self._database.insert(deliveries).from_select(
                ["chat_id", *row], whom.add_columns(*row.values())
            )
            async with self._database.writing() as connection:
                written += (await connection.execute(into.on_conflict_do_nothing())).rowcount
        return Planned(too_late=written) if late else Planned(due=written)

    def _whom(
        self,
        choice: _Choice,
        occasion: Occasion,
        digests: Sequence[str],
        now: dt.datetime,
        defaults: Defaults,
    ) -> Iterator[Select[tuple[int]]]:
        """Queries of the chats that have chosen so and follow some of `digests`; a part of these each."""
        table = subscriptions
        whom = (
            select(table.c.chat_id)
            .join(chats, chats.c.chat_id == table.c.chat_id)
            .where(
                table.c.monthly if occasion.about.kind is Reminder.MONTHLY else table.c.before,
                or_(table.c.since <= occasion.due, table.c.since > now),
                chats.c.reachable,
                or_(chats.c.paused_until.is_(None), chats.c.paused_until <= occasion.due.date()),
                _chosen(chats.c.time, f"{choice.time:%H:%M}", f"{defaults.time:%H:%M}"),
                _chosen(chats.c.lead_days, choice.lead_days, defaults.lead_days),
            )
            .distinct()
        )
        if self._only is not None:
            whom = whom.where(table.c.chat_id == self._only)
        for some in in_parts(digests):
            yield whom.where(table.c.digest.in_(some))


async def all_followings(database: Database) -> dict[str, str]:
    """All that anybody follows, each once, as JSON by its digest. Raises `StoreError`."""
    table = subscriptions
    async with database.reading() as connection:
        rows = await connection.execute(
            select(table.c.digest, func.min(table.c.following)).group_by(table.c.digest)
        )
        return {row[0]: row[1] for row in rows}


def _chosen(column: ColumnElement[Any], value: object, default: object) -> ColumnElement[bool]:
    """The chat has chosen it, or has chosen nothing and it is what the settings say."""
    return or_(column == value, column.is_(None)) if value == default else column == value


def _due(
    choices: Iterable[_Choice], snapshot: Snapshot, defaults: Defaults, since: dt.datetime, now: dt.datetime
) -> list[tuple[_Choice, Occasion]]:
    """What has fallen due after `since` for those who have chosen so, if they followed everything."""
    entries = [entry for plan in snapshot.plans for entry in plan.entries]
    days = {day.date() for day in (since.astimezone(now.tzinfo), now)}
    days |= {min(days) + n * _DAY for n in range((max(days) - min(days)).days)}
    # Only the reminder of a date's own morning comes at another time than the chosen one.
    dated = [one for one in entries if any(session.day in days for session in one.details.sessions)]
    assert now.tzinfo is not None
    found = []
    for choice in choices:
        moments = (dt.datetime.combine(day, choice.time, now.tzinfo) for day in days)
        some = entries if any(since < moment <= now for moment in moments) else dated
        habits = Habits(choice.lead_days, choice.time, defaults.monthly_day)
        # Apart, since whether one makes the other needless is known only for one chat.
        for kind in Reminder if some else ():
            of_kind = occasions(some, habits, now.tzinfo, after=since, until=now, kinds=(kind,))
            found += [(choice, occasion) for occasion in of_kind]
    return sorted(found, key=lambda pair: pair[1].due)


def _digests_by_entry(
    followings: Mapping[str, str], snapshot: Snapshot
) -> Mapping[tuple[int, int], set[str]]:
    """Who follows an entry (by year and number), by the digests of what they follow."""
    found: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    for digest, text in followings.items():
        for entry in followed(Following.load(text), snapshot):
            found[entry.year, entry.number].add(digest)
    return found

"""How many questions were there, and about what? Counts by day, with nothing of who asked in which words."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection, delete, select

from plan_store.answers import Answer, Kind
from plan_store.database import Database
from plan_store.plan import Month
from plan_store.schema import daily_counts

KEPT = dt.timedelta(days=400)
"""More than a year, so that the same months of last year can be compared."""
LONGEST = 100
"""Characters of a name; what is longer is counted by its beginning."""


STANDING = "standing"
"""The name that answers of staff to a kind of question are counted by."""


class Sort(StrEnum):
    """What is counted."""

    ANSWER = "answer"
    """Questions by the kind of their answer."""
    MONTH = "month"
    """Months asked about: `2023-06`."""
    UNIT = "unit"
    TOPIC = "topic"
    """Topics of the plan; words that the plan does not know are counted nowhere."""


class Key(NamedTuple):
    day: dt.date
    sort: Sort
    name: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted in a span of days."""

    by_day: Mapping[dt.date, int]
    """Questions."""
    names: Mapping[Sort, Counter[str]]

    @property
    def questions(self) -> int:
        return sum(self.by_day.values())


def counted(answer: Answer) -> Iterable[tuple[Sort, str]]:
    """What an answer counts as."""
    yield Sort.ANSWER, answer.kind.value if answer.standing is None else STANDING
    if answer.kind not in (Kind.ENTRIES, Kind.NONE, Kind.STATISTIC):
        return
    if answer.first is not None and answer.last is not None:
        for month in _months(answer.first, answer.last):
            yield Sort.MONTH, month
    units: set[str] = set()
    topics: set[str] = set()
    for part in answer.query.parts:
        for unit in part.units:
            units |= {unit.said} if unit.is_class else unit.units
        topics |= {topic.said for topic in part.topics if not topic.absent}
    for name in sorted(units):
        yield Sort.UNIT, name
    for name in sorted(topics):
        yield Sort.TOPIC, name


@lru_cache
def _months(first: Month, last: Month) -> tuple[str, ...]:
    """At most a year of them."""
    return tuple(str(month) for month in map(first.plus, range(12)) if month <= last)


class Counts:
    """Counts of each day, gathered in memory and written behind."""

    def __init__(self, database: Database, changed: Callable[[], None]) -> None:
        """`changed` is called whenever there is something to write."""
        self._database = database
        self._changed = changed
        self._unsaved: Counter[Key] = Counter()
        row = database.insert(daily_counts)
        self._upsert = row.on_conflict_do_update(
            index_elements=[daily_counts.c.day, daily_counts.c.sort, daily_counts.c.name],
            set_={"questions": daily_counts.c.questions + row.excluded.questions},
        )

    def note(self, answer: Answer, day: dt.date) -> None:
        """Count an answer; returns at once."""
        for sort, name in counted(answer):
            self._unsaved[Key(day, sort, name[:LONGEST])] += 1
        self._changed()

    async def between(self, first: dt.date, last: dt.date) -> Tally:
        """What was counted on these days, both included; those without questions too."""
        table = daily_counts
        days: dict[dt.date, int] = {
            first + dt.timedelta(days=place): 0 for place in range((last - first).days + 1)
        }
        names: defaultdict[Sort, Counter[str]] = defaultdict(Counter)
        async with self._database.reading() as connection:
            rows = await connection.execute(select(table).where(table.c.day.between(first, last)))
            found = [(Key(row.day, Sort(row.sort), row.name), row.questions) for row in rows]
        for key, count in (*found, *self._unsaved.items()):
            if first <= key.day <= last:
                names[key.sort][key.name] += count
                if key.sort is Sort.ANSWER:
                    days[key.day] += count
        return Tally(days, names)

    async def purge(self, now: dt.datetime) -> None:
        """Delete what is older than 400 days."""
        async with self._database.writing() as connection:
            await connection.execute(delete(daily_counts).where(daily_counts.c.day < (now - KEPT).date()))

    def batch(self) -> Sequence[tuple[Key, int]]:
        return tuple(self._unsaved.items())

    def write(self, connection: Connection, batch: Sequence[tuple[Key, int]]) -> None:
        connection.execute(
            self._upsert,
            [
                {"day": key.day, "sort": key.sort.value, "name": key.name, "questions": count}
                # In one order, so that replicas never wait for each other in a ring.
                for key, count in sorted(batch)
            ],
        )

    def written(self, batch: Sequence[tuple[Key, int]]) -> None:
        for key, count in batch:
            self._unsaved[key] -= count
            if not self._unsaved[key]:
                del self._unsaved[key]

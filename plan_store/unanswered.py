"""What could the bot not answer? The words of such questions, kept for staff; nobody's name."""

from __future__ import annotations

import datetime as dt
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from plan_store.database import Database
from plan_store.personal_data import without_personal_numbers
from plan_store.schema import unanswered_questions

KEPT = dt.timedelta(days=90)
LOOKED_AT = 2000
"""So many of the latest are looked at where staff want to see what their teaching does."""
WAITING = 10_000
"""So many wait in memory while the store is away; then the oldest is given up, which the log tells."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """A question that found nothing, as it was asked."""

    text: str
    kind: str
    """Of its answer."""
    at: dt.datetime


class Unanswered:
    """The record of questions that got `unknown`, `none` or `clarify`."""

    def __init__(self, database: Database, changed: Callable[[], None]) -> None:
        """`changed` is called whenever there is something to write."""
        self._database = database
        self._changed = changed
        self._unsaved: deque[dict[str, Any]] = deque()

    def note(self, text: str, kind: str, at: dt.datetime) -> None:
        """Keep a question for staff, personal numbers masked; at once, on the disk within some 50 ms."""
        if len(self._unsaved) >= WAITING:
            self._unsaved.popleft()
            _log.error("the store is away for too long: an unanswered question was given up")
        self._unsaved.append({"text": without_personal_numbers(text), "kind": kind, "asked_at": at})
        self._changed()

    async def latest(self, count: int) -> tuple[Question, ...]:
        """The latest questions on the disk, the last first."""
        table = unanswered_questions
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(table.c.text, table.c.kind, table.c.asked_at).order_by(table.c.id.desc()).limit(count)
            )
            # What an earlier version kept may hold numbers in the clear.
            return tuple(Question(without_personal_numbers(row.text), row.kind, row.asked_at) for row in rows)

    async def purge(self, now: dt.datetime) -> None:
        """Delete what is older than 90 days."""
        table = unanswered_questions
        async with self._database.writing() as connection:
            await connection.execute(delete(table).where(table.c.asked_at < now - KEPT))

    def batch(self) -> Sequence[dict[str, Any]]:
        return tuple(self._unsaved)

    def write(self, connection: Connection, batch: Sequence[dict[str, Any]]) -> None:
        connection.execute(insert(unanswered_questions), list(batch))

    def written(self, batch: Sequence[dict[str, Any]]) -> None:
        # Some of the batch may have been given up from the left while it was being written.
        done = {id(question) for question in batch}
        while self._unsaved and id(self._unsaved[0]) in done:
            self._unsaved.popleft()

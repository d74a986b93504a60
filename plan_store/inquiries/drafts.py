"""What is a resident about to ask of staff? One unfinished question each, on the disk, at hand in memory."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, select

from plan_store.database import Database, StoreError
from plan_store.inquiries.letters import Content, Source
from plan_store.schema import inquiry_drafts

LISTENING = dt.timedelta(minutes=30)
"""So long after 转人工 the next message is the question; later it is one for the bot, like any other."""
KEPT = dt.timedelta(days=1)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Draft:
    """What the next message is for, or what waits for a yes."""

    at: dt.datetime
    inquiry: int | None = None
    """The one that it is to be added to; None: a question of its own."""
    unit: str = ""
    """Whom it is for, where that is known before it is written."""
    content: Content | None = None
    """What was written and holds personal numbers: kept until its author says that it may be passed on."""
    source: Source | None = None

    def heard(self, now: dt.datetime) -> bool:
        """Whether the next message is still meant for it."""
        return self.content is None and dt.timedelta(0) <= now - self.at < LISTENING


class Drafts:
    """Drafts by resident."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._at_hand: dict[int, Draft] | None = None
        self._taking_turns = asyncio.Lock()
        """Held while disk and memory are brought to say the same: else one of two at once would be lost."""

    async def get(self, resident: int) -> Draft | None:
        """A resident's draft; asks the disk only where other replicas may have written."""
        try:
            if self._database.shared:
                return (await self._read(inquiry_drafts.c.resident == resident)).get(resident)
            return (await self._all()).get(resident)
        except StoreError as error:
            _log.error("what residents were about to ask could not be read: %s", error)
            return None

    async def put(self, resident: int, draft: Draft) -> None:
        """Keep a draft in place of the one before; on the disk before it returns."""
        values = {"draft": _dump(draft), "kept_at": dt.datetime.now(dt.UTC)}
        async with self._taking_turns:
            async with self._database.writing() as connection:
                await connection.execute(
                    self._database.insert(inquiry_drafts)
                    .values(resident=resident, **values)
                    .on_conflict_do_update(index_elements=[inquiry_drafts.c.resident], set_=values)
                )
            if self._at_hand is not None:
                self._at_hand[resident] = draft

    async def drop(self, resident: int) -> bool:
        """Whether there was one."""
        async with self._taking_turns:
            if self._at_hand is not None and resident not in self._at_hand:
                return False
            async with self._database.writing() as connection:
                done = await connection.execute(
                    delete(inquiry_drafts).where(inquiry_drafts.c.resident == resident)
                )
            if self._at_hand is not None:
                del self._at_hand[resident]
            return done.rowcount == 1

    async def forget(self, resident: int) -> None:
        """Let go of what is in memory; `Letters.forget` deletes what is on the disk."""
        async with self._taking_turns:
            if self._at_hand is not None:
                self._at_hand.pop(resident, None)

    async def purge(self, now: dt.datetime) -> None:
        """Delete what nobody will come back to."""
        async with self._taking_turns:
            async with self._database.writing() as connection:
                await connection.execute(delete(inquiry_drafts).where(inquiry_drafts.c.kept_at < now - KEPT))
            self._at_hand = None

    async def _all(self) -> dict[int, Draft]:
        if (at_hand := self._at_hand) is not None:
            return at_hand
        async with self._taking_turns:
            if self._at_hand is None:
                self._at_hand = await self._read()
            return self._at_hand

    async def _read(self, *conditions: Any) -> dict[int, Draft]:
        async with self._database.reading() as connection:
            rows = await connection.execute(select(inquiry_drafts).where(*conditions))
            return {row.resident: _load(row.draft) for row in rows}


def _dump(draft: Draft) -> dict[str, Any]:
    return {**asdict(draft), "at": draft.at.isoformat()}


def _load(kept: dict[str, Any]) -> Draft:
    content, source = kept["content"], kept["source"]
    return Draft(
        dt.datetime.fromisoformat(kept["at"]),
        kept["inquiry"],
        kept["unit"],
        Content(**content) if content else None,
        Source(**source) if source else None,
    )

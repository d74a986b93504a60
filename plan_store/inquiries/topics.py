"""Where are residents spoken of in the group of staff? One forum topic for each."""

from __future__ import annotations

from sqlalchemy import select

from plan_store.database import Database
from plan_store.schema import inquiry_topics


class Topics:
    """Forum topics by group and resident."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, group: int, resident: int) -> int | None:
        """The forum topic of a resident in the group of staff."""
        table = inquiry_topics
        async with self._database.reading() as connection:
            found = await connection.scalar(
                select(table.c.topic_id).where(table.c.group_id == group, table.c.resident == resident)
            )
        return None if found is None else int(found)

    async def keep(self, group: int, resident: int, topic: int) -> None:
        table = inquiry_topics
        async with self._database.writing() as connection:
            await connection.execute(
                self._database.insert(table)
                .values(group_id=group, resident=resident, topic_id=topic)
                .on_conflict_do_update(
                    index_elements=[table.c.group_id, table.c.resident], set_={"topic_id": topic}
                )
            )

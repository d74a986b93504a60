"""What staff have begun: kept through a restart, done once."""

from __future__ import annotations

import asyncio
import datetime as dt

from plan_store.staff.drafts import KEPT
from plan_store.store import Store
from tests.plan_store.staff.conftest import NOW

CONTENT = {"kind": "edit", "number": 17, "said": "月湖街道“<b>”"}


async def test_a_draft_survives_a_restart(store: Store, store_url: str) -> None:
    draft = await store.drafts.put(1, 2, CONTENT, NOW)
    again = await Store.open(store_url)

    assert await again.drafts.get(1, 2) == draft
    assert draft.content == CONTENT
    await again.close()


async def test_a_new_draft_takes_the_place_of_the_one_before(store: Store) -> None:
    old = await store.drafts.put(1, 2, CONTENT, NOW)
    new = await store.drafts.put(1, 2, {"kind": "add"}, NOW)

    assert await store.drafts.take(1, 2, old.key) is None
    assert await store.drafts.take(1, 2, new.key) == new


async def test_of_two_taps_at_once_one_takes_the_draft(store: Store) -> None:
    draft = await store.drafts.put(1, 2, CONTENT, NOW)
    taken = await asyncio.gather(*(store.drafts.take(1, 2, draft.key) for _ in range(4)))

    assert [one for one in taken if one is not None] == [draft]


async def test_nobody_takes_the_draft_of_another(store: Store) -> None:
    draft = await store.drafts.put(1, 2, CONTENT, NOW)

    assert await store.drafts.take(1, 3, draft.key) is None
    assert await store.drafts.get(1, 3) is None


async def test_a_draft_is_deleted_after_two_days(store: Store) -> None:
    await store.drafts.put(1, 2, CONTENT, NOW)
    await store.drafts.purge(NOW + KEPT + dt.timedelta(seconds=1))

    assert await store.drafts.get(1, 2) is None

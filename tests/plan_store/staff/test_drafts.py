"""What staff have begun: kept through a restart, done once."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace

import pytest

from plan_store.plan import Plan
from plan_store.staff.drafts import KEPT
from plan_store.staff.edits import ConflictError, Edit
from plan_store.store import Store
from tests.plan_store.staff.conftest import EDITOR, NOW

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

    assert old.key != new.key
    await store.drafts.end(old)
    assert await store.drafts.get(1, 2) == new
    await store.drafts.end(new)
    assert await store.drafts.get(1, 2) is None


async def test_of_two_taps_at_once_one_makes_the_change(staffed: Store, plan: Plan) -> None:
    draft = await staffed.drafts.put(1, 2, CONTENT, NOW)
    edits = [
        Edit(entry, replace(entry, theme="改过"))
        for number in (1, 2, 3, 4)
        if (entry := plan.entry(number)) is not None
    ]
    done = await asyncio.gather(
        *(staffed.changes.make(plan, [edit], EDITOR, NOW, draft=draft) for edit in edits),
        return_exceptions=True,
    )

    assert sorted(type(one).__name__ for one in done) == ["Change", *["DraftSpentError"] * 3]
    assert len(await staffed.history.latest(9)) == 1


async def test_what_fails_leaves_its_draft_to_be_tried_again(staffed: Store, plan: Plan) -> None:
    draft = await staffed.drafts.put(1, 2, CONTENT, NOW)
    entry = plan.entry(17)
    assert entry is not None
    wrong = Edit(replace(entry, theme="别人改的"), entry)

    with pytest.raises(ConflictError):
        await staffed.changes.make(plan, [wrong], EDITOR, NOW, draft=draft)
    assert await staffed.drafts.get(1, 2) == draft
    await staffed.changes.make(plan, [Edit(entry, None)], EDITOR, NOW, draft=draft)
    assert await staffed.drafts.get(1, 2) is None


async def test_nobody_sees_the_draft_of_another(store: Store) -> None:
    await store.drafts.put(1, 2, CONTENT, NOW)

    assert await store.drafts.get(1, 3) is None


async def test_a_draft_is_deleted_after_two_days(store: Store) -> None:
    await store.drafts.put(1, 2, CONTENT, NOW)
    await store.drafts.purge(NOW + KEPT + dt.timedelta(seconds=1))

    assert await store.drafts.get(1, 2) is None

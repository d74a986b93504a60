"""A store on each engine with the published plan, and the people who work on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plan_store.plan import Plan
from plan_store.staff.rights import Person, Rights, Role
from plan_store.store import Store

PUBLISHED = Path(__file__).parents[3] / "data" / "kaifu_2023.txt"
NOW = dt.datetime(2023, 5, 20, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
OWNER = Person(10, "张主任")
EDITOR = Person(20, "李科")
STREET_EDITOR = Person(30, "王工")
"""Of 月湖街道 alone."""
STRANGER = Person(40, "路人")


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    store = await Store.open(store_url, owners=[OWNER.id])
    await store.fill([PUBLISHED])
    yield store
    await store.close()


@pytest.fixture
async def staffed(store: Store) -> Store:
    """With an editor of everything and an editor of one unit."""
    for person, rights in (
        (EDITOR, Rights(Role.EDITOR)),
        (STREET_EDITOR, Rights(Role.UNIT_EDITOR, "月湖街道")),
    ):
        _, secret = await store.members.invite(rights, OWNER.id, NOW)
        await store.members.join(secret, person, NOW)
    return store


@pytest.fixture
async def plan(store: Store) -> Plan:
    (plan,) = await store.plans()
    return plan

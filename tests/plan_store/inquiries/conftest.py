"""Stores on each engine with staff, and what a resident asks of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from plan_store.inquiries.keeping import Kept
from plan_store.inquiries.letters import Arrival, Content, Delivery, Source
from plan_store.staff.rights import Rights, Role
from plan_store.store import Store
from tests.plan_store.staff.conftest import EDITOR, NOW, OWNER, STREET_EDITOR

RESIDENT = 1001
UNIT = "月湖街道"


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    """An owner, an editor of everything, and an editor of 月湖街道."""
    store = await Store.open(store_url, owners=[OWNER.id])
    for person, rights in (
        (EDITOR, Rights(Role.EDITOR)),
        (STREET_EDITOR, Rights(Role.UNIT_EDITOR, UNIT)),
    ):
        _, secret = await store.members.invite(rights, OWNER.id, NOW)
        await store.members.join(secret, person, NOW)
    yield store
    await store.close()


@dataclass
class Desk:
    """Writes letters as new messages."""

    store: Store
    messages: int = 0

    def source(self, chat: int) -> Source:
        self.messages += 1
        return Source(chat, self.messages)

    async def asks(
        self, text: str = "社区开放日几点开始", unit: str = UNIT, to: int = STREET_EDITOR.id
    ) -> Kept:
        return await self.store.inquiries.ask(RESIDENT, unit, Content(text), self.source(RESIDENT), [to], NOW)

    async def answers(self, number: int, text: str = "上午九点", by: int = STREET_EDITOR.id) -> Kept:
        return await self.store.inquiries.answer(number, by, Content(text), self.source(by), [], NOW)


async def arrives(store: Store, delivery: Delivery, *posts: int) -> None:
    """All of it, as these messages."""
    for parts, post in enumerate(posts, delivery.parts + 1):
        await store.mail.arrived(delivery, Arrival(post, parts, last=post == posts[-1]))


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)

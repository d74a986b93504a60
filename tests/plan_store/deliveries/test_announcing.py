"""Staff announce to those whom they may speak to, all of them or none, and may halt it."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import event

from plan_store import database
from plan_store.deliveries import Audience, Progress, State
from plan_store.staff.rights import NotAllowedError, Person, Rights, Role
from plan_store.store import Store
from plan_store.subscriptions import following_entries, following_everything
from tests.handlers.plans import published, published_snapshot
from tests.plan_store.deliveries.conftest import Desk, at

ALICE, BOB = 7, 8
OWNER, STREET, STRANGER = Person(10, "张主任"), Person(30, "王工"), Person(40, "路人")
NOW = "2023-05-20 09:00"
EVERYBODY = Audience("全部订阅者")


def audience(number: int) -> Audience:
    entry = published().entry(number)
    assert entry is not None
    return Audience(f"关注“第{number}项”的订阅者", (entry,))


@pytest.fixture
async def office(store_url: str) -> Desk:
    """Alice follows all, Bob entry 1; 王工 looks after the unit of entry 14, 月湖街道."""
    store = await Store.open(store_url, owners=[OWNER.id])
    _, secret = await store.members.invite(Rights(Role.UNIT_EDITOR, "月湖街道"), OWNER.id, at(NOW))
    await store.members.join(secret, STREET, at(NOW))
    desk = Desk(store)
    await desk.follow(ALICE, following_everything())
    await desk.follow(BOB, following_entries([(2023, 1)]))
    return desk


async def begin(desk: Desk, by: Person, whom: Audience) -> Progress:
    return await desk.store.announcements.begin(by, "大家好", whom, published_snapshot(), at(NOW), by.id)


@pytest.mark.parametrize(
    ("whom", "reached"), [(EVERYBODY, [ALICE, BOB]), (audience(1), [ALICE, BOB]), (audience(14), [ALICE])]
)
async def test_it_reaches_those_who_follow_what_it_is_about(
    office: Desk, whom: Audience, reached: list[int]
) -> None:
    assert await office.store.announcements.reach(whom, published_snapshot(), at(NOW)) == len(reached)

    progress = await begin(office, OWNER, whom)

    assert progress.total == len(reached)
    assert [chat for chat, *_ in await office.send(NOW)] == reached
    await office.store.close()


async def test_an_editor_of_a_unit_speaks_to_those_who_follow_it_alone(office: Desk) -> None:
    assert (await begin(office, STREET, audience(14))).total == 1
    for by, whom in ((STREET, EVERYBODY), (STREET, audience(1)), (STRANGER, EVERYBODY)):
        with pytest.raises(NotAllowedError):
            await begin(office, by, whom)
    assert len(await office.store.announcements.unreported()) == 1
    await office.store.close()


async def test_it_is_begun_once_from_one_draft_and_again_where_nothing_was_begun(office: Desk) -> None:
    store = office.store
    draft = await store.drafts.put(OWNER.id, OWNER.id, {"do": "announced"}, at(NOW))
    begun = (OWNER, "大家好", EVERYBODY, published_snapshot(), at(NOW), OWNER.id, 501)
    with pytest.raises(NotAllowedError):
        await store.announcements.begin(STRANGER, *begun[1:], draft=draft)

    done = await asyncio.gather(
        *(store.announcements.begin(*begun, draft=draft) for _ in range(3)), return_exceptions=True
    )

    assert sorted(type(one).__name__ for one in done) == ["DraftSpentError"] * 2 + ["Progress"]
    (found,) = await store.announcements.unreported()
    assert found.post_id == 501
    await store.close()


async def test_its_author_and_general_editors_may_halt_it(office: Desk) -> None:
    first = await begin(office, OWNER, EVERYBODY)
    second = await begin(office, STREET, audience(14))

    for by in (STREET, STRANGER):
        with pytest.raises(NotAllowedError):
            await office.store.announcements.halt(first.number, by.id, at(NOW))
    for by, progress in ((OWNER, first), (STREET, second)):
        halted = await office.store.announcements.halt(progress.number, by.id, at(NOW))
        assert set(halted.counts) == {State.SKIPPED}
    with pytest.raises(NotAllowedError):
        await office.store.announcements.halt(99, OWNER.id, at(NOW))
    await office.store.close()


async def test_its_author_is_told_until_the_outcome_is_known_also_after_a_restart(office: Desk) -> None:
    progress = await begin(office, OWNER, EVERYBODY)
    await office.store.announcements.shown(progress.number, 501)

    (found,) = await office.store.announcements.unreported()
    assert (found.whom, found.chat_id, found.post_id) == ("全部订阅者", OWNER.id, 501)
    assert await office.store.announcements.unreported([BOB]) == ()

    await office.store.announcements.reported(progress.number)
    assert await office.store.announcements.unreported() == ()
    await office.store.close()


async def test_it_reaches_each_once_though_more_is_followed_than_one_statement_can_name(
    office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.follow(ALICE, following_entries([(2023, 1)]))
    for other in range(2, 6):
        await office.follow(BOB, following_entries([(2023, 1), (2023, other)]))
    monkeypatch.setattr(database, "AT_ONCE", 2)
    named: list[int] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if "subscriptions.digest IN" in statement:
            named.append(statement.partition("subscriptions.digest IN")[2].partition(")")[0].count(",") + 1)

    event.listen(office.store._database._engine.sync_engine, "before_cursor_execute", note)
    assert await office.store.announcements.reach(audience(1), published_snapshot(), at(NOW)) == 2
    assert (await begin(office, OWNER, audience(1))).total == 2
    assert [chat for chat, *_ in await office.send(NOW)] == [ALICE, BOB]
    assert named == [2, 2, 2] * 2
    await office.store.close()

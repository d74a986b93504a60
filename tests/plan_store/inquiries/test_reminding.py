"""Each chat of staff is reminded of open inquiries once a day, through refusals, hang-ups and kills."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from plan_store.inquiries import leases
from plan_store.store import Store
from tests.plan_store.staff.conftest import NOW

TODAY = NOW.date()
ALICE, BOB = 30, 31


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next try is due at once."""
    monkeypatch.setattr(leases, "BACK_OFF", (dt.timedelta(0),))


async def test_a_chat_is_reminded_once_a_day(store: Store) -> None:
    reminders = store.inquiry_reminders
    for _ in range(2):
        await reminders.plan(TODAY, [ALICE])
        for one in await reminders.claim(TODAY):
            await reminders.sent(one)

    assert await reminders.claim(TODAY) == ()
    tomorrow = TODAY + dt.timedelta(days=1)
    await reminders.plan(tomorrow, [ALICE])
    assert len(await reminders.claim(tomorrow)) == 1


async def test_a_reminder_is_claimed_by_one_process(store: Store, store_url: str) -> None:
    other = await Store.open(store_url)
    await store.inquiry_reminders.plan(TODAY, [ALICE, BOB])

    claims = await asyncio.gather(
        *(one.inquiry_reminders.claim(TODAY) for one in (store, other, store, other))
    )

    assert sorted(one.chat_id for claim in claims for one in claim) == [ALICE, BOB]
    await other.close()


async def test_what_was_refused_is_tried_again_when_telegram_said(store: Store) -> None:
    reminders = store.inquiry_reminders
    await reminders.plan(TODAY, [ALICE, BOB])
    first, second = await reminders.claim(TODAY)
    await reminders.later(first, dt.timedelta(seconds=30))
    await reminders.later(second, dt.timedelta(0))

    (again,) = await reminders.claim(TODAY)

    assert (again.chat_id, again.tries, again.doubtful) == (BOB, 1, False)


async def test_what_a_killed_process_was_sending_is_sent_again_and_says_so(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    reminders = store.inquiry_reminders
    await reminders.plan(TODAY, [ALICE])
    with monkeypatch.context() as killed:
        killed.setattr(leases, "LEASE", dt.timedelta(0))
        (late,) = await reminders.claim(TODAY)

    (again,) = await reminders.claim(TODAY)
    await reminders.failed(late)

    assert again.doubtful
    await reminders.sent(again)
    assert await reminders.claim(TODAY) == ()


async def test_only_the_reminders_of_today_go_to_chats_within_reach_that_are_not_busy(store: Store) -> None:
    reminders = store.inquiry_reminders
    await reminders.plan(TODAY - dt.timedelta(days=1), [ALICE])
    await reminders.plan(TODAY, [ALICE, BOB])

    assert await reminders.claim(TODAY, but=[ALICE, BOB]) == ()
    assert await reminders.claim(TODAY, reach=[1]) == ()
    assert [one.chat_id for one in await reminders.claim(TODAY, reach=[BOB])] == [BOB]
    assert [one.chat_id for one in await reminders.claim(TODAY)] == [ALICE]

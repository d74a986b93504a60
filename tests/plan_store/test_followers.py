"""Who follows what is kept, changed, moved and forgotten, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from plan_store.followers import Followers
from plan_store.store import Store
from plan_store.subscriptions import (
    BOTH,
    Following,
    Preferences,
    Reminder,
    following_entries,
    following_everything,
)

NOON = dt.datetime(2023, 5, 20, 12, tzinfo=dt.timezone(dt.timedelta(hours=8)))
LATER = NOON + dt.timedelta(days=1)
ALL, NO_17 = following_everything(), following_entries([(2023, 17)])
ALICE, BOB, GROUP, SUPERGROUP = 7, 5_000_000_001, -300, -1_000_000_000_400


async def followed_by(store: Store, chat_id: int) -> list[Following]:
    return [one.following for one in await store.subscriptions.of_chat(chat_id)]


async def test_what_was_added_is_there_as_it_was_said(store: Store) -> None:
    added, new = await store.subscriptions.add(ALICE, "private", NO_17, NOON, [Reminder.BEFORE])

    assert new
    assert (added.following, added.kinds, added.since) == (NO_17, frozenset({Reminder.BEFORE}), NOON)
    assert await store.subscriptions.of_chat(ALICE) == (added,)


async def test_what_is_followed_already_is_not_followed_twice(store: Store) -> None:
    first, _ = await store.subscriptions.add(ALICE, "private", ALL, NOON, [Reminder.BEFORE])
    again, new = await store.subscriptions.add(ALICE, "private", following_everything(), LATER)

    assert not new
    assert again == first


async def test_each_chat_follows_for_itself(store: Store) -> None:
    await store.subscriptions.add(ALICE, "private", ALL, NOON)
    await store.subscriptions.add(BOB, "private", NO_17, NOON)

    assert await followed_by(store, ALICE) == [ALL]
    assert await followed_by(store, BOB) == [NO_17]


async def test_a_subscription_ends_for_its_own_chat_only(store: Store) -> None:
    hers, _ = await store.subscriptions.add(ALICE, "private", ALL, NOON)
    await store.subscriptions.add(BOB, "private", ALL, NOON)

    assert await store.subscriptions.remove(BOB, [hers.id]) == 0
    assert await store.subscriptions.remove(ALICE, [hers.id]) == 1
    assert await store.subscriptions.remove(ALICE, [hers.id]) == 0
    assert await followed_by(store, BOB) == [ALL]


async def test_the_number_of_an_ended_subscription_is_never_that_of_another(store: Store) -> None:
    ended, _ = await store.subscriptions.add(ALICE, "private", ALL, NOON)
    await store.subscriptions.remove(ALICE, [ended.id])
    other, _ = await store.subscriptions.add(ALICE, "private", NO_17, NOON)

    assert other.id != ended.id


async def test_all_subscriptions_of_a_chat_end_together(store: Store) -> None:
    await store.subscriptions.add(ALICE, "private", ALL, NOON)
    await store.subscriptions.add(ALICE, "private", NO_17, NOON)

    assert await store.subscriptions.remove_all(ALICE) == 2
    assert await followed_by(store, ALICE) == []


async def test_a_kind_of_reminder_is_turned_off_and_on(store: Store) -> None:
    one, _ = await store.subscriptions.add(ALICE, "private", ALL, NOON)

    assert await store.subscriptions.switch(ALICE, one.id, Reminder.MONTHLY, on=False)
    assert (await store.subscriptions.of_chat(ALICE))[0].kinds == {Reminder.BEFORE}
    assert await store.subscriptions.switch(ALICE, one.id, Reminder.MONTHLY, on=True)
    assert (await store.subscriptions.of_chat(ALICE))[0].kinds == BOTH
    assert not await store.subscriptions.switch(BOB, one.id, Reminder.BEFORE, on=False)


async def test_choices_are_kept_and_nothing_is_chosen_at_first(store: Store) -> None:
    chosen = Preferences(0, dt.time(18, 30), dt.date(2023, 7, 1))
    await store.subscriptions.prefer(ALICE, "private", chosen, NOON)

    assert await store.subscriptions.preferences(ALICE) == chosen
    assert await store.subscriptions.preferences(BOB) == Preferences()


async def test_choices_can_be_taken_back(store: Store) -> None:
    await store.subscriptions.prefer(ALICE, "private", Preferences(7, dt.time(8)), NOON)
    await store.subscriptions.prefer(ALICE, "private", Preferences(), NOON)

    assert await store.subscriptions.preferences(ALICE) == Preferences()


async def test_whom_nothing_reaches_comes_back_with_the_next_message(store: Store) -> None:
    await store.subscriptions.add(ALICE, "private", ALL, NOON)
    assert not await store.subscriptions.out_of_reach(ALICE)
    await store.subscriptions.mark_unreachable(ALICE, NOON)

    assert await store.subscriptions.out_of_reach(ALICE)
    assert not (await store.subscriptions.preferences(ALICE)).reachable
    assert await store.subscriptions.mark_reachable(ALICE, LATER)
    assert not await store.subscriptions.mark_reachable(ALICE, LATER)
    assert not await store.subscriptions.out_of_reach(ALICE)
    assert await followed_by(store, ALICE) == [ALL]


async def test_who_is_out_of_reach_is_known_after_a_restart(store_url: str) -> None:
    store = await Store.open(store_url)
    await store.subscriptions.add(ALICE, "private", ALL, NOON)
    await store.subscriptions.mark_unreachable(ALICE, NOON)
    await store.close()

    again = await Store.open(store_url)
    assert await again.subscriptions.out_of_reach(ALICE)
    assert not await again.subscriptions.out_of_reach(BOB)
    await again.close()


async def test_a_chat_that_is_blocked_while_all_are_looked_up_is_known_to_be(store: Store) -> None:
    for chat in (ALICE, BOB):
        await store.subscriptions.add(chat, "private", ALL, NOON)
    for _ in range(20):
        followers = Followers(store._database)
        await asyncio.gather(followers.out_of_reach(BOB), followers.mark_unreachable(ALICE, NOON))

        assert await followers.out_of_reach(ALICE)
        await followers.mark_reachable(ALICE, NOON)


async def test_a_choice_that_could_not_be_kept_makes_no_chat_reachable(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.subscriptions.add(ALICE, "private", ALL, NOON)
    await store.subscriptions.mark_unreachable(ALICE, NOON)
    assert await store.subscriptions.out_of_reach(ALICE)
    monkeypatch.setattr("plan_store.followers._subscription", lambda row: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        await store.subscriptions.add(ALICE, "private", NO_17, LATER)

    assert await store.subscriptions.out_of_reach(ALICE)


async def test_a_group_that_could_not_be_reached_can_be_by_its_new_number(store: Store) -> None:
    await store.subscriptions.add(GROUP, "group", ALL, NOON)
    await store.subscriptions.mark_unreachable(GROUP, NOON)
    await store.subscriptions.migrate(GROUP, SUPERGROUP, "supergroup", LATER)

    assert (await store.subscriptions.preferences(SUPERGROUP)).reachable


async def test_a_new_subscription_makes_a_chat_reachable(store: Store) -> None:
    await store.subscriptions.add(ALICE, "private", ALL, NOON)
    await store.subscriptions.mark_unreachable(ALICE, NOON)
    await store.subscriptions.add(ALICE, "private", NO_17, LATER)

    assert (await store.subscriptions.preferences(ALICE)).reachable


async def test_a_group_that_changes_its_number_keeps_all(store: Store) -> None:
    await store.subscriptions.add(GROUP, "group", ALL, NOON)
    await store.subscriptions.prefer(GROUP, "group", Preferences(lead_days=7), NOON)
    await store.subscriptions.migrate(GROUP, SUPERGROUP, "supergroup", LATER)
    await store.subscriptions.migrate(GROUP, SUPERGROUP, "supergroup", LATER)

    assert await followed_by(store, SUPERGROUP) == [ALL]
    assert await store.subscriptions.preferences(SUPERGROUP) == Preferences(lead_days=7)
    assert await followed_by(store, GROUP) == []


async def test_a_group_whose_new_number_follows_already_keeps_both_once(store: Store) -> None:
    await store.subscriptions.add(GROUP, "group", ALL, NOON)
    await store.subscriptions.add(GROUP, "group", NO_17, NOON)
    await store.subscriptions.add(SUPERGROUP, "supergroup", ALL, NOON)
    await store.subscriptions.migrate(GROUP, SUPERGROUP, "supergroup", LATER)

    assert {one.digest for one in await followed_by(store, SUPERGROUP)} == {ALL.digest, NO_17.digest}
    assert len(await followed_by(store, SUPERGROUP)) == 2
    assert await followed_by(store, GROUP) == []


async def test_a_forgotten_chat_leaves_nothing(store: Store) -> None:
    await store.subscriptions.add(ALICE, "private", ALL, NOON)
    await store.subscriptions.prefer(ALICE, "private", Preferences(lead_days=7), NOON)
    await store.subscriptions.forget(ALICE)

    assert await followed_by(store, ALICE) == []
    assert await store.subscriptions.preferences(ALICE) == Preferences()


async def test_followers_are_counted(store: Store) -> None:
    await store.subscriptions.add(ALICE, "private", ALL, NOON)
    await store.subscriptions.add(ALICE, "private", NO_17, NOON)
    await store.subscriptions.add(BOB, "private", ALL, NOON)
    await store.subscriptions.prefer(GROUP, "group", Preferences(lead_days=7), NOON)
    await store.subscriptions.mark_unreachable(BOB, NOON)

    counts = await store.subscriptions.counts()
    assert (counts.chats, counts.subscriptions, counts.unreachable) == (2, 3, 1)

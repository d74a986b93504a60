"""A delivery is sent by one sender, once, however senders come and go; on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3

import pytest
from sqlalchemy import insert

from plan_store.deliveries import Ledger, NotOursError, Outcome, State
from plan_store.deliveries.overview import KEPT
from plan_store.schema import deliveries
from plan_store.store import Store, StoreError
from tests.plan_store.deliveries.conftest import Desk, at

NINE = at("2023-05-29 09:00")


class Wall:
    """The machine's clock, which a test moves."""

    def __init__(self) -> None:
        self.now = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def passes(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def ledger(store: Store, wall: Wall) -> Ledger:
    return Ledger(store._database, dt.timedelta(seconds=20), wall)


async def wait_in_line(store: Store, count: int) -> None:
    """So many chats are to be told of the first of June."""
    rows = [
        {
            "chat_id": chat,
            "kind": "before",
            "occasion": "2023-06-01",
            "state": "pending",
            "due_at": NINE,
            "next_at": NINE,
            "tries": 0,
        }
        for chat in range(1, count + 1)
    ]
    async with store._database.writing() as connection:
        await connection.execute(insert(deliveries), rows)


async def states(store: Store) -> dict[State, int]:
    return await Desk(store).states()


async def test_what_is_claimed_is_claimed_once(store: Store, ledger: Ledger) -> None:
    await wait_in_line(store, 10)
    assert await ledger.take("a", NINE) == 0

    first = await ledger.turn("a", (), 4, NINE)
    rest = await ledger.turn("a", (), 100, NINE)

    assert [one.chat_id for one in first] == [1, 2, 3, 4]
    assert [one.chat_id for one in rest] == [5, 6, 7, 8, 9, 10]
    assert await ledger.turn("a", (), 100, NINE) == ()
    assert await states(store) == {State.SENDING: 10}


async def test_a_turn_that_breaks_off_leaves_all_as_it_was_and_names_a_remedy(
    store: Store, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    await wait_in_line(store, 3)
    await ledger.take("a", NINE)
    (one,) = await ledger.turn("a", (), 1, NINE)

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(ledger, "_with_their_chats", full)
        with pytest.raises(StoreError, match="磁盘已满"):
            await ledger.turn("a", [Outcome(one.items[0].id, State.SENT, NINE)], 10, NINE)

    assert await states(store) == {State.SENDING: 1, State.PENDING: 2}
    assert [other.chat_id for other in await ledger.turn("a", (), 10, NINE)] == [2, 3]


async def test_nothing_is_claimed_before_its_time(store: Store, ledger: Ledger) -> None:
    await wait_in_line(store, 1)
    early = NINE - dt.timedelta(seconds=1)
    await ledger.take("a", early)
    assert await ledger.next_at() == NINE
    assert await ledger.turn("a", (), 1, early) == ()


async def test_one_sender_at_a_time(store: Store, ledger: Ledger, wall: Wall) -> None:
    assert await ledger.take("a", NINE) == 0
    assert await ledger.take("b", NINE) is None
    await ledger.release("a")
    assert await ledger.take("b", NINE) == 0
    assert await ledger.take("a", NINE) is None


async def test_of_many_that_want_to_send_at_once_one_may(store: Store, ledger: Ledger) -> None:
    took = await asyncio.gather(*(ledger.take(f"sender {number}", NINE) for number in range(8)))
    assert sorted(took, key=str) == [0, *[None] * 7]


async def test_a_turn_keeps_the_lease(store: Store, ledger: Ledger, wall: Wall) -> None:
    await ledger.take("a", NINE)
    for _ in range(3):
        wall.passes(15)
        await ledger.turn("a", (), 1, NINE)
    assert await ledger.take("b", NINE) is None


async def test_what_a_dead_sender_left_in_flight_is_unknown_and_never_sent_again(
    store: Store, ledger: Ledger, wall: Wall
) -> None:
    await wait_in_line(store, 10)
    await ledger.take("a", NINE)
    claimed = await ledger.turn("a", (), 4, NINE)
    await ledger.turn("a", [Outcome(claimed[0].items[0].id, State.SENT, NINE)], 0, NINE)
    wall.passes(21)

    assert await ledger.take("b", NINE) == 3
    assert [one.chat_id for one in await ledger.turn("b", (), 100, NINE)] == [5, 6, 7, 8, 9, 10]
    assert await states(store) == {State.SENT: 1, State.UNKNOWN: 3, State.SENDING: 6}


async def test_what_is_in_flight_is_settled_even_where_nothing_else_waits(
    store: Store, ledger: Ledger, wall: Wall
) -> None:
    await wait_in_line(store, 1)
    await ledger.take("a", NINE)
    await ledger.turn("a", (), 1, NINE)
    due = await ledger.next_at()
    assert due is not None
    assert due < NINE


async def test_a_sender_that_was_only_slow_sends_no_more_and_records_what_it_knows(
    store: Store, ledger: Ledger, wall: Wall
) -> None:
    await wait_in_line(store, 3)
    await ledger.take("a", NINE)
    sent, _, unsent = await ledger.turn("a", (), 3, NINE)
    wall.passes(21)
    await ledger.take("b", NINE)

    outcomes = [
        Outcome(sent.items[0].id, State.SENT, NINE),
        Outcome(unsent.items[0].id, State.RETRY, NINE, NINE),
    ]
    with pytest.raises(NotOursError):
        await ledger.turn("a", outcomes, 10, NINE)
    assert await states(store) == {State.SENT: 1, State.UNKNOWN: 1, State.RETRY: 1}
    assert [one.chat_id for one in await ledger.turn("b", (), 10, NINE)] == [unsent.chat_id]


async def test_an_outcome_changes_nothing_that_is_settled(store: Store, ledger: Ledger) -> None:
    await wait_in_line(store, 1)
    await ledger.take("a", NINE)
    (claimed,) = await ledger.turn("a", (), 1, NINE)
    number = claimed.items[0].id
    await ledger.turn("a", [Outcome(number, State.SENT, NINE)], 0, NINE)

    await ledger.turn("a", [Outcome(number, State.RETRY, NINE, NINE)], 0, NINE)
    await ledger.record("b", [Outcome(number, State.RETRY, NINE, NINE)])
    assert await states(store) == {State.SENT: 1}


async def test_what_was_refused_comes_again_at_its_time(store: Store, ledger: Ledger) -> None:
    await wait_in_line(store, 1)
    await ledger.take("a", NINE)
    (claimed,) = await ledger.turn("a", (), 1, NINE)
    later = NINE + dt.timedelta(seconds=30)
    await ledger.turn("a", [Outcome(claimed.items[0].id, State.RETRY, NINE, later, "429")], 0, NINE)

    assert await ledger.next_at() == later
    assert await ledger.turn("a", (), 1, NINE) == ()
    (again,) = await ledger.turn("a", (), 1, later)
    assert (again.items[0].id, again.items[0].tries) == (claimed.items[0].id, 1)


async def test_what_a_turn_claimed_whose_end_was_not_seen_is_given_back(store: Store, ledger: Ledger) -> None:
    await wait_in_line(store, 3)
    await ledger.take("a", NINE)
    known = await ledger.turn("a", (), 1, NINE)
    await ledger.turn("a", (), 2, NINE)  # its answer is lost

    assert await ledger.give_back("a", [known[0].items[0].id], NINE) == 2
    assert len(await ledger.turn("a", (), 10, NINE)) == 2


async def test_a_group_that_has_another_number_is_sent_each_once(store: Store, ledger: Ledger) -> None:
    await wait_in_line(store, 2)
    await ledger.migrate(1, -100)
    await ledger.migrate(2, -100)
    await ledger.take("a", NINE)
    assert [one.chat_id for one in await ledger.turn("a", (), 10, NINE)] == [-100]


async def test_a_chat_is_forgotten_whole(store: Store, ledger: Ledger) -> None:
    await wait_in_line(store, 2)
    assert await ledger.count_of(1) == 1
    await ledger.forget(1)
    assert await ledger.count_of(1) == 0
    assert await ledger.count_of(2) == 1


async def test_one_chat_alone_is_sent_to_when_trying(store: Store, ledger: Ledger) -> None:
    await wait_in_line(store, 3)
    one = ledger.only(2)
    await one.take("a", NINE)
    assert [claimed.chat_id for claimed in await one.turn("a", (), 10, NINE)] == [2]


async def test_old_deliveries_are_deleted_and_waiting_ones_are_not(store: Store, ledger: Ledger) -> None:
    await wait_in_line(store, 2)
    await ledger.take("a", NINE)
    (claimed,) = await ledger.turn("a", (), 1, NINE)
    await ledger.turn("a", [Outcome(claimed.items[0].id, State.SENT, NINE)], 0, NINE)

    await store.overview.purge(NINE + KEPT)
    assert await states(store) == {State.SENT: 1, State.PENDING: 1}
    await store.overview.purge(NINE + KEPT + dt.timedelta(seconds=1))
    assert await states(store) == {State.PENDING: 1}

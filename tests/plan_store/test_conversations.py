"""Conversations and open questions: at hand at once, on the disk soon, and not lost when the disk fails."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from plan_store import write_behind
from plan_store.database import Database, StoreError
from plan_store.questions.thread import EMPTY, Thread
from plan_store.schema import conversations
from plan_store.store import Store

T = TypeVar("T")

NOON = dt.datetime(2023, 5, 20, 12, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def spoken(page: int) -> Thread:
    """A thread that can be told from others by its page."""
    return Thread(page=page, at=NOON)


async def rows(url: str, query: str) -> list[tuple[object, ...]]:
    """What another process would find in the store."""
    database = await Database.open(url)
    async with database.reading() as connection:
        found = [tuple(row) for row in await connection.execute(text(query))]
    await database.close()
    return found


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; five seconds are long enough."""
    for _ in range(500):
        if holds():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it never held")


def written(store: Store) -> bool:
    """Whether nothing waits for the disk any more."""
    return not store.conversations.batch() and not store.unanswered.batch()


async def test_a_new_person_has_an_empty_thread(store: Store) -> None:
    assert await store.conversations.get(1, 2) == EMPTY


async def test_what_was_put_is_there_at_once(store: Store) -> None:
    store.conversations.put(-1001234567890, 7_000_000_001, spoken(3))

    assert await store.conversations.get(-1001234567890, 7_000_000_001) == spoken(3)


async def test_threads_of_two_people_in_a_group_and_of_one_in_two_chats_are_apart(store: Store) -> None:
    store.conversations.put(1, 2, spoken(1))
    store.conversations.put(1, 3, spoken(2))
    store.conversations.put(2, 2, spoken(3))

    threads = [await store.conversations.get(*key) for key in ((1, 2), (1, 3), (2, 2))]
    assert [thread.page for thread in threads] == [1, 2, 3]


async def test_a_conversation_survives_a_restart(store_url: str) -> None:
    store = await Store.open(store_url)
    store.conversations.put(1, 2, spoken(1))
    store.conversations.put(1, 2, spoken(2))
    await store.close()

    again = await Store.open(store_url)
    assert await again.conversations.get(1, 2) == spoken(2)
    await again.close()


async def test_a_conversation_is_on_the_disk_soon_without_closing(store: Store, store_url: str) -> None:
    store.conversations.put(1, 2, spoken(1))
    await until(partial(written, store))

    assert await rows(store_url, "SELECT chat_id, user_id FROM conversations") == [(1, 2)]


async def test_threads_that_are_no_longer_at_hand_are_read_from_the_store(store: Store) -> None:
    for person in range(2100):
        store.conversations.put(1, person, spoken(person))
    await until(partial(written, store))

    assert await store.conversations.get(1, 0) == spoken(0)


async def test_who_never_spoke_is_known_to_be_new_without_asking_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await Store.open(f"sqlite:///{tmp_path / 'bot.db'}")
    await store.conversations.get(1, 1)
    monkeypatch.setattr(Database, "reading", lambda _: pytest.fail("asked the disk"))

    assert await store.conversations.get(1, 2) == EMPTY
    await store.close()


async def test_a_turn_that_another_replica_had_is_seen(postgres: str) -> None:
    here, there = await Store.open(postgres), await Store.open(postgres)
    for page, (speaking, listening) in enumerate([(here, there), (there, here), (here, there)], 1):
        speaking.conversations.put(1, 2, spoken(page))
        await until(partial(written, speaking))
        assert await listening.conversations.get(1, 2) == spoken(page)
    await here.close()
    await there.close()


async def test_many_writes_at_once_are_few_transactions(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    transactions = 0
    write = Database.write

    async def counted(self: Database, work: Callable[[Connection], T]) -> T:
        nonlocal transactions
        transactions += 1
        return await write(self, work)

    monkeypatch.setattr(Database, "write", counted)
    for person in range(500):
        store.conversations.put(1, person, spoken(1))
        store.unanswered.note("天气怎么样", "unknown", NOON)
    await until(partial(written, store))

    assert transactions == 1


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """A disk that can be made full and empty again, as seen where transactions begin."""
    monkeypatch.setattr(write_behind, "FIRST_RETRY", 0.05)
    write = Database.write
    full = False

    async def on_this_disk(self: Database, work: Callable[[Connection], T]) -> T:
        if full:
            raise StoreError("磁盘已满", "请腾出空间")
        return await write(self, work)

    def switch(to: bool) -> None:
        nonlocal full
        full = to

    monkeypatch.setattr(Database, "write", on_this_disk)
    return switch


async def test_a_full_disk_delays_writes_and_loses_none(
    store: Store, store_url: str, full_disk: Callable[[bool], None], caplog: pytest.LogCaptureFixture
) -> None:
    full_disk(True)
    store.conversations.put(1, 2, spoken(1))
    store.unanswered.note("天气怎么样", "unknown", NOON)
    await until(lambda: "磁盘已满" in caplog.text)
    store.conversations.put(1, 3, spoken(2))
    full_disk(False)
    await until(partial(written, store))

    assert await rows(store_url, "SELECT user_id FROM conversations ORDER BY 1") == [(2,), (3,)]
    assert await rows(store_url, "SELECT text FROM unanswered_questions") == [("天气怎么样",)]


async def test_what_cannot_be_written_before_the_end_is_told_in_the_log(
    store_url: str,
    full_disk: Callable[[bool], None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(write_behind, "FAREWELL", 0.2)
    store = await Store.open(store_url)
    full_disk(True)
    store.conversations.put(1, 2, spoken(1))

    with caplog.at_level(logging.ERROR):
        await store.close()

    assert "1 conversations, questions or answers lost" in caplog.text


async def test_what_comes_while_the_rest_is_written_before_the_end_is_written_too(store_url: str) -> None:
    store = await Store.open(store_url)
    write, loop = store.unanswered.write, asyncio.get_running_loop()

    def slowly(connection: Connection, batch: Sequence[Any]) -> None:
        write(connection, batch)
        if len(batch) == 1 and batch[0] is first:
            loop.call_soon_threadsafe(meanwhile)
            time.sleep(0.05)

    def meanwhile() -> None:
        store.unanswered.note("也", "unknown", NOON)
        closing.append(asyncio.create_task(store.close()))

    closing: list[asyncio.Task[None]] = []
    store.unanswered.write = slowly  # type: ignore[method-assign]
    store.unanswered.note("先", "unknown", NOON)
    (first,) = store.unanswered.batch()
    await until(lambda: bool(closing))
    await closing[0]

    assert await rows(store_url, "SELECT text FROM unanswered_questions ORDER BY id") == [("先",), ("也",)]


async def test_personal_numbers_in_an_unanswered_question_are_masked_on_the_disk(store_url: str) -> None:
    store = await Store.open(store_url)
    store.unanswered.note("身份证号430105199001011237 想报名，电话13812345678", "unknown", NOON)
    await store.close()

    assert await rows(store_url, "SELECT text FROM unanswered_questions") == [
        ("身份证号430***********1237 想报名，电话138****5678",)
    ]


async def test_an_unanswered_question_is_kept_with_kind_and_time(store_url: str) -> None:
    store = await Store.open(store_url)
    store.unanswered.note("身份证怎么补办", "unknown", NOON)
    await store.close()

    ((said, kind, at),) = await rows(store_url, "SELECT text, kind, asked_at FROM unanswered_questions")
    assert (said, kind) == ("身份证怎么补办", "unknown")
    assert str(at).startswith("2023-05-20 04:00:00")


async def test_the_same_question_twice_is_kept_twice(store_url: str) -> None:
    store = await Store.open(store_url)
    for _ in range(2):
        store.unanswered.note("天气", "unknown", NOON)
    await store.close()

    assert await rows(store_url, "SELECT count(*) FROM unanswered_questions") == [(2,)]


async def test_questions_older_than_90_days_are_deleted(store: Store, store_url: str) -> None:
    store.unanswered.note("旧的", "unknown", NOON - dt.timedelta(days=91))
    store.unanswered.note("新的", "unknown", NOON - dt.timedelta(days=89))
    await until(partial(written, store))

    await store.purge(NOON)

    assert await rows(store_url, "SELECT text FROM unanswered_questions") == [("新的",)]


async def test_conversations_of_yesterday_are_deleted(store: Store, store_url: str) -> None:
    store.conversations.put(1, 2, spoken(1))
    await until(partial(written, store))

    database = await Database.open(store_url)
    async with database.writing() as connection:
        yesterday = dt.datetime.now(dt.UTC) - dt.timedelta(days=1, minutes=1)
        await connection.execute(update(conversations).values(kept_at=yesterday))
    await database.close()

    await store.purge(dt.datetime.now(dt.UTC))

    assert await rows(store_url, "SELECT count(*) FROM conversations") == [(0,)]


async def test_a_clock_set_ahead_for_trying_deletes_nothing(store: Store, store_url: str) -> None:
    now = dt.datetime.now(dt.UTC)
    store.conversations.put(1, 2, spoken(1))
    store.unanswered.note("天气", "unknown", now)
    await until(partial(written, store))

    await store.purge(now + dt.timedelta(days=400))

    assert await rows(store_url, "SELECT count(*) FROM conversations") == [(1,)]
    assert await rows(store_url, "SELECT count(*) FROM unanswered_questions") == [(1,)]


async def test_an_unreadable_thread_starts_afresh(store: Store, store_url: str) -> None:
    database = await Database.open(store_url)
    async with database.writing() as connection:
        await connection.execute(
            text("INSERT INTO conversations VALUES (1, 2, '{\"page\": []}', CURRENT_TIMESTAMP)")
        )
    await database.close()

    assert await store.conversations.get(1, 2) == EMPTY


async def test_a_person_can_see_and_delete_all_that_is_kept_of_the_talk(store: Store, store_url: str) -> None:
    for chat, person, page in ((1, 1, 3), (-100, 1, 4), (-100, 2, 5)):
        store.conversations.put(chat, person, spoken(page))
    await until(lambda: written(store))
    store.conversations.put(1, 1, spoken(6))
    assert sorted(thread.page for thread in await store.conversations.of_person(1)) == [4, 6]
    await store.conversations.forget(1)
    assert await store.conversations.of_person(1) == ()
    assert await store.conversations.get(1, 1) == EMPTY
    assert await rows(store_url, "SELECT user_id FROM conversations") == [(2,)]


async def test_what_was_forgotten_while_it_waited_for_the_disk_does_not_come_back(
    store: Store, store_url: str
) -> None:
    store.conversations.put(1, 1, spoken(3))
    batch = store.conversations.batch()
    await store.conversations.forget(1)
    database = await Database.open(store_url)
    async with database.writing() as connection:
        await connection.run_sync(store.conversations.write, batch)
    await database.close()
    assert await rows(store_url, "SELECT user_id FROM conversations") == []


async def test_what_is_forgotten_while_it_is_being_written_is_gone(store: Store, store_url: str) -> None:
    database = await Database.open(store_url)
    async with database.writing() as connection:
        store.conversations._unsaved[1, 1] = spoken(3)
        await connection.run_sync(store.conversations.write, store.conversations.batch())
        forgetting = asyncio.create_task(store.conversations.forget(1))
        await asyncio.wait((forgetting,), timeout=0.2)
    await forgetting
    await database.close()
    assert await rows(store_url, "SELECT user_id FROM conversations") == []


async def test_what_reaches_the_disk_while_a_persons_conversations_are_read_is_among_them(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = store.conversations._database
    reading = database.reading

    @asynccontextmanager
    async def overtaken() -> AsyncIterator[AsyncConnection]:
        async with reading() as connection:
            yield connection
        await until(lambda: written(store))

    monkeypatch.setattr(database, "reading", overtaken)
    store.conversations.put(1, 1, spoken(3))
    assert [thread.page for thread in await store.conversations.of_person(1)] == [3]

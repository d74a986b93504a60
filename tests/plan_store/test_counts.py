"""Questions are counted by day, without their words; the counts survive, add up, and are deleted in time."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from plan_store.counts import Counts, Sort
from plan_store.inquiry import ask
from plan_store.questions.thread import EMPTY
from plan_store.store import Store
from tests.handlers.plans import MAY_20, published_snapshot

TODAY = MAY_20.date()


def note(counts: Counts, words: str, day: dt.date = TODAY) -> None:
    counts.note(ask(words, EMPTY, MAY_20, published_snapshot())[0], day)


async def written(counts: Counts) -> None:
    """Wait until nothing waits for the disk; five seconds are long enough."""
    for _ in range(500):
        if not counts.batch():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it was never written")


async def test_questions_are_counted_by_answer_month_unit_and_topic(store: Store) -> None:
    note(store.counts, "六月月湖街道有什么活动")
    note(store.counts, "五月到六月有节水的活动吗")
    note(store.counts, "今天天气怎么样")

    tally = await store.counts.between(TODAY, TODAY)

    assert tally.questions == 3
    assert tally.names[Sort.ANSWER] == {"entries": 2, "unknown": 1}
    assert tally.names[Sort.MONTH] == {"2023-06": 2, "2023-05": 1}
    assert tally.names[Sort.UNIT] == {"月湖街道": 1}
    assert tally.names[Sort.TOPIC] == {"节水": 1}


async def test_words_that_the_plan_does_not_know_are_counted_nowhere(store: Store) -> None:
    note(store.counts, "张三的身份证430102199003071234有活动吗")

    tally = await store.counts.between(TODAY, TODAY)

    names = [name for counted in tally.names.values() for name in counted]
    assert not any("张三" in name or "4301" in name for name in names)


async def test_days_are_apart_and_those_without_questions_are_there(store: Store) -> None:
    yesterday = TODAY - dt.timedelta(days=1)
    note(store.counts, "六月有什么活动", yesterday)
    note(store.counts, "六月有什么活动", TODAY)

    tally = await store.counts.between(yesterday - dt.timedelta(days=1), yesterday)

    assert list(tally.by_day.values()) == [0, 1]


async def test_counts_of_several_processes_add_up_on_the_disk(store_url: str) -> None:
    for _ in range(2):
        store = await Store.open(store_url)
        note(store.counts, "六月有什么活动")
        note(store.counts, "六月有什么活动")
        await store.close()

    store = await Store.open(store_url)
    assert (await store.counts.between(TODAY, TODAY)).questions == 4
    await store.close()


async def test_what_is_written_is_counted_once(store: Store) -> None:
    note(store.counts, "六月有什么活动")
    await written(store.counts)

    assert (await store.counts.between(TODAY, TODAY)).questions == 1


async def test_counts_are_kept_400_days(store: Store) -> None:
    old = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=402)
    note(store.counts, "六月有什么活动", old)
    await written(store.counts)

    await store.purge(dt.datetime.now(dt.UTC))

    assert (await store.counts.between(old, old)).questions == 0

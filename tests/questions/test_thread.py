"""How long does a conversation hang together, and what does it remember?"""

from __future__ import annotations

import datetime as dt

import pytest

from plan_store.answers import Kind
from plan_store.inquiry import ask
from plan_store.questions.thread import EMPTY, Thread
from plan_store.snapshot import Snapshot
from tests.questions.asking import MAY_20, converse, numbers

JULY = [16, 29, 30, 31, 32, 33]


def test_a_follow_up_within_the_hour_goes_on(snapshot: Snapshot) -> None:
    _, thread = ask("街道的活动", EMPTY, MAY_20, snapshot)
    answer, _ = ask("七月呢", thread, MAY_20 + dt.timedelta(minutes=60), snapshot)
    assert numbers(answer) == [31, 32]


def test_a_conversation_left_for_more_than_an_hour_starts_afresh(snapshot: Snapshot) -> None:
    _, thread = ask("街道的活动", EMPTY, MAY_20, snapshot)
    answer, _ = ask("七月呢", thread, MAY_20 + dt.timedelta(minutes=61), snapshot)
    assert numbers(answer) == JULY


def test_each_turn_keeps_the_conversation_for_another_hour(snapshot: Snapshot) -> None:
    thread, now = EMPTY, MAY_20
    for question in ("街道的活动", "五月呢", "谢谢", "七月呢"):
        answer, thread = ask(question, thread, now, snapshot)
        now += dt.timedelta(minutes=50)
    assert numbers(answer) == [31, 32]


def test_the_bots_own_question_is_forgotten_after_an_hour(snapshot: Snapshot) -> None:
    _, thread = ask("河街道有活动吗", EMPTY, MAY_20, snapshot)
    assert numbers(ask("第一个", thread, MAY_20, snapshot)[0]) == [1]
    later, _ = ask("第一个", thread, MAY_20 + dt.timedelta(hours=2), snapshot)
    assert numbers(later) == [1]
    assert not later.query.follow_up


def test_a_thread_survives_being_written_down_after_every_turn(snapshot: Snapshot) -> None:
    thread = EMPTY
    for question, expected in (
        ("六月有什么活动", 17),
        ("街道的有哪些", 9),
        ("不要座谈", 3),
        ("还剩几个", 3),
        ("第二个", 1),
        ("下一个", 1),
        ("回到刚才", 1),
    ):
        answer, thread = ask(question, thread, MAY_20, snapshot)
        assert Thread.load(thread.dump()) == thread
        assert thread.dump() == thread.dump()
        thread = Thread.load(thread.dump())
        assert (answer.kind, len(answer.entries)) == (Kind.ENTRIES, expected), question


@pytest.mark.parametrize(
    "fragment",
    ["只看街道的", "只要问卷的", "有问卷吗", "有没有问卷的", "看看一月的", "里面有问卷的吗", "街道的有几个"],
)
def test_what_narrows_a_list_to_nothing_is_not_asked_of_the_whole_plan(
    fragment: str, snapshot: Snapshot
) -> None:
    answer = converse(snapshot, "十月部门有什么活动", fragment)
    assert (answer.kind, numbers(answer)) == (Kind.NONE, [])


def test_the_first_of_a_list_that_has_only_one_is_that_one(snapshot: Snapshot) -> None:
    assert numbers(converse(snapshot, "十月部门的观摩", "九月部门的问卷", "九月街道的参观", "第一个")) == [39]

"""How long does a conversation hang together, and what does it remember?"""

from __future__ import annotations

import datetime as dt

from plan_store.answers import Kind
from plan_store.inquiry import ask
from plan_store.questions.thread import EMPTY, Thread
from plan_store.snapshot import Snapshot
from tests.questions.asking import MAY_20, numbers

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
        thread = Thread.load(thread.dump())
        assert (answer.kind, len(answer.entries)) == (Kind.ENTRIES, expected), question

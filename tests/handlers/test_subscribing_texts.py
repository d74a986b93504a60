"""Does what is said of subscriptions fit into a message, whatever is followed?"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from handlers.replies.subscribing.beginning import how_to, subscribed
from handlers.replies.subscribing.ending import confirm_forget, ended, kept_subscriptions, kept_talk, my_data
from handlers.replies.subscribing.followed import Followed, followed_words, how_it_comes
from handlers.replies.subscribing.overview import list_of, one_of
from plan_store.due import next_occasion
from plan_store.inquiry import ask
from plan_store.plan import Entry, Plan
from plan_store.questions.thread import EMPTY
from plan_store.subscriptions import (
    BOTH,
    Following,
    Habits,
    Reminder,
    Subscription,
    following,
    following_entries,
)
from tests.handlers.fits import assert_fits
from tests.handlers.plans import MAY_20, any_plan, june_of, published_snapshot

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = MAY_20.date()


def follows(number: int, what: Following, entries: tuple[Entry, ...]) -> Followed:
    subscription = Subscription(number, 7, what, BOTH, MAY_20)
    return Followed(subscription, entries, next_occasion(entries, Habits(), ZONE, after=MAY_20))


def one_by_one(plan: Plan) -> list[Followed]:
    return [
        follows(place, following_entries([(entry.year, entry.number)]), (entry,))
        for place, entry in enumerate(plan.entries, 1)
    ]


@given(any_plan())
@settings(max_examples=60)
def test_whatever_is_followed_all_that_is_said_of_it_fits(plan: Plan) -> None:
    everything = one_by_one(plan)
    words = [one.words for one in everything]
    assert_fits(list_of(everything, Habits(), TODAY))
    assert_fits(ended(words))
    assert_fits(one_of(everything[0], Habits(), TODAY))
    assert_fits(subscribed(everything[0], Habits(), TODAY, new=True))
    kept = [kept_talk([entry.theme for entry in plan.entries]), kept_subscriptions(everything)]
    assert_fits(my_data(kept))
    assert_fits(confirm_forget(1, kept))
    assert_fits(how_to(plan.entries[0].theme[:100], Habits()))


@pytest.mark.parametrize("page", [0, 3, 6, 99])
def test_fifty_are_listed_by_the_page(page: int) -> None:
    reply = list_of(one_by_one(june_of(50)), Habits(), TODAY, page)
    assert_fits(reply)
    assert f"第 {min(page, 6) + 1}/7 页" in reply.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("下个月街道的座谈", "6月 · 街道 · 座谈"),
        ("除了街道", "整个计划 · 不含街道"),
        ("所有活动", "整个计划"),
        ("安全生产", "“安全生产”"),
        ("序号17", "第17项 世界环境日纪念活动"),
        ("序号17、18", "第17、18项"),
        ("还没开始的", "6月起开始的"),
        ("剩下的活动", "5月-12月间结束的"),
    ],
)
def test_what_is_followed_is_said_in_words_that_stay_true(question: str, words: str) -> None:
    answer, _ = ask(question, EMPTY, MAY_20, published_snapshot())
    what = following(answer.query)
    assert what is not None
    assert followed_words(what, answer.entries) == words


@pytest.mark.parametrize(
    ("kinds", "lead", "words"),
    [
        (BOTH, 3, "每月 1 号 9:00 告诉你当月的活动，每项开始前 3 天再提醒一次"),
        (BOTH, 0, "每月 1 号 9:00 告诉你当月的活动，每项开始当天再提醒一次"),
        ({Reminder.MONTHLY}, 3, "每月 1 号 9:00 告诉你当月的活动"),
        ({Reminder.BEFORE}, 1, "每项开始前 1 天的 9:00 提醒你"),
        (set(), 3, "两种提醒都关着，不会再提醒"),
    ],
)
def test_how_it_comes_is_said_as_it_is(kinds: set[Reminder], lead: int, words: str) -> None:
    assert how_it_comes(kinds, Habits(lead_days=lead, time=dt.time(9))) == words

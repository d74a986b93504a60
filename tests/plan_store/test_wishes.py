"""Is a wish told apart from a question, and is it known until when a pause lasts?"""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_store.wishes import LONGEST, Act, Wish, read_wish, until
from tests.questions.test_gold import GOLD

_MAY_20 = dt.date(2023, 5, 20)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("订阅 月湖街道", "月湖街道"),
        ("订阅月湖街道", "月湖街道"),
        ("訂閱月湖街道", "月湖街道"),
        ("订阅：座谈", "座谈"),
        ("我想订阅6月", "6月"),
        ("帮我订阅一下卫健局的宣传吧，谢谢", "卫健局的宣传"),
        ("请帮我订阅月湖街道", "月湖街道"),
        ("可以帮我订阅月湖街道吗", "月湖街道"),
        ("订阅 17", "序号17"),
        ("订阅17号", "序号17"),
        ("订阅第17项活动", "序号17"),
        ("订阅17、18和20", "序号17、18、20"),
        ("订阅全部", "所有活动"),
        ("订阅所有活动", "所有活动"),
        ("订阅", ""),
        ("提醒我", ""),
        ("提醒我六月街道的座谈", "六月街道的座谈"),
        ("到时候提醒我17号活动", "序号17"),
        ("六月的活动提醒我一下", "六月的活动"),
        ("月湖街道有活动就通知我", "月湖街道"),
        ("月湖街道有新活动的话告诉我一声", "月湖街道"),
        ("17号活动开始前提醒我", "序号17"),
        ("这个到时候提醒我", "这个"),
        ("把六月的座谈提醒我", "六月的座谈"),
        ("设个提醒 6月", "6月"),
    ],
)
def test_a_wish_to_be_reminded(text: str, words: str) -> None:
    wish = read_wish(text)
    assert wish is not None
    assert (wish.act, wish.words) == (Act.SUBSCRIBE, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("退订月湖街道", "月湖街道"),
        ("退订 17", "序号17"),
        ("取消订阅 座谈", "座谈"),
        ("取消座谈的订阅", "座谈"),
        ("取消月湖街道的提醒", "月湖街道"),
        ("别再提醒我月湖街道了", "月湖街道"),
        ("月湖街道的活动不要提醒我了", "月湖街道"),
        ("不要提醒我", ""),
        ("退订", ""),
        ("取消订阅", ""),
        ("不想再收到提醒了", ""),
    ],
)
def test_a_wish_not_to_be_reminded_any_more(text: str, words: str) -> None:
    wish = read_wish(text)
    assert wish is not None
    assert (wish.act, wish.words) == (Act.UNSUBSCRIBE, words)


@pytest.mark.parametrize("text", ["退订全部", "全部退订", "取消所有订阅", "退订所有的提醒", "取消全部提醒"])
def test_a_wish_to_end_them_all(text: str) -> None:
    assert read_wish(text) == Wish(Act.UNSUBSCRIBE_ALL)


@pytest.mark.parametrize(
    "text",
    [
        "我的订阅",
        "我的提醒",
        "我订阅了什么",
        "我都订阅了哪些",
        "看看我的订阅",
        "订阅列表",
        "管理订阅",
        "我订了什么？",
        "我订阅了吗",
        "订阅了没有",
        "每个月不用汇总了",
        "月初汇总不要了",
        "只要活动前提醒就行",
    ],
)
def test_a_wish_to_see_what_one_has(text: str) -> None:
    assert read_wish(text) == Wish(Act.LIST)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("暂停提醒到7月1日", "到7月1日"),
        ("暂停提醒", ""),
        ("先停一下提醒，到下周一", "到下周一"),
        ("暂停订阅两周", "两周"),
        ("7月1日之前不要提醒我", "7月1日之前"),
        ("这个月先别提醒我了", "这个月"),
        ("暂停两周", "两周"),
        ("暂停到7月1日", "到7月1日"),
    ],
)
def test_a_wish_for_a_pause(text: str, words: str) -> None:
    assert read_wish(text) == Wish(Act.PAUSE, words)


@pytest.mark.parametrize("text", ["恢复提醒", "继续提醒我", "取消暂停", "重新开始提醒"])
def test_a_wish_to_go_on(text: str) -> None:
    assert read_wish(text) == Wish(Act.RESUME)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("提前7天提醒我", 7),
        ("提前一周提醒", 7),
        ("当天提醒我就行", 0),
        ("改成提前一天提醒", 1),
        ("提前两周提醒我", 14),
        ("活动前一天提醒我", 1),
        ("开始前三天提醒我", 3),
    ],
)
def test_a_wish_for_another_lead(text: str, days: int) -> None:
    assert read_wish(text) == Wish(Act.LEAD, number=days)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("提醒时间改到8点", dt.time(8)),
        ("早上8点半提醒我", dt.time(8, 30)),
        ("每次晚上七点提醒我", dt.time(19)),
        ("提醒改成 18:30", dt.time(18, 30)),
    ],
)
def test_a_wish_for_another_hour(text: str, at: dt.time) -> None:
    assert read_wish(text) == Wish(Act.HOUR, at=at)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("怎么订阅", ""),
        ("如何取消订阅？", ""),
        ("怎样才能收到提醒", ""),
        ("订阅怎么弄", ""),
        ("订阅是什么意思", ""),
        ("可以订阅吗", ""),
        ("能提醒我吗", ""),
        ("有提醒功能吗", ""),
        ("可以订阅月湖街道吗", "月湖街道"),
        ("怎么订阅月湖街道的活动", "月湖街道的活动"),
    ],
)
def test_how_it_is_done_is_a_question_about_it(text: str, words: str) -> None:
    assert read_wish(text) == Wish(Act.HOW, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("加入日历", ""),
        ("六月的活动加入日历", "六月的活动"),
        ("把17号加到日历里", "序号17"),
        ("导出日历 月湖街道", "月湖街道"),
    ],
)
def test_a_wish_for_a_calendar_file(text: str, words: str) -> None:
    assert read_wish(text) == Wish(Act.CALENDAR, words)


@pytest.mark.parametrize(
    "text",
    [
        "提醒我六月有什么活动",
        "提醒我一下，17号活动是哪个单位",
        "六月有什么活动提醒我一下",
        "六月有什么活动",
        "安全提醒活动有哪些",
        "报刊征订活动是什么时候",
        "预订座位",
        "为什么不提醒我了",
        "日历上6月有什么",
        "有没有通知",
        "通知什么时候发",
        "谁负责通知居民",
        "谁来提醒我",
        "暂停营业的活动",
        "6月的汇总",
        "汇总",
        "每个月的汇总",
        "订",
        "",
    ],
)
def test_a_plain_question_is_not_a_wish(text: str) -> None:
    assert read_wish(text) is None


def test_no_question_of_the_gold_conversations_is_a_wish() -> None:
    turns = [
        turn["q"]
        for file in GOLD.glob("*.jsonl")
        for line in file.read_text("utf-8").splitlines()
        for turn in json.loads(line)["turns"]
    ]
    assert len(turns) > 1000
    assert [text for text in turns if read_wish(text)] == []


@given(
    st.text(
        st.sampled_from("订阅退提醒我不要的了月湖街道17号日历加入暂停到先别怎么吗？ 通知x"),
        max_size=2 * LONGEST,
    )
)
def test_any_text_is_read(text: str) -> None:
    wish = read_wish(text)
    assert wish is None or wish.act in Act


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("到7月1日", "2023-07-01"),
        ("到七月", "2023-07-01"),
        ("到下周一", "2023-05-22"),
        ("到年底", "2024-01-01"),
        ("到月底", "2023-06-01"),
        ("到2023-07-01", "2023-07-01"),
        ("7月1日之前", "2023-07-01"),
        ("到三月", "2024-03-01"),
        ("到今天", "2023-05-21"),
        ("这个月", "2023-06-01"),
        ("这周", "2023-05-22"),
        ("3天", "2023-05-23"),
        ("两周", "2023-06-03"),
        ("一个月", "2023-06-19"),
        ("半年", "2023-11-18"),
    ],
)
def test_a_pause_lasts_until_the_day_that_was_said(words: str, day: str) -> None:
    assert until(words, _MAY_20) == dt.date.fromisoformat(day)


@pytest.mark.parametrize("words", ["", "到我回来", "十年", "到13月", "到2030年"])
def test_a_pause_without_a_day_is_asked_about(words: str) -> None:
    assert until(words, _MAY_20) is None

"""Does reading times stay sound for whatever anyone may type?"""

from __future__ import annotations

import datetime as dt

from hypothesis import example, given, settings
from hypothesis import strategies as st

from plan_store.questions.query import Relation
from plan_store.questions.times import read_times

days = st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2150, 12, 31))
FIGURES = [
    *"六十廿两年月日号份第到至-—、和从前后内上下这今去明底初末春起止的./·:，有天几",
    "6",
    "12",
    "31",
    "99",
]
WORDS = (
    *(
        "2023",
        "23",
        "十二",
        "周",
        "季度",
        "个",
        "半年",
        "个月",
        "以后",
        "之前",
        "今天",
        "今年",
        "去年",
        "下个月",
    ),
    *(
        "上旬",
        "国庆",
        "除夕",
        "清明",
        "冬至",
        "正月",
        "农历",
        "初五",
        "冬天",
        "暑假",
        "最近",
        "未来",
        "过去",
        "开始",
    ),
    *(
        "结束",
        "一直",
        "持续",
        "只在",
        "还没开始",
        "已经结束",
        "剩下",
        "正在",
        "最早",
        "最后",
        "之间",
        "至今",
        "活动",
    ),
    *("周一", "星期", "Q3", "may", "liuyue", "那个月", "同期", "年代", "上世纪", "小时"),
    *(
        "世纪",
        "闰",
        "民国",
        "两千零",
        "次年",
        "第二年",
        "个半月",
        "工作日",
        "过去的",
        "再过",
        "伊始",
        "最后一天",
        "前一天",
        "第一个月",
        "后第二天",
        "三伏",
        "甲辰年",
        "第20周",
        "十四五",
        "读书日",
        "(",
        ")",
    ),
)
timely = st.lists(st.sampled_from([*FIGURES, *WORDS]), max_size=14).map("".join)
texts = st.one_of(st.text(max_size=60), timely)


@settings(max_examples=400, deadline=None)
@given(text=texts, now=days)
@example(text="2月29日到3月", now=dt.date(2023, 2, 28))
@example(text="冬天", now=dt.date(2024, 2, 29))
@example(text="9999年后99999天前", now=dt.date(2023, 5, 20))
def test_phrases_are_ordered_whole_and_within_the_text(text: str, now: dt.date) -> None:
    times = read_times(text, now, now.year)
    position = 0
    for phrase in times.phrases:
        assert position <= phrase.start <= phrase.end <= len(text)
        position = phrase.end
        assert phrase.said
        assert phrase.back == (phrase.first is None and phrase.last is None)
        if phrase.first and phrase.last:
            assert phrase.first <= phrase.last
    for start, end, said in times.impossible:
        assert 0 <= start < end <= len(text)
        assert said
    for start, end in (*times.duration_at, *times.extreme_at, *times.passed):
        assert 0 <= start < end <= len(text)


@settings(max_examples=150, deadline=None)
@given(before=st.sampled_from(["", "请问", "麻烦问下，", "街道的"]), month=st.integers(1, 12), now=days)
def test_politeness_around_a_month_changes_nothing(before: str, month: int, now: dt.date) -> None:
    plain = read_times(f"{month}月", now, 2023).phrases[0]
    wrapped = read_times(f"{before}{month}月有什么活动呀", now, 2023).phrases
    assert [(phrase.first, phrase.last, phrase.relation) for phrase in wrapped] == [
        (plain.first, plain.last, Relation.OVERLAPS)
    ]


@settings(max_examples=150, deadline=None)
@given(first=st.integers(1, 12), length=st.integers(0, 11), now=days)
def test_a_range_holds_its_first_to_its_last_month(first: int, length: int, now: dt.date) -> None:
    last = min(12, first + length)
    for connector in ("月到", "月-", "月至", "-", "到", "月—"):
        (phrase,) = read_times(f"{first}{connector}{last}月", now, 2023).phrases[:1]
        assert (phrase.first, phrase.last and phrase.last.month) == (dt.date(2023, first, 1), last)


@settings(max_examples=200, deadline=None)
@given(day=st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2060, 12, 31)), now=days)
def test_a_day_is_the_same_in_any_writing(day: dt.date, now: dt.date) -> None:
    year, month, number = day.year, day.month, day.day
    chinese = "".join("〇一二三四五六七八九"[int(figure)] for figure in str(year))
    for text in (
        f"{day}",
        f"{day:%Y%m%d}",
        f"{year}/{month}/{number}",
        f"{year}.{month}.{number}",
        f"{year}年{month}月{number}日",
        f"{year}年，{month}月{number}号",
        f"{chinese}年{in_chinese(month)}月{in_chinese(number)}日",
        f"{month}/{number}/{year}",
    ):
        (phrase,) = read_times(text, now, 2023).phrases
        assert (phrase.first, phrase.last) == (day, day), text


def in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("", "十", "二十", "三十")[tens] + ("" if ones == 0 else "一二三四五六七八九"[ones - 1])


@settings(max_examples=150, deadline=None)
@given(count=st.integers(1, 30), now=days)
def test_what_lies_so_far_ahead_lies_as_far_back_from_there(count: int, now: dt.date) -> None:
    (ahead,) = read_times(f"{count}天后", now, 2023).phrases
    assert ahead.first == now + dt.timedelta(days=count)
    (back,) = read_times(f"{count}天前", ahead.first, 2023).phrases
    assert (back.first, back.last) == (now, now)
    (month,) = read_times(f"{count}个月后", now, 2023).phrases
    assert month.first is not None
    assert (month.first.year * 12 + month.first.month) - (now.year * 12 + now.month) == count


@settings(max_examples=100, deadline=None)
@given(month=st.integers(2, 11), now=days)
def test_a_month_with_what_is_before_and_after_it_is_its_whole_year(month: int, now: dt.date) -> None:
    before, itself, after = (
        read_times(f"{month}月{word}", now, 2023).phrases[0] for word in ("以前", "", "以后")
    )
    one = dt.timedelta(days=1)
    assert before.first == dt.date(2023, 1, 1)
    assert before.last is not None
    assert before.last + one == itself.first
    assert itself.last is not None
    assert itself.last + one == after.first
    assert after.last == dt.date(2023, 12, 31)


def test_the_longest_message_of_any_pattern_is_read_and_always_alike() -> None:
    for unit in (
        "六月到七月",
        "1-",
        "年月日",
        "一二三",
        "2023",
        "最近三个月",
        "每三个周",
        "到" * 7,
        "20世纪60年代",
        "(周六)",
    ):
        text = (unit * 4096)[:4096]
        assert read_times(text, dt.date(2023, 5, 20), 2023) == read_times(text, dt.date(2023, 5, 20), 2023), (
            unit
        )

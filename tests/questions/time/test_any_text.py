"""Does reading times stay sound for whatever anyone may type?"""

from __future__ import annotations

import datetime as dt
import time

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


def test_the_longest_message_is_read_in_a_moment() -> None:
    for unit in ("六月到七月", "1-", "年月日", "一二三", "2023", "最近三个月", "每三个周", "到" * 7):
        text = (unit * 4096)[:4096]
        begin = time.perf_counter()
        read_times(text, dt.date(2023, 5, 20), 2023)
        assert time.perf_counter() - begin < 0.5, unit

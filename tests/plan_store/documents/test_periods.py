"""Times of activities as tables write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_store.documents.periods import PeriodError, Timing, read_period
from plan_store.plan import Period, Session


@pytest.mark.parametrize(
    ("written", "months"),
    [
        ("6月", "6月"),
        ("5月-9月", "5月-9月"),
        ("5—6月", "5月-6月"),
        ("5-6月", "5月-6月"),
        ("5～6月", "5月-6月"),
        ("3月至5月", "3月-5月"),
        ("3月到5月", "3月-5月"),
        ("３月－５月", "3月-5月"),
        ("3、9月", "3月、9月"),
        ("3月，9月", "3月、9月"),
        ("3月和9月", "3月、9月"),
        ("3、5-6月", "3月、5月-6月"),
        ("7、8月", "7月-8月"),
        ("3月-5", "3月-5月"),
        ("6月份", "6月"),
        ("六月", "6月"),
        ("十一月至十二月", "11月-12月"),
        ("第二季度", "4月-6月"),
        ("二季度", "4月-6月"),
        ("一、三季度", "1月-3月、7月-9月"),
        ("第一季度-第三季度", "1月-9月"),
        ("上半年", "1月-6月"),
        ("下半年", "7月-12月"),
        ("全年", "1月-12月"),
        ("2023年6月", "6月"),
        ("2023.6", "6月"),
        ("2023年3月-2023年5月", "3月-5月"),
        ("3月-\n4月", "3月-4月"),
        ("6月\n7月", "6月-7月"),
        (" 6 月 ", "6月"),
    ],
)
def test_months_are_read_in_any_usual_writing(written: str, months: str) -> None:
    timing = read_period(written, 2023)
    assert (str(timing.period), timing.sessions, timing.exact) == (months, (), True)


@pytest.mark.parametrize(
    ("written", "months", "days"),
    [
        ("5月15日", "5月", ["2023-05-15"]),
        ("5月15号", "5月", ["2023-05-15"]),
        ("2023年6月9日", "6月", ["2023-06-09"]),
        ("2023-06-09", "6月", ["2023-06-09"]),
        ("2023/6/9", "6月", ["2023-06-09"]),
        ("6月9日（星期五）", "6月", ["2023-06-09"]),
        ("5月15日-17日", "5月", ["2023-05-15", "2023-05-16", "2023-05-17"]),
        ("5月15-16日", "5月", ["2023-05-15", "2023-05-16"]),
        ("5月31日至6月1日", "5月-6月", ["2023-05-31", "2023-06-01"]),
        ("5月15日、20日", "5月", ["2023-05-15", "2023-05-20"]),
        ("5月15日、6月20日", "5月-6月", ["2023-05-15", "2023-06-20"]),
    ],
)
def test_days_are_kept_as_days(written: str, months: str, days: list[str]) -> None:
    timing = read_period(written, 2023)
    assert (str(timing.period), timing.exact) == (months, True)
    assert [str(session.day) for session in timing.sessions] == days


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("6月9日上午10:00", dt.time(10), None),
        ("6月9日 下午2点半", dt.time(14, 30), None),
        ("6月9日9:00-11:30", dt.time(9), dt.time(11, 30)),
        ("6月9日（星期五）下午2:30—4:30", dt.time(14, 30), dt.time(16, 30)),
        ("6月9日上午9时至下午4时", dt.time(9), dt.time(16)),
    ],
)
def test_hours_of_a_day_are_kept(written: str, start: dt.time, end: dt.time | None) -> None:
    assert read_period(written, 2023).sessions == (Session(dt.date(2023, 6, 9), start, end),)


@pytest.mark.parametrize(
    ("written", "months"),
    [
        ("5月中旬", "5月"),
        ("6月上旬", "6月"),
        ("5月底", "5月"),
        ("5月下旬-6月上旬", "5月-6月"),
        ("6月左右", "6月"),
        ("6月（待定）", "6月"),
        ("5月1日-6月30日", "5月-6月"),
        ("每月", "1月-12月"),
    ],
)
def test_what_months_do_not_say_is_marked(written: str, months: str) -> None:
    timing = read_period(written, 2023)
    assert (str(timing.period), timing.exact) == (months, False)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "空的"),
        ("2023年", "空的"),
        ("13月", "没有13月"),
        ("0月", "没有0月"),
        ("第五季度", "没有第5季度"),
        ("9月-5月", "结束早于开始"),
        ("5月20日-15日", "结束早于开始"),
        ("2024年6月", "不在2023年"),
        ("11月-次年2月", "超出了2023年"),
        ("2月29日", "2023年没有2月29日"),
        ("6月9日25:00", "没有25点"),
        ("6月9日11:00-9:00", "结束时刻早于开始"),
        ("5-6", "没有写明月份"),
        ("15日", "没有写明月份"),
        ("待定", "看不懂"),
        ("6月底前", "看不懂"),
        ("3-5-7月", "看不懂"),
        ("六一前夕", "看不懂"),
    ],
)
def test_what_names_no_months_for_certain_is_refused_with_the_reason(written: str, reason: str) -> None:
    with pytest.raises(PeriodError, match=reason):
        read_period(written, 2023)


@given(st.text("0123456789年月日号至到和、-—.,:上中下旬半季度第一二十周(（)） \n") | st.text())
def test_any_text_is_read_or_refused_by_name(written: str) -> None:
    try:
        timing = read_period(written, 2023)
    except PeriodError:
        return
    assert {session.day.month for session in timing.sessions} <= set(timing.period.months)


@given(st.sets(st.integers(1, 12), min_size=1))
def test_a_period_as_the_bot_writes_it_is_read_back(months: set[int]) -> None:
    period = Period(tuple(sorted(months)))
    assert read_period(str(period), 2023) == Timing(period)


def test_a_leap_day_exists_in_a_leap_year() -> None:
    assert read_period("2月29日", 2024).sessions == (Session(dt.date(2024, 2, 29)),)

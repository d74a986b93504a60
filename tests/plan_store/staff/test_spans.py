"""Days behind us are named as residents name them."""

from __future__ import annotations

import datetime as dt

import pytest

from plan_store.staff.spans import LONGEST, days_meant

TODAY = dt.date(2023, 5, 20)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("", "2023-05-14", "2023-05-20"),
        ("上周", "2023-05-08", "2023-05-14"),
        ("本周", "2023-05-15", "2023-05-20"),
        ("四月", "2023-04-01", "2023-04-30"),
        ("六月", "2022-06-01", "2022-06-30"),
        ("上个月", "2023-04-01", "2023-04-30"),
        ("这个月", "2023-05-01", "2023-05-20"),
        ("昨天", "2023-05-19", "2023-05-19"),
        ("过去30天", "2023-04-20", "2023-05-20"),
        ("4月1日到4月15日", "2023-04-01", "2023-04-15"),
        ("今年", "2023-01-01", "2023-05-20"),
        ("去年12月", "2022-12-01", "2022-12-31"),
    ],
)
def test_days_are_understood(words: str, first: str, last: str) -> None:
    days = days_meant(words, TODAY)
    assert days is not None
    assert (str(days.first), str(days.last)) == (first, last)


@pytest.mark.parametrize("words", ["街道", "13月", "明天", "明年"])
def test_what_names_no_day_behind_us_is_not_guessed(words: str) -> None:
    assert days_meant(words, TODAY) is None


def test_all_is_as_far_back_as_counts_are_kept() -> None:
    days = days_meant("全部", TODAY)
    assert days is not None
    assert (days.count, days.last) == (LONGEST, TODAY)

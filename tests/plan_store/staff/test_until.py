"""A staff member's words for the last day of something."""

from __future__ import annotations

import datetime as dt

import pytest

from plan_store.staff.fields import UnacceptableError
from plan_store.staff.until import last_day

TODAY = dt.date(2023, 11, 30)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2023-12-31", "2023-12-31"),
        ("到 2023年12月5日 为止", "2023-12-05"),
        ("12月31日", "2023-12-31"),
        ("截止12月15号", "2023-12-15"),
        ("1月31日", "2024-01-31"),
        ("11月30日", "2023-11-30"),
        ("11月29日", "2024-11-29"),
        ("12月", "2023-12-31"),
        ("2月", "2024-02-29"),
        ("年底", "2023-12-31"),
        ("月底", "2023-11-30"),
        ("三个月", "2024-02-29"),
        ("1个月内", "2023-12-30"),
        ("十天", "2023-12-10"),
        ("两周", "2023-12-14"),
        ("半年", "2024-05-30"),
        ("一年", "2024-11-30"),
    ],
)
def test_the_last_day_is_read(said: str, day: str) -> None:
    assert last_day(said, TODAY) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("2023-11-29", "已经过去了"),
        ("2025-12-31", "最长一年"),
        ("两年", "最长一年"),
        ("13月", "没看懂"),
        ("2月30日", "没看懂"),
        ("以后再说", "没看懂"),
        ("12月中旬", "没有写明哪一天"),
        ("", "没看懂"),
    ],
)
def test_what_is_no_such_day_is_refused_with_what_would_be_right(said: str, why: str) -> None:
    with pytest.raises(UnacceptableError, match=why):
        last_day(said, TODAY)

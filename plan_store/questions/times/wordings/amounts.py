"""How much time do a number and a unit make: 三个月, 两年半, 半小时, 15个工作日?"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from plan_store.questions.times import calendar
from plan_store.questions.times.numerals import NUMBER, read_number, read_numbers

FEW = 3
"""What 几 stands for: 接下来几个月."""

AMOUNT = (
    rf"(?P<n>[1-9][0-9]{{0,3}}|[一二两三四五六七八九]百|[二三四五六七八九]?十[几来]|(?![0〇零○]){NUMBER}|[半几数])(?P<more>多?)\s?"
    r"(?P<u>个多?半?月|个?季度|年[半多]?(?![级龄纪])|个?[半多]?(?:星期|礼拜|周(?![年岁围边一二三四五六日末]))|[天日]半?|"
    r"个?[半多]?(?:小时|钟头)|个钟(?!头)|刻钟|分(?:半钟?|钟半?)|秒钟?|个?(?:工作|交易)日|(?<=[两俩])月|(?<=[半数])月)"
)
"""Groups `n`, `more`, `u` as `amount` reads them."""

_LONGEST = {"年": 100, "月": 1000, "天": 20000}
"""Farther than this from now nobody means a date."""


@dataclass(frozen=True, slots=True)
class Amount:
    """So many calendar months and days."""

    months: int
    days: int
    unit: str
    """年, 月 or 天: how finely it was said."""

    def and_months(self, months: int) -> Amount:
        return replace(self, months=self.months + months) if months else self

    def before(self, day: dt.date) -> dt.date:
        return calendar.plus_months(day, -self.months) - dt.timedelta(days=self.days)

    def after(self, day: dt.date) -> dt.date:
        return calendar.plus_months(day, self.months) + dt.timedelta(days=self.days)


def amount(match: re.Match[str]) -> Amount | None:
    """What AMOUNT has matched; None where it is no number, or too much."""
    unit, text = match["u"], match["n"]
    half = "半" in unit
    if text == "半":
        number, half = 0, True
    else:
        number = _how_many(text)
        if not number:
            return None
    kind = unit.strip("个半多")
    if kind == "年":
        return _of_months(12 * number + 6 * half, "月" if half else "年")
    if kind in ("月", "季度"):
        size = 3 if kind == "季度" else 1
        months = _of_months(size * number, "月")
        return months and (Amount(months.months, 15, "天" if not number else "月") if half else months)
    if kind in ("周", "星期", "礼拜"):
        days = 7 * number + 3 * half
    elif kind in ("天", "日"):
        days = number
    elif kind in ("工作日", "交易日"):
        days = number + 2 * (number // 5)
    else:
        days = number // 24 if kind in ("小时", "钟头", "钟") else 0
    return Amount(0, days, "天") if days <= _LONGEST["天"] else None


def _how_many(text: str) -> int:
    """几 is a few, 十几 some more than ten, 两三 the larger; 0 for what is no number."""
    if text in "几数":
        return FEW
    if text.endswith(("几", "来")):
        return (read_number(text[:-1]) or 0) + FEW
    if text.endswith("百"):
        return 100 * (read_number(text[0]) or 0)
    if text == "三五":
        return 5
    numbers = read_numbers(text)
    return numbers[-1] if numbers else 0


def _of_months(months: int, unit: str) -> Amount | None:
    return Amount(months, 0, unit) if months <= _LONGEST["月"] else None

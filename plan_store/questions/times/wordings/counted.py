"""Which times are counted from now by a number: 三个月后, 两周前, 未来半年, 20天内?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.patterns import pattern
from plan_store.questions.times import calendar
from plan_store.questions.times.numerals import NUMBER, read_number
from plan_store.questions.times.pieces import Kind, Piece
from plan_store.questions.times.wordings.amounts import AMOUNT, Amount, amount
from plan_store.questions.times.wordings.relative import fixed
from plan_store.questions.times.wordings.rule import NUMERALS, Rule

_NTH = "一二三四1234"
_LESS_THAN_A_WEEK = ("天", "日", "小时", "钟头", "钟", "分", "半")


def _after_or_before(match: re.Match[str], now: dt.date) -> Piece | None:
    """三个月后, 两周前, 20天内, 三年半以来."""
    counted = amount(match)
    if counted is None or (match["u"] == "季度" and match["n"] in _NTH):
        return None  # 三季度内 is the third one, 三个季度内 are three of them
    counted = counted.and_months(12 * _number(match["years"]) + _number(match["months"]))
    way = match["way"]
    if way.endswith(("内", "里")):
        return fixed(match, (now, counted.after(now)), fine=counted.unit == "天")
    if way.endswith("来"):
        return fixed(match, (counted.before(now), now), fine=counted.unit == "天")
    return _around(match, counted, counted.before(now) if "前" in way else counted.after(now))


def _number(text: str | None) -> int:
    return (read_number(text) or 0) if text else 0


def _around(match: re.Match[str], counted: Amount, day: dt.date) -> Piece:
    """The year, month or day that lies so far from now: as fine as it was said."""
    if counted.unit == "年":
        return Piece(
            Kind.YEAR,
            match.start(),
            match.end(),
            f"{day.year}年",
            numbers=(day.year, day.year),
        )
    if counted.unit == "月":
        return fixed(match, calendar.months(day.year, day.month, day.month))
    return fixed(match, (day, day), fine=True)


def _passing(match: re.Match[str], now: dt.date) -> Piece | None:
    """再过三个月; 过两天 is any of the days to come."""
    counted = amount(match)
    if counted is None:
        return None
    if match["n"] in "几两" and counted.unit == "天" and counted.days <= 3:
        return fixed(match, (now + dt.timedelta(days=1), now + dt.timedelta(days=14)), fine=True)
    return _around(match, counted, counted.after(now))


_LOOKS_AHEAD = pattern(r"有|活动|哪些|会|将|要|能|可以|参加|安排|计划|打算")
_LOOKS_BACK = pattern(r"过的|过了|过哪|过什|过啥|了哪|了什|了啥|已经|办了|搞了|开展了|举办了|举行了|做了")


def _stretch(match: re.Match[str], now: dt.date) -> Piece | None:
    """未来三个月, 过去两周, 最近三天."""
    counted = amount(match)
    if counted is None:
        return None
    before = match["pre"]
    if before in ("前", "后") and (counted.unit == "月" or match["n"] in "半一"):
        return None
    if before in ("下", "上", "这") and match["n"] in "一1" and not match["u"].endswith(_LESS_THAN_A_WEEK):
        return None  # 下一周 and 这一个月 are those of the calendar
    if before in ("下", "上", "这") and match["n"] == "半":
        return None
    if before in ("最近", "近", "这", "最近这", "近这"):
        ahead = bool(_LOOKS_AHEAD.search(match.string)) and not _LOOKS_BACK.search(match.string)
        return _including_now(match, now, counted, ahead)
    backward = before.endswith(("过去", "前", "过往", "上"))
    if counted.unit == "天":
        return fixed(match, (counted.before(now), now) if backward else (now, counted.after(now)), fine=True)
    if _several_years(counted):
        count = counted.months // 12
        first, last = (-count, -1) if backward else (1, count)
        return fixed(match, calendar.years(now.year + first, now.year + last))
    months = max(1, counted.months)
    return fixed(match, calendar.calendar_months(now, *((-months, -1) if backward else (1, months))))


def _several_years(counted: Amount) -> bool:
    """未来五年 are years of the calendar, as 未来三个月 are its months; 过去一年 is twelve months."""
    return counted.unit == "年" and counted.months > 12


def _including_now(match: re.Match[str], now: dt.date, counted: Amount, ahead: bool) -> Piece:
    if counted.unit == "天":
        return fixed(match, (now, counted.after(now)) if ahead else (counted.before(now), now), fine=True)
    if _several_years(counted):
        others = counted.months // 12 - 1
        first, last = (0, others) if ahead else (-others, 0)
        return fixed(match, calendar.years(now.year + first, now.year + last))
    months = max(1, counted.months)
    return fixed(match, calendar.calendar_months(now, *((0, months - 1) if ahead else (1 - months, 0))))


RULES: tuple[Rule, ...] = (
    Rule(
        NUMERALS + "半几数",
        rf"(?<![0-9一二三四五六七八九十第前后月])(?:(?P<years>{NUMBER})年[零又]?(?={NUMBER}个))?"
        rf"(?:(?P<months>{NUMBER})个月[零又]?(?={NUMBER}[天日]))?{AMOUNT}(?P<way>(?:以|之|过)?后(?!续|勤)|"
        r"(?:以|之)?前(?![一二三四五六七八九十两几0-9](?:个?[季周天]|个月))(?!(?<=[0-9]{2}年前)[一二三四五六七八九十0-9]月)|(?:以|之)?内(?!容)|之?里|以来|来(?=[，,。我你咱有都办搞举开]|$))",
        _after_or_before,
    ),
    Rule(
        "最近过前这未接今往后下将随上此之",
        r"(?P<pre>最近这?|近(?!乎)|过去|过往|此前|往前|这|未来|接下来|后[面头]|今后|往后头?|将来|随后|"
        r"(?<![以之月季周日天度最])后|(?<![以之月季周日天度目提节底初末])前|(?<![以一剩余])[下上]|(?<![月季周日天度年节期底初末中])之[前后])的?这?"
        rf"\s?{AMOUNT}(?:之?[内里中间])?(?!以上|[班课学])",
        _stretch,
    ),
    Rule("再过", rf"(?:再过|(?<![超不通经度办搞开做举])过)了?{AMOUNT}(?:以|之)?后?", _passing),
)

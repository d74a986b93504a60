"""Which times are counted from now by a number: 三个月后, 两周前, 未来半年, 20天内?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.questions.times import calendar
from plan_store.questions.times.numerals import NUMBER, read_number
from plan_store.questions.times.pieces import Kind, Piece
from plan_store.questions.times.wordings.relative import FEW, fixed
from plan_store.questions.times.wordings.rule import NUMERALS, Rule, rule


def _count(match: re.Match[str]) -> tuple[int, str] | None:
    """How many of which unit: days, months or years."""
    unit = match["u"].removeprefix("个")
    text = match["n"]
    if text == "半":
        return {"年": (6, "月"), "月": (15, "天"), "天": (0, "天")}.get(unit)
    number = FEW if text in ("几", "数") else int(text) if text.isdigit() else read_number(text)
    if number is None or not number:
        return None
    if unit in ("周", "星期", "礼拜"):
        return number * 7, "天"
    if unit.startswith("季"):
        return number * 3, "月"
    if unit in ("小时", "钟头"):
        return number // 24, "天"
    if unit == "分钟":
        return 0, "天"
    return number, {"日": "天"}.get(unit, unit)


def _shift(now: dt.date, count: int, unit: str) -> dt.date | None:
    if abs(count) > (1000 if unit != "天" else 20000):
        return None
    if unit == "天":
        return now + dt.timedelta(days=count)
    return calendar.plus_months(now, count if unit == "月" else 12 * count)


def _after_or_before(match: re.Match[str], now: dt.date) -> Piece | None:
    """三个月后, 两周前, 20天内."""
    counted = _count(match)
    if counted is None:
        return None
    count, unit = counted
    post = match["post"]
    if post.endswith(("内", "里")):
        end = _shift(now, count, unit)
        if end is None:
            return None
        return fixed(match, (now, end), fine=unit == "天")
    if post.endswith("来"):
        begin = _shift(now, -count, unit)
        return fixed(match, (begin, now), fine=unit == "天") if begin else None
    sign = -1 if "前" in post else 1
    day = _shift(now, sign * count, unit)
    if day is None:
        return None
    if unit == "年":
        return Piece(
            Kind.YEAR,
            match.start(),
            match.end(),
            f"{day.year}年",
            numbers=(day.year, day.year),
            relative_year=True,
        )
    if unit == "月":
        return fixed(match, calendar.months(day.year, day.month, day.month))
    return fixed(match, (day, day), fine=True)


_LOOKS_AHEAD = re.compile(r"有|活动|哪些|会|将|要|能|可以|参加|安排|计划|打算")
_LOOKS_BACK = re.compile(r"过的|过了|过哪|过什|过啥|了哪|了什|了啥|已经|办了|搞了|开展了|举办了|举行了|做了")


def _stretch(match: re.Match[str], now: dt.date) -> Piece | None:
    """未来三个月, 过去两周, 最近三天."""
    counted = _count(match)
    if counted is None:
        return None
    count, unit = counted
    before = match["pre"]
    if before in ("前", "后") and (unit == "月" or match["n"] == "半"):
        return None
    if before in ("最近", "近", "这", "最近这", "近这"):
        ahead = bool(_LOOKS_AHEAD.search(match.string)) and not _LOOKS_BACK.search(match.string)
        return _including_now(match, now, count, unit, 1 if ahead else -1)
    backward = before.endswith(("过去", "前", "过往", "上", "此前"))
    sign = -1 if backward else 1
    if unit == "年":
        count, unit = 12 * count, "月"
    if unit == "月":
        if count > 1000:
            return None
        first, last = (-count, -1) if backward else (1, count)
        return fixed(match, calendar.calendar_months(now, first, last))
    edge = _shift(now, sign * count, unit)
    if edge is None:
        return None
    return fixed(match, (edge, now) if backward else (now, edge), fine=True)


def _including_now(match: re.Match[str], now: dt.date, count: int, unit: str, sign: int) -> Piece | None:
    if unit == "天":
        edge = _shift(now, sign * count, unit)
        if edge is None:
            return None
        return fixed(match, (min(now, edge), max(now, edge)), fine=True)
    months = count if unit == "月" else 12 * count
    if months > 1000:
        return None
    first, last = (0, months - 1) if sign > 0 else (1 - months, 0)
    return fixed(match, calendar.calendar_months(now, first, last))


_HALF = r"(?:半|几|数)"

RULES: tuple[Rule, ...] = (
    rule(
        NUMERALS + "半几数",
        rf"(?<![0-9一二三四五六七八九十第前后月])(?P<n>[0-9]{{1,4}}|{NUMBER}|{_HALF})(?P<u>个月|个?季度|年|个?(?:星期|礼拜)|周|[天日]|"
        r"个?(?:小时|钟头)|分钟|(?<=[两俩])月|(?<=半)个月)(?P<post>(?:以|之|过)?后(?!续|勤)|(?:以|之)?前(?![一二三四五六七八九十两几0-9]个?[季月周天])|(?:以|之)?内(?!容)|之?里|以来)",
        _after_or_before,
    ),
    rule(
        "最近过前这未接今往后下将随上此",
        r"(?P<pre>最近这?|近(?!乎)|过去|过往|此前|往前|这|未来|接下来|今后|往后|将来|随后|(?<![以之月季周日天度])后|(?<![以之月季周日天度目提])前|下|上)的?这?"
        rf"(?P<n>[0-9]{{1,4}}|{NUMBER}|{_HALF})(?P<u>个月|个?季度|(?<!一)年(?![级龄纪])|(?<=半)年|个?(?:星期|礼拜)|周|[天日]|个?(?:小时|钟头)|分钟)(?:之?[内里中间])?(?!以上)",
        lambda match, now: (
            None
            if match["pre"] in ("下", "上", "这") and match["n"] in ("一", "半", "1")
            else _stretch(match, now)
        ),
    ),
    rule(
        "未过近最今往后",
        r"(?P<pre>未来|过去|近|最近|今后|往后)(?P<n>[一])(?P<u>年)(?:之?[内里中间])?",
        lambda match, now: _stretch(match, now),
    ),
    rule(
        "这最近",
        r"(?:这|最近|近)(?:这)?(?P<n>[几两])(?P<u>天|个月|周)",
        lambda match, now: _stretch(match, now),
    ),
)

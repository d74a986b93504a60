"""Which days are written in figures: 2023-06-17, 2023.6.17, 20230617, 6/2023, 6·30?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.patterns import pattern
from plan_store.questions.times import calendar
from plan_store.questions.times.calendar import Days
from plan_store.questions.times.pieces import Kind, Piece
from plan_store.questions.times.wordings.rule import Rule

YEAR_4 = r"(?:19|20)[0-9]{2}"


def _numeric_date(match: re.Match[str], now: dt.date) -> Piece | None:
    year, month = int(match["y"]), int(match["m"])
    if not 1 <= month <= 12:
        return None
    start, end, said = match.start(), match.end(), f"{year}年{month}月"
    number = int(match["d"] or 0)
    if not number or (match["t"] in _TO and not month < number <= 12):
        end = match.end("m") if number else end
        days = calendar.months(year, month, month)
        return Piece(Kind.FIXED, start, end, said, days=days, named_year=True)
    if _is_a_month(match, month, number):
        days = calendar.months(year, month, number)
        return Piece(Kind.FIXED, start, end, f"{said}-{number}月", days=days, named_year=True)
    day = _day(year, month, number)
    if day is None:
        return Piece(Kind.IMPOSSIBLE, start, end, f"{said}{number}日")
    return Piece(Kind.FIXED, start, end, f"{said}{number}日", days=(day, day), fine=True, named_year=True)


_TO = frozenset("~～—–到至")


def _is_a_month(match: re.Match[str], month: int, number: int) -> bool:
    """The 7 of 2023.5-7 and 2023.5~7; not that of 2023-5-7."""
    sign = match["t"]
    return sign in _TO or (match["s"] != sign and len(match["d"]) == 1 and month < number)


def _compact_date(match: re.Match[str], now: dt.date) -> Piece | None:
    year, month, number = int(match["y"]), int(match["m"]), match["d"]
    start, end, said = match.start(), match.end(), f"{year}年{month}月"
    if number is None:
        return Piece(Kind.FIXED, start, end, said, days=calendar.months(year, month, month), named_year=True)
    day = _day(year, month, int(number))
    if day is None:
        return None
    return Piece(
        Kind.FIXED, start, end, f"{said}{int(number)}日", days=(day, day), fine=True, named_year=True
    )


def _day(year: int, month: int, day: int) -> dt.date | None:
    return dt.date(year, month, day) if 1 <= day <= calendar.month_length(year, month) else None


def _month_slash_year(match: re.Match[str], now: dt.date) -> Piece | None:
    year, month = int(match["y"]), int(match["m"])
    if not 1 <= month <= 12:
        return None
    days = calendar.months(year, month, month)
    return Piece(Kind.FIXED, match.start(), match.end(), f"{year}年{month}月", days=days, named_year=True)


_PROGRAM = pattern(r"(?:[A-Za-z]\s?|(?:版本?|系统|固件)[号是为:：]?\s?)\Z")
"""Before the figures of a version: iOS 17.5.1, 版本23.6.12."""


def _year_last(match: re.Match[str], now: dt.date) -> Piece | None:
    """3/7/2017, 13.5.2015, and with two figures for the year, first or last: 23-6-17, 23/7/5, 10/31/74."""
    first, second, third, sign = match["a"], match["b"], match["c"], match["s"]
    a, b, c = int(first), int(second), int(third)
    if sign == "." and len(first) < len(third) == 2:
        return None  # a version number: 2.1.10
    if sign == "." and _PROGRAM.search(match.string, max(0, match.start() - 6), match.start()):
        return None
    if len(third) == 1 and (len(first) == 1 or (1 <= a <= 12 and first[0] != "0")):
        return None  # 5/6/7, 10.2.3
    if sign == "-" and match.string[match.start() - 1 : match.start()] == "-":
        return None
    if len(third) == 1 or (len(third) == 2 and len(first) == 2 and c <= 31 and (a > 12 or sign != "/")):
        year, month, number = calendar.nearest_year(a, now), b, c
    else:
        year = c if len(third) == 4 else calendar.nearest_year(c, now)
        # Slashes put the month first, other signs the day, unless that is no month.
        day_first = b <= 12 and (a > 12 or (sign != "/" and len(third) == 4))
        month, number = (b, a) if day_first else (a, b)
    day = _day(year, month, number) if 1 <= month <= 12 else None
    if day is None:
        return None
    said = f"{year}年{month}月{number}日"
    return Piece(Kind.FIXED, match.start(), match.end(), said, days=(day, day), fine=True, named_year=True)


_FRACTIONS = frozenset({(1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (1, 10)})


_PART_OF_DAY = pattern("(?:[上中下]午|[早晚清凌]晨?上?|傍晚|夜里)\\Z")
"""Before an hour: 上午9.30."""


def _month_and_day(match: re.Match[str], now: dt.date) -> Piece | None:
    month, day, sign = int(match["m"]), int(match["d"]), match["s"]
    if sign == "." and _PART_OF_DAY.search(match.string, max(0, match.start() - 2), match.start()):
        return None
    if not (1 <= month <= 12 and 1 <= day <= calendar.month_length(2024, month)):
        return None
    if sign == "/" and (month, day) in _FRACTIONS:
        return None
    if sign == "-" and not (len(match["m"]) == len(match["d"]) == 2):
        return None
    return Piece(
        Kind.DATE,
        match.start(),
        match.end(),
        f"{month}月{day}日",
        of_year=_day_of_year(month, day),
        fine=True,
    )


def _day_of_year(month: int, day: int) -> calendar.DaysOfYear:
    def of_year(year: int) -> Days | None:
        found = _day(year, month, day)
        return (found, found) if found else None

    return of_year


RULES: tuple[Rule, ...] = (
    Rule(
        "12",
        rf"(?<![0-9])(?P<y>{YEAR_4})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01])?(?![0-9])",
        _compact_date,
    ),
    Rule(
        "0123456789",
        r"(?<![0-9./])(?P<a>[0-9]{1,2})(?P<s>[-/.])(?P<b>[0-9]{1,2})(?P=s)(?P<c>(?:19|20)?[0-9]{2}|[0-9])"
        r"(?![0-9]|[./][0-9]|[号室栋楼幢版节章条款])",
        _year_last,
    ),
    Rule(
        "12",
        rf"(?<![0-9.])(?P<y>{YEAR_4}|1[0-8][0-9]{{2}}(?=[-/.][0-9]{{1,2}}[-/.][0-9]))(?P<s>\s?[-/.·]\s?|\s)(?P<m>[0-9]{{1,2}})"
        r"(?:(?P<t>\s?[-/.·]\s?|\s|[~～—–到至](?=[0-9]{1,2}(?![0-9./·-])))(?P<d>[0-9]{1,2}))?(?![0-9]|\s?[年月号日个季])日?",
        _numeric_date,
    ),
    Rule("0123456789", rf"(?<![0-9])(?P<m>[0-9]{{1,2}})[-/](?P<y>{YEAR_4})(?![0-9年])", _month_slash_year),
    Rule(
        "0123456789",
        r"(?<![0-9.·/第])(?P<m>[0-9]{1,2})(?P<s>[-/.·])(?P<d>[0-9]{1,2})(?![0-9月年个季]|[.·/:][0-9]|"
        r"[万亿%％元分级楼倍米版折公里平岁人名天场次家项号栋层])日?",
        _month_and_day,
    ),
)

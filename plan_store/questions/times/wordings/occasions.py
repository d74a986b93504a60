"""Which holiday, solar term or day of the lunar calendar is named?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.questions.times.calendar import FIRST_YEAR, LAST_YEAR, Days
from plan_store.questions.times.numerals import FIGURES, NUMBER, read_number
from plan_store.questions.times.pieces import Kind, Piece
from plan_store.questions.times.wordings.cycles import SEXAGENARY, STEMS, sexagenary_year
from plan_store.questions.times.wordings.holidays import (
    HOLIDAY,
    holiday,
    holiday_named,
    leap_month,
    lunar_span,
)
from plan_store.questions.times.wordings.rule import NUMERALS, UNCUT, Rule

_LUNAR_MONTHS = {"": 1, "正": 1, "冬": 11, "腊": 12}
_LUNAR_DAY = (
    "初(?:[一二三四五六七八九十]|[1-9](?![0-9])|10)|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅|"
    "(?:[12][0-9]|30|[1-9])(?![0-9])|[一二三四五六七八九](?![个次场项周天月年号])"
)


def _holiday(match: re.Match[str], now: dt.date) -> Piece | None:
    name = holiday_named(match)

    def of_year(year: int) -> Days:
        return holiday(name, year)

    return Piece(Kind.DATE, match.start(), match.end(), name, of_year=of_year, fine=True, by_name=True)


def _lunar(match: re.Match[str], now: dt.date) -> Piece | None:
    month = _LUNAR_MONTHS.get(match["m"]) or read_number(match["m"])
    number = match["d"]
    day = read_number(number.lstrip("初")) if number else None
    if month is None or not 1 <= month <= 12 or (number and not (day and 1 <= day <= 30)):
        return None
    known_month = month

    def of_year(year: int) -> Days:
        return lunar_span(year, known_month, day)

    said = f"农历{match['m'] or '正'}月{number or ''}"
    return Piece(Kind.DATE, match.start(), match.end(), said, of_year=of_year, fine=True)


def _lunar_with_year(match: re.Match[str], now: dt.date) -> Piece | None:
    """农历二〇二一年六月, where the year stands inside."""
    year = read_number(match["y"]) if match["y"] else sexagenary_year(match["name"], now)
    piece = _lunar(match, now)
    if piece is None or piece.of_year is None or year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    days = piece.of_year(year)
    if days is None:
        return None
    said = f"{year}年{piece.said}"
    return Piece(
        Kind.FIXED, match.start(), match.end(), said, days=days, fine=bool(match["d"]), named_year=True
    )


def _leap_month(match: re.Match[str], now: dt.date) -> Piece | None:
    month = read_number(match["m"])
    if month is None or not 1 <= month <= 12:
        return None
    day = read_number(match["d"].lstrip("初")) if match["d"] else None

    def of_year(year: int) -> Days | None:
        return leap_month(year, month, day)

    said = f"闰{month}月{match['d'] or ''}"
    return Piece(Kind.DATE, match.start(), match.end(), said, of_year=of_year, fine=True)


def _lunar_days(match: re.Match[str], now: dt.date) -> Piece | None:
    """正月初一到十五: two days of one lunar month."""
    name = match["m"] or match["n"] or "正"
    month = _LUNAR_MONTHS.get(name) or read_number(name)
    first, last = (read_number(match[day].lstrip("初")) for day in ("d", "e"))
    if month is None or not 1 <= month <= 12 or not first or not last or first > last:
        return None
    known_month, ends = month, (first, last)

    def of_year(year: int) -> Days:
        begin, end = (lunar_span(year, known_month, day)[0] for day in ends)
        return begin, end

    said = f"农历{name}月{match['d']}-{match['e']}"
    return Piece(Kind.DATE, match.start(), match.end(), said, of_year=of_year, fine=True)


_TO = "日?(?:到|至|[-~—－–]{1,2})"

RULES: tuple[Rule, ...] = (
    Rule(
        "农阴旧正腊冬大",
        rf"(?:(?:(?:农历|阴历|旧历)的?)(?P<m>[正腊冬]|{NUMBER})月|(?P<n>[正腊冬])月|大年(?=初))(?P<d>{_LUNAR_DAY}){_TO}(?P<e>{_LUNAR_DAY})(?!月)日?",
        _lunar_days,
    ),
    Rule(
        NUMERALS,
        rf"{UNCUT}(?P<m>{NUMBER})月(?P<n>)(?P<d>初[一二三四五六七八九十]){_TO}(?P<e>{_LUNAR_DAY})(?![月日号])",
        _lunar_days,
    ),
    Rule(
        "九上浴佛寒复黑受耶网泼火财花祭节敬下元新阳公白跨春农大正过除年小上腊龙二三3妇女植清五5国劳青端六儿七八党建中鬼教团十重老感万平圣母父情愚护双光立雨惊谷夏芒暑处白秋寒霜冬",
        HOLIDAY.pattern,
        _holiday,
    ),
    Rule("农阴旧", rf"(?:农历|阴历|旧历)的?(?P<m>[正腊冬]|{NUMBER})月(?P<d>{_LUNAR_DAY})?日?", _lunar),
    Rule(
        "农阴旧",
        rf"(?:农历|阴历|旧历)的?(?:(?P<y>[0-9]{{4}}|[{FIGURES}0-9]{{4}})|(?P<name>{SEXAGENARY}))年的?(?P<m>[正腊冬]|{NUMBER})月(?P<d>{_LUNAR_DAY})?日?",
        _lunar_with_year,
    ),
    Rule(
        STEMS,
        rf"(?P<y>)(?P<name>{SEXAGENARY})年的?(?P<m>[正腊冬]|{NUMBER})月(?P<d>{_LUNAR_DAY})?日?",
        _lunar_with_year,
    ),
    Rule("农阴旧闰", rf"(?:(?:农历|阴历|旧历)的?)?闰(?P<m>{NUMBER})月(?P<d>{_LUNAR_DAY})?日?", _leap_month),
    Rule(
        "大年",
        r"(?:大|(?<![今去明前后年0-9〇零]))年(?P<m>)(?P<d>初[二三四五六七八九十])(?![个月季天年])",
        _lunar,
    ),
    Rule("初", r"(?<=(?:除夕|三十|年夜)[到至])(?P<m>)(?P<d>初[一二三四五六七八九十])(?!月)", _lunar),
    Rule("正腊冬", rf"(?P<m>[正腊冬])月(?P<d>{_LUNAR_DAY})?日?", _lunar),
    Rule(
        NUMERALS,
        rf"{UNCUT}(?P<m>{NUMBER})月(?P<d>初[一二三四五六七八九十](?![周个])|廿[一二三四五六七八九]?(?![一二三四五六七八九日号]))",
        _lunar,
    ),
)

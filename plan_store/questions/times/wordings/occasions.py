"""Which holiday, solar term or day of the lunar calendar is named?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.questions.times.calendar import FIRST_YEAR, LAST_YEAR, Days
from plan_store.questions.times.numerals import NUMBER, read_number
from plan_store.questions.times.pieces import Kind, Piece
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
    "初(?:[一二三四五六七八九十]|[1-9](?![0-9])|10)|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|"
    "(?:[12][0-9]|30|[1-9])(?![0-9])"
)
_FIGURES = "〇零○一二三四五六七八九"


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

    said = f"农历{match['m']}月{number or ''}"
    return Piece(Kind.DATE, match.start(), match.end(), said, of_year=of_year, fine=True)


def _lunar_with_year(match: re.Match[str], now: dt.date) -> Piece | None:
    """农历二〇二一年六月, where the year stands inside."""
    piece, year = _lunar(match, now), read_number(match["y"])
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

    def of_year(year: int) -> Days | None:
        return leap_month(year, month)

    return Piece(Kind.DATE, match.start(), match.end(), f"闰{month}月", of_year=of_year, fine=True)


RULES: tuple[Rule, ...] = (
    Rule(
        "元新阳公白跨春农大正过除年小上腊龙二三3妇女植清五5国劳青端六儿七八党建中鬼教团十重老感万平圣母父情愚护双光立雨惊谷夏芒暑处白秋寒霜冬",
        HOLIDAY.pattern,
        _holiday,
    ),
    Rule("农阴旧", rf"(?:农历|阴历|旧历)的?(?P<m>[正腊冬]|{NUMBER})月(?P<d>{_LUNAR_DAY})?日?", _lunar),
    Rule(
        "农阴旧",
        rf"(?:农历|阴历|旧历)的?(?P<y>[0-9]{{4}}|[{_FIGURES}]{{4}})年的?(?P<m>[正腊冬]|{NUMBER})月(?P<d>{_LUNAR_DAY})?日?",
        _lunar_with_year,
    ),
    Rule("农阴旧闰", rf"(?:(?:农历|阴历|旧历)的?)?闰(?P<m>{NUMBER})月", _leap_month),
    Rule("大", r"大年(?P<m>)(?P<d>初[二三四五六七八九十])", _lunar),
    Rule("正腊冬", rf"(?P<m>[正腊冬])月(?P<d>{_LUNAR_DAY})?日?", _lunar),
    Rule(
        NUMERALS,
        rf"{UNCUT}(?P<m>{NUMBER})月(?P<d>(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]?)(?![周个]))",
        _lunar,
    ),
)

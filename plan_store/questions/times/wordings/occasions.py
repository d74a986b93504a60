"""Which holiday, solar term or day of the lunar calendar is named?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.questions.times.calendar import Days
from plan_store.questions.times.numerals import NUMBER, read_number
from plan_store.questions.times.pieces import Kind, Piece
from plan_store.questions.times.wordings.holidays import HOLIDAY, holiday, holiday_named, lunar_span
from plan_store.questions.times.wordings.rule import NUMERALS, UNCUT, Rule, rule

_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_LUNAR_DAY = "初[一二三四五六七八九十]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?"


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


RULES: tuple[Rule, ...] = (
    rule(
        "元春农大正过除年小上腊龙二三3妇女植清五5国劳青端六儿七八党建中鬼教团十重老感万平圣母父情愚护双光立雨惊谷夏芒暑处白秋寒霜冬",
        HOLIDAY.pattern,
        _holiday,
    ),
    rule("农阴旧", rf"(?:农历|阴历|旧历)的?闰?(?P<m>[正腊冬]|{NUMBER})月(?P<d>{_LUNAR_DAY})?日?", _lunar),
    rule("正腊冬", rf"(?P<m>[正腊冬])月(?P<d>{_LUNAR_DAY})?日?", _lunar),
    rule(NUMERALS, rf"{UNCUT}(?P<m>{NUMBER})月(?P<d>初[一二三四五六七八九十](?![周个]))", _lunar),
)

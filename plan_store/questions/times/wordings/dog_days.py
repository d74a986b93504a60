"""Which days are the hottest and the coldest of a year by the calendar: 三伏天, 入伏, 三九?"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from plan_store.questions.times.calendar import Days
from plan_store.questions.times.numerals import DIGITS
from plan_store.questions.times.pieces import Kind, Piece
from plan_store.questions.times.wordings.holidays import holiday
from plan_store.questions.times.wordings.rule import Rule

_DAY = dt.timedelta(days=1)
_ORDINAL_OF_FU = 2
"""With this figure the ordinals of all 庚 days end, of which each 伏 begins on one."""


@lru_cache(maxsize=64)
def _beginnings(year: int) -> tuple[dt.date, dt.date, dt.date]:
    """初伏 and 中伏 begin on the third and the fourth 庚 day from 夏至, 末伏 on the first from 立秋."""
    first = _day_of_fu(holiday("夏至", year)[0]) + 20 * _DAY
    return first, first + 10 * _DAY, _day_of_fu(holiday("立秋", year)[0])


def _day_of_fu(day: dt.date) -> dt.date:
    return day + (_ORDINAL_OF_FU - day.toordinal()) % 10 * _DAY


def _fu(match: re.Match[str], now: dt.date) -> Piece:
    name = match["name"]

    def of_year(year: int) -> Days:
        first, middle, last = _beginnings(year)
        end = last + 9 * _DAY
        return {
            "入": (first, first),
            "初": (first, middle - _DAY),
            "头": (first, middle - _DAY),
            "中": (middle, last - _DAY),
            "二": (middle, last - _DAY),
            "末": (last, end),
            "出": (end + _DAY, end + _DAY),
        }.get(name[0], (first, end))

    return Piece(Kind.DATE, match.start(), match.end(), name, of_year=of_year, fine=True, by_name=True)


def _jiu(match: re.Match[str], now: dt.date) -> Piece:
    nth = DIGITS[match["n"]] if match["n"] else 0

    def of_year(year: int) -> Days:
        # From 冬至 on nine times nine days: the first two begin in its year, the others in the next.
        solstice = holiday("冬至", year if nth < 3 else year - 1)[0]
        if not nth:
            return solstice, solstice + 80 * _DAY
        first = solstice + 9 * (nth - 1) * _DAY
        return first, first + 8 * _DAY

    return Piece(
        Kind.DATE, match.start(), match.end(), match.group(), of_year=of_year, fine=True, by_name=True
    )


RULES: tuple[Rule, ...] = (
    Rule(
        "三入初头中二末出大伏",
        r"(?P<name>[初头中二末]伏|[入出]伏|三伏|大?伏(?=天))天?(?![羲特法击笔案线牛低])",
        _fu,
    ),
    Rule(
        "一二三四五六七八九数入",
        r"(?<![0-9一二三四五六七八九十])(?:(?P<n>[一二三四五六七八九])九(?=天|寒天|严寒|时节|期间|前后|那几天)|数九(?=天|寒天|期间|时节|$)|入九(?=$|那天|以后|前后))(?:寒?天)?",
        _jiu,
    ),
)

"""Which years are named: 2023年, 23年, 二〇二三, the nineties?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.questions.times import calendar
from plan_store.questions.times.numerals import CHINESE, DIGITS, NUMBER, read_number
from plan_store.questions.times.pieces import Kind, Piece
from plan_store.questions.times.wordings.dates import YEAR_4
from plan_store.questions.times.wordings.rule import Rule, rule

_FIGURES = "〇零○一二三四五六七八九"
_YEAR_END = r"(?:年度?(?![初底末尾终代]|中(?![国心央秋小学共]))|(?=年[初底末尾终中]))"
"""年, unless it belongs to 年底: then the year stops before it."""


def _four_figure_year(match: re.Match[str], now: dt.date) -> Piece | None:
    year = read_number(match["y"])
    return year_piece(match, year) if year and calendar.FIRST_YEAR <= year <= calendar.LAST_YEAR else None


_MAYBE_A_COUNT = frozenset({"一二", "三四", "四五", "五六", "六七", "七八", "八九"})


def _two_figure_year(match: re.Match[str], now: dt.date) -> Piece | None:
    figures = match["y"]
    if figures in _MAYBE_A_COUNT:
        return None
    return year_piece(match, calendar.nearest_year(DIGITS[figures[0]] * 10 + DIGITS[figures[1]], now))


def year_piece(match: re.Match[str], year: int) -> Piece:
    return Piece(Kind.YEAR, match.start(), match.end(), f"{year}年", numbers=(year, year), unit="年")


def _decade(match: re.Match[str], now: dt.date) -> Piece | None:
    tens = read_number(match["tens"])
    if tens is None:
        return None
    if match["century"]:
        base = (
            2000
            if match["century"][0] in "本2二" and not match["century"].startswith(("20", "二十世"))
            else 1900
        )
        if match["century"].startswith(("21", "二十一")):
            base = 2000
        first = base + tens
    else:
        first = calendar.nearest_year(tens, now)
    return Piece(Kind.YEAR, match.start(), match.end(), f"{first}年代", numbers=(first, first + 9))


DECADES: tuple[Rule, ...] = (
    rule(
        "上本2二八九七六五四三1一890五",
        r"(?P<century>(?:上个?|本|[12][0-9]|二十一?)世纪)?(?<![0-9])(?P<tens>[0-9]0|[二三四五六七八九]十)年代[初末]?",
        _decade,
    ),
)

RULES: tuple[Rule, ...] = (
    rule(
        "一二",
        rf"(?<![{CHINESE}])(?P<y>[一二][{_FIGURES}]{{3}}?)(?:{_YEAR_END}|(?=\s?[{CHINESE}]{{1,2}}月))",
        _four_figure_year,
    ),
    rule("12", rf"(?<![0-9.])(?P<y>{YEAR_4}){_YEAR_END}", _four_figure_year),
    rule(
        "0123456789〇零○一二三四五六七八九",
        rf"(?<![0-9{CHINESE}第])(?P<y>[0-9]{{2}}|[〇零○一二三四五六七八九]{{2}})"
        rf"(?!年[代级制龄来间]|年(?:以|之)?[前后内](?!{NUMBER}个?[月季])|年(?:历史|时间|行动|计划|规划)){_YEAR_END}",
        _two_figure_year,
    ),
)

BARE: tuple[Rule, ...] = (
    rule(
        "12",
        rf"(?<![0-9.第])(?P<y>{YEAR_4})(?![0-9]|[.][0-9]|\s?[元人个户件份米块条号栋台万亿多次页小])",
        _four_figure_year,
    ),
    rule("二", rf"(?<![{CHINESE}])(?P<y>二[〇零○][{_FIGURES}]{{2}})(?![{CHINESE}])", _four_figure_year),
)
"""Years without 年: only what is nothing else."""

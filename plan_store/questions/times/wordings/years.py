"""Which years are named: 2023年, 23年, 二〇二三, the nineties?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.questions.times import calendar
from plan_store.questions.times.numerals import CHINESE, DIGITS, NUMBER, read_number
from plan_store.questions.times.pieces import Kind, Piece
from plan_store.questions.times.wordings.dates import YEAR_4
from plan_store.questions.times.wordings.rule import EDGE, Rule

_FIGURES = "〇零○一二三四五六七八九"
_YEAR_END = rf"(?:年度?(?!代|{EDGE})|(?=年{EDGE}))"
"""年, unless it belongs to 年底: then the year stops before it."""


def _four_figure_year(match: re.Match[str], now: dt.date) -> Piece | None:
    year = read_number(match["y"])
    return year_piece(match, year) if year and calendar.FIRST_YEAR <= year <= calendar.LAST_YEAR else None


def _of_the_republic(match: re.Match[str], now: dt.date) -> Piece | None:
    text = match["n"]
    number = int(text) if text.isascii() else read_number(text.removeprefix("一百一"))
    if number is None:
        return None
    return year_piece(match, 1911 + number + (100 if text.startswith("一百") else 0))


def _thousands(match: re.Match[str], now: dt.date) -> Piece | None:
    return year_piece(match, 2000 + (read_number(match["n"]) or 0 if match["n"] else 0))


_MAYBE_A_COUNT = frozenset({"一二", "三四", "四五", "五六", "六七", "七八", "八九"})


def _two_figure_year(match: re.Match[str], now: dt.date) -> Piece | None:
    figures = match["y"]
    if figures in _MAYBE_A_COUNT:
        return None
    return year_piece(match, calendar.nearest_year(DIGITS[figures[0]] * 10 + DIGITS[figures[1]], now))


def year_piece(match: re.Match[str], year: int) -> Piece:
    return Piece(Kind.YEAR, match.start(), match.end(), f"{year}年", numbers=(year, year), unit="年")


_YEARS_OF_TEN = {"初": (0, 2), "前": (0, 2), "中": (4, 6), "末": (7, 9), "后": (7, 9)}
_YEARS_OF_HUNDRED = {"初": (0, 19), "前": (0, 49), "中": (40, 59), "末": (80, 99), "后": (50, 99)}


def _century(match: re.Match[str], now: dt.date) -> Piece | None:
    which = match["which"]
    if which[0] in "上本":
        number = now.year // 100 + (1 if which[0] == "本" else 0)
    else:
        number = read_number(which) or 0
    if not calendar.FIRST_YEAR // 100 < number <= calendar.LAST_YEAR // 100 + 1:
        return None
    first, last = 100 * number - 100, 100 * number - 1
    if match["tens"]:
        return _decade_from(match, first + (read_number(match["tens"]) or 0))
    part = match["part"]
    if part:
        low, high = _YEARS_OF_HUNDRED[part[0]]
        first, last = first + low, first + high
    return Piece(Kind.YEAR, match.start(), match.end(), f"{number}世纪{part or ''}", numbers=(first, last))


def _decade(match: re.Match[str], now: dt.date) -> Piece | None:
    tens = read_number(match["tens"])
    if tens is None:
        return None
    # 90年代 is spoken of when it has begun, however near the next one may be.
    first = now.year - (now.year - tens) % 100
    return _decade_from(match, first)


def _decade_from(match: re.Match[str], first: int) -> Piece:
    part = match["part"]
    low, high = _YEARS_OF_TEN[part[0]] if part else (0, 9)
    said = f"{first}年代{part or ''}"
    return Piece(Kind.YEAR, match.start(), match.end(), said, numbers=(first + low, first + high))


_DECADE = r"(?P<tens>[0-9]0|[一二三四五六七八九]?十)年代"
_PART_OF_TEN = r"(?P<part>[初中末前后]期|中叶|初|末)?"

DECADES: tuple[Rule, ...] = (
    Rule(
        "上本12十一二",
        rf"(?P<which>上个?|本|[12][0-9]|二?十[一二三四五六七八九]?)世纪(?:的?{_DECADE})?{_PART_OF_TEN}",
        _century,
    ),
    Rule("1234567890一二三四五六七八九", rf"(?<![0-9]){_DECADE}{_PART_OF_TEN}", _decade),
)

RULES: tuple[Rule, ...] = (
    Rule(
        "一二",
        rf"(?<![{CHINESE}])(?P<y>[一二][{_FIGURES}]{{3}}?)(?:{_YEAR_END}|(?=\s?[{CHINESE}]{{1,2}}月))",
        _four_figure_year,
    ),
    Rule("12", rf"(?<![0-9.])(?P<y>{YEAR_4}){_YEAR_END}", _four_figure_year),
    Rule("1", rf"(?<![0-9.])(?P<y>1[0-8][0-9]{{2}}){_YEAR_END}(?![前后来间以之多历的])", _four_figure_year),
    Rule("民", rf"民国(?P<n>{NUMBER}|1[0-9]{{2}}|一百一十[一二三四五])年", _of_the_republic),
    Rule(
        "两二",
        rf"(?<![{CHINESE}])[两二]千(?:零(?P<n>[一二三四五六七八九])|(?=年[一二三四五六七八九十0-9]))年",
        _thousands,
    ),
    Rule(
        "0123456789〇零○一二三四五六七八九",
        rf"(?<![0-9{CHINESE}第])(?P<y>[0-9]{{2}}|[〇零○一二三四五六七八九]{{2}})"
        rf"(?!年[代级制龄来间]|(?<![0零〇].)年(?:以|之)?[前后内](?!{NUMBER}个?[月季])|年(?:历史|时间|行动|计划|规划)){_YEAR_END}",
        _two_figure_year,
    ),
)

BARE: tuple[Rule, ...] = (
    Rule(
        "12",
        rf"(?<![0-9.第])(?P<y>{YEAR_4})(?![0-9]|[.][0-9]|\s?[元人个户件份米块条号栋台万亿多次页小])",
        _four_figure_year,
    ),
    Rule("二", rf"(?<![{CHINESE}])(?P<y>二[〇零○][{_FIGURES}]{{2}})(?![{CHINESE}])", _four_figure_year),
)
"""Years without 年: only what is nothing else."""

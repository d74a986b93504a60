"""Which years are named: 2023年, 23年, 二〇二三, the nineties?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.patterns import pattern
from plan_store.questions.times import calendar
from plan_store.questions.times.numerals import CHINESE, DIGITS, FIGURES, NUMBER, ZEROS, read_number
from plan_store.questions.times.pieces import Kind, Piece
from plan_store.questions.times.wordings.dates import YEAR_4
from plan_store.questions.times.wordings.rule import EDGE, Rule

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
    """两千年, 二千零八年, 一千九百九十八年: a year written as a number."""
    rest = read_number(match["n"]) if match["n"] else 0
    if rest is None:
        return None
    return year_piece(match, (1000 if match["k"] == "一" else 2000) + 100 * DIGITS[match["h"] or "零"] + rest)


_MAYBE_A_COUNT = frozenset({"一二", "三四", "四五", "五六", "六七", "七八", "八九"})
_MONTH_FOLLOWS = pattern(rf"\s?{NUMBER}月")


def _is_of_a_month(match: re.Match[str]) -> bool:
    """七八年十二月 is of 1978; 等了七八年十二月才有 took as long."""
    before = match.string[match.start() - 1 : match.start()] or " "
    return before not in "了过这那好有约近等" and _MONTH_FOLLOWS.match(match.string, match.end()) is not None


def _two_figure_year(match: re.Match[str], now: dt.date) -> Piece | None:
    figures = match["y"]
    if figures in _MAYBE_A_COUNT and not _is_of_a_month(match):
        return None
    return year_piece(match, calendar.nearest_year(DIGITS[figures[0]] * 10 + DIGITS[figures[1]], now))


def year_piece(match: re.Match[str], year: int) -> Piece:
    return Piece(Kind.YEAR, match.start(), match.end(), f"{year}年", numbers=(year, year), unit="年")


RULES: tuple[Rule, ...] = (
    Rule(
        "一二壹贰12",
        rf"(?<![0-9.{CHINESE}])(?![0-9]{{4}})(?P<y>[一二壹贰12][{FIGURES}0-9]{{3}})"
        rf"(?:{_YEAR_END}|(?=\s?[{CHINESE}]{{1,2}}月))",
        _four_figure_year,
    ),
    Rule("12", rf"(?<![0-9.])(?P<y>{YEAR_4}){_YEAR_END}", _four_figure_year),
    Rule("1", rf"(?<![0-9.])(?P<y>1[0-8][0-9]{{2}}){_YEAR_END}(?![前后来间以之多历的])", _four_figure_year),
    Rule("民", rf"民国(?P<n>{NUMBER}|1[0-9]{{2}}|一百一十[一二三四五])年", _of_the_republic),
    Rule(
        "两二一",
        rf"(?<![{CHINESE}])(?P<k>[两二]|一(?=千[一二三四五六七八九]百))千(?:(?P<h>(?<=一千)[一二三四五六七八九])百)?零?(?P<n>{NUMBER})?(?:{_YEAR_END})(?![前后来历间以之多文古悠一]|的(?:历史|文明|文化|古))",
        _thousands,
    ),
    Rule("千", "千禧年", lambda match, now: year_piece(match, 2000)),
    Rule("0123456789", r"(?<![0-9A-Za-z.])(?P<y>[0-9]{2})(?=[Qq][1-4]|[Hh][12])", _two_figure_year),
    Rule(
        "0123456789" + FIGURES,
        rf"(?<![0-9{CHINESE}第])(?P<y>[0-9]{{2}}|[{FIGURES}]{{2}}|[{ZEROS}][0-9]|0[一二三四五六七八九])"
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
    Rule(
        "二贰", rf"(?<![{CHINESE}])(?P<y>[二贰][{ZEROS}0][{FIGURES}]{{2}})(?![{CHINESE}])", _four_figure_year
    ),
)
"""Years without 年: only what is nothing else."""

"""Which decades, centuries or five-year plans are named: 八十年代, 上世纪末, 十四五期间?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.questions.times import calendar
from plan_store.questions.times.numerals import DIGITS, TENS, read_number
from plan_store.questions.times.pieces import Kind, Piece
from plan_store.questions.times.wordings.rule import Rule

_YEARS_OF_TEN = {"初": (0, 2), "前": (0, 2), "中": (4, 6), "末": (7, 9), "后": (7, 9)}
_YEARS_OF_FIVE = {"初": (0, 0), "开": (0, 0), "中": (2, 2), "末": (4, 4), "收": (4, 4)}
_YEARS_OF_HUNDRED = {
    **dict.fromkeys("前上", (0, 49)),
    **dict.fromkeys("后下", (50, 99)),
    "初": (0, 9),
    "中": (40, 59),
    "末": (90, 99),
}


def _century(match: re.Match[str], now: dt.date) -> Piece | None:
    which = match["which"]
    if which[0] in "上本这新下":
        number = now.year // 100 + {"上": 0, "下": 2}.get(which[0], 1)
    else:
        number = read_number(which) or 0
    if not calendar.FIRST_YEAR // 100 < number <= calendar.LAST_YEAR // 100 + 1:
        return None
    first, last = 100 * number - 100, 100 * number - 1
    if match["tens"]:
        return _decades_from(match, first)
    part = match["of_hundred"]
    if part:
        low, high = _YEARS_OF_HUNDRED[part[0]]
        first, last = first + low, first + high
    return Piece(Kind.YEAR, match.start(), match.end(), f"{number}世纪{part or ''}", numbers=(first, last))


def _decade(match: re.Match[str], now: dt.date) -> Piece | None:
    # 90年代 is spoken of when it has begun, however near the next one may be.
    first, _ = _tens(match["tens"])
    return _decades_from(match, now.year - (now.year - first) % 100 - first)


def _decades_from(match: re.Match[str], century: int) -> Piece | None:
    part = match["part"]
    first, last = _tens(match["tens"])
    if last < first:
        return None
    low, high = _YEARS_OF_TEN[part[0]] if part and first == last else (0, 9)
    said = f"{century + first}年代{part or ''}"
    if first != last:
        said = f"{century + first}年代-{century + last}年代"
    return Piece(
        Kind.YEAR, match.start(), match.end(), said, numbers=(century + first + low, century + last + high)
    )


def _tens(written: str) -> tuple[int, int]:
    """90, 九十, 五六十, 九零: the years of a century with which the decades begin."""
    first, *others = re.split("[、和到至~-]", written)
    if others:
        return _tens(first)[0], _tens(others[0])[1]
    if written.isascii():
        return (int(written),) * 2
    if written[-1] in TENS:
        figures = [DIGITS[figure] for figure in written[:-1]] or [1]
        return 10 * figures[0], 10 * figures[-1]
    return (10 * DIGITS[written[0]],) * 2


def _decade_with_century(match: re.Match[str], now: dt.date) -> Piece | None:
    year = read_number(match["y"])
    if year is None or not calendar.FIRST_YEAR <= year <= calendar.LAST_YEAR:
        return None
    low, high = _YEARS_OF_TEN[match["part"][0]] if match["part"] else (0, 9)
    said = f"{year}年代{match['part'] or ''}"
    return Piece(Kind.YEAR, match.start(), match.end(), said, numbers=(year + low, year + high))


def _five_year_plan(match: re.Match[str], now: dt.date) -> Piece | None:
    """一五 began in 1953, 六五 in 1981; since then each follows the one before."""
    number = read_number(match["n"])
    if not number or not 1 <= number <= 20:
        return None
    first = 1951 + 5 * number if number > 3 else (1953, 1958, 1966)[number - 1]
    low, high = _YEARS_OF_FIVE[match["part"][0]] if match["part"] else (0, 4)
    said = f"{first + low}年-{first + high}年" if low < high else f"{first + low}年"
    return Piece(Kind.YEAR, match.start(), match.end(), said, numbers=(first + low, first + high))


_DECADE = (
    "(?P<tens>[0-9]0(?:[、和到至~-][0-9]0)?|[二三四五六七八九]十[、和到至~-][三四五六七八九]十|"
    "三四十|四五十|五六十|六七十|七八十|八九十|[一二三四五六七八九]?十|"
    "[一二三四五六七八九][零〇○])年代"
)
_PART_OF_TEN = r"(?P<part>[初中末前后]期|中叶|初|末)?"
_PART_OF_FIVE = r"(?:的?(?P<part>[初末]期?|中期|开局之?年|收官之?年))?"
_PART_OF_HUNDRED = r"(?P<of_hundred>[初中末前后]期|中叶|[上下前后]半叶|初|末)?"

RULES: tuple[Rule, ...] = (
    Rule(
        "上下本这新12十一二",
        rf"(?P<which>[上下]个?|本|这个|新|[12][0-9]|二?十[一二三四五六七八九]?)世纪(?:的?{_DECADE}{_PART_OF_TEN}|{_PART_OF_HUNDRED})",
        _century,
    ),
    Rule(
        "12一二",
        r"(?<![0-9])(?P<y>(?:1[0-9]|20)[0-9]0|[一二][〇零○一二三四五六七八九]{2}[〇零○])年代" + _PART_OF_TEN,
        _decade_with_century,
    ),
    Rule(
        "1234567890一二三四五六七八九十",
        rf"(?<![0-9〇零○一二三四五六七八九十几]){_DECADE}{_PART_OF_TEN}",
        _decade,
    ),
    Rule(
        "十一二三四五六七八九",
        r"(?<![0-9一二三四五六七八九十第])(?P<n>十[一二三四五六]?|[一二三四五六七八九])五[\"”’']?(?:规划|计划)?(?:期间|时期|(?=[初末]期|中期|收官|开局))"
        + _PART_OF_FIVE,
        _five_year_plan,
    ),
    Rule(
        "十",
        r"(?<![0-9一二三四五六七八九十第])(?P<n>十[二三四五六])五(?=[\"”’']?(?:$|以来|[初末到至]|(?:的)?(?:第[一二三四五]|头|最后一|首|末)年|[初中末]期|开局|收官))[\"”’']?"
        + _PART_OF_FIVE,
        _five_year_plan,
    ),
)

"""Which part of a year is named: a quarter, a half, a season, the first five months?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.patterns import pattern
from plan_store.questions.times import calendar
from plan_store.questions.times.numerals import CHINESE, FIGURES, NUMBER, read_number, read_numbers
from plan_store.questions.times.pieces import Kind, Piece
from plan_store.questions.times.wordings.relative import fixed
from plan_store.questions.times.wordings.rule import EDGE, NUMERALS, Rule


def _ordinal_quarters(match: re.Match[str], now: dt.date) -> Piece | None:
    if not match["nth"] and not match["full"]:
        return None
    if match["each"] and not match["nth"]:
        return None
    text = match["n"]
    numbers = (1,) if text == "首" else (4,) if text == "末" else read_numbers(text)
    if not numbers:
        return None
    return quarters_piece(match.start(), match.end(), numbers, match["part"] or "")


def _letter_quarter(match: re.Match[str], now: dt.date) -> Piece | None:
    return quarters_piece(match.start(), match.end(), (int(match["n"]),), "")


def quarters_piece(start: int, end: int, numbers: tuple[int, ...], part: str = "") -> Piece:
    said = f"第{'、'.join('零一二三四'[n] if n <= 4 else str(n) for n in numbers)}季度"
    if not all(1 <= number <= 4 for number in numbers):
        return Piece(Kind.IMPOSSIBLE, start, end, said)
    first, last = 3 * numbers[0] - 2, 3 * numbers[-1]
    if part:
        first, last = (first, first) if part == "初" else (last, last)
    return Piece(Kind.PART, start, end, said + part, numbers=(first, last), unit="季度")


_OF_A_YEAR = pattern("年(?:度|里|的){0,2}\\Z")
"""Before 前三个月: the first of that year; without a year it is the last three that went by."""


def _leading_or_closing(match: re.Match[str], now: dt.date) -> Piece | None:
    count = read_number(match["n"]) if match["n"] else 1
    size = 3 if match["unit"].startswith("季") else 1
    length = (count or 0) * size
    if not 1 <= length <= 12:
        return None
    if (
        match["side"] in "前后"
        and size == 1
        and match["n"]
        and not _OF_A_YEAR.search(match.string, 0, match.start())
    ):
        months = (-length, -1) if match["side"] == "前" else (1, length)
        return fixed(match, calendar.calendar_months(now, *months))
    front = match["side"] in ("前", "头", "首", "开头", "第一")
    numbers = (1, length) if front else (13 - length, 12)
    said = f"{'前' if front else '后'}{count}个{'季度' if size == 3 else '月'}"
    if length == size == 3:
        said = "第一季度" if front else "第四季度"
    return Piece(Kind.PART, match.start(), match.end(), said, numbers=numbers)


_PARTS = {
    "上半年": (1, 6),
    "前半年": (1, 6),
    "下半年": (7, 12),
    "后半年": (7, 12),
    "年伊始": (1, 1),
    "年初": (1, 2),
    "年头": (1, 2),
    "开年": (1, 2),
    "年中": (6, 7),
    "年底": (11, 12),
    "年末": (11, 12),
    "年尾": (11, 12),
    "年终": (11, 12),
    "岁末": (11, 12),
    "岁尾": (11, 12),
    "岁初": (1, 2),
    "岁首": (1, 2),
    "年关": (12, 13),
    "春": (3, 5),
    "夏": (6, 8),
    "秋": (9, 11),
    "冬": (12, 14),
    "暑": (7, 8),
    "寒": (1, 2),
}

_SEASON_NAMES = {"春": "春天", "夏": "夏天", "秋": "秋天", "冬": "冬天", "暑": "暑假", "寒": "寒假"}


def _part(match: re.Match[str], now: dt.date) -> Piece | None:
    name = match.group()
    return Piece(Kind.PART, match.start(), match.end(), name, numbers=_PARTS[name])


_NO_AGE = rf"(?<![0-9{CHINESE}几周满])"
_YEARS_TURN = (
    rf"(?P<figures>(?<=[0-9{FIGURES}])|(?<=[0-9{FIGURES}]年))?年(?:关|根儿?)"
    r"(?=[之以]?[前后]|[将临到快时期当里那下底，。,？?!！的有]|$)"
)


def _years_turn(match: re.Match[str], now: dt.date) -> Piece:
    """年关 of this year is the one that ends it, that of a year in figures the one before its spring."""
    if match["figures"] is None:
        return Piece(Kind.PART, match.start(), match.end(), "年关", numbers=_PARTS["年关"])
    return Piece(
        Kind.DATE,
        match.start(),
        match.end(),
        "年关",
        of_year=lambda year: (dt.date(year - 1, 12, 1), dt.date(year, 1, 31)),
    )


def _in_each_month(match: re.Match[str], now: dt.date) -> Piece:
    """每月第二个周日 are days of all months; 七八月每月10号 of those that are named before it."""
    kind = Kind.TRAP if match["named"] is not None else Kind.PART
    return Piece(kind, match.start(), match.end(), match.group(), numbers=(1, 12))


def _both_halves(match: re.Match[str], now: dt.date) -> Piece | None:
    return Piece(Kind.PART, match.start(), match.end(), "全年", numbers=(1, 12))


def _season(match: re.Match[str], now: dt.date) -> Piece | None:
    name = match["s"] or match["t"] or match["u"] or match["v"]
    return Piece(Kind.PART, match.start(), match.end(), _SEASON_NAMES[name], numbers=_PARTS[name])


def _letter_half(match: re.Match[str], now: dt.date) -> Piece:
    name = "上半年" if match["n"] == "1" else "下半年"
    return Piece(Kind.PART, match.start(), match.end(), name, numbers=_PARTS[name])


def _edge_of_season(match: re.Match[str], now: dt.date) -> Piece:
    """夏末, 秋初, and 夏末秋初, which are both."""
    first, last = _PARTS[match["s"]]
    begin = first if match["e"] == "初" else last
    end = begin + 1 if match["t"] else begin
    numbers = (begin - 12, end - 12) if begin > 12 else (begin, end)
    return Piece(Kind.PART, match.start(), match.end(), match.group(), numbers=numbers)


_PAIRS = {"春夏": (3, 8), "夏秋": (6, 11), "秋冬": (9, 14)}


def _two_seasons(match: re.Match[str], now: dt.date) -> Piece | None:
    name = match["pair"]
    return Piece(Kind.PART, match.start(), match.end(), name, numbers=_PAIRS[name])


def _week_of_year(match: re.Match[str], now: dt.date) -> Piece | None:
    """第20周, by ISO 8601; the first five may as well be those of a month."""
    number = read_number(match["n"])
    if number is None or not 6 <= number <= 53:
        return None

    def of_year(year: int) -> calendar.Days | None:
        try:
            monday = dt.date.fromisocalendar(year, number, 1)
        except ValueError:
            return None
        return monday, monday + dt.timedelta(days=6)

    return Piece(Kind.DATE, match.start(), match.end(), f"第{number}周", of_year=of_year, fine=True)


RULES: tuple[Rule, ...] = (
    Rule("第", rf"第(?P<n>{NUMBER})(?:周(?!年|岁)|个?(?:星期|礼拜)(?![一二三四五六日天]))", _week_of_year),
    Rule("春夏秋", r"(?P<pair>春夏|夏秋|秋冬)(?:两?季节?|之[交际]|(?=[有的，。？]|$))", _two_seasons),
    Rule(
        "前头后首末最开",
        rf"(?<![以之目提然背])(?<![^0-9{CHINESE}][1-9{CHINESE}]年)(?<!^[1-9{CHINESE}]年)(?P<side>前|头|首|末|后|最后|开头)(?P<n>"
        rf"{NUMBER})?个?(?P<unit>季度|季(?!节)|月(?![初中底末饼湖]))(?!以|之)",
        _leading_or_closing,
    ),
    Rule(
        NUMERALS + "第首末",
        rf"(?P<nth>第?)(?<![0-9{CHINESE}])(?P<n>{NUMBER}|首|末)(?P<each>个?)季(?P<full>度?)(?!节)(?P<part>[初末底]?)",
        _ordinal_quarters,
    ),
    Rule("Qq", r"(?<![A-Za-z])[Qq](?P<n>[1-4])(?![0-9A-Za-z])(?:季度?)?", _letter_quarter),
    Rule("Hh", r"(?<![A-Za-z])[Hh](?P<n>[12])(?![0-9A-Za-z])", _letter_half),
    Rule(
        "春夏秋冬",
        r"(?<!立)(?P<s>[春夏秋冬])(?P<e>末|初(?![中级一二三]))(?:(?P<t>[春夏秋冬])初)?",
        _edge_of_season,
    ),
    Rule("上", r"上[、和与及]?下(?:两个)?半年", _both_halves),
    Rule("年", _YEARS_TURN, _years_turn),
    Rule(
        "上下前后年岁开",
        rf"(?:上半年|下半年|前半年|后半年|开年|岁末|{_NO_AGE}岁(?:尾|[初首](?![次届发先中级]))|年{EDGE})",
        _part,
    ),
    Rule(
        "初盛深入开仲早晚暮金阳隆严春夏秋冬暑寒放整",
        r"(?<!青)(?:(?:初|盛|深|入|开|整个)?(?P<s>[春夏秋冬])(?:天|季|日(?!葵))|"
        r"(?:[入开初盛深仲]|[早晚](?=[春夏秋冬](?![节分至晚]))|暮(?=春)|金(?=秋)|阳(?=春(?!面|白雪))|[隆严](?=冬))(?P<t>[春夏秋冬])|(?<=[今明去年])(?P<u>[春夏秋冬])(?![节至分游运耕种晚联卷])"
        r"|放?(?P<v>[暑寒])(?:[假期]|(?=[暑寒]假)))(?:这|里)?(?:[两俩]个?月)?里?",
        _season,
    ),
)

IN_EACH_MONTH: tuple[Rule, ...] = (
    Rule(
        "每",
        r"(?P<named>(?<=[月份季度起间假期内里]))?每个?月份?的?(?:"
        rf"(?:第{NUMBER}|最后一|倒数第{NUMBER})个?(?:周|星期|礼拜)[一二三四五六日天末]?|"
        rf"{NUMBER}(?:日(?![均常])|号(?![楼线门]))|月?[初中底末](?![心考])|[上中下]旬)",
        _in_each_month,
    ),
)
"""Tried before 每月, which by itself is no time."""

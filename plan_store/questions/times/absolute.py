"""Which times are named by the calendar itself: years, months, days, quarters, seasons, holidays?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.questions.times import calendar
from plan_store.questions.times.calendar import Days
from plan_store.questions.times.holidays import HOLIDAY, holiday, holiday_named, lunar_span
from plan_store.questions.times.numerals import CHINESE, DIGITS, NUMBER, read_number, read_numbers
from plan_store.questions.times.pieces import Kind, Piece
from plan_store.questions.times.rule import NUMERALS, Rule, rule

_FIGURES = "〇零○一二三四五六七八九"
_YEAR_4 = r"(?:19|20)[0-9]{2}"
_UNCUT = rf"(?<![0-9{CHINESE}.·])"
_UNCUT_MONTH = rf"(?:{_UNCUT}|(?<=二[〇零○][{_FIGURES}][{_FIGURES}]))"
_YEAR_END = r"(?:年度?(?![初底末尾终代]|中(?![国心央秋小学共]))|(?=年[初底末尾终中]))"
"""年, unless it belongs to 年底: then the year stops before it."""


def _numeric_date(match: re.Match[str], now: dt.date) -> Piece | None:
    year, month, last = int(match["y"]), int(match["m"]), int(match["d"] or 0)
    if not 1 <= month <= 12:
        return None
    start, end, said = match.start(), match.end(), f"{year}年{month}月"
    if not last:
        days = calendar.months(year, month, month)
        return Piece(Kind.FIXED, start, end, said, days=days, named_year=True)
    if match["s"] != match["t"] and len(match["d"]) == 1 and month < last:
        return Piece(
            Kind.FIXED,
            start,
            end,
            f"{said}-{last}月",
            days=calendar.months(year, month, last),
            named_year=True,
        )
    day = _day(year, month, last)
    if day is None:
        return Piece(Kind.IMPOSSIBLE, start, end, f"{said}{last}日")
    return Piece(Kind.FIXED, start, end, f"{said}{last}日", days=(day, day), fine=True, named_year=True)


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


_FRACTIONS = frozenset({(1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (1, 10)})


def _month_and_day(match: re.Match[str], now: dt.date) -> Piece | None:
    month, day, sign = int(match["m"]), int(match["d"]), match["s"]
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


def _months(match: re.Match[str], now: dt.date) -> Piece | None:
    text = match["n"]
    numbers = read_numbers(text)
    if not numbers:
        return None
    return months_piece(match.start(), match.end(), numbers)


def months_piece(start: int, end: int, numbers: tuple[int, ...]) -> Piece:
    said = f"{numbers[0]}月" if len(numbers) == 1 else f"{numbers[0]}月-{numbers[-1]}月"
    if not all(1 <= number <= 12 for number in numbers):
        return Piece(Kind.IMPOSSIBLE, start, end, said)
    return Piece(Kind.MONTH, start, end, said, numbers=numbers, unit="月")


_ENGLISH = (
    *("jan january", "feb february", "mar march", "apr april", "may", "jun june"),
    *("jul july", "aug august", "sep sept september", "oct october", "nov november", "dec december"),
)
_PINYIN = ("yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu", "shi", "shiyi", "shier")
_FOREIGN_MONTHS = {
    **{name: number for number, names in enumerate(_ENGLISH, start=1) for name in names.split()},
    **{name: number for number, name in enumerate(_PINYIN, start=1)},
}


def _foreign_month(match: re.Match[str], now: dt.date) -> Piece | None:
    name = (match["english"] or match["pinyin"]).lower()
    return months_piece(
        match.start(), match.end(), (_FOREIGN_MONTHS[name.replace(" ", "").replace("'", "")],)
    )


def _month_by_ear(match: re.Match[str], now: dt.date) -> Piece | None:
    return months_piece(match.start(), match.end(), (MONTHS_BY_EAR[match["n"]],))


MONTHS_BY_EAR = {
    **dict.fromkeys("刘留流", 6),
    **dict.fromkeys("气期妻", 7),
    **dict.fromkeys("吧巴", 8),
    **dict.fromkeys("舞", 5),
    **dict.fromkeys("酒久", 9),
    **dict.fromkeys("时石", 10),
}
"""What voice input writes where a person said a month; read only where a month must stand."""


def _four_figure_year(match: re.Match[str], now: dt.date) -> Piece | None:
    year = read_number(match["y"])
    return year_piece(match, year) if year and calendar.FIRST_YEAR <= year <= calendar.LAST_YEAR else None


_MAYBE_A_COUNT = frozenset({"一二", "三四", "四五", "五六", "六七", "七八", "八九"})


def _two_figure_year(match: re.Match[str], now: dt.date) -> Piece | None:
    figures = match["y"]
    if figures in _MAYBE_A_COUNT:
        return None
    return year_piece(match, calendar.nearest_year(DIGITS[figures[0]] * 10 + DIGITS[figures[1]], now))


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


def _leading_or_closing(match: re.Match[str], now: dt.date) -> Piece | None:
    count = read_number(match["n"]) if match["n"] else 1
    size = 3 if match["unit"].startswith("季") else 1
    length = (count or 0) * size
    if not 1 <= length <= 12:
        return None
    front = match["side"] in ("前", "头", "首", "开头", "第一")
    numbers = (1, length) if front else (13 - length, 12)
    said = f"{'前' if front else '后'}{count}个{'季度' if size == 3 else '月'}"
    return Piece(Kind.PART, match.start(), match.end(), said, numbers=numbers)


_PARTS = {
    "上半年": (1, 6),
    "前半年": (1, 6),
    "下半年": (7, 12),
    "后半年": (7, 12),
    "年初": (1, 2),
    "年头": (1, 2),
    "开年": (1, 2),
    "年中": (6, 7),
    "年底": (11, 12),
    "年末": (11, 12),
    "年尾": (11, 12),
    "年终": (11, 12),
    "岁末": (11, 12),
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


def _season(match: re.Match[str], now: dt.date) -> Piece | None:
    name = match["s"] or match["t"] or match["u"] or match["v"]
    return Piece(Kind.PART, match.start(), match.end(), _SEASON_NAMES[name], numbers=_PARTS[name])


def _holiday(match: re.Match[str], now: dt.date) -> Piece | None:
    name = holiday_named(match)

    def of_year(year: int) -> Days:
        return holiday(name, year)

    return Piece(Kind.DATE, match.start(), match.end(), name, of_year=of_year, fine=True, by_name=True)


_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}


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


def _bare_number(match: re.Match[str], now: dt.date) -> Piece | None:
    numbers = read_numbers(match["n"])
    if not numbers:
        return None
    return Piece(Kind.NUMBER, match.start(), match.end(), match["n"], numbers=numbers)


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


_LUNAR_DAY = "初[一二三四五六七八九十]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?"
_NOT_A_MONTH = r"(?![饼亮湖球嫂子票薪租经考刊供息食牙老季华]|[一两三二1-9]次|报(?!名|告))"

PLAINLY: tuple[Rule, ...] = (
    rule(
        NUMERALS,
        rf"{_UNCUT}(?<!每)(?P<n>[0-9]{{1,2}}|[{CHINESE}]{{1,4}})月份?(?=[有的街是呢都还哪会和到至搞办活，、？?\-]|$)",
        _months,
    ),
)
"""The commonest of all wordings, tried before everything else to save time."""

RULES: tuple[Rule, ...] = (
    rule(
        "上本2二八九七六五四三1一890五",
        r"(?P<century>(?:上个?|本|[12][0-9]|二十一?)世纪)?(?<![0-9])(?P<tens>[0-9]0|[二三四五六七八九]十)年代[初末]?",
        _decade,
    ),
    rule(
        "12",
        rf"(?<![0-9])(?P<y>{_YEAR_4})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01])?(?![0-9])",
        _compact_date,
    ),
    rule(
        "12",
        rf"(?<![0-9.])(?P<y>{_YEAR_4})(?P<s>\s?[-/.·]\s?|\s)(?P<m>[0-9]{{1,2}})"
        r"(?:(?P<t>\s?[-/.·]\s?|\s)(?P<d>[0-9]{1,2}))?(?![0-9]|\s?[年月号日个季])日?",
        _numeric_date,
    ),
    rule("0123456789", rf"(?<![0-9])(?P<m>[0-9]{{1,2}})[-/](?P<y>{_YEAR_4})(?![0-9年])", _month_slash_year),
    rule(
        "0123456789",
        r"(?<![0-9.·/第])(?P<m>[0-9]{1,2})(?P<s>[-/.·])(?P<d>[0-9]{1,2})(?![0-9月年个季]|[.·/:][0-9]|"
        r"[万亿%％元分级楼倍米版折公里平岁人名天场次家项号栋层])日?",
        _month_and_day,
    ),
    rule(
        "元春农大正过除年小上腊龙二三3妇女植清五5国劳青端六儿七八党建中鬼教团十重老感万平圣母父情愚护双光立雨惊谷夏芒暑处白秋寒霜冬",
        HOLIDAY.pattern,
        _holiday,
    ),
    rule("农阴旧", rf"(?:农历|阴历|旧历)的?闰?(?P<m>[正腊冬]|{NUMBER})月(?P<d>{_LUNAR_DAY})?日?", _lunar),
    rule("正腊冬", rf"(?P<m>[正腊冬])月(?P<d>{_LUNAR_DAY})?日?", _lunar),
    rule(NUMERALS, rf"{_UNCUT}(?P<m>{NUMBER})月(?P<d>初[一二三四五六七八九十](?![周个]))", _lunar),
    rule(
        "一二",
        rf"(?<![{CHINESE}])(?P<y>[一二][{_FIGURES}]{{3}}?)(?:{_YEAR_END}|(?=\s?[{CHINESE}]{{1,2}}月))",
        _four_figure_year,
    ),
    rule("12", rf"(?<![0-9.])(?P<y>{_YEAR_4}){_YEAR_END}", _four_figure_year),
    rule(
        "0123456789〇零○一二三四五六七八九",
        rf"(?<![0-9{CHINESE}第])(?P<y>[0-9]{{2}}|[〇零○一二三四五六七八九]{{2}})"
        rf"(?!年[代级制龄来间]|年(?:以|之)?[前后内](?!{NUMBER}个?[月季])|年(?:历史|时间|行动|计划|规划)){_YEAR_END}",
        _two_figure_year,
    ),
    rule(
        "前头后首末最开",
        r"(?<![以之目提])(?P<side>前|头|首|末|后|最后|开头)(?P<n>"
        rf"{NUMBER})?个?(?P<unit>季度|季(?!节)|月(?![初中底末饼湖]))(?!以|之)",
        _leading_or_closing,
    ),
    rule("第", rf"第(?P<n>{NUMBER})个?月(?!后|前|以|之|里程|底)份?", _months),
    rule(
        NUMERALS + "第首末",
        rf"(?P<nth>第?)(?<![0-9{CHINESE}])(?P<n>{NUMBER}|首|末)(?P<each>个?)季(?P<full>度?)(?!节)(?P<part>[初末底]?)",
        _ordinal_quarters,
    ),
    rule("Qq", r"(?<![A-Za-z])[Qq](?P<n>[1-4])(?![0-9A-Za-z])(?:季度?)?", _letter_quarter),
    rule(
        NUMERALS,
        rf"{_UNCUT_MONTH}(?<!每)(?P<n>[0-9]{{1,2}}|[{CHINESE}]{{1,4}})\s?(?:月份?|[Yy][Uu][Ee](?:fen)?){_NOT_A_MONTH}",
        _months,
    ),
    rule(
        "12",
        rf"(?<![0-9.第])(?P<y>{_YEAR_4})(?![0-9]|[.][0-9]|\s?[元人个户件份米块条号栋台万亿多次页小])",
        _four_figure_year,
    ),
    rule("二", rf"(?<![{CHINESE}])(?P<y>二[〇零○][{_FIGURES}]{{2}})(?![{CHINESE}])", _four_figure_year),
    rule(
        NUMERALS + "第",
        rf"{_UNCUT}第?(?P<n>{NUMBER})(?:\s?(?=(?:[到至~～—–、,，和或及与跟\-－]|或者|以及|还有){{1,3}}\s?第?[0-9{CHINESE}])"
        r"|(?<=月[到至~\-].)(?=[的有呢吗之，,。？?]|$)|(?<=月[到至~\-]..)(?=[的有呢吗之，,。？?]|$))",
        _bare_number,
    ),
    rule(
        "上下前后年岁开",
        r"(?:上半年|下半年|前半年|后半年|年初|年头(?!到)|开年|年中(?![国心央秋小学共])|年[底末尾]|年终(?!奖|总|考)|岁末)",
        _part,
    ),
    rule(
        "初盛深入开春夏秋冬暑寒放整",
        r"(?<!青)(?:(?:初|盛|深|入|开|整个)?(?P<s>[春夏秋冬])(?:天|季|日(?!葵))|"
        r"[入开初盛深仲](?P<t>[春夏秋冬])|(?<=[今明去])(?P<u>[春夏秋冬])(?!节|至|分)"
        r"|放?(?P<v>[暑寒])(?:[假期]|(?=[暑寒]假)))里?",
        _season,
    ),
    rule(
        "JFMASONDjfmasond",
        r"(?i)(?<![a-z])(?P<english>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
        r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?(?P<pinyin>)",
        _foreign_month,
    ),
    rule(
        "yeslwqbj YESLWQBJ",
        r"(?i)(?<![a-z])(?P<english>)(?P<pinyin>shi ?yi|shi ?er|yi|er|san|si|wu|liu|qi|ba|jiu|shi)"
        r" ?yue(?:fen)?(?![a-z](?<!y)(?<!d)|h(?!uo)|y(?!ou)|d(?!e|ou))",
        _foreign_month,
    ),
    rule(
        "".join(MONTHS_BY_EAR),
        rf"(?:(?<![一-龥])|(?<=[年在从到和是的]))(?P<n>[{''.join(MONTHS_BY_EAR)}])月(?:份|(?=[有的街搞办活安呢都还哪会和到底初，。？,?]|$))",
        _month_by_ear,
    ),
)

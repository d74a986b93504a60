"""Which part of a month is named: a day, 上旬, 月底, the second Sunday?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.questions.times.calendar import Days, DaysOfMonth, month_length, months, nth_weekday
from plan_store.questions.times.numerals import CHINESE, NUMBER, read_number
from plan_store.questions.times.pieces import Kind, Piece
from plan_store.questions.times.wordings.rule import NUMERALS, Rule

WEEKDAYS = {**dict(zip("一二三四五六", range(6), strict=True)), **dict.fromkeys("日天末", 6)}


def day_piece(start: int, end: int, number: int, plain: str = "") -> Piece:
    """A day of a month by its number."""

    def of_month(year: int, month: int) -> Days | None:
        if not 1 <= number <= month_length(year, month):
            return None
        day = dt.date(year, month, number)
        return day, day

    return Piece(
        Kind.DAY,
        start,
        end,
        f"{number}日",
        numbers=(number,),
        of_month=of_month,
        fine=True,
        unit="日",
        plain=plain,
    )


def _numbered_day(match: re.Match[str], now: dt.date) -> Piece | None:
    number = read_number(match["n"])
    if number is None or (
        number > 31 and match.string[match.start() - 1 : match.start()] not in ("月", "份")
    ):
        return None
    return day_piece(match.start(), match.end(), number, plain=match["u"])


def _bare_day(match: re.Match[str], now: dt.date) -> Piece | None:
    number = read_number(match["n"])
    if number is None or not 1 <= number <= 31:
        return None
    return day_piece(match.start(), match.end(), number)


_STRETCHES = {
    "上旬": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, 31),
    "上中旬": (1, 20),
    "上中下旬": (1, 31),
    "上、中、下旬": (1, 31),
    "中下旬": (11, 31),
    "初": (1, 10),
    "中": (11, 20),
    "底": (21, 31),
    "末": (21, 31),
    "尾": (21, 31),
    "上半月": (1, 15),
    "前半月": (1, 15),
    "下半月": (16, 31),
    "后半月": (16, 31),
}


def _stretch_of(first: int, last: int) -> DaysOfMonth:
    def of_month(year: int, month: int) -> Days | None:
        length = month_length(year, month)
        if first > length:
            return None
        return dt.date(year, month, first), dt.date(year, month, min(last, length))

    return of_month


def _stretch(match: re.Match[str], now: dt.date) -> Piece | None:
    name = match["name"]
    said = name if len(name) > 1 else f"月{name}"
    return Piece(
        Kind.DAY,
        match.start(),
        match.end(),
        said,
        of_month=_stretch_of(*_STRETCHES[name]),
        fine=True,
        plain="月",
    )


def _nth_weekday(match: re.Match[str], now: dt.date) -> Piece | None:
    count = -1 if match["n"] in ("最后一", "末") else 1 if match["n"] == "首" else read_number(match["n"])
    if count is None or not -1 <= count <= 6 or count == 0:
        return None
    if match["last"]:
        count = -count
    nth, name = count, match["w"]

    def of_span(days: Days) -> Days | None:
        if not name:
            return _nth_week(days, nth)
        day = nth_weekday(days, WEEKDAYS[name], nth)
        return (day, day) if day else None

    def of_month(year: int, month: int) -> Days | None:
        return of_span(months(year, month, month))

    return Piece(
        Kind.DAY, match.start(), match.end(), match.group(), of_month=of_month, of_span=of_span, fine=True
    )


def _nth_week(days: Days, nth: int) -> Days | None:
    """Of a year by ISO 8601, of anything else so many times seven days on."""
    first, last = days
    if nth < 0:
        begin = last - dt.timedelta(days=-7 * nth - 1)
    elif (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        begin = dt.date.fromisocalendar(first.year, nth, 1)
        last = max(last, begin + dt.timedelta(days=6))
    else:
        begin = first + dt.timedelta(days=7 * (nth - 1))
    end = min(begin + dt.timedelta(days=6), last)
    return (begin, end) if first <= end and begin <= last else None


RULES: tuple[Rule, ...] = (
    Rule("上中下", r"(?P<name>上中下旬|上、中、下旬|上中旬|中下旬|[上中下]旬)", _stretch),
    Rule("上下前后", r"(?P<name>[上下前后]半)个?月", lambda m, now: _half(m)),
    Rule(
        "月",
        r"(?<![各每些几])(?<![各每几一二两三四五六七八九十0-9]个)月(?P<name>[初底末尾]|中(?!旬|国|央|学|小|秋))",
        _stretch,
    ),
    Rule(
        "初底末尾中",
        r"(?:(?<=月)|(?<=月份))(?P<name>[初底末尾](?!一)|(?<![的各些每几]月份)(?<![各些每几]月)中(?!旬|国|央|学|小|秋|心)(?=[^一-龥]|的|有|举|$))",
        _stretch,
    ),
    Rule(
        "第最首末倒",
        rf"(?:(?P<last>倒数)?第(?=.)|(?=最后一|首|末))(?P<n>{NUMBER}|最后一|首|末)个?(?:星期|周|礼拜)(?!年|岁|报)(?P<w>[一二三四五六日天末])?",
        _nth_weekday,
    ),
    Rule(
        NUMERALS,
        rf"(?<![0-9.{CHINESE}])(?<!第)(?<![编序]号)(?P<n>{NUMBER})\s?(?P<u>号(?![楼公文线院门房令召馆码店机桌窗厅站井矿坑车])|日(?![游报均元常用本历程益]))",
        _numbered_day,
    ),
    Rule(
        NUMERALS,
        r"(?:(?<=月)|(?<=月份))(?P<n>[0-9]{1,2}|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅一?)"
        r"(?![0-9一二三四五六七八九.:：/]|\s?[个场次项家条种点元人周天期月年季多几楼路栋级岁件份位时小分%万余大类])",
        _bare_day,
    ),
)


def _half(match: re.Match[str]) -> Piece:
    name = match["name"] + "月"
    return Piece(
        Kind.DAY,
        match.start(),
        match.end(),
        name,
        of_month=_stretch_of(*_STRETCHES[name]),
        fine=True,
        plain="月",
    )

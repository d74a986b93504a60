"""Which part of a month is named: a day, 上旬, 月底, the second Sunday?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.questions.times.calendar import Days, DaysOfMonth, month_length, weekday_of_month
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


def _first_or_last_days(match: re.Match[str], now: dt.date) -> Piece | None:
    count = read_number(match["n"]) or 0
    if match["u"] not in "天日":
        count *= 7
    if not 1 <= count <= 31:
        return None

    def of_month(year: int, month: int) -> Days | None:
        length = month_length(year, month)
        if match["side"] in ("前", "头"):
            return dt.date(year, month, 1), dt.date(year, month, min(count, length))
        return dt.date(year, month, max(1, length - count + 1)), dt.date(year, month, length)

    return Piece(Kind.DAY, match.start(), match.end(), match.group(), of_month=of_month, fine=True)


def _nth_weekday(match: re.Match[str], now: dt.date) -> Piece | None:
    count = -1 if match["n"] in ("最后一", "末") else 1 if match["n"] == "首" else read_number(match["n"])
    if count is None or not -1 <= count <= 6 or count == 0:
        return None
    nth, name = count, match["w"]

    def of_month(year: int, month: int) -> Days | None:
        if name:
            day = weekday_of_month(year, month, WEEKDAYS[name], nth)
            return (day, day) if day else None
        length = month_length(year, month)
        if nth < 0:
            return dt.date(year, month, length - 6), dt.date(year, month, length)
        if 7 * nth - 6 > length:
            return None
        return dt.date(year, month, 7 * nth - 6), dt.date(year, month, min(7 * nth, length))

    def of_span(days: Days) -> Days | None:
        return _nth_week(days, nth) if not name else _weekday_of_span(days, WEEKDAYS[name], nth)

    return Piece(
        Kind.DAY, match.start(), match.end(), match.group(), of_month=of_month, of_span=of_span, fine=True
    )


def _nth_week(days: Days, nth: int) -> Days | None:
    """Of a year by ISO 8601, of anything else so many times seven days on."""
    first, last = days
    if nth < 0:
        return last - dt.timedelta(days=6), last
    monday = first + dt.timedelta(days=7 * (nth - 1))
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        monday = dt.date.fromisocalendar(first.year, nth, 1)
    return (monday, monday + dt.timedelta(days=6)) if monday < last else None


def _weekday_of_span(days: Days, weekday: int, nth: int) -> Days | None:
    first, last = days
    if nth < 0:
        day = last - dt.timedelta(days=(last.weekday() - weekday) % 7)
    else:
        day = first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return (day, day) if first <= day <= last else None


_AFTER_MONTH = "(?:(?<=月)|(?<=月份)|(?<=月的)|(?<=月份的))"

RULES: tuple[Rule, ...] = (
    Rule("上中下", r"(?P<name>上中下旬|上、中、下旬|上中旬|中下旬|[上中下]旬)", _stretch),
    Rule("上下前后", r"(?P<name>[上下前后]半)个?月", lambda m, now: _half(m)),
    Rule("月", r"月(?P<name>[初底末尾]|中(?!旬|国|央|学|小|秋))", _stretch),
    Rule(
        "初底末尾中",
        r"(?:(?<=月)|(?<=月份))(?P<name>[初底末尾](?!一)|中(?!旬|国|央|学|小|秋|心)(?=[^一-龥]|的|有|举|$))",
        _stretch,
    ),
    Rule(
        "前头后最",
        rf"{_AFTER_MONTH}(?P<side>前|头|后|最后)(?P<n>{NUMBER})个?(?P<u>天|日|周|星期|礼拜)",
        _first_or_last_days,
    ),
    Rule(
        "第最首末",
        rf"(?:第(?=.)|(?=最后一|首|末))(?P<n>{NUMBER}|最后一|首|末)个?(?:星期|周|礼拜)(?!年|岁|报)(?P<w>[一二三四五六日天末])?",
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
        r"(?![0-9.:：/]|\s?[个场次项家条种点元人周天期月年季多几楼路栋级岁件份位时小分%万余大类])",
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

"""Which part of the time just named is meant, or which day beside it: 最后一天, 第一个月, 季度末, 前一天?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.questions.times.calendar import (
    Days,
    DaysOfSpan,
    month_length,
    months,
    plus_months,
    quarter,
    years,
)
from plan_store.questions.times.numerals import NUMBER, read_number
from plan_store.questions.times.pieces import Kind, Piece, whole_month
from plan_store.questions.times.wordings.amounts import AMOUNT, amount
from plan_store.questions.times.wordings.rule import NUMERALS, Reader, Rule
from plan_store.questions.times.wordings.within_month import WEEKDAYS

_DAY = dt.timedelta(days=1)


def _behind_a_day(piece: Piece) -> bool:
    """国庆, 6月17日; not 今天, behind which 第一天 begins a story."""
    if piece.kind is Kind.FIXED:
        return piece.named_year and piece.fine
    return piece.kind in (Kind.DATE, Kind.OF_SPAN) or (piece.kind is Kind.DAY and bool(piece.numbers))


def _behind_a_stretch(piece: Piece) -> bool:
    if piece.kind is Kind.FIXED:
        return piece.days is not None and piece.days[0] < piece.days[1]
    return piece.kind in (Kind.YEAR, Kind.PART, Kind.MONTH) or (piece.kind is Kind.DAY and not piece.numbers)


def _behind_either(piece: Piece) -> bool:
    return _behind_a_day(piece) or _behind_a_stretch(piece)


def _behind_days(piece: Piece) -> bool:
    return piece.kind is Kind.FIXED or _behind_either(piece)


def _of_span(match: re.Match[str], of_span: DaysOfSpan, *, fine: bool = True) -> Piece:
    return Piece(Kind.OF_SPAN, match.start(), match.end(), match.group(), of_span=of_span, fine=fine)


_LAST = ("倒数第", "最后", "末")


def _nth(match: re.Match[str], now: dt.date) -> Piece | None:
    """第二天, 倒数第三天, 首月, 最后一年."""
    which, unit = match["which"], match["u"]
    number = read_number(match["n"]) if match["n"] else 1
    if not number or bool(match["n"]) == (which in "首末") or (number > 1 and not which.endswith("第")):
        return None
    nth = -number if which in _LAST else number
    return _of_span(match, lambda days: _STEPS[unit](days, nth), fine=unit in "天日晚")


def _nth_day(days: Days, nth: int) -> Days | None:
    """The second day of 国庆 is the one after it: the name means more than its own day."""
    day = days[0] + (nth - 1) * _DAY if nth > 0 else days[1] + (nth + 1) * _DAY
    within = days[0] == days[1] or days[0] <= day <= days[1]
    return (day, day) if within else None


def _nth_month(days: Days, nth: int) -> Days | None:
    first, last = days
    begin = plus_months((first if nth > 0 else last).replace(day=1), nth - 1 if nth > 0 else nth + 1)
    found = months(begin.year, begin.month, begin.month)
    return found if first < last and first <= found[1] and found[0] <= last else None


def _nth_quarter(days: Days, nth: int) -> Days | None:
    first, last = days
    found = quarter(first if nth > 0 else last, nth - 1 if nth > 0 else nth + 1)
    return found if first <= found[0] and found[1] <= last else None


def _nth_year(days: Days, nth: int) -> Days | None:
    year = days[0].year + nth - 1 if nth > 0 else days[1].year + nth + 1
    found = years(year, year)
    return found if days[0] <= found[0] < found[1] <= days[1] else None


_STEPS = {
    **dict.fromkeys("天日晚", _nth_day),
    **dict.fromkeys(("个月", "月"), _nth_month),
    "个季度": _nth_quarter,
    "年": _nth_year,
}


_AT_THE_BEGINNING = ("前", "头", "最初")
_OF_IT = ("头", "最初", "最后")


def _first_or_last(match: re.Match[str], now: dt.date) -> Piece | None:
    """下周前三天, 暑假最后两周: so much of it; 国庆前三天, 暑假前一周, 八月前两个月: so much beside it."""
    much, side = amount(match), match["side"]
    if much is None:
        return None
    known, front = much, side.endswith(_AT_THE_BEGINNING)
    one = side not in _OF_IT and match["n"] in "一1"

    def is_beside(days: Days) -> bool:
        if one:  # 六月前一周 is its first, 国庆前一周 and 暑假前一天 are not.
            return not (known.days == 7 and whole_month(days))
        return side[0] in "之以" or known.after(days[0]) - _DAY > days[1]

    def of_span(days: Days) -> Days | None:
        first, last = days
        if is_beside(days):
            return (known.before(first), first - _DAY) if front else (last + _DAY, known.after(last))
        if front:
            return first, known.after(first) - _DAY
        if known.unit != "天" and last.day == month_length(last.year, last.month):
            return plus_months(last.replace(day=1), 1 - known.months), last
        return known.before(last) + _DAY, last

    return _of_span(match, of_span, fine=much.unit == "天")


def _so_long_from(match: re.Match[str], now: dt.date) -> Piece | None:
    """6月1日起一周内, 下个月起的三个月: so much, it included."""
    much = amount(match)
    if much is None:
        return None
    known = much
    return _of_span(match, lambda days: (days[0], known.after(days[0]) - _DAY), fine=much.unit == "天")


def _so_long_away(match: re.Match[str], now: dt.date) -> Piece | None:
    """国庆三天后, 春节一个月前: the one day."""
    much = amount(match)
    if much is None:
        return None
    known, before = much, match["side"].endswith("前")

    def of_span(days: Days) -> Days | None:
        day = known.before(days[0]) if before else known.after(days[1])
        return day, day

    return _of_span(match, of_span)


def _nth_beside(match: re.Match[str], now: dt.date) -> Piece | None:
    """中秋节后第二天."""
    number = read_number(match["n"])
    if not number:
        return None
    step = -number if match["side"].endswith("前") else number
    return _of_span(match, lambda days: _moved(days, step))


def _nth_of_kind(match: re.Match[str], now: dt.date) -> Piece | None:
    """国庆后第一个工作日, 春节前最后一个周末."""
    number = read_number(match["n"]) if match["n"] else 1
    if not number or number > 31:
        return None
    step = -_DAY if match["side"].endswith("前") else _DAY
    kind = match["kind"]
    wanted = range(5) if kind == "工作日" else (5,) if kind == "周末" else (WEEKDAYS[kind[-1]],)

    def of_span(days: Days) -> Days:
        day = days[0] if step < dt.timedelta() else days[1]
        for _ in range(number):
            day += step
            while day.weekday() not in wanted:
                day += step
        return day, day + (kind == "周末") * _DAY

    return _of_span(match, of_span)


def _moved(days: Days, step: int) -> Days:
    day = (days[0] if step < 0 else days[1]) + step * _DAY
    return day, day


def _next_to(step: int) -> Reader:
    """前夕, 次日."""
    return lambda match, now: _of_span(match, lambda days: _moved(days, step))


def _edge(match: re.Match[str], now: dt.date) -> Piece:
    """下季度初, 上半年末, 暑假尾: its first or its last month."""
    nth = 1 if match["edge"] in ("初", "伊始") else -1
    return _of_span(match, lambda days: _nth_month(days, nth), fine=False)


RULES: tuple[Rule, ...] = (
    Rule(
        "第首末头最倒",
        rf"(?P<which>第|倒数第|最后|首|末|头)(?P<n>{NUMBER})?"
        r"(?P<u>[天日晚]|个?月(?=[^一-龥后前以之]|[有的呢是会到至办搞]|$)|个月(?![后前以之])|个季度|年(?![级内]))",
        _nth,
        behind=_behind_either,
    ),
    Rule("前", "前(?:[一1]晚|[夜夕])", _next_to(-1), behind=_behind_either),
    Rule("次翌隔转", "[次翌]日|[隔转]天", _next_to(1), behind=_behind_a_day),
    Rule(
        "前头后最之以",
        rf"(?P<side>[之以]?[前后]|头|最后|最初)的?{AMOUNT}",
        _first_or_last,
        behind=_behind_either,
    ),
    Rule(
        "前后之过", rf"(?P<side>[之过]?[前后])的?第(?P<n>{NUMBER})[天日]", _nth_beside, behind=_behind_either
    ),
    Rule(
        "前后之以过",
        rf"(?P<side>[之以过]?[前后])的?(?:第(?P<n>{NUMBER})|首|头一|最后一)个?"
        r"(?P<kind>工作日|周末|(?:周|星期|礼拜)[一二三四五六日天])",
        _nth_of_kind,
        behind=_behind_either,
    ),
    Rule(
        "起开", rf"(?:起|开始)的?{AMOUNT}(?:[之以]?内|里)?(?!以上|左右)", _so_long_from, behind=_behind_days
    ),
    Rule(NUMERALS + "半几", rf"{AMOUNT}(?P<side>[之以]?[前后])", _so_long_away, behind=_behind_a_day),
    Rule(
        "初末底尾伊",
        r"(?:(?<=半年)|(?<=[季度假期]))(?P<edge>[初末底尾](?![一二三步级中夏春秋冬伏])|伊始)",
        _edge,
        behind=_behind_a_stretch,
    ),
)

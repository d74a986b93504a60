"""Which days does a part of the calendar hold? Spans of days and steps between them."""

from __future__ import annotations

import calendar as _calendar
import datetime as dt
from collections.abc import Callable

Days = tuple[dt.date, dt.date]
"""First and last day, both included."""

DaysOfYear = Callable[[int], Days | None]
DaysOfMonth = Callable[[int, int], Days | None]
"""Of a year and its month; None where that month has no such days."""
DaysOfSpan = Callable[[Days], Days | None]
"""Of the days that were named before; None where they have no such part."""

FIRST_YEAR, LAST_YEAR = 1000, 2199
"""Years beyond these are no dates that a plan or a resident means."""


def month_length(year: int, month: int) -> int:
    return _calendar.monthrange(year, month)[1]


def months(year: int, first: int, last: int) -> Days:
    """Whole months of a year; `last` beyond 12 reaches into the next year."""
    end_year, end_month = (year, last) if last <= 12 else (year + 1, last - 12)
    return dt.date(year, first, 1), dt.date(end_year, end_month, month_length(end_year, end_month))


def years(first: int, last: int) -> Days:
    return dt.date(first, 1, 1), dt.date(last, 12, 31)


def plus_months(day: dt.date, count: int) -> dt.date:
    """The same day `count` months later, or the last one of a shorter month."""
    year, index = divmod(day.year * 12 + day.month - 1 + count, 12)
    return dt.date(year, index + 1, min(day.day, month_length(year, index + 1)))


def calendar_months(now: dt.date, first: int, last: int) -> Days:
    """Whole months counted from now's month, which is 0."""
    begin, end = plus_months(now.replace(day=1), first), plus_months(now.replace(day=1), last)
    return begin, end.replace(day=month_length(end.year, end.month))


def week(now: dt.date, count: int) -> Days:
    """Monday to Sunday, counted from now's week, which is 0."""
    monday = now + dt.timedelta(days=7 * count - now.weekday())
    return monday, monday + dt.timedelta(days=6)


def quarter(now: dt.date, count: int) -> Days:
    """The quarter that many after now's."""
    begin = plus_months(dt.date(now.year, now.month - (now.month - 1) % 3, 1), 3 * count)
    return months(begin.year, begin.month, begin.month + 2)


def weekday_of_month(year: int, month: int, weekday: int, nth: int) -> dt.date | None:
    """The `nth` such weekday (Monday is 0) of a month; -1 is the last one."""
    return nth_weekday(months(year, month, month), weekday, nth)


def nth_weekday(days: Days, weekday: int, nth: int) -> dt.date | None:
    """The same among any days."""
    first, last = days
    if nth < 0:
        day = last - dt.timedelta(days=(last.weekday() - weekday) % 7 - 7 * (nth + 1))
    else:
        day = first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return day if first <= day <= last else None


def nearest_year(two_digits: int, now: dt.date) -> int:
    """The year with these last two digits that is nearest to now."""
    century = now.year - now.year % 100
    return min(
        (century + shift + two_digits for shift in (-100, 0, 100)), key=lambda year: abs(year - now.year)
    )

"""Until which day does something hold? A staff member's words become the last day, or are refused."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata

from plan_store.documents.periods import PeriodError, read_period
from plan_store.plan import Month
from plan_store.questions.times.numerals import read_number
from plan_store.staff.fields import UnacceptableError

LONGEST = dt.timedelta(days=366)

_AROUND = re.compile(r"^(?:有效期|截止|截至|一直|用)?(?:到|至)?|(?:为止|止|之前|以前|前)$")
_LASTING = re.compile(
    r"(?P<count>[0-9]{1,3}|[一二两三四五六七八九十]{1,3}|半)个?(?P<unit>天|周|星期|(?<=个)月|年)(?:以?内|后)?"
)
_RIGHT = "请写成“2023-12-31”“12月31日”或“三个月”这样的"


def last_day(said: str, today: dt.date) -> dt.date:
    """The day until whose end something holds; without a year the next such day is meant.

    Raises `UnacceptableError` for a day that has passed, is over a year away or cannot be read.
    """
    words = _AROUND.sub("", "".join(unicodedata.normalize("NFKC", said).split()))
    day = _lasting(words, today) or _end_of(words, today) or _named(words, said, today)
    if day < today:
        raise UnacceptableError(f"{_told(day)}已经过去了，请写一个今天以后的日子。")
    if day > today + LONGEST:
        raise UnacceptableError(f"最长一年，请写{_told(today + LONGEST)}以前的日子。")
    return day


def _lasting(words: str, today: dt.date) -> dt.date | None:
    match = _LASTING.fullmatch(words)
    if match is None:
        return None
    half = match["count"] == "半"
    count = 1 if half else read_number(match["count"]) or 0
    match match["unit"]:
        case "天" if not half:
            return today + dt.timedelta(days=count)
        case "周" | "星期" if not half:
            return today + dt.timedelta(weeks=count)
        case "月":
            return today + dt.timedelta(days=15) if half else _months_later(today, count)
        case "年":
            return _months_later(today, 6 if half else 12 * count)
    return None


def _months_later(day: dt.date, months: int) -> dt.date:
    month = Month.of(day).plus(months)
    return dt.date(month.year, month.number, min(day.day, _days_of(month)))


def _end_of(words: str, today: dt.date) -> dt.date | None:
    if words in ("年底", "今年底", "今年年底", "年末"):
        return dt.date(today.year, 12, 31)
    if words in ("月底", "本月底", "这个月底", "月末"):
        return dt.date(today.year, today.month, _days_of(Month.of(today)))
    return None


def _named(words: str, said: str, today: dt.date) -> dt.date:
    named = re.match(r"(20[0-9]{2})[年./-]", words)
    years = (int(named[1]),) if named else (today.year, today.year + 1)
    for year in years:
        try:
            timing = read_period(words, year)
        except PeriodError as error:
            raise UnacceptableError(f"没看懂“{said[:20]}”是哪一天（{error}）。{_RIGHT}日子。") from None
        except ValueError:
            raise UnacceptableError(f"没看懂“{said[:20]}”是哪一天。{_RIGHT}日子。") from None
        if not timing.exact:
            raise UnacceptableError(f"“{said[:20]}”没有写明哪一天。{_RIGHT}日子。")
        month = Month(year, timing.period.last)
        day = timing.sessions[-1].day if timing.sessions else dt.date(year, month.number, _days_of(month))
        if day >= today or named:
            return day
    return day


def _days_of(month: Month) -> int:
    return calendar.monthrange(month.year, month.number)[1]


def _told(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"

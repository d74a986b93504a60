"""What are the smallest parts of a time: a year, a month, a day, a holiday, 下个月, 已经结束?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum, auto

from plan_store.questions.times.calendar import Days, DaysOfMonth, DaysOfSpan, DaysOfYear


class Kind(Enum):
    YEAR = auto()
    """`numbers`: first and last year."""
    PART = auto()
    """`numbers`: first and last month of a year (Q3, 暑假); beyond 12 is the next year."""
    MONTH = auto()
    """`numbers`: the months, in order."""
    DATE = auto()
    """A day of any year, by figures or by a holiday's name: `of_year` gives it."""
    DAY = auto()
    """Part of a month: `of_month` gives its days; a plain day has `numbers`."""
    OF_SPAN = auto()
    """A part of the time just named, or what lies beside it (最后一天, 前一天): `of_span` gives its days."""
    FIXED = auto()
    """`days`, known by themselves."""
    NUMBER = auto()
    """`numbers`, still without a unit: the 5 of 5到7月."""
    BACK = auto()
    PROGRESS = auto()
    """还没开始, 正在进行, 已经结束, 还剩."""
    LENGTH = auto()
    """How long: `numbers` are the fewest and the most months, 0 where open."""
    EARLIEST = auto()
    LATEST = auto()
    LAST_TO_BEGIN = auto()
    FIRST_TO_END = auto()
    IMPOSSIBLE = auto()
    TRAP = auto()
    """What only looks like a time: 三月三, 五一路, 每月."""
    FILLER = auto()
    """A word of time that asks nothing: 我现在想问."""


class Progress(Enum):
    AHEAD = auto()
    ONGOING = auto()
    OVER = auto()
    DONE = auto()
    """办过的: over, but no more than 办的 where a time is named (上个月办过的)."""
    LEFT = auto()


@dataclass(slots=True)
class Piece:
    kind: Kind
    start: int
    end: int
    said: str
    numbers: tuple[int, ...] = ()
    days: Days | None = None
    of_year: DaysOfYear | None = None
    of_month: DaysOfMonth | None = None
    of_span: DaysOfSpan | None = None
    fine: bool = False
    """Finer than a month."""
    unit: str = ""
    """What a bare number before it counts too: 年, 季度, 月, 日."""
    named_year: bool = False
    """`days` whose year the text names."""
    plain: str = ""
    """A wording that means this only in some surroundings; which, is decided when phrases are made."""
    by_name: bool = False
    """Named by a holiday's word."""
    present: bool = False
    """现在, 今天: so often mere filler that it yields to any other time."""
    progress: Progress | None = None


def month_of(days: Days) -> tuple[int, int] | None:
    """(year, month) where the days lie in one month."""
    first, last = days
    return (first.year, first.month) if (first.year, first.month) == (last.year, last.month) else None


def whole_month(days: Days) -> bool:
    return days[0].day == 1 and month_of(days) is not None and (days[1] + dt.timedelta(days=1)).day == 1

"""What times does a question name? The values that `read_times` gives."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from plan_store.plan import Month
from plan_store.questions.query import Months, Relation
from plan_store.value import value


class YearBasis(StrEnum):
    """Where the year of a phrase comes from."""

    NAMED = "named"
    """The text names it: 2023年, 23年, 今年, 去年."""
    RELATIVE = "relative"
    """The phrase is anchored on now: 下个月, 最近, 今天, 未来三个月."""
    PLAN = "plan"
    """Bare 六月, 暑假, 第三季度: the year is that of the plan."""


@value
class TimePhrase:
    """One named span of days and how a period must lie to it."""

    start: int
    end: int
    """text[start:end] was read, connectors and qualifiers included (从, 份, 期间, 以后, 开始的)."""
    relation: Relation
    first: dt.date | None
    last: dt.date | None
    """Days, both included; None is an open end."""
    basis: YearBasis
    said: str
    """Short normal form for the reply: `6月`, `5月-7月`, `下个月`, `9月以前`, `只在6月`."""
    day: bool = False
    """Finer than a month was named: a day, a week, 上旬."""
    holiday: bool = False
    """Named by a holiday or solar term only, so that it may turn out to be a word of a theme."""
    back: bool = False
    """那个月/当时: the months last spoken of; then `first` and `last` are None."""

    @property
    def months(self) -> Months:
        """Those that hold its days."""
        first = Month.of(self.first) if self.first else None
        return Months(first, Month.of(self.last) if self.last else None)


@value
class Times:
    """All that a question says about time."""

    phrases: tuple[TimePhrase, ...] = ()
    """In text order, not overlapping. A union is several phrases, a range is one; a span that goes round
    the end of the plan's year (冬天) is two, the second without width."""
    impossible: tuple[tuple[int, int, str], ...] = ()
    """(start, end, said) of what no calendar has: 13月, 6月31日."""
    min_months: int | None = None
    max_months: int | None = None
    """How long a period must or may be (持续三个月以上)."""
    duration_at: tuple[tuple[int, int], ...] = ()
    earliest: bool = False
    latest: bool = False
    last_to_begin: bool = False
    """最晚才开始的: by the first month, and not as 最晚 by the last one."""
    first_to_end: bool = False
    extreme_at: tuple[tuple[int, int], ...] = ()
    passed: tuple[tuple[int, int], ...] = ()
    """Offsets of time words without a phrase of their own: a year that a month took, 现在 as filler."""


NOTHING = Times()

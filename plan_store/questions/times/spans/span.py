"""Which days belong together, before 开始, 以后 and their like are read?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from plan_store.questions.query import Relation
from plan_store.questions.times.calendar import Days, DaysOfMonth
from plan_store.questions.times.pieces import Progress
from plan_store.questions.times.spans.gaps import Gap
from plan_store.questions.times.values import YearBasis


@dataclass(slots=True)
class Span:
    """Days that belong together, not yet read for 开始, 以后 and their like."""

    start: int
    end: int
    said: str
    first: dt.date | None
    last: dt.date | None
    basis: YearBasis
    at: Callable[[int], Days | None] | None = None
    """The days in another year, for what names none."""
    fine: bool = False
    by_name: bool = False
    back: bool = False
    whole_year: bool = False
    present: bool = False
    weekday: bool = False
    progress: Progress | None = None
    relation: Relation | None = None
    gap: Gap | None = None
    """How it is joined to the span before it."""
    month: tuple[int, int] | None = None
    """(year, month) that a bare day after it belongs to."""
    single_month: bool = False
    tail: dt.date | None = None
    """Of a range: where its last part begins, so that 以前 after it leaves that out and 止 adds nothing."""
    of_month: DaysOfMonth | None = None
    """Of a bare day: the same in another month."""

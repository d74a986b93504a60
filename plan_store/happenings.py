"""When does an entry take place? Its dates where staff have set them, else the months of the plan."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

from plan_store.plan import Entry, Month, Period, Session


def happenings(entry: Entry) -> Iterator[Period | Session]:
    """When an entry takes place, in order: each run of months, or the dates in it where there are any."""
    dates = entry.details.sessions
    dated = {Month.of(session.day) for session in dates}
    undated = (
        run
        for run in runs(entry.period)
        if dated.isdisjoint(Month(entry.year, number) for number in run.months)
    )
    found: list[Period | Session] = [*dates, *undated]
    yield from sorted(found, key=lambda when: _first_moment(entry.year, when))


def _first_moment(year: int, when: Period | Session) -> tuple[dt.date, dt.time]:
    if isinstance(when, Period):
        return dt.date(year, when.first, 1), dt.time.min
    return when.day, when.start or dt.time.min


def runs(period: Period) -> Iterator[Period]:
    """The months without a gap: `3月、9月` are two."""
    for _, run in itertools.groupby(enumerate(period.months), lambda pair: pair[1] - pair[0]):
        yield Period(tuple(month for _, month in run))


def first_day(entry: Entry, when: Period | Session) -> dt.date:
    """The day on which it begins."""
    return dt.date(entry.year, when.first, 1) if isinstance(when, Period) else when.day

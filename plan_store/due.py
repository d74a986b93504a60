"""When does a reminder fall due, and of which activities? Pure: entries and habits give occasions."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from plan_store.happenings import first_day, happenings
from plan_store.plan import Entry, Month, Session, in_reading_order
from plan_store.subscriptions import BOTH, LEADS, Habits, Reminder

_LONGEST_LEAD = dt.timedelta(days=max(LEADS) + 1)
_NOON = dt.time(12)
_MORNING = dt.time(9)
"""When the reminder of the same morning comes to those who otherwise want theirs after noon."""


class About(StrEnum):
    """What a reminder tells."""

    MONTH = "month"
    """What begins, goes on and ends in a month."""
    BEFORE = "before"
    """What begins in some days; today, where that is the lead."""
    MORNING = "morning"
    """What takes place today: its exact date is known."""

    @property
    def kind(self) -> Reminder:
        """The kind that turns it on and off."""
        return Reminder.MONTHLY if self is About.MONTH else Reminder.BEFORE


_ORDER = {about: place for place, about in enumerate((About.MORNING, About.BEFORE, About.MONTH))}
"""In one message: what is nearest comes first."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One reminder: what it is about, and when it falls due."""

    due: dt.datetime
    """In the plan's time zone."""
    about: About
    day: dt.date
    """The day on which its activities begin; of a month, its first. With `about` it tells an occasion from
    others, whatever lead and hour somebody has chosen meanwhile."""
    entries: tuple[Entry, ...]
    """In reading order, at least one."""


def occasions(
    entries: Iterable[Entry],
    habits: Habits,
    zone: dt.tzinfo,
    *,
    after: dt.datetime,
    until: dt.datetime | None = None,
    kinds: Iterable[Reminder] = BOTH,
) -> tuple[Occasion, ...]:
    """What falls due after one moment, up to and including another, in order; nothing within a pause.

    `until` None: as far as the plans go.
    """
    wanted = frozenset(kinds)
    return joined(
        Occasion(due, about, day, (entry,))
        for entry in entries
        for about, day, at in _all(entry, habits)
        if about.kind in wanted
        and not habits.paused(at.date())
        and (due := at.replace(tzinfo=zone)) > after
        and (until is None or due <= until)
    )


def next_occasion(
    entries: Iterable[Entry],
    habits: Habits,
    zone: dt.tzinfo,
    *,
    after: dt.datetime,
    kinds: Iterable[Reminder] = BOTH,
) -> Occasion | None:
    """The first that falls due after a moment; None: nothing more, as the plans stand."""
    return next(iter(occasions(entries, habits, zone, after=after, kinds=kinds)), None)


def passed_over(
    entries: Iterable[Entry],
    before: Habits,
    after: Habits,
    zone: dt.tzinfo,
    *,
    now: dt.datetime,
    kinds: Iterable[Reminder] = BOTH,
) -> tuple[Occasion, ...]:
    """What a change of habits would leave untold: by the new ones it was due already, by the old not yet."""
    entries, kinds = tuple(entries), tuple(kinds)
    to_come = {(one.about, one.day) for one in occasions(entries, before, zone, after=now, kinds=kinds)}
    due = occasions(entries, after, zone, after=now - _LONGEST_LEAD, until=now, kinds=kinds)
    return tuple(one for one in due if (one.about, one.day) in to_come)


def joined(several: Iterable[Occasion]) -> tuple[Occasion, ...]:
    """Occasions in order, each once with all its entries, however many followings they come from.

    That a period begins today is left to the month's reminder where that comes at the same moment.
    """
    together: defaultdict[tuple[dt.datetime, About, dt.date], dict[tuple[int, int], Entry]] = defaultdict(
        dict
    )
    for one in several:
        together[one.due, one.about, one.day] |= {(entry.year, entry.number): entry for entry in one.entries}
    for (due, about, day), entries in together.items():
        if about is About.BEFORE and day == due.date():
            for key in together.get((due, About.MONTH, day.replace(day=1)), {}):
                entries.pop(key, None)
    found = (
        Occasion(due, about, day, in_reading_order(entries.values()))
        for (due, about, day), entries in together.items()
        if entries
    )
    return tuple(sorted(found, key=lambda one: (one.due, _ORDER[one.about], one.day)))


def months_of(entry: Entry) -> frozenset[Month]:
    """The months in which it takes place: those of its period, and those of its dates."""
    return frozenset(Month(entry.year, number) for number in entry.period.months) | {
        Month.of(session.day) for session in entry.details.sessions
    }


def _all(entry: Entry, habits: Habits) -> Iterator[tuple[About, dt.date, dt.datetime]]:
    """All that is ever told of an entry: what, the day it is about, and when, by the clock on the wall."""
    for month in months_of(entry):
        last = calendar.monthrange(month.year, month.number)[1]
        day = dt.date(month.year, month.number, min(habits.monthly_day, last))
        yield About.MONTH, day.replace(day=1), dt.datetime.combine(day, habits.time)
    for when in happenings(entry):
        day = first_day(entry, when)
        dated = isinstance(when, Session)
        if habits.lead_days or not dated:
            lead = dt.timedelta(days=habits.lead_days)
            yield About.BEFORE, day, dt.datetime.combine(day - lead, habits.time)
        if isinstance(when, Session):
            yield About.MORNING, day, dt.datetime.combine(day, _morning(when, habits))


def _morning(session: Session, habits: Habits) -> dt.time:
    """The usual hour where it is before noon, and an hour before it begins at the latest."""
    at = habits.time if habits.time < _NOON else _MORNING
    if session.start is None:
        return at
    minutes = max(0, session.start.hour * 60 + session.start.minute - 60)
    return min(at, dt.time(minutes // 60, minutes % 60))

"""How do activities get into a phone's calendar? Entries as an iCalendar file (RFC 5545).

What the plan knows by the month becomes an all-day span, what staff have dated an event of its hours. An
entry's n-th event has the same UID in every file, so that reading a newer file moves what has changed
instead of adding it once more: when a date becomes known, it takes the place of the month.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from icalendar import Alarm, Calendar, Event
from icalendar.enums import TRANSP

from plan_store.happenings import happenings
from plan_store.plan import Entry, Month, Period, Session


@dataclass(frozen=True, slots=True)
class Alarms:
    """When a calendar is to remind of an event, in the plan's time zone."""

    lead_days: int = 3
    """Days before the first day; 0: on that day."""
    at: dt.time = dt.time(9)


@dataclass(frozen=True, slots=True)
class Edition:
    """What a calendar file says of itself, beside its entries."""

    name: str
    """What a phone calls the calendar."""
    district: str
    """Keeps the events of two districts apart."""
    zone: dt.tzinfo
    made_at: dt.datetime
    """Aware."""
    revision: int = 0
    """Of the store: of two files the one with the higher number is the newer."""


DEFAULT_ALARMS = Alarms()


def calendar_file(
    entries: Iterable[Entry], edition: Edition, alarms: Alarms | None = DEFAULT_ALARMS
) -> bytes:
    """The file; `alarms` None: without any."""
    entries = tuple(entries)
    calendar = Calendar.new(
        prodid="-//plan-inquiry-bot//plan//ZH",
        name=_line(edition.name),
        calscale="GREGORIAN",
        method="PUBLISH",
        uid=_uid(edition, "calendar", _digest(edition.name)),
    )
    for entry in entries:
        for place, when in enumerate(happenings(entry), 1):
            calendar.add_component(_event(entry, place, when, edition, alarms))
    if entries:
        years = [entry.year for entry in entries]
        # Shanghai kept summer time until 1991; a calendar of this year needs none of it.
        calendar.add_missing_timezones(dt.date(min(years) - 1, 1, 1), dt.date(max(years) + 2, 1, 1))
    return bytes(calendar.to_ical())


def _event(
    entry: Entry, place: int, when: Period | Session, edition: Edition, alarms: Alarms | None
) -> Event:
    start, end = _bounds(entry.year, when, edition.zone)
    event = Event.new(
        uid=_uid(edition, str(entry.year), str(entry.number), str(place)),
        stamp=edition.made_at.astimezone(dt.UTC),
        sequence=edition.revision,
        summary=_line(entry.title),
        start=start,
        end=end,
        location=_line(entry.details.place) or None,
        contacts=_line(entry.details.contact) or None,
        categories=[_line(name) for name in (entry.unit, *entry.forms)],
        description=_description(entry, when, edition),
        transparency=TRANSP.TRANSPARENT if isinstance(when, Period) else TRANSP.OPAQUE,
    )
    for trigger in _triggers(start, alarms) if alarms else ():
        event.add_component(Alarm.new_display(_line(entry.title) or "活动", trigger))
    return event


def _bounds(
    year: int, when: Period | Session, zone: dt.tzinfo
) -> tuple[dt.date | dt.datetime, dt.date | dt.datetime | None]:
    """The first moment and the first moment after; days are plain dates, and the end is not among them."""
    if isinstance(when, Period):
        after = Month(year, when.last).plus(1)
        return dt.date(year, when.first, 1), dt.date(after.year, after.number, 1)
    if when.start is None:
        return when.day, when.day + dt.timedelta(days=1)
    start = dt.datetime.combine(when.day, when.start, zone)
    if when.end is None or when.end <= when.start:
        return start, None
    return start, dt.datetime.combine(when.day, when.end, zone)


def _triggers(start: dt.date | dt.datetime, alarms: Alarms) -> Sequence[dt.timedelta]:
    """Relative to the start: so many days before at the hour, and for a date also on its morning."""
    midnight = start.replace(hour=0, minute=0, second=0) if isinstance(start, dt.datetime) else None
    hour = dt.timedelta(hours=alarms.at.hour, minutes=alarms.at.minute)
    into_day = start - midnight if isinstance(start, dt.datetime) and midnight else dt.timedelta()
    before = hour - into_day - dt.timedelta(days=alarms.lead_days)
    if midnight is None:
        return (before,)
    morning = min(hour - into_day, -dt.timedelta(hours=1))
    return (morning,) if alarms.lead_days == 0 else (before, morning)


def _description(entry: Entry, when: Period | Session, edition: Edition) -> str:
    details = entry.details
    unknown = "" if isinstance(when, Session) else "（计划只写到月份）"
    facts = (
        ("责任单位", entry.unit),
        ("活动形式", "、".join(entry.forms)),
        ("活动时间", f"{entry.year}年{entry.period}{unknown}"),
        ("联系方式", details.contact),
        ("参与方式", details.signup),
        ("参加对象", details.audience),
        ("备注", details.note),
        ("出处", f"{edition.district}{entry.year}年计划第{entry.number}项"),
    )
    return "\n".join(f"{name}：{_clean(value)}" for name, value in facts if value)


def _uid(edition: Edition, *parts: str) -> str:
    return f"{'-'.join(parts)}@{_digest(edition.district)}.plan-inquiry-bot"


def _digest(name: str) -> str:
    return hashlib.blake2s(name.encode(), digest_size=4).hexdigest()


def _line(text: str) -> str:
    return _clean(text).replace("\n", " ")


def _clean(text: str) -> str:
    """Without control characters, which RFC 5545 does not allow; lines are parted by a line feed."""
    lines = (line.strip() for line in text.splitlines())
    joined = "\n".join(line for line in lines if line)
    return "".join(sign for sign in joined if sign == "\n" or sign.isprintable() or sign == "\u200d")

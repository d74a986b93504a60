"""Does a calendar file say what the plan says? Each file is parsed again, as a phone would."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from icalendar import Calendar, Event

from plan_store.calendar_file import Alarms, Edition, calendar_file
from plan_store.plan import Details, Entry, Period, Plan, Session
from tests.handlers.plans import any_plan, published

_ZONE = ZoneInfo("Asia/Shanghai")
_EDITION = Edition("开福区2023年计划", "开福区", _ZONE, dt.datetime(2023, 5, 20, 9, tzinfo=_ZONE), revision=7)
_JUNE_9 = Session(dt.date(2023, 6, 9), dt.time(10), dt.time(11, 30))


def _entry(number: int) -> Entry:
    found = published().entry(number)
    assert found is not None
    return found


def _dated(*sessions: Session, period: Period | None = None) -> Entry:
    entry = _entry(17)
    return replace(entry, period=period or entry.period, details=Details(sessions=sessions))


def _events(*entries: Entry, edition: Edition = _EDITION, alarms: Alarms | None = None) -> list[Event]:
    calendar = Calendar.from_ical(calendar_file(entries, edition, alarms))
    return list(calendar.events)


def test_whole_months_are_a_span_of_days_whose_end_is_the_day_after() -> None:
    (event,) = _events(_dated(period=Period.span(5, 9)))
    assert (event.start, event.end) == (dt.date(2023, 5, 1), dt.date(2023, 10, 1))


def test_december_ends_with_the_year() -> None:
    (event,) = _events(_dated(period=Period((12,))))
    assert event.end == dt.date(2024, 1, 1)


def test_single_months_are_events_of_their_own() -> None:
    march, september = _events(_dated(period=Period((3, 9))))
    assert (march.start, september.start) == (dt.date(2023, 3, 1), dt.date(2023, 9, 1))
    assert march.uid != september.uid


def test_a_date_is_an_event_of_its_hours_in_the_time_zone_of_the_plan() -> None:
    file = calendar_file([_dated(_JUNE_9)], _EDITION)
    calendar = Calendar.from_ical(file)
    (event,) = calendar.events
    assert event.start == dt.datetime(2023, 6, 9, 10, tzinfo=_ZONE)
    assert event.end == dt.datetime(2023, 6, 9, 11, 30, tzinfo=_ZONE)
    assert b"DTSTART;TZID=Asia/Shanghai:20230609T100000" in file
    assert [zone.tz_name for zone in calendar.timezones] == ["Asia/Shanghai"]


def test_a_date_without_hours_is_a_day() -> None:
    (event,) = _events(_dated(Session(dt.date(2023, 6, 9))))
    assert (event.start, event.end) == (dt.date(2023, 6, 9), dt.date(2023, 6, 10))


def test_an_end_that_is_not_known_is_not_made_up() -> None:
    file = calendar_file([_dated(Session(dt.date(2023, 6, 9), dt.time(10)))], _EDITION, None)
    assert b"DTEND" not in file


def test_a_date_takes_the_place_of_its_month_and_leaves_the_others() -> None:
    (month, other) = _events(_dated(period=Period((6, 9))))
    (date, same) = _events(_dated(_JUNE_9, period=Period((6, 9))))
    assert date.start == dt.datetime(2023, 6, 9, 10, tzinfo=_ZONE)
    assert (month.uid, other.uid) == (date.uid, same.uid)
    assert other.start == same.start == dt.date(2023, 9, 1)


def test_an_entry_has_the_same_uid_in_every_file_and_another_in_another_district() -> None:
    alone = _events(_entry(17))[0].uid
    later = replace(_EDITION, made_at=_EDITION.made_at + dt.timedelta(days=9), name="6月", revision=8)
    among_others = [event.uid for event in _events(*published().entries, edition=later)]
    assert alone in among_others
    assert len(set(among_others)) == len(among_others)
    assert alone != _events(_entry(17), edition=replace(_EDITION, district="岳麓区"))[0].uid


def test_a_newer_file_says_so() -> None:
    (event,) = _events(_entry(17))
    assert event.sequence == 7


def test_an_alarm_rings_so_many_days_before_at_the_hour() -> None:
    (event,) = _events(_entry(17), alarms=Alarms(3, dt.time(9)))
    (alarm,) = event.alarms.times
    assert alarm.trigger.isoformat() == "2023-05-29T09:00:00"


def test_a_date_rings_again_on_its_morning() -> None:
    (event,) = _events(_dated(_JUNE_9), alarms=Alarms(3, dt.time(8, 30)))
    rings = [alarm.trigger.isoformat() for alarm in event.alarms.times]
    assert rings == ["2023-06-06T08:30:00+08:00", "2023-06-09T08:30:00+08:00"]


def test_a_date_at_dawn_rings_an_hour_before() -> None:
    (event,) = _events(_dated(Session(dt.date(2023, 6, 9), dt.time(6))), alarms=Alarms(0))
    assert [alarm.trigger for alarm in event.alarms.times] == [dt.datetime(2023, 6, 9, 5, tzinfo=_ZONE)]


def test_lines_are_folded_and_signs_escaped_and_come_back_as_they_were() -> None:
    theme = "讲座，“一,二;三\\四”\n" + "很长的主题" * 100 + "😀"
    entry = replace(
        _entry(17), theme=theme, details=Details(place="文化广场; 一楼,东门", contact="张三 0731-1")
    )
    file = calendar_file([entry], _EDITION)
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    (event,) = Calendar.from_ical(file).events
    assert event.summary == entry.title
    assert event.location == "文化广场; 一楼,东门"
    assert "联系方式：张三 0731-1" in event.description
    assert event.categories == ["生态环境分局", "设点宣传"]


def test_what_is_known_only_by_the_month_says_so() -> None:
    (month,), (date,) = _events(_entry(17)), _events(_dated(_JUNE_9))
    assert "计划只写到月份" in month.description
    assert "计划只写到月份" not in date.description


def test_a_calendar_of_nothing_is_still_one() -> None:
    assert _events() == []


@settings(deadline=None)
@given(any_plan())
def test_any_plan_makes_a_file_that_is_read_back(plan: Plan) -> None:
    events = _events(*plan.entries, edition=replace(_EDITION, district=plan.district, name=plan.title))
    assert len({event.uid for event in events}) == len(events) >= len(plan.entries)
    for event in events:
        assert event.end >= event.start

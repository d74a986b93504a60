"""Does a reminder fall due at its hour, once, at every edge of the calendar?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_store.due import About, Occasion, joined, next_occasion, occasions
from plan_store.plan import Details, Entry, Period, Session
from plan_store.subscriptions import Habits, Reminder
from tests.handlers.plans import any_plan

ZONE = ZoneInfo("Asia/Shanghai")
NEW_YEAR = dt.datetime(2023, 1, 1, tzinfo=ZONE)


def entry(number: int, *months: int, sessions: Iterable[Session] = (), year: int = 2023) -> Entry:
    details = Details(sessions=tuple(sessions))
    return Entry(year, number, f"活动{number}", ("座谈交流",), "区司法局", Period(months), details)


def told(found: Iterable[Occasion]) -> list[tuple[str, str, list[int]]]:
    """`("05-29 09:00", "before", [17])` for each."""
    return [(f"{one.due:%m-%d %H:%M}", one.about.value, [e.number for e in one.entries]) for one in found]


def due(
    *entries: Entry,
    habits: Habits | None = None,
    after: dt.datetime | None = None,
    until: dt.datetime | None = None,
    kinds: Iterable[Reminder] = Reminder,
) -> list[tuple[str, str, list[int]]]:
    since = after or NEW_YEAR - dt.timedelta(days=60)
    return told(occasions(entries, habits or Habits(), ZONE, after=since, until=until, kinds=kinds))


# --- the two kinds ----------------------------------------------------------------------------------------
def test_an_activity_is_told_three_days_before_its_month_and_each_month_on_the_first() -> None:
    assert due(entry(14, 6, 7)) == [
        ("05-29 09:00", "before", [14]),
        ("06-01 09:00", "month", [14]),
        ("07-01 09:00", "month", [14]),
    ]


def test_each_kind_can_be_off() -> None:
    one = entry(14, 6)
    assert due(one, kinds=[Reminder.BEFORE]) == [("05-29 09:00", "before", [14])]
    assert due(one, kinds=[Reminder.MONTHLY]) == [("06-01 09:00", "month", [14])]
    assert due(one, kinds=[]) == []


def test_several_activities_at_one_moment_are_one_reminder() -> None:
    assert due(entry(17, 6), entry(14, 6)) == [
        ("05-29 09:00", "before", [14, 17]),
        ("06-01 09:00", "month", [14, 17]),
    ]


def test_months_with_nothing_tell_nothing() -> None:
    assert [at for at, about, _ in due(entry(1, 3, 9)) if about == "month"] == ["03-01 09:00", "09-01 09:00"]


def test_months_apart_begin_twice() -> None:
    assert [at for at, about, _ in due(entry(1, 3, 9)) if about == "before"] == ["02-26 09:00", "08-29 09:00"]


def test_an_exact_date_is_told_before_and_on_its_morning_instead_of_its_month() -> None:
    dated = entry(17, 6, sessions=[Session(dt.date(2023, 6, 9), dt.time(10))])
    assert due(dated, kinds=[Reminder.BEFORE]) == [
        ("06-06 09:00", "before", [17]),
        ("06-09 09:00", "morning", [17]),
    ]


def test_a_date_outside_the_months_is_told_in_its_own_month_too() -> None:
    dated = entry(17, 6, sessions=[Session(dt.date(2023, 7, 4))])
    months = [at for at, about, _ in due(dated) if about == "month"]
    assert months == ["06-01 09:00", "07-01 09:00"]


# --- lead and hour ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("lead", "at"), [(0, "06-01"), (1, "05-31"), (3, "05-29"), (7, "05-25"), (14, "05-18")]
)
def test_the_lead_is_counted_in_days(lead: int, at: str) -> None:
    found = due(entry(14, 6), habits=Habits(lead_days=lead), kinds=[Reminder.BEFORE])
    assert found == [(f"{at} 09:00", "before", [14])]


def test_on_the_day_itself_a_month_that_begins_is_told_once() -> None:
    assert due(entry(14, 6), habits=Habits(lead_days=0)) == [("06-01 09:00", "month", [14])]


def test_on_the_day_itself_an_exact_date_is_told_once() -> None:
    dated = entry(17, 6, sessions=[Session(dt.date(2023, 6, 9))])
    found = due(dated, habits=Habits(lead_days=0), kinds=[Reminder.BEFORE])
    assert found == [("06-09 09:00", "morning", [17])]


@pytest.mark.parametrize(
    ("hour", "start", "at"),
    [
        ("09:00", None, "09:00"),
        ("20:00", None, "09:00"),
        ("11:30", "14:00", "11:30"),
        ("09:00", "08:30", "07:30"),
        ("09:00", "09:30", "08:30"),
        ("07:00", "08:30", "07:00"),
        ("09:00", "00:30", "00:00"),
    ],
)
def test_the_reminder_of_the_morning_comes_in_time(hour: str, start: str | None, at: str) -> None:
    begins = dt.time.fromisoformat(start) if start else None
    dated = entry(17, 6, sessions=[Session(dt.date(2023, 6, 9), begins)])
    found = due(dated, habits=Habits(time=dt.time.fromisoformat(hour)))
    assert [when for when, about, _ in found if about == "morning"] == [f"06-09 {at}"]


# --- edges of the calendar --------------------------------------------------------------------------------
def test_the_thirty_first_is_the_last_day_of_a_shorter_month() -> None:
    found = due(entry(1, *range(1, 13)), habits=Habits(monthly_day=31), kinds=[Reminder.MONTHLY])
    assert [at[:5] for at, _, _ in found] == [
        "01-31", "02-28", "03-31", "04-30", "05-31", "06-30",
        "07-31", "08-31", "09-30", "10-31", "11-30", "12-31",
    ]  # fmt: skip


def test_february_ends_on_the_twenty_ninth_in_a_leap_year() -> None:
    leap = entry(1, 2, 3, year=2024)
    assert ("02-29 09:00", "month", [1]) in due(leap, habits=Habits(monthly_day=31))
    assert ("02-27 09:00", "before", [1]) in due(entry(1, 3, year=2024))
    assert ("02-26 09:00", "before", [1]) in due(entry(1, 3))


def test_january_is_told_in_the_year_before() -> None:
    (first, _) = occasions([entry(1, 1)], Habits(), ZONE, after=NEW_YEAR - dt.timedelta(days=9))
    assert first.due == dt.datetime(2022, 12, 29, 9, tzinfo=ZONE)
    assert first.day == dt.date(2023, 1, 1)


def test_one_second_before_midnight_is_still_the_day_before() -> None:
    at_midnight = Habits(time=dt.time(0))
    june = dt.datetime(2023, 6, 1, tzinfo=ZONE)
    before = june - dt.timedelta(seconds=1)
    one = entry(14, 6)
    assert due(one, habits=at_midnight, until=before, kinds=[Reminder.MONTHLY]) == []
    assert due(one, habits=at_midnight, after=before, until=june) == [("06-01 00:00", "month", [14])]


def test_what_was_due_at_the_very_moment_is_not_due_again() -> None:
    moment = dt.datetime(2023, 6, 1, 9, tzinfo=ZONE)
    assert due(entry(14, 6), until=moment)[-1] == ("06-01 09:00", "month", [14])
    assert due(entry(14, 6), after=moment) == []


def test_windows_that_follow_on_each_other_leave_nothing_out_and_tell_nothing_twice() -> None:
    entries = [entry(1, 3, 9), entry(2, 5, 6, 7, sessions=[Session(dt.date(2023, 6, 9), dt.time(8))])]
    whole = due(*entries)
    pieces: list[tuple[str, str, list[int]]] = []
    at = NEW_YEAR - dt.timedelta(days=60)
    while at.year < 2024:
        then = at + dt.timedelta(hours=7)
        pieces += due(*entries, after=at, until=then)
        at = then
    assert pieces == whole


def test_two_plans_at_once_are_told_together() -> None:
    both = entry(40, 12), entry(1, 1, year=2024)
    found = occasions(both, Habits(), ZONE, after=dt.datetime(2023, 12, 1, 9, tzinfo=ZONE))
    assert [(one.due.date().isoformat(), one.about) for one in found] == [
        ("2023-12-29", About.BEFORE),
        ("2024-01-01", About.MONTH),
    ]


def test_the_hour_is_that_of_the_plan_wherever_the_machine_stands() -> None:
    elsewhere = dt.datetime(2023, 5, 29, 0, 59, 59, tzinfo=dt.UTC)
    found = occasions([entry(14, 6)], Habits(), ZONE, after=elsewhere)
    assert found[0].due == dt.datetime(2023, 5, 29, 1, tzinfo=dt.UTC)


# --- pauses and what comes next ---------------------------------------------------------------------------
def test_nothing_falls_due_within_a_pause() -> None:
    paused = Habits(paused_until=dt.date(2023, 6, 1))
    assert due(entry(14, 6), habits=paused) == [("06-01 09:00", "month", [14])]


def test_the_next_is_the_first_after_now() -> None:
    now = dt.datetime(2023, 5, 20, 9, tzinfo=ZONE)
    found = next_occasion([entry(14, 6), entry(30, 7)], Habits(), ZONE, after=now)
    assert found is not None
    assert told([found]) == [("05-29 09:00", "before", [14])]


def test_nothing_comes_of_a_plan_that_is_over() -> None:
    now = dt.datetime(2024, 1, 1, tzinfo=ZONE)
    assert next_occasion([entry(14, 6)], Habits(), ZONE, after=now) is None


# --- several followings -----------------------------------------------------------------------------------
def test_two_followings_that_share_an_activity_tell_it_once() -> None:
    street = occasions([entry(14, 6), entry(15, 6)], Habits(), ZONE, after=NEW_YEAR)
    june = occasions([entry(15, 6), entry(17, 6)], Habits(), ZONE, after=NEW_YEAR)
    assert told(joined((*street, *june))) == [
        ("05-29 09:00", "before", [14, 15, 17]),
        ("06-01 09:00", "month", [14, 15, 17]),
    ]


def test_what_the_month_tells_is_not_told_once_more_at_the_same_moment() -> None:
    habits = Habits(lead_days=0)
    month = occasions([entry(14, 6)], habits, ZONE, after=NEW_YEAR, kinds=[Reminder.MONTHLY])
    before = occasions([entry(14, 6), entry(15, 6)], habits, ZONE, after=NEW_YEAR, kinds=[Reminder.BEFORE])
    assert told(joined((*before, *month))) == [
        ("06-01 09:00", "before", [15]),
        ("06-01 09:00", "month", [14]),
    ]


def test_a_date_is_told_on_its_morning_also_where_the_month_is_told_then() -> None:
    dated = entry(17, 6, sessions=[Session(dt.date(2023, 6, 1))])
    assert due(dated)[1:] == [("06-01 09:00", "morning", [17]), ("06-01 09:00", "month", [17])]


@given(
    any_plan(),
    st.builds(Habits, st.sampled_from((0, 1, 3, 7, 14)), st.times().map(lambda t: t.replace(second=0)),
              st.integers(1, 31)),
)  # fmt: skip
def test_whatever_the_plan_each_occasion_is_told_once_and_nobody_is_told_too_late(
    plan: object, habits: Habits
) -> None:
    entries = plan.entries  # type: ignore[attr-defined]
    found = occasions(entries, habits, ZONE, after=NEW_YEAR - dt.timedelta(days=30))
    keys = [(one.due, one.about, one.day) for one in found]
    assert len(set(keys)) == len(keys)
    assert [one.due for one in found] == sorted(one.due for one in found)
    for one in found:
        assert one.entries
        if one.about is not About.MONTH:
            assert one.due.date() <= one.day
    assert joined(found) == found
    assert {e.number for one in found if one.about is About.MONTH for e in one.entries} == {
        e.number for e in entries
    }


def test_an_entry_whose_months_change_is_told_of_its_new_ones() -> None:
    moved = replace(entry(14, 6), period=Period((8,)))
    assert due(moved)[0] == ("07-29 09:00", "before", [14])

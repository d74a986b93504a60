"""Do buttons about reminders mean what they meant? Callback data written, read and forged."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.reminder_taps import (
    PREFIX,
    AsCalendar,
    Confirm,
    Follow,
    FollowedCalendar,
    FollowWords,
    Grave,
    Leave,
    NoMore,
    Offer,
    SetHour,
    SetLead,
    SetPause,
    Setting,
    ShowFollowed,
    ShowOne,
    Switch,
    Unfollow,
    read_reminder_tap,
    reminder_data,
)
from handlers.replies.taps import View, read_tap
from plan_store.subscriptions import LEADS, Reminder

_NUMBERS = st.integers(0, 999_999_999)
_VIEWS = st.builds(
    View,
    st.integers(1900, 2999),
    st.none() | st.frozensets(st.integers(1, 400), min_size=1, max_size=12),
    st.frozensets(st.integers(1, 12)),
)
_TAPS = st.one_of(
    _VIEWS.map(Follow),
    _VIEWS.map(AsCalendar),
    _VIEWS.map(NoMore),
    st.text(min_size=1, max_size=20).filter(str.strip).map(FollowWords),
    st.builds(ShowFollowed, st.integers(0, 50), st.booleans()),
    st.builds(ShowOne, _NUMBERS, st.booleans()),
    st.builds(Switch, _NUMBERS, st.sampled_from(Reminder), st.booleans()),
    st.builds(Unfollow, _NUMBERS),
    st.sampled_from(Setting).map(Offer),
    st.sampled_from(LEADS).map(SetLead),
    st.times().map(lambda time: SetHour(dt.time(time.hour, time.minute))),
    st.none().map(SetPause) | st.dates().map(SetPause),
    st.builds(Confirm, st.sampled_from(Grave), st.integers(1, 3)),
    st.sampled_from((Leave(), FollowedCalendar())),
)


@given(_TAPS)
def test_data_that_fits_is_read_back_as_it_was_written(tap: object) -> None:
    data = reminder_data(tap)  # type: ignore[arg-type]
    assert data is None or (len(data.encode()) <= 64 and read_reminder_tap(data) == tap)


@given(_TAPS)
def test_no_other_room_takes_a_button_about_reminders_for_its_own(tap: object) -> None:
    data = reminder_data(tap)  # type: ignore[arg-type]
    assert data is None or read_tap(data) is None


@given(st.one_of(st.text(max_size=64), st.text(max_size=30).map(PREFIX.__add__)))
def test_forged_data_is_refused_or_read_but_never_raises(data: str) -> None:
    read_reminder_tap(data)


@pytest.mark.parametrize("numbers", [range(1, 43), range(1, 400, 2), [1, 5, 400]])
def test_what_a_reminder_was_about_fits_a_button(numbers: range) -> None:
    tap = NoMore(View(2023, frozenset(numbers)))
    data = reminder_data(tap)
    if len(frozenset(numbers)) < 100:
        assert data is not None
        assert read_reminder_tap(data) == tap

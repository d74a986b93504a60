"""Is a setting taken as it is written, and a bad one refused by its name?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from handlers.settings import Settings, SettingsError, load_settings
from plan_store.subscriptions import Defaults
from tests.handlers.plans import ROOT


def written(folder: Path, text: str) -> Path:
    file = folder / "config.toml"
    file.write_text(text, "utf-8")
    return file


def test_the_example_holds_the_defaults() -> None:
    assert load_settings(ROOT / "config.example.toml").reminders == Settings().reminders


def test_what_is_said_of_reminders_is_what_chats_have_at_first(tmp_path: Path) -> None:
    file = written(
        tmp_path, '[reminders]\nmonthly_day = 31\ntime = "08:30"\nlead_days = 0\ngrace_hours = 0.5\n'
    )
    reminders = load_settings(file).reminders
    assert reminders.defaults == Defaults(0, dt.time(8, 30), 31, dt.timedelta(minutes=30))


@pytest.mark.parametrize(
    "line",
    [
        "monthly_day = 0",
        "monthly_day = 32",
        'time = "9 o\'clock"',
        'time = "09:00:30"',
        "lead_days = -1",
        "per_second = 0",
        "grace_hours = -1",
        "month_day = 1",
    ],
)
def test_a_bad_setting_is_refused_by_its_name(tmp_path: Path, line: str) -> None:
    file = written(tmp_path, f"[reminders]\n{line}\n")
    with pytest.raises(SettingsError, match=rf"^reminders\.{line.split()[0]}: "):
        load_settings(file)

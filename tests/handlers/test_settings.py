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


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("[reminders]\nmonthly_day = 32", "reminders.monthly_day: 不能大于 31"),
        ('[reminders]\ntime = "25:00"', "reminders.time: 要写成几点几分，例如 09:00"),
        ('[reminders]\nper_second = "快"', "reminders.per_second: 要写成数字"),
        ("[telegram]\ntoken = 5", "telegram.token: 要写成加引号的文字"),
        ('[telegram]\ntokenn = "x"', "telegram.tokenn: 没有这个设置"),
        ('[log]\nlevel = "loud"', "log.level: 只能是 'debug', 'info', 'warning', 'error'"),
        ('[staff]\nowners = ["张三"]', "staff.owners.0: 要写成整数"),
        ("staff = 1", "staff: 要写成一节，里面是各个设置"),
    ],
)
def test_a_bad_setting_is_told_what_would_be_right(tmp_path: Path, lines: str, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(written(tmp_path, lines))
    assert str(refused.value) == said


@pytest.mark.parametrize("said", ["1, 2", "1,2", "[1, 2]", "1 2"])
def test_owners_can_be_listed_in_the_environment_as_people_write_lists(
    monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv("BOT__STAFF__OWNERS", said)
    assert load_settings().staff.owners == (1, 2)


@pytest.mark.parametrize(("said", "owners"), [("", ()), ("123", (123,))])
def test_one_owner_or_none_can_stand_in_the_environment(
    monkeypatch: pytest.MonkeyPatch, said: str, owners: tuple[int, ...]
) -> None:
    monkeypatch.setenv("BOT__STAFF__OWNERS", said)
    assert load_settings().staff.owners == owners


@pytest.mark.parametrize(
    ("name", "said", "key"),
    [
        ("STAFF__OWNERS", "张三", "staff.owners"),
        ("STORE__URL", "mysql://host/name", "store.url"),
        ("TELEGRAM__PROXY", "not a url", "telegram.proxy"),
        ("PLAN__DOCUMENTS", "data/none.txt", "plan.documents"),
        ("PLAN__TIMEZONE", "Mars", "plan.timezone"),
        ("NONE__TOKEN", "x", "BOT__NONE__TOKEN"),
    ],
)
def test_a_bad_value_in_the_environment_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch, name: str, said: str, key: str
) -> None:
    monkeypatch.setenv(f"BOT__{name}", said)
    with pytest.raises(SettingsError, match=rf"^{key}"):
        load_settings()

"""Does `python bot.py check`, and a start, say of a token what is so, and never the token itself?"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import bot
from handlers import opening
from handlers.check import findings
from handlers.settings import Settings
from plan_store.store import Store
from tests.handlers.plans import ROOT
from tests.telegram.conftest import double as double  # a fixture
from tests.telegram.double import Double, Group

WRONG = "99:" + "A" * 35


def settings_for(double: Double, folder: Path, token: str) -> Settings:
    values: dict[str, Any] = {
        "telegram": {"token": token, "base_url": double.base_url},
        "store": {"url": f"sqlite+aiosqlite:///{folder / 'bot.db'}"},
        "plan": {"documents": [ROOT / "data" / "kaifu_2023.txt"]},
    }
    return Settings(**values)


async def said_of_token(settings: Settings) -> tuple[bool, str]:
    found = [finding async for finding in findings(settings) if finding.subject == "Telegram"]
    return found[0].fine, found[0].said


async def test_a_good_token_is_said_to_be_good_and_whose_it_is(double: Double, tmp_path: Path) -> None:
    fine, said = await said_of_token(settings_for(double, tmp_path, double.token))
    assert (fine, "@" in said) == (True, True)


async def test_a_token_that_telegram_does_not_know_is_said_to_be_wrong(
    double: Double, tmp_path: Path
) -> None:
    fine, said = await said_of_token(settings_for(double, tmp_path, WRONG))
    assert (fine, said.startswith("token 不对")) == (False, True)


async def test_where_telegram_cannot_be_reached_the_connection_is_to_be_looked_at(
    double: Double, tmp_path: Path
) -> None:
    settings = settings_for(double, tmp_path, double.token)
    telegram = settings.telegram.model_copy(update={"base_url": "http://127.0.0.1:9/bot"})
    fine, said = await said_of_token(settings.model_copy(update={"telegram": telegram}))
    assert (fine, said.startswith("连不上")) == (False, True)


async def said_of_all(double: Double, folder: Path, group: int | None = None) -> dict[str, str]:
    settings = settings_for(double, folder, double.token)
    settings = settings.model_copy(update={"staff": settings.staff.model_copy(update={"group": group})})
    return {finding.subject: str(finding) async for finding in findings(settings)}


async def test_what_telegram_gives_the_bot_is_said_to_be_in_order(double: Double, tmp_path: Path) -> None:
    said = await said_of_all(double, tmp_path)
    assert said["收消息"] == "好　收消息：没有设 webhook，可以轮询"
    assert said["内联模式"].startswith("好　内联模式：打开了")
    assert "咨询群" not in said


async def test_a_webhook_is_bad_and_an_inline_mode_that_is_off_a_remark(
    double: Double, tmp_path: Path
) -> None:
    double.world.webhook = {"url": "https://example.org/secret"}
    double.world.inline_mode = False
    said = await said_of_all(double, tmp_path)
    assert said["收消息"].startswith("坏　收消息：这个 token 设了 webhook")
    assert "deleteWebhook" in said["收消息"]
    assert not any("secret" in line or double.token in line for line in said.values())
    assert said["内联模式"].startswith("注意　内联模式：没有打开")


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ({}, "好　咨询群：能在“社区群”里发言；没有开话题，居民的问题排在一起"),
        (
            {"forum": True, "bot_is": "administrator"},
            "好　咨询群：能在“社区群”里发言；每位居民一个话题",
        ),
        (
            {"forum": True},
            "注意　咨询群：机器人在“社区群”里不能管理话题，居民的问题不会分开；请设为管理员，打开“管理话题”",
        ),
        (
            {"bot_is": "restricted"},
            "坏　咨询群：机器人在“社区群”里不能发言；请允许它发言，或设为管理员",
        ),
        ({"kind": "channel"}, "坏　咨询群：{id} 不是群；请在 [staff] group 里写一个群的号码"),
        ({"bot_is": "left"}, "坏　咨询群：找不到 {id}；请把机器人加进群里，再核对 [staff] group"),
    ],
)
async def test_of_the_staffs_group_it_is_said_what_the_bot_can_do_there(
    double: Double, tmp_path: Path, group: dict[str, Any], expected: str
) -> None:
    made: Group = double.group(**group)
    assert (await said_of_all(double, tmp_path, made.id))["咨询群"] == expected.replace("{id}", str(made.id))


async def test_of_a_group_that_became_a_supergroup_the_new_number_is_said(
    double: Double, tmp_path: Path
) -> None:
    old = double.group(kind="group")
    new = old.upgrade()
    said = await said_of_all(double, tmp_path, old.id)
    assert said["咨询群"] == f"坏　咨询群：{old.id} 升级成了超级群；请把 [staff] group 改成 {new.id}"


@pytest.mark.parametrize("command", [[], ["reminders", "--send-due"]])
async def test_a_wrong_token_ends_the_start_with_one_line_that_does_not_show_it(
    double: Double, tmp_path: Path, command: list[str]
) -> None:
    environment = {
        **os.environ,
        "BOT__TELEGRAM__TOKEN": WRONG,
        "BOT__TELEGRAM__BASE_URL": double.base_url,
        "BOT__STORE__URL": f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}",
        "BOT__LOG__LEVEL": "error",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("bot.py", *command),
        cwd=ROOT,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await process.communicate()
    lines = printed.decode().strip().splitlines()
    assert (process.returncode, len(lines)) == (2, 1), lines
    assert lines[0].startswith("设置有误：telegram.token")
    assert "A" * 35 not in lines[0]


async def test_a_store_that_is_not_there_yet_is_said_and_not_made(double: Double, tmp_path: Path) -> None:
    settings = settings_for(double, tmp_path / "mistyped", "")
    found = [finding async for finding in findings(settings)]

    assert [finding.subject for finding in found] == ["设置", "数据库", "计划", "Telegram"]
    assert all(finding.fine for finding in found)
    assert str(found[1]) == (
        f"注意　数据库：{tmp_path}/mistyped/bot.db 还没有，第一次启动时会建立；"
        "如果以前用过，请检查 [store] url 里的路径有没有写错"
    )
    assert str(found[2]).startswith("好　计划：2023 年，42 项")
    assert list(tmp_path.iterdir()) == []  # noqa: ASYNC240


async def test_a_store_that_is_there_is_good(double: Double, tmp_path: Path) -> None:
    settings = settings_for(double, tmp_path, "")
    await (await Store.open(settings.store.url)).close()
    found = [finding async for finding in findings(settings)]
    assert str(found[1]).startswith("好　数据库：能打开")


@pytest.fixture
def broken_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A line of one list without its mark of equality."""
    folder = Path(shutil.copytree(opening.VOCABULARY, tmp_path / "vocabulary"))
    places = folder / "places.toml"
    places.write_text("places 北京\n", encoding="utf-8")
    monkeypatch.setattr(opening, "VOCABULARY", folder)
    monkeypatch.setenv("BOT__STORE__URL", f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}")
    return places


def test_a_broken_word_list_ends_a_start_with_one_line(broken_words: Path) -> None:
    ended = CliRunner().invoke(bot.app, ["ask", "六月有什么活动"])
    assert ended.exit_code == 2
    assert ended.stderr.startswith(f"词表有误：{broken_words}：第 1 行第 8 个字：不是正确的 TOML")
    assert ended.stderr.count("\n") == 1
    assert ended.stdout == ""


def test_a_broken_word_list_is_told_by_check(broken_words: Path) -> None:
    ended = CliRunner().invoke(bot.app, ["check"])
    assert ended.exit_code == 1
    assert f"坏　词表：{broken_words}：第 1 行第 8 个字" in ended.stdout
    assert "Traceback" not in ended.output

"""Does `python bot.py check`, and a start, say of a token what is so, and never the token itself?"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from handlers.check import findings
from handlers.settings import Settings
from plan_store.store import Store
from tests.handlers.plans import ROOT
from tests.telegram.conftest import double as double  # a fixture
from tests.telegram.double import Double

WRONG = "99:" + "A" * 35


def settings_for(double: Double, folder: Path, token: str) -> Settings:
    values: dict[str, Any] = {
        "telegram": {"token": token, "base_url": double.base_url},
        "store": {"url": f"sqlite+aiosqlite:///{folder / 'bot.db'}"},
        "plan": {"documents": [ROOT / "data" / "kaifu_2023.txt"]},
    }
    return Settings(**values)


async def said_of_token(settings: Settings) -> tuple[bool, str]:
    found = [finding async for finding in findings(settings) if finding.name == "Telegram"]
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

    assert [finding.name for finding in found] == ["设置", "数据库", "计划", "Telegram"]
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

"""Does what is due for whoever sits at the terminal come there, and what is for others wait for Telegram?"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from handlers.services import Services
from handlers.terminal import converse
from plan_store.store import Store
from tests.handlers.plans import MAY_20
from tests.handlers.test_terminal import COLLEAGUE, OWNER, said_to
from tests.handlers.test_terminal import parts as parts  # a fixture


async def heard_by(
    parts: tuple[Services, Store], user: int, line: str, awaited: str, *, on_telegram: bool = False
) -> str:
    """What a person is shown who types one line and waits for some words, for ten seconds at most."""
    services, store = parts
    began = time.monotonic()
    shown: list[str] = []

    async def typed() -> AsyncIterator[str]:
        yield line
        while time.monotonic() < began + 10 and awaited not in "\n".join(shown):  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    await converse(services, store, typed(), shown.append, user, on_telegram=on_telegram)
    return "\n".join(shown)


def from_then_on(parts: tuple[Services, Store], start: dt.datetime) -> tuple[Services, Store]:
    services, store = parts
    began = time.monotonic()
    return replace(services, clock=lambda: start + dt.timedelta(seconds=time.monotonic() - began)), store


@pytest.mark.parametrize("user", [1, COLLEAGUE])
async def test_whoever_follows_something_is_reminded_while_they_talk(
    parts: tuple[Services, Store], monkeypatch: pytest.MonkeyPatch, user: int
) -> None:
    monkeypatch.setattr("handlers.terminal_deliveries.BEFORE_REMINDERS", 0.0)
    eve = from_then_on(parts, dt.datetime(2023, 5, 29, 8, 59, 59, tzinfo=MAY_20.tzinfo))
    assert "提醒：3 天后进入6月" in await heard_by(eve, user, "订阅 6月", "提醒：")


async def test_where_the_bot_is_on_telegram_what_is_due_is_left_to_it(
    parts: tuple[Services, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.terminal.TerminalDeliveries.running", lambda _: pytest.fail("sent here"))
    monkeypatch.setattr("handlers.terminal.TerminalDeliveries.catch_up", lambda _: pytest.fail("sent here"))
    await heard_by(parts, COLLEAGUE, "订阅 6月", "好的", on_telegram=True)


async def test_an_announcement_reaches_its_author_here_and_is_said_to_wait_for_the_others(
    parts: tuple[Services, Store],
) -> None:
    await said_to(parts, COLLEAGUE, "订阅 6月")
    said = await said_to(parts, OWNER, "订阅 17", "/announce 窗口搬了", "1")

    assert "正在发：0 / 2，发给全部订阅者。\n这里是终端：别人要等机器人连上 Telegram 才会收到" in said
    assert said.index("0 / 2") < said.rindex("窗口搬了") < said.index("正在发：1 / 2")
    assert "窗口搬了" in await said_to(parts, COLLEAGUE, "你好")
    assert "发完了：2 个聊天里送到 2 个。" in await said_to(parts, OWNER, "你好")


async def test_a_change_reaches_its_author_here_and_is_said_to_wait_for_the_others(
    parts: tuple[Services, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.terminal_deliveries.BEFORE_REMINDERS", 0.0)
    said = await said_to(parts, OWNER, "订阅 17", "/edit 17 时间 7月", "1")
    assert "一分钟以内撤销就不发。这里是终端：别人要等机器人连上 Telegram 才会收到" in said

    later = from_then_on(parts, MAY_20 + dt.timedelta(seconds=61))
    assert "你关注的活动有变动：" in await heard_by(later, OWNER, "你好", "你关注的活动有变动")


async def test_a_change_that_nobody_hears_of_waits_for_nobody(parts: tuple[Services, Store]) -> None:
    assert "这里是终端" not in await said_to(parts, OWNER, "/edit 17 时间 7月", "1")

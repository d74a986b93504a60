"""Does the operator see what is due and what was sent, and can they send it by hand?"""

from __future__ import annotations

import io

from rich.console import Console

from handlers.reminder_report import show
from handlers.reminders.by_hand import send_due
from handlers.telegram.connection import build_application
from plan_store.subscriptions import following_everything
from tests.plan_store.deliveries.conftest import at
from tests.telegram.conftest import connection_to
from tests.telegram.double import Double, forbidden
from tests.telegram.test_reminders import Office, office, texts

__all__ = ["office"]


def page() -> Console:
    return Console(file=io.StringIO(), width=100)


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


async def test_what_is_due_and_what_was_sent_is_shown(office: Office) -> None:
    alice, bob = await office.person("Alice"), await office.person("Bob")
    await office.desk.follow(bob.chat.id, following_everything())
    blocked = forbidden("bot was blocked by the user")
    office.double.faults.add("sendMessage", blocked, when=lambda given: given["chat_id"] == alice.chat.id)
    await office.goes_to("2023-05-29 08:59")
    await office.goes_to("2023-05-29 09:00")
    console = page()
    await show(office.store, office.services, console)

    said = printed(console)
    assert "2 个会话订阅了 3 条，其中 1 个现在收不到消息。" in said
    assert "2023-06-01 09:00 │ 2023年6月汇总" in said
    assert "2023年6月1日开始的活动" in said
    assert "Forbidden: bot was blocked by the user" in said


async def test_what_is_due_is_sent_by_hand(office: Office, double: Double) -> None:
    alice = await office.person()
    await office.reminders.look()
    office.clock.now = at("2023-05-29 09:00")
    bot = build_application(connection_to(double), limits=None).bot

    console = page()
    assert await send_due(bot, office.store, office.services, 25, console)
    assert "发出 1 条。" in printed(console)
    assert len(texts(alice)) == 1

    console = page()
    assert await send_due(bot, office.store, office.services, 25, console)
    assert "现在没有到期的提醒。" in printed(console)


async def test_while_another_process_sends_it_is_left_to_that(office: Office, double: Double) -> None:
    alice = await office.person()
    await office.reminders.look()
    office.clock.now = at("2023-05-29 09:00")
    await office.store.ledger.take("another", office.clock.now)
    bot = build_application(connection_to(double), limits=None).bot

    console = page()
    assert not await send_due(bot, office.store, office.services, 25, console)
    assert "另一个进程正在发送" in printed(console)
    assert texts(alice) == []

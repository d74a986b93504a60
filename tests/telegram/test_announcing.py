"""Do announcements reach those they are for, and does their author see how it goes? Over HTTP."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from telegram.ext import ExtBot

from handlers.reminders import Reminders
from handlers.staff.progress import ProgressReports
from handlers.telegram.transport import AiohttpRequest
from plan_store.staff import rights as staff
from plan_store.staff.rights import Rights, Role
from plan_store.store import StoreError
from plan_store.subscriptions import following_entries, following_everything
from tests.plan_store.deliveries.conftest import Desk
from tests.telegram.double import Double, Person
from tests.telegram.running import Running, running


@dataclass(frozen=True)
class Office:
    """An owner, an editor of 月湖街道, Alice who follows all, and Bob who follows entry 1."""

    bot: Running
    owner: Person
    street: Person
    alice: Person
    bob: Person
    reminders: Reminders
    reports: ProgressReports


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with Double() as double:
        owner, street, alice, bob = (double.person(name) for name in ("张主任", "王工", "Alice", "Bob"))
        async with running(tmp_path, double, owners=[owner]) as bot:
            rights = Rights(Role.UNIT_EDITOR, "月湖街道")
            _, secret = await bot.store.members.invite(rights, owner.user.id, bot.clock())
            await bot.store.members.join(secret, staff.Person(street.user.id, "王工"), bot.clock())
            desk = Desk(bot.store)
            await desk.follow(alice.user.id, following_everything())
            await desk.follow(bob.user.id, following_entries([(2023, 1)]))
            sending = ExtBot(double.token, base_url=double.base_url, request=AiohttpRequest())
            async with sending:
                reminders = Reminders(sending, bot.store, bot.services, per_second=math.inf)
                yield Office(bot, owner, street, alice, bob, reminders, ProgressReports(sending, bot.store))
        refused = [str(request.refusal) for request in double.refusals]
        expected = ("message is not modified", "user is deactivated")
        assert [words for words in refused if not any(said in words for said in expected)] == []


async def tapped(person: Person, label: str) -> str:
    """What stands in the message after its button was tapped."""
    person.looks()
    await person.taps(label)
    return (await person.edit()).text


async def test_an_announcement_is_seen_before_it_is_sent_and_followed_on_its_way(office: Office) -> None:
    owner, alice, bob = office.owner, office.alice, office.bob
    assert (await owner.asks("/announce")).text.startswith("要发给谁？")
    assert (await tapped(owner, "全部订阅者")).startswith("发给全部订阅者。请把公告写成一条消息")
    owner.looks()
    await owner.says("7月3日起，<街道>窗口改到一楼。")
    preview, asked = await owner.replies(2)
    assert preview.text == "7月3日起，<街道>窗口改到一楼。"
    assert "会发给 2 个聊天：全部订阅者。" in asked.text
    await alice.hears_nothing(0.1)

    assert (await tapped(owner, "发送给 2 个聊天")).startswith("正在发：0 / 2，发给全部订阅者。")
    assert (await owner.taps("发送给", on=asked) if asked.button("发送给") else None) is None
    await office.reminders.sender.run(once=True)
    for person in (alice, bob):
        assert (await person.reply()).text == "7月3日起，<街道>窗口改到一楼。"
    await office.reports.report()
    assert (await owner.edit()).text == "发完了：2 个聊天里送到 2 个。"
    await office.reports.report()
    assert await office.bot.store.announcements.unreported() == ()


async def test_it_goes_to_followers_of_what_is_named_and_blocked_ones_are_counted(office: Office) -> None:
    office.alice.deletes_account()
    asked = await office.owner.asks("/announce 1月 | 大家好")
    assert asked.text.startswith("“1月”我不能确定是指谁")
    office.owner.looks()
    await office.owner.says("/announce 第1项 | 大家好")
    _, asked = await office.owner.replies(2)
    assert "会发给 2 个聊天：关注“第1项”的订阅者。" in asked.text
    await tapped(office.owner, "发送给 2 个聊天")
    await office.reminders.sender.run(once=True)
    assert (await office.bob.reply()).text == "大家好"
    await office.reports.report()
    assert "送到 1 个。\n没送到（停用了机器人，或者群没有了） 1。" in (await office.owner.edit()).text


async def test_an_editor_of_a_unit_speaks_to_its_followers(office: Office) -> None:
    street = office.street
    street.looks()
    await street.says("/announce 大家好")
    _, asked = await street.replies(2)
    assert "会发给 1 个聊天：关注“月湖街道”的订阅者。" in asked.text
    assert (await street.asks("/announce 六月 | 大家好")).text == "你只能发给关注月湖街道活动的人。"
    assert (await street.asks("/announce 全部 | 大家好")).text == "你只能发给关注月湖街道活动的人。"
    assert (await office.alice.asks("/announce 大家好")).text.startswith("没有这个命令。")


async def test_it_can_be_rewritten_cancelled_and_halted(office: Office) -> None:
    owner = office.owner
    owner.looks()
    await owner.says("/announce 写错了")
    await owner.replies(2)
    assert await tapped(owner, "改一改") == "请把公告重新写一遍发给我。"
    owner.looks()
    await owner.says("写对了")
    preview, _ = await owner.replies(2)
    assert preview.text == "写对了"
    assert await tapped(owner, "取消") == "好，没有改动。"

    owner.looks()
    await owner.says("/announce 停得住")
    await owner.replies(2)
    await tapped(owner, "发送给 2 个聊天")
    owner.looks()
    await owner.taps("停止发送")
    await office.reminders.sender.run(once=True)
    await office.reports.report()
    assert (await owner.edit()).text == "已经停止：2 个聊天里送到 0 个。\n没有发 2。"
    await office.alice.hears_nothing(0.1)


async def test_what_has_begun_is_never_begun_again_whatever_fails_after(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = office.owner
    owner.looks()
    await owner.says("/announce 大家好")
    _, asked = await owner.replies(2)
    button = asked.button("发送给 2 个聊天")
    assert button is not None

    async def away(*_: object) -> None:
        raise StoreError("存储暂时不能用", "请稍后再试")

    with monkeypatch.context() as trouble:
        trouble.setattr(office.bot.store.announcements, "shown", away)
        for name in ("end", "put"):
            trouble.setattr(office.bot.store.drafts, name, away)
        await owner.taps("发送给 2 个聊天", on=asked)
    again = await asyncio.wait_for(owner.sends_tap(asked, button["callback_data"]).answer, 5)
    assert "这一步已经过去了" in again["text"]
    await office.reminders.sender.run(once=True)

    for person in (office.alice, office.bob):
        assert (await person.reply()).text == "大家好"
        await person.hears_nothing(0.05)


async def test_the_outcome_is_told_after_a_restart_too(office: Office) -> None:
    owner = office.owner
    owner.looks()
    await owner.says("/announce 大家好")
    await owner.replies(2)
    await tapped(owner, "发送给 2 个聊天")
    await office.reminders.sender.run(once=True)
    owner.looks()

    await ProgressReports(office.reports._bot, office.bot.store).report()

    assert (await owner.edit()).text == "发完了：2 个聊天里送到 2 个。"


async def test_the_followers_of_one_entry_are_meant_by_its_number(office: Office) -> None:
    office.owner.looks()
    await office.owner.says("/announce 1号 | 改到下午。")
    _, asked = await office.owner.replies(2)
    assert "会发给 2 个聊天：关注“第1项”的订阅者" in asked.text

"""What do staff live through? They, a resident and a stranger at once, over HTTP as Telegram shows it."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import math
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from telegram.ext import ExtBot

from handlers.reminders import Reminders
from plan_store.staff import rights as staff
from plan_store.staff.rights import Rights, Role
from plan_store.store import StoreError
from tests.telegram.double import Double, Person
from tests.telegram.running import Running, running

NO_SUCH_COMMAND = "没有这个命令。"


@dataclass(frozen=True)
class Office:
    """The bot and the people around it."""

    bot: Running
    owner: Person
    editor: Person
    """Of all entries."""
    street: Person
    """Of 月湖街道 alone."""
    resident: Person
    stranger: Person


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with Double() as double:
        owner = double.person("张主任")
        async with running(tmp_path, double, owners=[owner]) as bot:
            office = Office(bot, owner, *(double.person(name) for name in ("李科", "王工", "居民", "路人")))
            for person, rights in (
                (office.editor, Rights(Role.EDITOR)),
                (office.street, Rights(Role.UNIT_EDITOR, "月湖街道")),
            ):
                _, secret = await bot.store.members.invite(rights, owner.user.id, bot.clock())
                someone = staff.Person(person.user.id, person.user.first_name)
                await bot.store.members.join(secret, someone, bot.clock())
            yield office
        refused = [str(request.refusal) for request in double.refusals]
        assert [words for words in refused if "message is not modified" not in words] == []


async def invitation(owner: Person, role: str) -> str:
    """The parameter of a new invitation's link."""
    reply = await owner.asks(f"/grant {role}")
    match = re.search(r"https://t\.me/plan_inquiry_bot\?start=(\S+)", reply.text)
    assert match is not None, reply.text
    return match[1]


async def joins(person: Person, link: str) -> None:
    person.looks()
    await person.starts(link)
    assert (await person.reply()).text.startswith("欢迎！你现在是")


async def told(person: Person, label: str) -> str:
    """What stands in the message after its button was tapped."""
    person.looks()
    await person.taps(label)
    return (await person.edit()).text


async def confirmed(person: Person, words: str, label: str = "确认修改") -> str:
    """What the bot says once a command's change was confirmed."""
    await person.asks(words)
    return await told(person, label)


# --- rights -----------------------------------------------------------------------------------------------
ADMIN = ("edit 17", "add", "delete 17", "history", "undo", "trash", "unanswered", "alias", "grant", "staff")


async def test_a_strangers_admin_command_gets_the_reply_to_an_unknown_one_and_is_logged(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    unknown = (await office.stranger.asks("/nonsense")).shown()
    for command in ADMIN:
        with caplog.at_level(logging.WARNING):
            assert (await office.stranger.asks(f"/{command}")).shown() == unknown
        assert f"{office.stranger.user.id} has no right to it and tried /{command.split()[0]}" in caplog.text


async def test_owners_alone_grant_and_see_the_roster(office: Office) -> None:
    for person in (office.editor, office.street):
        for command in ("/grant 全部", "/staff"):
            assert (await person.asks(command)).text.startswith(NO_SUCH_COMMAND)


async def test_an_invitation_works_once_and_tells_who_invited(office: Office) -> None:
    link = await invitation(office.owner, "区卫健局")
    office.owner.looks()
    await joins(office.resident, link)
    assert f"居民（{office.resident.user.id}）用了你的邀请" in (await office.owner.reply()).text
    assert (await office.stranger.asks(f"/start {link}")).text.startswith("这个邀请链接已经不能用了")
    assert (await office.stranger.asks("/edit 4")).text.startswith(NO_SUCH_COMMAND)


async def test_an_invitation_ends_and_can_be_withdrawn(office: Office) -> None:
    link = await invitation(office.owner, "全部")
    assert (await told(office.owner, "撤销这个邀请")).startswith("邀请已经撤销")
    assert (await office.stranger.asks(f"/start {link}")).text.startswith("这个邀请链接已经不能用了")
    late = await invitation(office.owner, "全部")
    office.bot.clock.now += dt.timedelta(days=3)
    assert (await office.stranger.asks(f"/start {late}")).text.startswith("这个邀请链接已经不能用了")
    assert (await office.stranger.asks("/start jAAAAAAAAAAAAAAAAAAAAAAAA")).text.startswith("这个邀请链接")


async def test_a_role_is_chosen_by_buttons(office: Office) -> None:
    await office.owner.asks("/grant")
    await told(office.owner, "只改一个单位")
    assert "月湖街道的编辑" in await told(office.owner, "月湖街道")


async def test_a_unit_that_is_only_close_is_asked_about(office: Office) -> None:
    reply = await office.owner.asks("/grant 月胡街道")
    assert reply.text.startswith("计划里没有“月胡街道”，你说的是哪一个？")
    assert "月湖街道的编辑" in await told(office.owner, "月湖街道")


async def test_the_roster_takes_rights_back_at_once(office: Office) -> None:
    roster = await office.owner.asks("/staff")
    assert "张主任" not in roster.text or "负责人" in roster.text
    assert f"李科 {office.editor.user.id}：全部活动的编辑" in roster.text
    assert f"王工 {office.street.user.id}：月湖街道的编辑" in roster.text
    await office.editor.asks("/edit 17 时间 7月")
    assert "要收回李科" in await told(office.owner, "收回 李科")
    assert "李科的权限已经收回" in await told(office.owner, "确认收回")

    assert (await office.editor.taps("确认修改")).text == "这条消息有点旧了，请再问一次。"
    assert (await office.editor.asks("/edit 17")).text.startswith(NO_SUCH_COMMAND)
    assert "李科" not in (await office.owner.asks("/staff")).text


async def test_the_command_menu_shows_admin_commands_to_staff_alone(office: Office) -> None:
    for person in (office.owner, office.editor, office.stranger):
        await person.asks("/history")
    menus = {
        (call.fields["scope"]["type"], call.fields["scope"].get("chat_id")): [
            one["command"] for one in call.fields["commands"]
        ]
        for call in office.bot.double.calls("setMyCommands")
    }
    admin = {command.split()[0] for command in ADMIN}
    for (kind, chat), names in menus.items():
        if kind != "chat":
            assert not admin & set(names)
        elif chat == office.owner.user.id:
            assert admin <= set(names)
        else:
            assert admin - set(names) == {"grant", "staff"}
    assert {chat for kind, chat in menus if kind == "chat"} == {office.owner.user.id, office.editor.user.id}


async def test_help_tells_staff_what_they_may_do_besides(office: Office) -> None:
    first = await office.street.asks("/help")
    assert first.text == (await office.resident.asks("/help")).text
    own = (await office.street.reply()).text
    assert own.startswith("你可以改月湖街道的活动")
    assert "/edit" in own
    assert "/grant" not in own
    await office.resident.hears_nothing(0.1)


async def test_whoever_leaves_loses_the_menu(office: Office) -> None:
    await office.owner.asks("/staff")
    await told(office.owner, "收回 李科")
    await told(office.owner, "确认收回")
    (call,) = office.bot.double.calls("deleteMyCommands")
    assert call.fields["scope"]["chat_id"] == office.editor.user.id


async def test_in_a_group_staff_are_sent_to_the_private_chat(office: Office) -> None:
    group = office.bot.double.group(members=[office.editor, office.stranger])
    reply = await office.editor.at(group).asks("/edit@plan_inquiry_bot 17 时间 7月")
    assert reply.text.startswith("管理命令请到和我的私聊里用")
    reply = await office.stranger.at(group).asks("/edit@plan_inquiry_bot 17 时间 7月")
    assert reply.text.startswith(NO_SUCH_COMMAND)


async def test_a_command_in_a_group_that_names_no_bot_is_no_attempt(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    group = office.bot.double.group(members=[office.stranger])
    with caplog.at_level(logging.WARNING):
        await office.stranger.at(group).says("/edit 17")
        await office.stranger.at(group).asks("/nonsense@plan_inquiry_bot")
    assert "has no right to it" not in caplog.text


# --- editing ----------------------------------------------------------------------------------------------
async def test_a_change_is_shown_confirmed_and_seen_by_residents_at_once(office: Office) -> None:
    preview = await office.editor.asks("/edit 17 时间 7月-8月")
    assert "时间：6月 → 7月-8月" in preview.text
    assert "第 17 项" in (await office.resident.asks("六月环境日有什么活动")).text

    said = await told(office.editor, "确认修改")
    assert said.startswith("好了，已修改。要撤销请发 /undo 1")
    assert "7月-8月" in (await office.resident.asks("第17项是什么时候")).text


async def test_a_wish_in_plain_words_is_proposed(office: Office) -> None:
    preview = await office.editor.asks("把17号的时间改到7月")
    assert "时间：6月 → 7月" in preview.text
    assert (await told(office.editor, "取消")).startswith("好，没有改动")
    assert "6月" in (await office.resident.asks("第17项是什么时候")).text


async def test_the_same_words_of_a_resident_are_a_question(office: Office) -> None:
    reply = await office.resident.asks("把17号的时间改到7月")
    assert "确认" not in reply.shown()


async def test_what_staff_add_is_answered_from_then_on(office: Office) -> None:
    for words in (
        "/edit 17 日期 2023-06-05 9:30",
        "/edit 17 地点 月湖公园南门",
        "/edit 17 联系方式 0731-84500000",
        "/edit 17 参与方式 现场参加",
    ):
        assert (await confirmed(office.editor, words)).startswith("好了，已修改。")
    assert "月湖公园南门" in (await office.resident.asks("第17项在哪里")).text
    assert "6月5日" in (await office.resident.asks("它是几号")).text


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("/edit 17 时间 13月", "13月"),
        ("/edit 17 时间 9月-5月", "请写成"),
        ("/edit 17 主题 ……", "主题不能是空的"),
        ("/edit 17 形式 、", "形式不能是空的"),
        ("/edit 17 单位 区公安局", "新单位 区公安局"),
        ("/edit 17 日期 13月45日", "请写成"),
        ("/edit 99 时间 7月", "序号从 1 到 42"),
        ("/edit 2031-17 时间 7月", "还没有 2031 年的计划"),
        ("/edit 17 时间 昨天", "请写成"),
        ("/edit 17 颜色 红", "可以改：主题、形式、单位、时间、日期"),
        ("/edit", "/edit 17 时间 7月-8月"),
        ("/delete", "/delete 17"),
        ("/add 主题 | 形式 | 单位 | 6月 | 多余", "应该是四段"),
        ("/add 主题 | 座谈交流 | 月湖街道 | 13月", "13月"),
    ],
)
async def test_nonsense_is_refused_with_what_would_be_right(office: Office, words: str, right: str) -> None:
    reply = await office.editor.asks(words)
    assert right in reply.text
    assert not any("确认" in label for row in reply.labels for label in row)
    assert await office.bot.store.history.latest(1) == ()


async def test_a_close_unit_is_asked_about_and_picked(office: Office) -> None:
    reply = await office.editor.asks("/edit 17 单位 月胡街道")
    assert reply.text.startswith("计划里没有“月胡街道”，你说的是哪一个？")
    assert "→ 月湖街道" in await told(office.editor, "月湖街道")
    assert "已修改" in await told(office.editor, "确认修改")
    assert "月湖街道" in (await office.resident.asks("第17项谁负责")).text


async def test_a_part_is_changed_by_buttons_alone(office: Office) -> None:
    await office.editor.asks("/edit 17")
    assert "现在的时间：6月" in await told(office.editor, "时间")
    assert "没有13月" in (await office.editor.asks("13月")).text
    assert "时间：6月 → 7月" in (await office.editor.asks("7月")).text
    assert "现在的时间：6月" in await told(office.editor, "‹ 上一步")
    assert "时间：6月 → 8月" in (await office.editor.asks("8月")).text
    assert (await told(office.editor, "确认修改")).startswith("好了，已修改。")


async def test_a_value_that_is_mended_after_it_was_sent_is_read_once_more(office: Office) -> None:
    await office.editor.asks("/edit 17")
    await told(office.editor, "时间")
    value = await office.editor.says("7月")
    assert "时间：6月 → 7月" in (await office.editor.reply()).text
    await office.editor.edits(value, "8月")
    assert "时间：6月 → 8月" in (await office.editor.reply()).text
    assert (await told(office.editor, "确认修改")).startswith("好了，已修改。")


async def test_an_optional_part_is_emptied(office: Office) -> None:
    await confirmed(office.editor, "/edit 17 地点 月湖公园")
    assert "地点：月湖公园 → （空）" in (await office.editor.asks("/edit 17 地点 无")).text


async def test_a_question_of_half_an_hour_ago_takes_no_words_any_more(office: Office) -> None:
    await office.editor.asks("/edit 17")
    await told(office.editor, "地点")
    office.bot.clock.now += dt.timedelta(minutes=31)
    assert "6月" in (await office.editor.asks("六月有几项活动")).text
    assert await office.bot.store.history.latest(1) == ()


async def test_staff_ask_questions_like_anyone(office: Office) -> None:
    assert (await office.editor.asks("六月街道有活动吗")).text.startswith("有，6月街道有 9 项活动。")
    assert "确认" not in (await office.editor.asks("17号的时间改到7月了吗")).shown()


# --- what a change sets off -------------------------------------------------------------------------------
async def a_minute_later(office: Office) -> None:
    """What is due by then is sent."""
    office.bot.clock.now += dt.timedelta(seconds=61)
    async with ExtBot(office.bot.double.token, base_url=office.bot.double.base_url) as bot:
        reminders = Reminders(bot, office.bot.store, office.bot.services, per_second=math.inf)
        await reminders.look()
        await reminders.sender.run(once=True)


async def test_followers_are_counted_before_a_change_and_told_after_it(office: Office) -> None:
    await office.resident.asks("17号活动提醒我")
    assert "没有订阅者会收到通知" in (await office.editor.asks("/edit 18 时间 7月")).text
    assert "1 位订阅者会收到变更通知" in (await office.editor.asks("/edit 17 时间 7月")).text
    assert "一分钟以内撤销就不发" in await told(office.editor, "确认修改")
    office.resident.looks()
    await a_minute_later(office)
    said = (await office.resident.reply()).text
    assert "世界环境日" in said
    assert "7月" in said
    assert "1 位订阅者会收到变更通知" in (await office.editor.asks("/undo")).text


async def test_what_is_taken_back_within_a_minute_reaches_nobody(office: Office) -> None:
    await office.resident.asks("17号活动提醒我")
    await confirmed(office.editor, "/edit 17 时间 7月")
    assert "没有订阅者会收到通知" in (await office.editor.asks("/undo")).text
    await told(office.editor, "确认撤销")
    office.resident.looks()
    await a_minute_later(office)
    await office.resident.hears_nothing(0.1)


# --- adding and deleting ----------------------------------------------------------------------------------
async def test_an_entry_is_added_in_one_line(office: Office) -> None:
    preview = await office.editor.asks("/add 节水宣传周 | 设点宣传、政策宣传 | 月湖街道 | 5月")
    assert "主题：节水宣传周" in preview.text
    assert "第 43 项" in await told(office.editor, "确认新增")
    assert "节水宣传周" in (await office.resident.asks("第43项是什么活动")).text


async def test_an_entry_is_added_step_by_step_with_a_way_back(office: Office) -> None:
    await office.editor.asks("/add")
    assert "什么形式" in (await office.editor.asks("节水宣传周")).text
    assert "哪个单位" in (await office.editor.asks("设点宣传")).text
    assert "什么形式" in await told(office.editor, "‹ 上一步")
    await office.editor.asks("政策宣传")
    assert "你说的是哪一个" in (await office.editor.asks("月胡街道")).text
    assert "什么时间" in await told(office.editor, "月湖街道")
    assert "没有13月" in (await office.editor.asks("13月")).text
    preview = await office.editor.asks("5月")
    for line in ("主题：节水宣传周", "形式：政策宣传", "单位：月湖街道", "时间：5月"):
        assert line in preview.text
    assert "已新增" in await told(office.editor, "确认新增")


async def test_adding_is_given_up_by_a_word(office: Office) -> None:
    await office.editor.asks("/add")
    assert (await office.editor.asks("取消")).text.startswith("好，没有改动")
    assert (await office.editor.asks("六月有几场座谈")).text.startswith("共 9 场")


async def test_cancel_and_other_commands_end_what_was_begun(office: Office) -> None:
    for command in ("/cancel", "/history"):
        await office.editor.asks("/add")
        reply = await office.editor.asks(command)
        assert command != "/cancel" or reply.text.startswith("好，没有改动")
        assert (await office.editor.asks("六月有几场座谈")).text.startswith("共 9 场")


async def test_the_stores_trouble_does_not_lose_what_was_to_be_confirmed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.editor.asks("/edit 17 时间 7月")
    make = office.bot.store.changes.make

    async def trouble(*_: object, **__: object) -> None:
        raise StoreError("存储暂时不能用", "请稍后再试")

    monkeypatch.setattr(office.bot.store.changes, "make", trouble)
    await office.editor.taps("确认修改")
    monkeypatch.setattr(office.bot.store.changes, "make", make)
    assert (await told(office.editor, "确认修改")).startswith("好了，已修改")


async def test_a_change_that_was_made_is_not_said_to_have_failed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.editor.asks("/edit 17 时间 7月")

    async def trouble() -> bool:
        raise StoreError("存储暂时不能用", "请稍后再试")

    monkeypatch.setattr(office.bot.services.snapshots, "refresh", trouble)
    assert (await told(office.editor, "确认修改")).startswith("好了，已修改")


async def test_a_name_that_was_kept_is_not_said_to_have_failed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def trouble() -> bool:
        raise StoreError("存储暂时不能用", "请稍后再试")

    with monkeypatch.context() as away:
        away.setattr(office.bot.services.snapshots, "refresh", trouble)
        said = (await office.editor.asks("/alias 科工局 = 区科技局")).text
    assert said.startswith("记住了，“科工局”就是区科技局，存储这会儿读不出来，过一会儿自动生效。")
    await office.bot.services.snapshots.refresh()
    assert "区科技局" in (await office.resident.asks("科工局有什么活动")).text


async def test_an_invitation_opened_in_a_group_makes_nobody_staff(office: Office) -> None:
    link = await invitation(office.owner, "全部")
    group = office.bot.double.group(members=[office.resident])
    said = (await office.resident.at(group).asks(f"/start@plan_inquiry_bot {link}")).text
    assert said.startswith("管理命令请到和我的私聊里用")
    await joins(office.resident, link)


async def test_adding_goes_on_after_a_restart(tmp_path: Path) -> None:
    async with Double() as double:
        owner = double.person("张主任")
        async with running(tmp_path, double, owners=[owner]):
            await owner.asks("/add")
            await owner.asks("节水宣传周")
        async with running(tmp_path, double, owners=[owner]):
            assert "哪个单位" in (await owner.asks("设点宣传")).text
            await owner.asks("月湖街道")
            await owner.asks("5月")
        async with running(tmp_path, double, owners=[owner]):
            assert "第 43 项" in await told(owner, "确认新增")


async def test_a_deleted_entry_lies_in_the_trash_and_comes_back(office: Office) -> None:
    assert "已删除" in await confirmed(office.editor, "/delete 17", "确认删除")
    assert "没有第 17 项" in (await office.resident.asks("第17项是什么")).text
    assert "发 /trash 可以恢复" in (await office.editor.asks("/edit 17")).text
    assert "17." in (await office.editor.asks("/trash")).text
    assert "第 17 项" in await told(office.editor, "恢复 17")
    assert "已恢复" in await told(office.editor, "确认恢复")
    assert "世界环境日" in (await office.resident.asks("环境日有什么活动")).text


async def test_a_confirmation_tapped_twice_adds_once(office: Office) -> None:
    preview = await office.editor.asks("/add 节水宣传周 | 设点宣传 | 月湖街道 | 5月")
    button = preview.button("确认新增")
    assert button is not None
    for _ in range(3):
        office.editor.sends_tap(preview, button["callback_data"])
    await office.editor.edit()
    await office.resident.asks("六月有什么活动")
    assert [plan.entries[-1].number for plan in await office.bot.store.plans()] == [43]


# --- rights where the change is made ----------------------------------------------------------------------
async def test_an_editor_of_one_unit_changes_its_entries_alone(office: Office) -> None:
    (plan,) = await office.bot.store.plans()
    own = next(entry.number for entry in plan.entries if entry.unit == "月湖街道")
    assert (await confirmed(office.street, f"/edit {own} 地点 月湖公园")).startswith("好了，已修改。")
    for words in ("/edit 17", "/edit 17 地点 月湖公园", "/delete 17", "把17号的时间改到7月"):
        assert "你可以改的是月湖街道的活动" in (await office.street.asks(words)).text
    assert "你可以改的是月湖街道的活动" in (await office.street.asks(f"/edit {own} 单位 区科技局")).text
    assert "什么时间" in (await office.street.asks("/add 节水宣传周 | 设点宣传")).text


async def test_forged_and_borrowed_buttons_change_nothing(office: Office) -> None:
    preview = await office.editor.asks("/edit 17 时间 7月")
    button = preview.button("确认修改")
    assert button is not None
    forged = (
        button["callback_data"],
        "1wd2023.17",
        "1we2023.17",
        "1wy",
        "1wu1",
        "1wa",
        "1wzz",
        "1wf2023.17.99",
    )
    seen = (await office.stranger.asks("六月有什么活动"), office.stranger)
    for message, person in (seen, (await office.street.asks("六月有什么活动"), office.street)):
        for data in forged:
            toast = await person.sends_tap(message, data).answer
            assert toast.get("show_alert") or person is office.street
    assert await office.bot.store.history.latest(1) == ()
    assert (await office.bot.store.plans())[0].entry(17) is not None


# --- history ----------------------------------------------------------------------------------------------
async def test_the_history_tells_who_when_before_and_after(office: Office) -> None:
    await confirmed(office.editor, "/edit 17 时间 7月-8月")
    await confirmed(office.owner, "/edit 18 地点 月湖公园")
    latest = (await office.owner.asks("/history")).text
    assert "#1 李科 5月20日 9:00 修改" in latest
    assert "#2 张主任 5月20日 9:00 修改" in latest
    of_one = (await office.owner.asks("/history 17")).text
    assert "时间：6月 → 7月-8月" in of_one
    assert "#2" not in of_one
    assert "还没有改过" in (await office.owner.asks("/history 19")).text


async def test_ones_own_last_change_is_taken_back_and_made_anew(office: Office) -> None:
    await confirmed(office.editor, "/edit 17 时间 7月-8月")
    await confirmed(office.owner, "/edit 18 地点 月湖公园")
    preview = await office.editor.asks("/undo")
    assert "时间：7月-8月 → 6月" in preview.text
    assert "已撤销" in await told(office.editor, "确认撤销")
    assert "6月" in (await office.resident.asks("第17项是什么时候")).text
    assert (await office.editor.asks("/undo 1")).text.startswith("没有可以撤销的修改")
    assert "时间：6月 → 7月-8月" in (await office.editor.asks("/undo 3")).text
    assert "已撤销" in await told(office.editor, "确认撤销")


async def test_what_one_may_change_no_more_is_not_offered_to_be_undone(office: Office) -> None:
    await confirmed(office.editor, "/edit 17 时间 7月")
    members, someone = office.bot.store.members, staff.Person(office.editor.user.id, "李科")
    await members.dismiss(someone.id, office.owner.user.id)
    rights = Rights(Role.UNIT_EDITOR, "月湖街道")
    _, secret = await members.invite(rights, office.owner.user.id, office.bot.clock())
    await members.join(secret, someone, office.bot.clock())
    assert "你可以改的是月湖街道的活动" in (await office.editor.asks("/undo")).text


async def test_a_long_history_is_turned_page_by_page(office: Office) -> None:
    for number in range(1, 9):
        await confirmed(office.editor, f"/edit {number} 备注 第{number}次")
    assert "#8" in (await office.editor.asks("/history")).text
    older = await told(office.editor, "更早的")
    assert "#2" in older
    assert "#8" not in older


async def test_the_second_of_two_editors_sees_the_firsts_change_and_decides(office: Office) -> None:
    await office.owner.asks("/edit 17 时间 8月")
    await confirmed(office.editor, "/edit 17 时间 7月")
    said = await told(office.owner, "确认修改")
    assert "刚才已经有人改过，这次还没有改" in said
    assert "#1 李科" in said
    assert "时间：6月 → 7月" in said
    assert "时间：6月 → 8月" in said
    assert (await office.bot.store.plans())[0].entry(17).period.months == (7,)  # type: ignore[union-attr]
    assert "时间：7月 → 8月" in await told(office.owner, "仍然改成我的")


async def test_what_was_changed_again_is_not_undone_silently(office: Office) -> None:
    await confirmed(office.editor, "/edit 17 时间 7月")
    await confirmed(office.owner, "/edit 17 时间 8月")
    await office.editor.asks("/undo 1")
    said = await told(office.editor, "确认撤销")
    assert said.startswith("没有撤销：下面这些后来又改过")
    assert "#2 张主任" in said


# --- teaching ---------------------------------------------------------------------------------------------
async def noted(office: Office, count: int) -> None:
    """Waits until so many questions that found nothing are on the disk."""
    for _ in range(200):
        if len(await office.bot.store.unanswered.latest(count)) == count:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"there are not {count} unanswered questions")


async def test_what_could_not_be_answered_is_listed_by_likeness(office: Office) -> None:
    for words in ("可以带小狗吗", "可不可以带小狗", "可以带小狗吗？", "科工局有什么活动"):
        await office.resident.asks(words)
    await noted(office, 4)
    said = (await office.editor.asks("/unanswered")).text
    assert said.startswith("还答不上来的问题：4 次，2 类")
    assert said.index("1. 可以带小狗吗？\n3 次") < said.index("2. 科工局有什么活动\n1 次")
    assert office.resident.user.first_name not in said


async def test_a_taught_name_takes_effect_at_once_and_is_taken_back(office: Office) -> None:
    await office.resident.asks("科工局有什么活动")
    await noted(office, 1)
    said = (await office.editor.asks("/alias 科工局 = 区科技局")).text
    assert said.startswith("记住了，“科工局”就是区科技局，马上生效。")
    assert "· 科工局有什么活动\n　查到" in said
    assert "区科技局" in (await office.resident.asks("科工局有什么活动")).text
    assert "科工局 = 区科技局" in (await office.editor.asks("/alias")).text

    assert (await told(office.editor, "收回 科工局")).startswith("收回了")
    assert (await office.resident.asks("科工局有什么活动")).text.startswith("你问的是哪一个？")


async def test_a_name_is_taught_in_plain_words(office: Office) -> None:
    assert (await office.editor.asks("科工局就是区科技局")).text.startswith("要记住“科工局”就是区科技局吗？")
    assert await office.bot.store.unit_names() == ()
    assert (await told(office.editor, "确认别名")).startswith("记住了，“科工局”就是区科技局，马上生效")


async def test_a_sentence_that_only_sounds_like_a_name_teaches_nothing(office: Office) -> None:
    for words in ("我要找的就是区卫健局", "我的单位就是区卫健局"):
        await office.editor.asks(words)
        assert await office.bot.store.unit_names() == ()
    assert (await told(office.editor, "取消")).startswith("好，没有改动")


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("/alias 六月 = 区科技局", "有别的意思"),
        ("/alias 座谈 = 区科技局", "有别的意思"),
        ("/alias 区卫健局 = 区科技局", "不能再指别的单位"),
        ("/alias 卫健委 = 区卫健局", "本来就认得"),
        ("/alias 科工局 = 区公安局", "没有“区公安局”这个单位"),
        ("/alias 科工局", "请写成：/alias 别名"),
    ],
)
async def test_a_name_that_would_mislead_is_refused(office: Office, words: str, right: str) -> None:
    assert right in (await office.editor.asks(words)).text
    assert await office.bot.store.unit_names() == ()


async def test_an_editor_of_one_unit_names_it_alone(office: Office) -> None:
    assert "你可以改的是月湖街道的活动" in (await office.street.asks("/alias 科工局 = 区科技局")).text
    assert (await office.street.asks("/alias 月湖办 = 月湖街道")).text.startswith("记住了")


# --- standing answers -------------------------------------------------------------------------------------
DOGS = "活动现场不能带宠物，请谅解。"


async def test_a_kind_of_question_is_answered_in_one_line_until_a_day(office: Office) -> None:
    await office.resident.asks("可不可以带小狗")
    await noted(office, 1)
    preview = await office.editor.asks(f"/answer 可以带小狗吗 | {DOGS} | 6月30日")
    assert "到 2023年6月30日 为止" in preview.text
    assert DOGS not in (await office.resident.asks("能带小狗吗")).text
    await noted(office, 2)

    said = await told(office.editor, "确认答复")
    assert said.startswith("记住了，马上生效，用到 2023年6月30日。")
    assert "有 2 次现在会得到这个答复" in said
    assert (
        await office.resident.asks("请问带小狗可以吗？")
    ).text == f"{DOGS}\n\n工作人员 2023年5月20日 的答复"
    office.bot.clock.now += dt.timedelta(days=60)
    assert DOGS not in (await office.resident.asks("能带小狗吗")).text


async def test_a_standing_answer_is_taken_back(office: Office) -> None:
    await confirmed(office.editor, f"/answer 可以带小狗吗 | {DOGS} | 年底", "确认答复")
    assert DOGS in (await office.owner.asks("/answer")).text
    assert (await told(office.owner, "收回 1")).startswith("收回了")
    assert DOGS not in (await office.resident.asks("能带小狗吗")).text
    assert (await office.owner.asks("/answer")).text.startswith("现在没有统一答复")


async def test_what_says_something_else_is_offered_and_not_answered(office: Office) -> None:
    await confirmed(office.editor, f"/answer 可以带小狗吗 | {DOGS} | 年底", "确认答复")
    reply = await office.resident.asks("可以带小猫吗")
    assert DOGS not in reply.text
    reply = await office.resident.asks("请问可以带小狗进来吗")
    assert "相近的问题工作人员答过：“可以带小狗吗”" in reply.text
    office.resident.looks()
    await office.resident.taps("可以带小狗吗")
    assert DOGS in (await office.resident.reply()).text


async def test_a_group_of_the_unanswered_is_answered_step_by_step(office: Office) -> None:
    for words in ("可以带小狗吗", "可以带小狗吗？", "可以带小猫吗"):
        await office.resident.asks(words)
    await noted(office, 3)
    await office.editor.asks("/unanswered")
    assert "只是因为字面相近" in await told(office.editor, "答复 1")
    assert "请发来答复" in await told(office.editor, "只答：可以带小狗吗")
    assert "用到哪一天" in (await office.editor.asks(DOGS)).text
    assert "已经过去了" in (await office.editor.asks("2023-01-01")).text
    assert "到 2023年8月20日 为止" in await told(office.editor, "三个月")
    assert "用到哪一天" in await told(office.editor, "‹ 上一步")
    assert "请发来答复" in await told(office.editor, "‹ 上一步")
    await office.editor.asks(DOGS)
    assert "到 2023年6月30日 为止" in (await office.editor.asks("6月30日")).text
    assert "有 2 次现在会得到这个答复" in await told(office.editor, "确认答复")
    assert "可以带小猫吗" in (await office.editor.asks("/unanswered")).text
    assert DOGS not in (await office.resident.asks("可以带小猫吗")).text


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("/answer 六月有什么活动 | 没有活动 | 年底", "从计划里就能回答"),
        ("/answer 吗 | 好的 | 年底", "看不出是什么问题"),
        (f"/answer 可以带小狗吗 | {DOGS} | 2022-01-01", "已经过去了"),
        (f"/answer 可以带小狗吗 | {'长' * 1001} | 年底", "最多 1000 个字"),
        ("/answer 可以带小狗吗 | 可以 | 年底 | 多余", "应该是三段"),
        ("/answer 可以带小狗吗", "请发来答复"),
    ],
)
async def test_an_answer_that_cannot_stand_is_refused(office: Office, words: str, right: str) -> None:
    reply = await office.editor.asks(words)
    assert right in reply.text
    assert not any("确认" in label for row in reply.labels for label in row)


async def test_an_editor_of_one_unit_answers_nothing_for_all(office: Office) -> None:
    assert "请能改全部活动的同事来写" in (await office.street.asks(f"/answer 狗 | {DOGS} | 年底")).text
    await confirmed(office.editor, f"/answer 可以带小狗吗 | {DOGS} | 年底", "确认答复")
    seen = await office.street.asks("六月有什么活动")
    assert (await office.street.sends_tap(seen, "1wo1").answer).get("show_alert")
    assert DOGS in (await office.resident.asks("能带小狗吗")).text

"""Who is staff, who makes them so, and what does everybody else get?"""

from __future__ import annotations

import datetime as dt
import logging
import re

import pytest

from tests.telegram.double import Person
from tests.telegram.staff.conftest import NO_SUCH_COMMAND, Office, confirmed, told

ADMIN = ("edit 17", "add", "delete 17", "history", "undo", "trash", "unanswered", "alias", "grant", "staff")


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
    assert f"张主任 {office.owner.user.id}：负责人" in roster.text
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


async def test_an_invitation_opened_in_a_group_makes_nobody_staff(office: Office) -> None:
    link = await invitation(office.owner, "全部")
    group = office.bot.double.group(members=[office.resident])
    said = (await office.resident.at(group).asks(f"/start@plan_inquiry_bot {link}")).text
    assert said.startswith("管理命令请到和我的私聊里用")
    await joins(office.resident, link)


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

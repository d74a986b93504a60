"""What do residents live through? Whole conversations with the bot over HTTP, as Telegram shows them."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import re
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from plan_store.staff.rights import CONSOLE
from tests.telegram.double import Double, Person
from tests.telegram.running import Running, running


@pytest_asyncio.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Running]:
    async with Double() as double, running(tmp_path, double) as bot:
        yield bot
        refused = [str(request.refusal) for request in double.refusals]
        assert [words for words in refused if "message is not modified" not in words] == []


@pytest.fixture
def alice(bot: Running) -> Person:
    return bot.double.person("Alice")


# --- questions --------------------------------------------------------------------------------------------
async def test_a_question_is_answered(alice: Person) -> None:
    reply = await alice.asks("六月街道有活动吗")
    assert reply.text.startswith("有，6月街道有 9 项活动。")


async def test_a_conversation_goes_on(alice: Person) -> None:
    await alice.asks("六月有什么活动")
    await alice.asks("街道的呢")
    reply = await alice.asks("那座谈的")
    assert reply.text.startswith("6月街道有 6 项座谈活动。")


async def test_a_conversation_left_for_over_an_hour_starts_afresh(bot: Running, alice: Person) -> None:
    await alice.asks("六月街道有什么活动")
    bot.clock.now += dt.timedelta(minutes=61)
    reply = await alice.asks("座谈的呢")
    assert "街道 · 座谈" not in reply.text


async def test_a_conversation_survives_a_restart(tmp_path: Path) -> None:
    async with Double() as double:
        alice = double.person("Alice")
        async with running(tmp_path, double):
            await alice.asks("六月街道有什么活动")
        async with running(tmp_path, double):
            reply = await alice.asks("那座谈的")
    assert reply.text.startswith("6月街道有 6 项座谈活动。")


async def test_people_are_kept_apart(bot: Running, alice: Person) -> None:
    bob = bot.double.person("Bob")
    await alice.asks("六月街道有什么活动")
    await bob.asks("九月有什么活动")
    assert (await alice.asks("那座谈的")).text.startswith("6月街道有 6 项座谈活动。")


async def test_what_is_not_understood_is_kept_without_a_name(tmp_path: Path) -> None:
    async with Double() as double, running(tmp_path, double):
        alice = double.person("Alice")
        for words in ("今天天气怎么样", "公安局有活动吗", "六月有什么活动"):
            await alice.asks(words)
    with contextlib.closing(sqlite3.connect(tmp_path / "bot.db")) as kept:
        rows = kept.execute("select text, kind from unanswered_questions order by id").fetchall()
    assert rows == [("今天天气怎么样", "unknown"), ("公安局有活动吗", "none")]


async def test_an_edited_question_is_answered_in_place_of_the_earlier_answer(alice: Person) -> None:
    asked = await alice.says("六月街道的座谈有几场")
    first = await alice.reply()
    await alice.edits(asked, "七月街道的座谈有几场")
    edited = await alice.edit()
    assert edited is first
    assert edited.text.startswith("共 2 场。")


async def test_a_follow_up_after_an_edit_follows_the_edited_question(alice: Person) -> None:
    asked = await alice.says("六月街道有什么活动")
    await alice.reply()
    await alice.edits(asked, "七月街道有什么活动")
    await alice.edit()
    assert (await alice.asks("宣传的呢")).text.startswith("7月街道有 1 项")


async def test_an_edit_that_changes_nothing_is_passed_over(alice: Person) -> None:
    asked = await alice.says("六月有什么活动")
    reply = await alice.reply()
    await alice.edits(asked, "6月有什么活动")
    await alice.hears_nothing()
    assert reply.text.startswith("6月有 17 项活动。")


@pytest.mark.parametrize(
    "sends", ["sends_sticker", "sends_photo", "sends_voice", "sends_location", "sends_contact"]
)
async def test_what_is_not_words_gets_a_kind_line(alice: Person, sends: str) -> None:
    await getattr(alice, sends)()
    assert (await alice.reply()).text.startswith("我只看得懂文字。")


async def test_the_words_under_a_photo_are_a_question(alice: Person) -> None:
    await alice.sends_photo(caption="六月有几场座谈")
    assert (await alice.reply()).text.startswith("共 9 场。")


async def test_hostile_words_change_nothing(alice: Person) -> None:
    for words in ("<b>&\"'</b>", "\u202e\u0000六月", "😀" * 1000, "1e2023.17", "/", "@", "%s {0} \\n"):
        reply = await alice.asks(words or " ")
        assert reply.text


# --- commands ---------------------------------------------------------------------------------------------
async def test_start_greets_with_examples_that_can_be_tapped(alice: Person) -> None:
    await alice.starts()
    greeting = await alice.reply()
    assert greeting.text.startswith("你好！我可以查开福区2023年计划里的 42 项政务公开活动")
    label = greeting.labels[0][0]
    await alice.taps(label)
    assert "查到" in (await alice.reply()).text


@pytest.mark.parametrize(
    ("parameter", "said"),
    [
        ("e2023-17", "第 17 项 世界环境日纪念活动"),
        ("m6", "6月有 17 项活动。"),
        ("m2023-6", "2023年6月有 17 项活动。"),
        ("m13", "你好！"),
        ("e2023-99", "你好！"),
        ("nobody-knows-this", "你好！"),
    ],
)
async def test_a_link_leads_to_its_entry_or_month_or_to_the_greeting(
    alice: Person, parameter: str, said: str
) -> None:
    await alice.starts(parameter)
    assert (await alice.reply()).text.startswith(said)


async def test_month_offers_months_and_a_tap_shows_one(alice: Person) -> None:
    menu = await alice.asks("/month")
    assert menu.labels[0][0] == "3月 (2)"
    await alice.taps("7月 (6)")
    assert (await alice.reply()).text.startswith("2023年7月有 6 项活动。")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/month 6", "6月有 17 项活动。"),
        ("/month 下个月", "下个月（6月）有 17 项活动。"),
        ("/month 13", "一年只有 1 到 12 月"),
        ("/units 月湖街道", "月湖街道有 1 项活动。"),
        ("/all", "全年计划共有 42 项活动。"),
        ("/help", "用平常的话问就行"),
        ("/privacy", "为了能接着问"),
        ("/HELP", "用平常的话问就行"),
    ],
)
async def test_each_command_gets_its_answer_in_any_case_of_letters(
    alice: Person, command: str, said: str
) -> None:
    assert (await alice.asks(command)).text.startswith(said)


async def test_units_offers_units_and_a_tap_shows_one(alice: Person) -> None:
    menu = await alice.asks("/units")
    assert "开福区2023年计划里有 42 个单位的活动。" in menu.text
    await alice.taps("月湖街道")
    assert "单位：月湖街道" in (await alice.reply()).text


async def test_all_unknown_commands_get_the_same_short_reply(alice: Person) -> None:
    replies = {(await alice.asks(command)).text for command in ("/edit 17", "/grant", "/nonsense")}
    assert replies == {"没有这个命令。直接用平常的话问我就行，或者发 /help 看看怎么问。"}


async def test_the_menu_of_commands_is_in_chinese_for_private_chats_and_groups(
    bot: Running, alice: Person
) -> None:
    for _ in range(50):
        await alice.asks("/help")
        if len(shown := bot.double.calls("setMyCommands")) == 2:
            break
    assert {call.fields["scope"]["type"] for call in shown} == {"all_private_chats", "all_group_chats"}
    assert all(re.search("[一-鿿]", one["description"]) for one in shown[0].fields["commands"])


async def test_without_a_plan_the_bot_says_so(tmp_path: Path) -> None:
    async with Double() as double, running(tmp_path, double, fill=False):
        alice = double.person("Alice")
        for words in ("/start", "/month", "/units", "/all", "/help", "六月有什么活动", "你好"):
            assert (await alice.asks(words)).text
        assert double.refusals == []


# --- buttons ----------------------------------------------------------------------------------------------
async def test_pages_turn_in_the_same_message(alice: Person) -> None:
    listed = await alice.asks("六月有什么活动")
    await alice.taps("下一页 ›")
    page = await alice.edit()
    assert page is listed
    assert page.text.startswith("按 6月 查到 17 项，第 2/3 页。")
    await alice.taps("‹ 上一页")
    assert "第 1/3 页" in (await alice.edit()).text


async def test_tapping_an_entry_shows_all_of_it_and_it_can_be_spoken_of(alice: Person) -> None:
    await alice.asks("六月有什么活动")
    await alice.taps("16")
    assert (await alice.reply()).text.startswith("第 16 项 开展农村法治宣传\n")
    assert (await alice.asks("它由谁负责")).text.startswith("由区司法局负责。")


async def test_a_list_is_narrowed_and_the_narrowed_list_is_what_is_spoken_of(alice: Person) -> None:
    await alice.asks("六月有什么活动")
    await alice.taps("按单位")
    assert (await alice.edit()).labels[0] == ["街道 (9)", "部门 (8)"]
    await alice.taps("街道 (9)")
    assert (await alice.reply()).text.startswith("按 6月 · 街道 查到 9 项")
    assert "第 22 项" in (await alice.asks("第三个")).text


async def test_after_an_entry_was_tapped_places_in_the_list_still_count(alice: Person) -> None:
    await alice.asks("六月街道有什么活动")
    await alice.taps("23")
    await alice.reply()
    assert "第 22 项" in (await alice.asks("第三个")).text


async def test_a_narrowed_list_can_be_followed_up(alice: Person) -> None:
    await alice.asks("所有活动")
    await alice.taps("按月份")
    await alice.edit()
    await alice.taps("6月 (17)")
    await alice.reply()
    assert (await alice.asks("街道的呢")).text.startswith("6月街道有 9 项活动。")


async def test_a_choice_of_readings_is_tapped(alice: Person) -> None:
    await alice.asks("坪街道有什么活动")
    await alice.taps("四方坪街道")
    assert (await alice.reply()).text.startswith("四方坪街道有 1 项活动。")


async def test_a_button_still_works_after_a_restart(tmp_path: Path) -> None:
    async with Double() as double:
        alice = double.person("Alice")
        async with running(tmp_path, double):
            await alice.asks("六月有什么活动")
        async with running(tmp_path, double):
            await alice.taps("下一页 ›")
            assert "第 2/3 页" in (await alice.edit()).text


@pytest.mark.parametrize("data", ["0old", "1e2023.99", "1e1999.1", "1l2023.0..AAAAA..", "1zz", "x" * 64])
async def test_old_and_forged_buttons_are_answered_kindly_and_change_nothing(
    alice: Person, data: str
) -> None:
    listed = await alice.asks("六月有什么活动")
    before = listed.text
    callback = alice.sends_tap(listed, data)
    answer = await asyncio.wait_for(callback.answer, 5)
    assert answer["text"] == "这条消息有点旧了，请再问一次。"
    await alice.hears_nothing(0.1)
    assert listed.text == before


async def test_tapping_twice_does_no_harm(alice: Person) -> None:
    listed = await alice.asks("六月有什么活动")
    data = listed.button("下一页 ›")["callback_data"]  # type: ignore[index]
    first, second = alice.sends_tap(listed, data), alice.sends_tap(listed, data)
    await asyncio.wait_for(asyncio.gather(first.answer, second.answer), 5)
    assert "第 2/3 页" in listed.text


# --- inline mode ------------------------------------------------------------------------------------------
async def test_inline_mode_offers_the_answer_and_its_entries(alice: Person) -> None:
    found = await alice.asks_inline("六月街道的座谈")
    assert found.titles[0] == "6月街道有 6 项座谈活动。"
    assert len(found.results) == 7
    assert found.titles[1].startswith("15. ")


async def test_inline_mode_without_words_means_this_month(alice: Person) -> None:
    assert (await alice.asks_inline("")).titles[0].startswith("这个月（5月）有 ")


async def test_inline_mode_leads_to_the_private_chat_where_it_finds_nothing(alice: Person) -> None:
    found = await alice.asks_inline("天气")
    assert found.results == []
    assert found.button is not None


async def test_what_was_shared_through_the_bot_is_not_answered(bot: Running, alice: Person) -> None:
    found = await alice.asks_inline("六月")
    shared = await alice.shares(found.results[0])
    bot.double.world.add_update("message", shared.json())
    await alice.hears_nothing()


# --- groups -----------------------------------------------------------------------------------------------
async def test_in_a_group_the_bot_answers_where_it_is_mentioned_and_is_silent_otherwise(
    bot: Running, alice: Person
) -> None:
    here = alice.at(bot.double.group(members=[alice]))
    await here.says("六月有什么活动")
    await here.hears_nothing()
    asked = await here.says("@plan_inquiry_bot 六月有几场座谈")
    reply = await here.reply()
    assert reply.text.startswith("共 9 场。")
    assert reply.reply_to is asked


async def test_in_a_group_a_reply_to_the_bot_is_a_question(bot: Running, alice: Person) -> None:
    here = alice.at(bot.double.group(members=[alice]))
    first = await here.asks("@plan_inquiry_bot 六月街道有什么活动")
    await here.says("那座谈的", reply_to=first)
    assert (await here.reply()).text.startswith("6月街道有 6 项座谈活动。")


async def test_in_a_group_each_person_has_a_thread_of_their_own(bot: Running, alice: Person) -> None:
    bob = bot.double.person("Bob")
    group = bot.double.group(members=[alice, bob])
    await alice.at(group).asks("@plan_inquiry_bot 六月街道有什么活动")
    await bob.at(group).asks("@plan_inquiry_bot 九月有什么活动")
    reply = await alice.at(group).asks("@plan_inquiry_bot 那座谈的")
    assert reply.text.startswith("6月街道有 6 项座谈活动。")


async def test_in_a_group_commands_of_other_bots_and_unknown_ones_are_left_alone(
    bot: Running, alice: Person
) -> None:
    here = alice.at(bot.double.group(members=[alice]))
    for words in ("/month@other_bot 6", "/unknown", "@other_bot 六月"):
        await here.says(words)
    await here.sends_sticker()
    await here.sends_photo()
    await here.hears_nothing()
    assert (await here.asks("/month@plan_inquiry_bot 6")).text.startswith("6月有 17 项活动。")
    assert (await here.asks("/nothing@plan_inquiry_bot")).text.startswith("没有这个命令。")


async def test_people_who_come_and_go_and_posts_of_channels_are_passed_over(
    bot: Running, alice: Person
) -> None:
    here = alice.at(bot.double.group(members=[alice]))
    await here.joins()
    await here.hears_nothing(0.1)
    channel = alice.at(bot.double.group("频道", [alice], kind="channel", bot_is="administrator"))
    await channel.says("六月有什么活动")
    await channel.hears_nothing()


# --- the plan changes -------------------------------------------------------------------------------------
async def test_a_change_in_the_store_is_answered_from_without_a_restart(bot: Running, alice: Person) -> None:
    assert not (await alice.asks("林科办有什么活动")).text.startswith("区科技局")
    await bot.store.add_unit_name("林科办", "区科技局", staff=CONSOLE.id)
    assert await bot.services.snapshots.refresh()
    assert "单位：区科技局" in (await alice.asks("林科办有什么活动")).text

"""What do those live through who want to be reminded? With the bot over HTTP, as Telegram shows it."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from icalendar import Alarm, Calendar

from handlers.replies.keyboards import in_rows, reminder_button
from handlers.replies.reminder_taps import NoMore, Unfollow, reminder_data
from handlers.replies.taps import View
from handlers.showing import markup
from plan_store.inquiries.letters import Content, Source
from plan_store.subscriptions import following_entries, following_everything
from tests.telegram.double import Double, Person
from tests.telegram.double.world import Message
from tests.telegram.running import Running, running

ADMINISTRATORS_ONLY = "群和频道的提醒只有管理员能改。想自己收提醒，请到私聊里找我。"


@pytest_asyncio.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Running]:
    async with Double() as double, running(tmp_path, double) as bot:
        yield bot
        refused = [str(request.refusal) for request in double.refusals]
        assert [words for words in refused if "message is not modified" not in words] == []


@pytest.fixture
def alice(bot: Running) -> Person:
    return bot.double.person("Alice")


async def followed(bot: Running, person: Person) -> list[int]:
    """The numbers of all entries that somebody follows."""
    listed = (await person.asks("我的订阅")).text
    assert listed
    subscriptions = await bot.store.subscriptions.of_chat(person.chat.id)
    return [one.id for one in subscriptions]


def content_of(bot: Running, message: Message) -> Calendar:
    file_id = message.content["document"]["file_id"]
    return Calendar.from_ical(bot.double.world.files[file_id][1])


# --- to subscribe -----------------------------------------------------------------------------------------
async def test_what_is_subscribed_in_words_is_said_back_with_what_comes_next(alice: Person) -> None:
    reply = await alice.asks("订阅 6月街道的座谈")
    assert reply.text == (
        "好的，订阅了：6月 · 街道 · 座谈，2023年计划里有 6 项。\n"
        "每月 1 号 9:00 告诉你当月的活动，每项开始前 3 天再提醒一次。\n"
        "下一次：5月29日（星期一）9:00，说的是第22项“聚广益、优服务，幸福我家里”等 5 项。"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("订阅 月湖街道", "好的，订阅了：月湖街道，2023年计划里是第14项，5月-6月。"),
        ("订阅 座谈", "好的，订阅了：座谈，2023年计划里有"),
        ("订阅 17", "好的，订阅了：第17项 世界环境日纪念活动，2023年计划里是第17项，6月。"),
        ("订阅 卫健局的宣传", "好的，订阅了：区卫健局"),
        ("/subscribe 17", "好的，订阅了：第17项"),
        ("/subscribe 月湖街道", "好的，订阅了：月湖街道"),
        ("到时候提醒我17号活动", "好的，订阅了：第17项"),
        ("订阅全部", "好的，订阅了：整个计划，2023年计划里有 42 项。"),
        ("订阅 下个月", "好的，订阅了：6月，2023年计划里有 17 项。"),
    ],
)
async def test_many_words_subscribe(alice: Person, words: str, said: str) -> None:
    assert (await alice.asks(words)).text.startswith(said)


async def test_slips_are_told(alice: Person) -> None:
    assert (await alice.asks("订阅 月胡街道")).text.startswith(
        "“月胡街道”我按“月湖街道”查的。\n好的，订阅了："
    )


async def test_once_is_enough(bot: Running, alice: Person) -> None:
    await alice.asks("订阅 6月")
    assert (await alice.asks("六月的活动提醒我一下")).text.startswith("这个已经订阅过了：6月，")
    assert len(await followed(bot, alice)) == 1


async def test_every_answer_can_be_followed_with_one_tap(alice: Person) -> None:
    await alice.asks("六月街道有什么活动")
    await alice.taps("提醒我")
    assert (await alice.reply()).text.startswith("好的，订阅了：6月 · 街道，2023年计划里有 9 项。")


async def test_every_entry_can_be_followed_with_one_tap(alice: Person) -> None:
    await alice.asks("第17个")
    await alice.taps("提醒我")
    assert (await alice.reply()).text.startswith("好的，订阅了：第17项 世界环境日纪念活动，")


async def test_a_topic_is_followed_by_its_words(bot: Running, alice: Person) -> None:
    await alice.asks("安全生产有什么活动")
    await alice.taps("提醒我")
    assert "“安全生产”" in (await alice.reply()).text
    (one,) = await bot.store.subscriptions.of_chat(alice.chat.id)
    assert one.following.every_year


async def test_remind_me_means_what_was_last_spoken_of(alice: Person) -> None:
    await alice.asks("七月有哪些座谈")
    assert (await alice.asks("提醒我")).text.startswith("好的，订阅了：7月 · 座谈，")
    await alice.asks("第一个在哪里")
    assert (await alice.asks("这个到时候提醒我")).text.startswith("好的，订阅了：第")


async def test_nothing_that_was_spoken_of_is_not_subscribed(bot: Running, alice: Person) -> None:
    assert (await alice.asks("7月区科技局有活动吗")).text.startswith("没有，")
    assert (await alice.asks("提醒我")).text.startswith("想让我提醒什么？")
    assert await bot.store.subscriptions.of_chat(alice.chat.id) == ()


async def test_words_of_their_own_do_not_go_on_with_what_was_spoken_of(alice: Person) -> None:
    await alice.asks("订阅 街道")
    await alice.asks("七月有什么活动")
    assert (await alice.asks("订阅 座谈")).text.startswith("好的，订阅了：座谈，")
    await alice.asks("七月有什么活动")
    assert (await alice.asks("退订 街道")).text.startswith("已经退订：街道。")


async def test_subscribe_alone_offers_what_there_is(alice: Person) -> None:
    offered = await alice.asks("/subscribe")
    assert offered.labels[0] == ["全部活动"]
    await alice.taps("7月的活动")
    assert (await alice.reply()).text.startswith("好的，订阅了：7月，2023年计划里有 6 项。")
    assert (await alice.asks("订阅")).text.startswith("想让我提醒什么？")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("订阅 7月 区科技局", "没有订阅成：没有，7月区科技局没有活动。"),
        ("订阅 公安局", "没有订阅成：没有，开福区2023年计划里没有"),
        ("订阅 13月", "没有订阅成：一年只有 1 到 12 月"),
        ("订阅 乱七八糟的东西", "没有订阅成：我没看出你想让我提醒什么。"),
        ("订阅 哪个月活动最多", "没有订阅成：我没看出你想让我提醒什么。"),
    ],
)
async def test_what_cannot_be_followed_is_said_to_be_so(
    bot: Running, alice: Person, words: str, said: str
) -> None:
    assert (await alice.asks(words)).text.startswith(said)
    assert await bot.store.subscriptions.of_chat(alice.chat.id) == ()


async def test_which_one_is_asked_before_it_is_subscribed(alice: Person) -> None:
    asked = await alice.asks("订阅 河街道")
    assert asked.text.startswith("先问一句再订阅。")
    await alice.taps(asked.labels[0][0])
    assert (await alice.reply()).text.startswith(f"好的，订阅了：{asked.labels[0][0]}")


async def test_a_question_about_reminders_is_answered_and_subscribes_nothing(
    bot: Running, alice: Person
) -> None:
    assert (await alice.asks("怎么订阅")).text.startswith("可以订阅，到时候我来提醒你：")
    assert (await alice.asks("提醒我六月有什么活动")).text.startswith("6月有 17 项活动。")
    assert await bot.store.subscriptions.of_chat(alice.chat.id) == ()


async def test_so_many_and_no_more(bot: Running, alice: Person) -> None:
    for number in range(1, 51):
        await bot.store.subscriptions.add(
            alice.chat.id, "private", following_entries([(2023, number)]), bot.clock()
        )
    assert (await alice.asks("订阅 座谈")).text.startswith("已经订阅了 50 条")
    assert (await alice.asks("订阅 17")).text.startswith("这个已经订阅过了")


# --- what one has, and how it comes -----------------------------------------------------------------------
async def test_my_subscriptions_are_listed_and_changed_by_buttons(alice: Person) -> None:
    await alice.asks("订阅 6月")
    await alice.asks("订阅 17")
    listed = await alice.asks("我的订阅")
    assert "1. 6月\n月初汇总、活动前提醒 · 下一次 5月29日（星期一）9:00" in listed.text
    await alice.taps("1. 6月")
    assert listed.labels[0] == ["月初汇总：开", "活动前提醒：开"]
    await alice.taps("活动前提醒：开")
    assert (
        "每月 1 号 9:00 告诉你当月的活动。\n下一次：6月1日（星期四）9:00，说 6 月的 17 项活动。"
        in listed.text
    )
    await alice.taps("月初汇总：开")
    assert "两种提醒都关着" in listed.text
    await alice.taps("‹ 我的订阅")
    await alice.taps("2. 第17项 世界环境日纪念活动")
    await alice.taps("退订这条")
    assert listed.text == "已经退订：第17项 世界环境日纪念活动。想再要提醒，随时发“订阅”。"


async def test_lead_and_hour_are_chosen_by_buttons_or_in_words(alice: Person) -> None:
    await alice.asks("订阅 6月")
    listed = await alice.asks("/subscriptions")
    await alice.taps("提前几天")
    assert listed.text == "活动开始前多久提醒？现在是提前 3 天。"
    await alice.taps("提前 7 天")
    assert listed.text == "好的，以后活动提前 7 天提醒，9:00 发。"
    assert (await alice.asks("早上8点半提醒我")).text == "好的，以后都在 8:30 提醒。"
    assert "下一次 5月25日（星期四）8:30" in (await alice.asks("我的订阅")).text
    assert (await alice.asks("改成提前5天提醒")).text.startswith("只能选当天、提前 1 天")


async def test_a_pause_lasts_until_its_day(alice: Person) -> None:
    await alice.asks("订阅 6月")
    said = await alice.asks("暂停提醒到5月30日")
    assert said.text == "好的，提醒暂停了，5月30日（星期二）恢复；中间错过的不补发。"
    listed = (await alice.asks("我的订阅")).text
    assert "下一次 6月1日" in listed
    assert "提醒暂停着，5月30日（星期二）恢复。" in listed
    assert (await alice.asks("恢复提醒")).text == "好的，提醒恢复了。"
    offered = await alice.asks("暂停提醒")
    assert offered.labels[0] == ["到 5月27日", "到 6月3日", "到 6月19日"]


async def test_choices_hold_for_what_is_subscribed_later(alice: Person) -> None:
    await alice.asks("当天提醒我就行")
    assert "每项开始当天再提醒一次" in (await alice.asks("订阅 17")).text


async def test_a_plan_that_is_over_reminds_of_nothing_and_says_so(bot: Running, alice: Person) -> None:
    bot.clock.now = dt.datetime(2024, 3, 1, 9, tzinfo=bot.clock.now.tzinfo)
    assert (await alice.asks("订阅 月湖街道")).text.endswith(
        "照现在的计划，不会再有提醒了，有了新的计划会接着提醒。"
    )
    assert (await alice.asks("订阅 17")).text.endswith("照现在的计划，不会再有提醒了。")


# --- to end -----------------------------------------------------------------------------------------------
async def test_what_was_subscribed_in_words_is_ended_in_words(bot: Running, alice: Person) -> None:
    await alice.asks("订阅 月湖街道")
    await alice.asks("订阅 座谈")
    assert (await alice.asks("退订 月湖街道")).text.startswith("已经退订：月湖街道。")
    assert (await alice.asks("退订 六月")).text.startswith("你没有订阅过这个，所以什么也没动。")
    assert (await alice.asks("退订")).text.startswith("已经退订：座谈。")
    assert (await alice.asks("退订")).text == "本来就没有订阅，不会收到提醒。"


async def test_what_was_tapped_is_ended_in_words_too(alice: Person) -> None:
    await alice.asks("六月街道有什么活动")
    await alice.taps("提醒我")
    await alice.reply()
    assert (await alice.asks("/unsubscribe 六月的街道")).text.startswith("已经退订：6月 · 街道。")


async def test_which_one_is_asked_before_it_is_ended(bot: Running, alice: Person) -> None:
    asked = await alice.asks("订阅 河街道")
    await alice.taps(asked.labels[0][0])
    await alice.reply()
    again = await alice.asks("退订 河街道")
    assert again.text.startswith("先问一句再退订。")
    await alice.taps(again.labels[0][0], on=again)
    assert (await alice.reply()).text.startswith(f"已经退订：{again.labels[0][0]}")


async def test_of_several_it_is_asked_which(alice: Person) -> None:
    await alice.asks("订阅 6月")
    await alice.asks("订阅 17")
    assert (await alice.asks("/unsubscribe")).text.startswith("要退哪一条？")


async def test_all_end_after_a_question(bot: Running, alice: Person) -> None:
    await alice.asks("订阅 6月")
    await alice.asks("订阅 17")
    asked = await alice.asks("/unsubscribe all")
    assert asked.text == "确定全部 2 条都退订吗？"
    await alice.taps("确定全部退订")
    assert asked.text.startswith("已经退订：6月、第17项 世界环境日纪念活动。")
    assert await bot.store.subscriptions.of_chat(alice.chat.id) == ()


async def reminded(bot: Running, person: Person, numbers: set[int]) -> Message:
    """A reminder of these entries, with its button, as the sender sends it."""
    view = View(2023, frozenset(numbers))
    buttons = in_rows([[reminder_button("不再提醒", NoMore(view))]])
    from telegram import Bot

    sender = Bot(bot.double.token, bot.double.base_url, bot.double.base_file_url)
    async with sender:
        await sender.send_message(person.chat.id, "提醒：…", reply_markup=markup(buttons))
    return await person.reply()


async def test_no_more_under_a_reminder_ends_what_it_came_from(bot: Running, alice: Person) -> None:
    await alice.asks("订阅 17")
    await alice.asks("订阅 7月")
    await reminded(bot, alice, {17})
    await alice.taps("不再提醒")
    assert (await alice.reply()).text.startswith("已经退订：第17项")
    assert len(await followed(bot, alice)) == 1


async def test_no_more_asks_which_where_it_came_from_several(bot: Running, alice: Person) -> None:
    await alice.asks("订阅 17")
    await alice.asks("订阅 6月")
    await alice.asks("订阅 7月")
    await reminded(bot, alice, {17, 18})
    await alice.taps("不再提醒")
    asked = await alice.reply()
    assert asked.text.startswith("要退哪一条？")
    assert [row[0] for row in asked.labels[:2]] == ["1. 第17项 世界环境日纪念活动", "2. 6月"]


async def test_a_button_of_somebody_else_or_of_long_ago_ends_nothing(bot: Running, alice: Person) -> None:
    bob = bot.double.person("Bob")
    shown = await alice.asks("订阅 17")
    (hers,) = await bot.store.subscriptions.of_chat(alice.chat.id)
    foreign = bob.sends_tap(await bob.asks("你好"), reminder_data(Unfollow(hers.id)) or "")
    assert (await foreign.answer)["text"] == "这条消息有点旧了，请再问一次。"
    assert await bot.store.subscriptions.of_chat(alice.chat.id) == (hers,)
    for _ in range(2):
        last = alice.sends_tap(shown, reminder_data(Unfollow(hers.id)) or "")
        answer = await last.answer
    assert answer["text"] == "这条消息有点旧了，请再问一次。"


@pytest.mark.parametrize(
    "data", ["1m", "1mf", "1mk9999999999.m1", "1mp2023-99-99", "1mh9999", "1mzz", "1ml5"]
)
async def test_forged_buttons_change_nothing(alice: Person, data: str) -> None:
    shown = await alice.asks("订阅 17")
    callback = alice.sends_tap(shown, data)
    assert (await callback.answer)["text"] == "这条消息有点旧了，请再问一次。"


# --- what is kept of somebody -----------------------------------------------------------------------------
async def test_everything_that_is_kept_is_shown_and_deleted_after_two_questions(
    tmp_path: Path, bot: Running, alice: Person
) -> None:
    bob = bot.double.person("Bob")
    await bob.asks("订阅 17")
    await alice.asks("六月街道有什么活动")
    await alice.asks("订阅 17")
    await alice.asks("提前一周提醒")
    kept = await alice.asks("/mydata")
    assert "· 最近的问题（一天后删掉）：" in kept.text
    assert "“六月街道有什么活动”" in kept.text
    assert "· 订阅：第17项 世界环境日纪念活动" in kept.text
    assert "· 提醒方式：9:00，活动提前 7 天" in kept.text
    asked = await alice.asks("/forget")
    assert asked.text.startswith("要把我记着的、和你有关的内容全部删掉吗？")
    await alice.taps("删掉")
    assert asked.text == "再确认一次：删掉以后找不回来，也不会再收到提醒。"
    assert len(await bot.store.subscriptions.of_chat(alice.chat.id)) == 1
    await alice.taps("确定，全部删掉")
    assert asked.text.startswith("都删掉了")
    with contextlib.closing(sqlite3.connect(tmp_path / "bot.db")) as disk:
        for table in ("conversations", "chats", "subscriptions"):
            rows = disk.execute(f"select chat_id from {table}").fetchall()
            assert (alice.chat.id,) not in rows
    assert (await alice.asks("/mydata")).text == "我这里没有和你有关的记录。"
    assert len(await bot.store.subscriptions.of_chat(bob.chat.id)) == 1


async def test_an_edit_of_a_forgotten_message_brings_nothing_back(bot: Running, alice: Person) -> None:
    asked = await alice.says("六月街道有什么活动")
    await alice.reply()
    await alice.asks("/forget")
    await alice.taps("删掉")
    await alice.taps("确定，全部删掉")
    alice.looks()
    await alice.edits(asked, "座谈的呢")
    assert "街道 · 座谈" not in (await alice.reply()).text


async def test_what_was_asked_of_staff_is_shown_and_forgotten(bot: Running, alice: Person) -> None:
    content, source = Content("社区开放日几点开始"), Source(alice.chat.id, 1)
    await bot.store.inquiries.ask(alice.user.id, "月湖街道", content, source, [], bot.clock())
    shown = (await alice.asks("/mydata")).text
    assert "· 和工作人员的来往：1 条，最近的是“社区开放日几点开始”" in shown
    await alice.taps("全部删掉")
    await alice.taps("删掉")
    await alice.taps("确定，全部删掉")
    assert await bot.store.letters.of_person(alice.user.id) == ()


async def test_what_staff_are_stays_and_is_said_to_stay(tmp_path: Path) -> None:
    async with Double() as double:
        alice = double.person("Alice")
        async with running(tmp_path, double, owners=[alice]):
            await alice.asks("/edit 17 时间 7月")
            await alice.taps("确认")
            await alice.asks("订阅 17")
            await alice.asks("/alias 卫健委那边 = 区卫健局")
            await alice.taps("确认别名")
            await alice.asks("/edit 17 时间 8月")
            asked = await alice.asks("/forget")
            assert "· 开了头、还没确认的修改：1 份" in asked.text
            await alice.taps("删掉")
            await alice.taps("确定，全部删掉")
            assert "还没确认" not in asked.text
            assert "· 教过的叫法、写过的固定答复和公告：1 条" in asked.text
            assert asked.text.startswith("能删的都删掉了。还留着：\n\n· 工作人员身份：负责人。")
            assert "· 改过计划的记录：" in asked.text


async def test_not_after_all_deletes_nothing(bot: Running, alice: Person) -> None:
    await alice.asks("订阅 17")
    asked = await alice.asks("/forget")
    await alice.taps("删掉")
    await alice.taps("不删了")
    assert asked.text == "好的，什么也没动。"
    assert len(await bot.store.subscriptions.of_chat(alice.chat.id)) == 1


# --- calendar files ---------------------------------------------------------------------------------------
async def test_a_calendar_file_of_a_month_of_an_entry_and_of_all_that_is_followed(
    bot: Running, alice: Person
) -> None:
    june = await alice.asks("6月的活动加入日历")
    assert june.content["document"]["file_name"] == "6月.ics"
    assert june.text.startswith("6月，共 17 项。")
    assert len(content_of(bot, june).events) == 17

    await alice.asks("序号17")
    await alice.taps("加入日历")
    entry = await alice.reply()
    assert entry.content["document"]["file_name"] == "第17项.ics"
    assert [str(event["summary"]) for event in content_of(bot, entry).events] == ["世界环境日纪念活动"]

    await alice.asks("订阅 7月")
    await alice.asks("订阅 17")
    followed = await alice.asks("/calendar")
    assert followed.content["document"]["file_name"] == "政务公开活动.ics"
    assert len(content_of(bot, followed).events) == 7


async def test_a_calendar_rings_when_reminders_come(bot: Running, alice: Person) -> None:
    await alice.asks("提前一周提醒")
    await alice.asks("提醒改成 18:30")
    file = content_of(bot, await alice.asks("/calendar 17"))
    (alarm,) = file.events[0].walk("VALARM")
    assert isinstance(alarm, Alarm)
    assert dt.timedelta(days=-7, hours=18, minutes=30) == alarm.TRIGGER


async def test_what_is_not_there_makes_no_file(alice: Person) -> None:
    assert (await alice.asks("/calendar")).text.startswith("还没有订阅")
    assert (await alice.asks("/calendar 7月 区科技局")).text.startswith("没有可以导出的：没有，7月区科技局")


# --- groups and channels ----------------------------------------------------------------------------------
async def test_in_a_group_administrators_subscribe_for_all(bot: Running, alice: Person) -> None:
    bob = bot.double.person("Bob")
    group = bot.double.group(members=[alice, bob])
    assert (await bob.at(group).asks("/subscribe 6月")).text == ADMINISTRATORS_ONLY
    assert (await bob.at(group).asks("@plan_inquiry_bot 订阅 6月")).text == ADMINISTRATORS_ONLY
    assert await bot.store.subscriptions.of_chat(group.id) == ()
    assert (await alice.at(group).asks("@plan_inquiry_bot 订阅 6月")).text.startswith("好的，订阅了：6月，")
    assert len(await bot.store.subscriptions.of_chat(group.id)) == 1


async def test_in_a_group_only_administrators_may_tap_what_changes(bot: Running, alice: Person) -> None:
    bob = bot.double.person("Bob")
    group = bot.double.group(members=[alice, bob])
    await bob.at(group).asks("@plan_inquiry_bot 六月有什么活动")
    toast = await bob.at(group).taps("提醒我")
    assert (toast.text, toast.alert) == (ADMINISTRATORS_ONLY, True)
    await alice.at(group).taps("提醒我")
    assert (await alice.at(group).reply()).text.startswith("好的，订阅了：6月，")
    assert (await bob.at(group).taps("退订")).text == ADMINISTRATORS_ONLY
    assert len(await bot.store.subscriptions.of_chat(group.id)) == 1


async def test_what_is_kept_of_somebody_is_not_told_in_a_group(bot: Running, alice: Person) -> None:
    group = bot.double.group(members=[alice])
    for command in ("/mydata", "/forget"):
        assert (await alice.at(group).asks(command)).text == "这件事请到私聊里发给我。"


async def test_a_channel_subscribes_by_a_post_that_names_the_bot(bot: Running, alice: Person) -> None:
    channel = bot.double.group("频道", [alice], kind="channel", bot_is="administrator")
    here = alice.at(channel)
    await here.says("/subscribe 6月")
    await here.says("六月有什么活动")
    await here.says("/subscribe@another_bot 6月")
    await here.says("/subscribe@plan_inquiry_bot 6月的座谈")
    assert (await here.reply()).text.startswith("好的，订阅了：6月 · 座谈，")
    await here.hears_nothing()
    (one,) = await bot.store.subscriptions.of_chat(channel.id)
    assert one.following != following_everything()
    reader = bot.double.person("Reader")
    assert (await reader.at(channel).taps("退订")).text == ADMINISTRATORS_ONLY


async def test_a_group_that_becomes_a_supergroup_keeps_its_subscriptions_and_what_is_on_its_way(
    bot: Running, alice: Person
) -> None:
    group = bot.double.group(members=[alice], kind="group")
    await alice.at(group).asks("/subscribe 6月")
    await bot.store.bulletins.announce("六月见", dt.datetime(2099, 1, 1, tzinfo=dt.UTC))
    grown = group.upgrade()
    for _ in range(100):
        moved = await bot.store.subscriptions.of_chat(grown.id)
        if moved:
            break
        await alice.asks("/help")
    assert [one.chat_id for one in moved] == [grown.id]
    assert await bot.store.subscriptions.of_chat(group.id) == ()
    while await bot.store.ledger.count_of(group.id):
        await alice.asks("/help")
    assert await bot.store.ledger.count_of(grown.id) == 1


# --- coming and going -------------------------------------------------------------------------------------
async def test_who_blocks_the_bot_is_not_reached_until_they_come_back(bot: Running, alice: Person) -> None:
    await alice.asks("订阅 6月")
    alice.blocks()
    bob = bot.double.person("Bob")
    for _ in range(100):
        await bob.asks("/help")
        if not (await bot.store.subscriptions.preferences(alice.chat.id)).reachable:
            break
    assert not (await bot.store.subscriptions.preferences(alice.chat.id)).reachable
    alice.unblocks()
    assert "6月" in (await alice.asks("我的订阅")).text
    assert (await bot.store.subscriptions.preferences(alice.chat.id)).reachable


async def test_who_could_not_be_reached_can_after_their_next_message(bot: Running, alice: Person) -> None:
    await alice.asks("订阅 6月")
    await bot.store.subscriptions.mark_unreachable(alice.chat.id, bot.clock())
    await alice.asks("六月有什么活动")
    assert (await bot.store.subscriptions.preferences(alice.chat.id)).reachable


async def test_subscriptions_survive_a_restart(tmp_path: Path) -> None:
    async with Double() as double:
        alice = double.person("Alice")
        async with running(tmp_path, double):
            listed = await alice.asks("订阅 6月")
        async with running(tmp_path, double):
            await alice.taps("改提醒方式", on=listed)
            assert (await alice.reply()).text.startswith("6月，2023年计划里有 17 项。")

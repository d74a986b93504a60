"""Can residents and staff speak with each other through the bot? All of them at once, over HTTP."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from handlers.inquiries import courier
from tests.telegram.double import Double, HangUp
from tests.telegram.inquiring import Office, everybody, opened, says, settled
from tests.telegram.running import running

IDENTITY = "430102199003071234"


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with Double() as double, opened(tmp_path, double, everybody(double)) as office:
        yield office


@pytest_asyncio.fixture
async def forum(tmp_path: Path) -> AsyncIterator[Office]:
    """With a forum of staff, where the bot may make topics; the resident of the street is a member too."""
    async with Double() as double:
        people = everybody(double)
        group = double.group("值班群", people[:3], forum=True, bot_is="administrator")
        async with opened(tmp_path, double, people, group) as office:
            yield office


# --- there and back ---------------------------------------------------------------------------------------
async def test_a_question_goes_to_the_unit_and_the_answer_comes_back_without_a_name(office: Office) -> None:
    resident, street = office.resident, office.street
    asked = await resident.asks("转人工")
    assert asked.text.startswith("请把想问的写成一条消息发给我")
    receipt = await says(resident, "月湖街道的活动要带身份证吗")
    assert receipt.text.startswith("消息已经送到月湖街道的工作人员（咨询 #1）")

    letter = await street.reply()
    assert letter.text.startswith("咨询 #1 · 月湖街道")
    assert "月湖街道的活动要带身份证吗" in letter.text
    assert "居民" not in letter.text.split("\n\n")[0]
    assert "收到了" in (await says(street, "不用带，人来就行。", letter)).text

    answer = await resident.reply()
    assert answer.text.startswith("月湖街道回复你（咨询 #1）：\n\n不用带，人来就行。")
    assert "王工" not in answer.text
    await office.editor.hears_nothing(0.1)


async def test_only_what_is_meant_for_staff_goes_there(office: Office) -> None:
    resident, street = office.resident, office.street
    await says(resident, "转人工，月湖街道的活动几点开始")
    await street.reply()

    assert (await resident.asks("六月有什么活动")).text.startswith("6月有 17 项活动。")
    await street.hears_nothing(0.2)


async def test_the_offer_under_an_answer_passes_the_question_on(office: Office) -> None:
    resident, editor = office.resident, office.editor
    await resident.asks("第17项在哪里举办")
    resident.looks()
    await resident.taps("问问生态环境分局的工作人员")
    assert "已经送到" in (await settled(resident)).text

    letter = await editor.reply()
    assert "关于：2023年第 17 项 世界环境日" in letter.text
    assert "第17项在哪里举办" in letter.text
    assert (await resident.taps("问问生态环境分局的工作人员")).text == "这个问题已经转过了。"


async def test_what_no_plan_tells_is_offered_to_the_staff_of_the_unit(office: Office) -> None:
    resident = office.resident
    await resident.asks("月湖街道的活动收费吗")
    resident.looks()
    await resident.taps("问问月湖街道的工作人员")
    await settled(resident)
    letter = await office.street.reply()
    assert "关于：2023年第 14 项" in letter.text
    assert "月湖街道的活动收费吗" in letter.text


async def test_a_long_question_is_offered_too(office: Office) -> None:
    resident = office.resident
    words = "我家老人的身份证丢了，他腿脚不方便出不了门，请问这种情况身份证怎么补办，要带什么材料，去哪里办"
    reply = await resident.asks(words)
    resident.looks()
    await resident.taps("转给工作人员", on=reply)
    await settled(resident)
    assert words in (await office.editor.reply()).text


async def test_without_staff_of_the_unit_all_editors_and_owners_get_it_and_see_the_answer(
    office: Office,
) -> None:
    await says(office.resident, "/ask 你们几点上班")
    letters = {person: await person.reply() for person in (office.editor, office.owner)}
    await office.street.hears_nothing(0.1)

    await says(office.editor, "早上九点", letters[office.editor])

    assert (await office.resident.reply()).text.startswith("工作人员回复你（咨询 #1）：\n\n早上九点")
    assert (await office.owner.reply()).text == "咨询 #1 · 没有指明单位\n李科已经答复：\n\n早上九点"


async def test_photos_and_files_go_both_ways(office: Office) -> None:
    resident, street = office.resident, office.street
    await resident.asks("转人工")
    await resident.sends_photo(b"jpeg of a door", caption="月湖街道这个门口对吗")
    await settled(resident)
    letter = await street.reply()
    assert letter.file == b"jpeg of a door"
    assert "月湖街道这个门口对吗" in letter.text

    street.looks()
    resident.looks()
    street._post(
        text="", content={"document": street._file(b"pdf", "须知.pdf")}, file=b"pdf", reply_to=letter
    )
    assert "收到了" in (await settled(street)).text
    answer = await resident.reply()
    assert answer.file == b"pdf"
    assert answer.text.startswith("月湖街道回复你")


async def test_long_letters_arrive_whole(office: Office) -> None:
    words = "月湖街道" + "问" * 4000
    await office.resident.asks("转人工")
    await says(office.resident, words)
    letters = await office.street.replies(2)
    assert sum(letter.text.count("问") for letter in letters) == 4000
    await says(office.street, "收到", letters[0])
    assert "收到" in (await office.resident.reply()).text


# --- going on ---------------------------------------------------------------------------------------------
async def test_a_resident_adds_by_replying_and_by_the_button(office: Office) -> None:
    resident, street = office.resident, office.street
    receipt = await says(resident, "转人工，月湖街道的活动几点开始")
    await street.reply()

    await says(resident, "我说的是六月的", receipt)
    assert "我说的是六月的" in (await street.reply()).text
    resident.looks()
    await resident.taps("补充", on=receipt)
    await resident.reply()
    await says(resident, "还有停车的地方吗")
    assert (await street.reply()).text.startswith("咨询 #1 · 月湖街道\n\n还有停车的地方吗")


async def test_closed_by_the_resident_and_reopened_by_a_new_message(office: Office) -> None:
    resident, street = office.resident, office.street
    receipt = await says(resident, "转人工，月湖街道的活动几点开始")
    await street.reply()
    resident.looks()
    await resident.taps("结束咨询", on=receipt)
    assert (await resident.reply()).text.startswith("好，咨询 #1 结束了。")
    assert "居民说可以结束了" in (await street.reply()).text
    assert (await resident.taps("结束咨询", on=receipt)).text == "已经结束了。"

    await says(resident, "还是想问一下", receipt)

    assert "还是想问一下" in (await street.reply()).text
    assert (await street.asks("/inquiries")).text.startswith("1 件等答复")


async def test_closed_by_staff_and_answered_again(office: Office) -> None:
    resident, street = office.resident, office.street
    await says(resident, "转人工，月湖街道的活动几点开始")
    letter = await street.reply()
    await says(street, "结束", letter)
    ended = await resident.reply()
    assert ended.text.startswith("月湖街道结束了咨询 #1。")

    await says(resident, "等等", ended)
    assert "等等" in (await street.reply()).text


async def test_edits_of_either_side_are_passed_on(office: Office) -> None:
    resident, street = office.resident, office.street
    await resident.asks("转人工")
    asked = await resident.says("月湖街道几点开始")
    await settled(resident)
    letter = await street.reply()
    await resident.edits(asked, "月湖街道上午几点开始")
    correction = await street.reply()
    await settled(resident)
    assert "居民改了前面的一条，现在是：\n\n月湖街道上午几点开始" in correction.text
    assert correction.reply_to is letter

    answered = await street.says("九点", reply_to=letter)
    assert (await settled(street)).text.startswith("✓")
    answer = await resident.reply()
    await street.edits(answered, "九点半")
    corrected = await resident.reply()
    assert corrected.text.startswith("月湖街道改了前面的回复（咨询 #1），现在是：\n\n九点半")
    assert corrected.reply_to is answer


async def test_a_resident_can_change_their_mind(office: Office) -> None:
    await office.resident.asks("转人工")
    assert (await office.resident.asks("算了")).text.startswith("好，没有转。")
    await office.resident.asks("转人工")
    assert (await office.resident.asks("/cancel")).text.startswith("好，没有转。")
    assert (await office.resident.asks("/cancel")).text.startswith("没有这个命令。")
    assert (await office.resident.asks("六月有什么活动")).text.startswith("6月有 17 项活动。")
    await office.resident.asks("/ask")
    office.resident.looks()
    await office.resident.taps("不问了")
    assert (await office.resident.edit()).text.startswith("好，没有转。")


async def test_the_bot_listens_for_half_an_hour(office: Office) -> None:
    await office.resident.asks("转人工")
    office.bot.clock.now += dt.timedelta(minutes=31)
    assert (await office.resident.asks("六月有什么活动")).text.startswith("6月有 17 项活动。")


@pytest.mark.parametrize("words", ["订阅 月湖街道", "我的订阅", "退订 月湖街道", "/month"])
async def test_what_the_bot_is_told_to_do_is_done_and_not_passed_on(office: Office, words: str) -> None:
    resident = office.resident
    await resident.asks("转人工")
    assert (await resident.asks(words)).text.startswith("先办这个。要问工作人员的还没写")
    assert (await resident.reply()).text
    assert (await resident.asks("六月有什么活动")).text.startswith("6月有 17 项活动。")
    await office.editor.hears_nothing(0.2)
    assert await office.bot.store.letters.of_person(resident.user.id) == ()


async def test_asking_for_staff_again_is_no_question_for_them(office: Office) -> None:
    resident = office.resident
    await resident.asks("/ask 打我电话13812345678")
    resident.looks()
    await resident.taps("改一改")
    await resident.edit()
    assert (await resident.asks("转人工")).text.startswith("请把想问的写成一条消息")
    await says(resident, "能报名吗")
    assert "能报名吗" in (await office.editor.reply()).text


# --- personal data ----------------------------------------------------------------------------------------
async def test_personal_numbers_are_pointed_out_before_they_are_passed_on(office: Office) -> None:
    resident, editor = office.resident, office.editor
    await resident.asks("转人工")
    warning = await resident.asks(f"我的身份证{IDENTITY}，电话13812345678，能报名吗")
    assert "身份证号（430***********1234）、手机号（138****5678）" in warning.text
    assert IDENTITY not in warning.text
    await editor.hears_nothing(0.2)

    resident.looks()
    await resident.taps("改一改")
    await resident.edit()
    await says(resident, "能报名吗")
    assert "能报名吗" in (await editor.reply()).text
    assert (await resident.taps("不问了", on=warning) if warning.button("不问了") else None) is not None


async def test_personal_numbers_are_passed_on_where_their_owner_wants_it(office: Office) -> None:
    resident, editor = office.resident, office.editor
    await resident.asks("/ask 打我电话13812345678")
    resident.looks()
    await resident.taps("继续发送")
    await settled(resident)
    assert "13812345678" in (await editor.reply()).text
    assert (await resident.taps("继续发送")).text.startswith("这一步已经过去了")


async def test_what_was_not_passed_on_yet_is_shown_and_forgotten(office: Office) -> None:
    resident = office.resident
    await resident.asks("/ask 打我电话13812345678")
    assert "要问工作人员、还没转过去的" in (await resident.asks("/mydata")).text
    await resident.asks("/forget")
    for label in ("删掉", "确定，全部删掉"):
        await resident.taps(label)
    assert (await resident.taps("继续发送")).text.startswith("这一步已经过去了")
    assert await office.bot.store.letters.of_person(resident.user.id) == ()


# --- rights -----------------------------------------------------------------------------------------------
async def test_staff_of_another_unit_and_dismissed_ones_cannot_answer(office: Office) -> None:
    resident, street, store = office.resident, office.street, office.bot.store
    await says(resident, "转人工，月湖街道的活动几点开始")
    letter = await street.reply()
    await store.members.dismiss(street.user.id, office.owner.user.id)
    resident.looks()
    assert (await says(street, "九点", letter)).text.startswith("这条没有转给居民")
    await resident.hears_nothing(0.2)
    assert (await street.taps("结束咨询", on=letter)).alert


async def test_a_stranger_with_a_forged_button_gets_nothing(office: Office) -> None:
    resident, stranger = office.resident, office.bot.double.person("路人")
    await says(resident, "转人工，月湖街道的活动几点开始")
    message = await stranger.asks("你好")
    for data in ("1hc1", "1ha1", "1hs1", "1hg1", "1hp1", "1hzzz"):
        answer = await stranger.sends_tap(message, data).answer
        assert answer["show_alert"], data
    assert len(await office.bot.store.letters.letters(1)) == 1


# --- nobody there, and back again -------------------------------------------------------------------------
async def test_without_any_staff_a_question_is_kept_and_said_to_wait(tmp_path: Path) -> None:
    async with Double() as double:
        resident, owner = double.person("居民"), double.person("张主任")
        async with running(tmp_path, double):
            reply = await resident.asks("/ask 你们几点上班")
            assert "记下了（咨询 #1）" in reply.text
            assert "还没有工作人员值守" in reply.text
        resident.looks()
        async with running(tmp_path, double, owners=[owner]):
            assert "你们几点上班" in (await owner.reply()).text
            assert "已经送到工作人员" in (await resident.reply()).text


async def test_staff_that_have_blocked_the_bot_are_passed_over(office: Office) -> None:
    office.street.blocks()
    office.editor.blocks()
    assert "已经送到" in (await says(office.resident, "转人工，月湖街道的活动几点开始")).text
    assert "月湖街道的活动几点开始" in (await office.owner.reply()).text


async def test_staff_learn_that_the_resident_has_gone_and_that_they_are_back(office: Office) -> None:
    resident, street = office.resident, office.street
    await says(resident, "转人工，月湖街道的活动几点开始")
    letter = await street.reply()
    resident.blocks()
    assert "居民没有收到" in (await says(street, "九点", letter)).text

    resident.unblocks()
    resident.looks()
    await resident.starts()
    replies = [message.text for message in await resident.replies(2)]
    assert any("九点" in text for text in replies)
    assert "居民收到了" in (await street.reply()).text


async def test_who_lets_the_bot_in_again_gets_the_answer_without_a_word(office: Office) -> None:
    resident, street = office.resident, office.street
    await says(resident, "转人工，月湖街道的活动几点开始")
    letter = await street.reply()
    resident.blocks()
    assert "居民没有收到" in (await says(street, "九点", letter)).text

    resident.looks()
    resident.unblocks()
    assert "九点" in (await resident.reply()).text
    assert "居民收到了" in (await street.reply()).text


async def test_who_answers_what_was_forgotten_learns_that_nothing_went(office: Office) -> None:
    resident, street = office.resident, office.street
    await says(resident, "转人工，月湖街道的活动几点开始")
    letter = await street.reply()
    await resident.asks("/forget")
    for label in ("删掉", "确定，全部删掉"):
        await resident.taps(label)
    assert "这个咨询已经不在了" in (await says(street, "九点", letter)).text


async def test_an_answer_whose_fate_is_unclear_is_sent_again_only_when_asked(office: Office) -> None:
    resident, street, double = office.resident, office.street, office.bot.double
    await says(resident, "转人工，月湖街道的活动几点开始")
    letter = await street.reply()
    resident.looks()
    double.faults.add("sendMessage", HangUp.AFTER, when=lambda fields: fields["chat_id"] == resident.user.id)
    receipt = await says(street, "九点", letter)
    assert receipt.text.startswith("？不知道居民收到没有")
    await resident.reply()
    await resident.hears_nothing(0.2)
    street.looks()
    await street.taps("再发一次", on=receipt)
    assert "九点" in (await resident.reply()).text
    assert "居民收到了" in (await street.reply()).text


async def test_what_was_kept_before_a_crash_is_delivered_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Double() as double:
        people = everybody(double)
        with monkeypatch.context() as down:
            down.setattr(courier.Courier, "look", lambda self: asyncio.sleep(0.05, False))
            async with opened(tmp_path, double, people) as office:
                await office.resident.asks("/ask 你们几点上班")
        async with running(tmp_path, double, owners=[people[0]]):
            assert "你们几点上班" in (await people[1].reply()).text
            assert "已经送到" in (await people[3].edit()).text


# --- the group of staff -----------------------------------------------------------------------------------
async def test_each_resident_has_a_topic_in_the_group(forum: Office) -> None:
    assert forum.group is not None
    resident, street = forum.resident, forum.street.at(forum.group)
    other = forum.bot.double.person("另一位居民")
    await says(resident, "转人工，月湖街道的活动几点开始")
    first = await street.reply()
    await says(other, "转人工，月湖街道的活动在哪里")
    second = await street.reply()
    assert first.thread != second.thread
    assert [topic.name for topic in forum.group.chat.topics.values()] == [
        "#1 月湖街道的活动几点开始",
        "#2 月湖街道的活动在哪里",
    ]

    await says(resident, "/ask 还有，你们几点上班")
    third = await street.reply()
    assert third.thread == first.thread
    street.looks()
    street.writes("九点", reply_to=first, thread=first.thread)
    receipt = await settled(street)
    assert receipt.thread == first.thread
    assert (await resident.reply()).text.startswith("月湖街道回复你（咨询 #1）：\n\n九点")
    await other.hears_nothing(0.1)


async def test_a_stranger_in_the_group_cannot_answer(forum: Office) -> None:
    assert forum.group is not None
    stranger = forum.bot.double.person("路人").at(forum.group)
    await stranger.joins()
    await says(forum.resident, "转人工，月湖街道的活动几点开始")
    letter = await stranger.reply()
    stranger.writes("十点", reply_to=letter, thread=letter.thread)
    assert (await stranger.reply()).text.startswith("这条没有转给居民：只有登记过的")
    forum.resident.looks()
    await forum.resident.hears_nothing(0.2)


async def test_words_in_the_group_that_reply_to_nothing_are_not_passed_on(forum: Office) -> None:
    assert forum.group is not None
    street = forum.street.at(forum.group)
    await says(forum.resident, "转人工，月湖街道的活动几点开始")
    letter = await street.reply()
    forum.resident.looks()
    street.writes("这个谁来答", thread=letter.thread)
    await forum.resident.hears_nothing(0.2)


async def test_in_a_topic_that_the_bot_made_only_what_is_said_to_it_is_answered(forum: Office) -> None:
    assert forum.group is not None
    street = forum.street.at(forum.group)
    await says(forum.resident, "转人工，月湖街道的活动几点开始")
    letter = await street.reply()
    made = forum.bot.double.world.add_message(
        forum.group.chat,
        forum.bot.double.bot,
        content={"forum_topic_created": {"name": "#1", "icon_color": 7322096}},
        thread=letter.thread,
    )
    street.looks()
    street.writes("六月有什么活动", reply_to=made, thread=letter.thread)
    await street.hears_nothing(0.2)


async def test_a_topic_that_was_deleted_is_made_anew(forum: Office) -> None:
    assert forum.group is not None
    street = forum.street.at(forum.group)
    receipt = await says(forum.resident, "转人工，月湖街道的活动几点开始")
    first = await street.reply()
    assert first.thread is not None
    del forum.group.chat.topics[first.thread]

    await says(forum.resident, "在吗", receipt)

    again = await street.reply()
    assert "在吗" in again.text
    assert again.thread in forum.group.chat.topics


async def test_a_group_without_topics_gets_plain_messages(tmp_path: Path) -> None:
    async with Double() as double:
        people = everybody(double)
        group = double.group("值班群", people[:3])
        async with opened(tmp_path, double, people, group) as office:
            await says(office.resident, "转人工，月湖街道的活动几点开始")
            letter = await office.street.at(group).reply()
            assert letter.thread is None
            await says(office.street.at(group), "九点", letter)
            assert "九点" in (await office.resident.reply()).text


async def test_where_the_bot_was_thrown_out_of_the_group_staff_get_it_in_private(tmp_path: Path) -> None:
    async with Double() as double:
        people = everybody(double)
        group = double.group("值班群", people[:3], bot_is="kicked")
        async with opened(tmp_path, double, people, group) as office:
            assert "已经送到" in (await says(office.resident, "转人工，月湖街道的活动几点开始")).text
            assert "月湖街道的活动几点开始" in (await office.street.reply()).text


async def test_in_a_group_the_offer_leads_to_the_private_chat(office: Office) -> None:
    group = office.bot.double.group("社区群", [office.resident])
    seat = office.resident.at(group)
    reply = await seat.asks("@plan_inquiry_bot 第17项在哪里举办")
    tapped = seat.touches("问问生态环境分局的工作人员", on=reply)
    answer = await tapped.answer
    assert answer["url"] == "https://t.me/plan_inquiry_bot?start=ask"
    assert (await office.resident.asks("/start ask")).text.startswith("请把想问的写成一条消息")
    assert (await seat.asks("/ask@plan_inquiry_bot")).text.startswith("请到和我的私聊里发")


# --- staff look after them --------------------------------------------------------------------------------
async def test_open_inquiries_are_listed_shown_and_answered(office: Office) -> None:
    resident, street = office.resident, office.street
    await says(resident, "转人工，月湖街道的活动几点开始")
    await street.reply()
    office.bot.clock.now += dt.timedelta(hours=3)
    listed = await street.asks("/inquiries")
    assert "#1 月湖街道 · 等了 3 小时\n月湖街道的活动几点开始" in listed.text
    street.looks()
    await street.taps("#1", on=listed)
    whole = await street.reply()
    assert "居民 05-20 09:00：月湖街道的活动几点开始" in whole.text
    resident.looks()
    await says(street, "九点", whole)
    assert "九点" in (await resident.reply()).text
    assert (await street.asks("/inquiries")).text.startswith("0 件等答复，1 件已答复还没结束。")
    assert (await resident.asks("/inquiries")).text.startswith("没有这个命令。")


async def test_open_inquiries_are_reminded_of_once_a_day(office: Office) -> None:
    resident, street = office.resident, office.street
    await says(resident, "转人工，月湖街道的活动几点开始")
    await street.reply()
    office.bot.clock.now += dt.timedelta(days=1)
    reminder = await street.reply()
    assert reminder.text.startswith("早上好，有 1 件居民咨询还在等答复：")
    office.bot.store.mail.wake()
    await street.hears_nothing(0.3)
    await office.editor.hears_nothing(0.1)


# --- numbers ----------------------------------------------------------------------------------------------
async def test_staff_see_how_the_bot_is_used(office: Office) -> None:
    for words in ("六月有什么活动", "月湖街道有活动吗", "公安局有活动吗", "今天天气怎么样", "你好"):
        await office.resident.asks(words)
    await says(office.resident, "/ask 你们几点上班")

    reply = await office.street.asks("/stats")

    assert reply.text.startswith("5月14日—5月20日（7 天）\n\n提问 5 条，每天 0.7 条\n")
    assert "答上 75%：查到 2，查明没有 1，反问 0，没答上 1" in reply.text
    assert "5月20日 ▇▇▇▇▇▇▇▇▇▇ 5" in reply.text
    assert "月份：2023年6月 1" in reply.text
    assert "单位：月湖街道 1" in reply.text
    assert "订阅 0 个聊天订了 0 项提醒\n这段时间的提醒和通知：送到 0，没送到 0" in reply.text
    assert "咨询 这段时间收到 1 条；现在 1 件等答复，0 件已答复没结束" in reply.text
    assert "没有人提问" in (await office.street.asks("/stats 上周")).text
    assert (await office.street.asks("/stats 明天")).text.startswith("要看哪段时间的？")
    assert (await office.resident.asks("/stats")).text.startswith("没有这个命令。")

"""Do staff change an entry as they mean to, and nothing else? By line, by button, in plain words."""

from __future__ import annotations

import datetime as dt

import pytest

from plan_store.store import StoreError
from tests.telegram.staff.conftest import Office, a_minute_later, confirmed, told


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


async def test_a_part_that_is_named_without_a_value_is_asked_for(office: Office) -> None:
    assert "请发来新的时间" in (await office.editor.asks("/edit 17 时间")).text
    assert "时间：6月 → 7月" in (await office.editor.asks("7月")).text


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


async def test_what_was_changed_twice_is_told_as_it_stands(office: Office) -> None:
    await office.resident.asks("订阅 6月")
    await confirmed(office.editor, "/edit 17 时间 9月")
    await confirmed(office.owner, "/edit 17 时间 8月")
    office.resident.looks()
    await a_minute_later(office)
    said = (await office.resident.reply()).text
    assert "时间：2023年6月 → 2023年8月" in said
    await office.resident.hears_nothing(0.1)


async def test_what_was_deleted_and_restored_at_once_is_not_said_to_be_cancelled(office: Office) -> None:
    await office.resident.asks("订阅 6月")
    await confirmed(office.editor, "/delete 17", "确认删除")
    await office.editor.asks("/trash")
    await told(office.editor, "恢复 17")
    await told(office.editor, "确认恢复")
    await a_minute_later(office)
    assert "已取消" not in office.resident.chat.transcript()

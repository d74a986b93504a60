"""Is the entry found that staff name in words, and left alone what they only ask about?"""

from __future__ import annotations

import pytest

from tests.telegram.staff.conftest import Office, told


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("世界环境日活动改到6月10日了", "日期：（空） → 2023年6月10日（星期六）"),
        ("把卫健局那个宣传改到7月", "时间：4月 → 7月"),
        ("环境日改到下周三", "日期：（空） → 2023年5月24日（星期三）"),
        ("月湖街道的活动改在月湖公园", "地点：（空） → 月湖公园"),
        ("17号的地点是月湖公园", "地点：（空） → 月湖公园"),
        ("世界环境日活动在月湖公园举行", "地点：（空） → 月湖公园"),
        ("通知 6月8日下午3点 世界环境日活动在月湖公园举行", "日期：（空） → 2023年6月8日（星期四）15:00"),
    ],
)
async def test_the_entry_that_is_meant_is_found_and_the_change_proposed(
    office: Office, words: str, change: str
) -> None:
    assert change in (await office.editor.asks(words)).text
    assert "确认" not in (await office.resident.asks(words)).shown()
    assert await office.bot.store.history.latest(1) == ()


async def test_where_several_are_meant_it_is_asked_which(office: Office) -> None:
    assert "“六月的活动”有 17 项，是哪一项？" in (await office.editor.asks("六月的活动改到7月")).text
    assert "时间：6月 → 7月" in await told(office.editor, "17. 生态环境分局")
    await office.editor.asks("六月的活动改到7月")
    assert "第 18 项" in (await office.editor.asks("18")).text
    assert (await told(office.editor, "确认修改")).startswith("好了，已修改。")


async def test_a_number_that_is_none_of_them_is_said_not_to_be_there(office: Office) -> None:
    await office.editor.asks("六月的活动改到7月")
    assert "没有第 99 项" in (await office.editor.asks("99")).text


async def test_what_describes_no_entry_changes_nothing(office: Office) -> None:
    reply = await office.editor.asks("坪街道的活动改到7月")
    assert reply.text.startswith("没找到“坪街道的活动”是计划里的哪一项，没有改动。")
    assert "水日" in (await office.editor.asks("世界水日活动改到7月")).text
    assert "确认" not in (await office.editor.asks("座谈改成宣传")).shown()


async def test_what_was_just_spoken_of_is_meant_by_it(office: Office) -> None:
    await office.editor.asks("环境日有什么活动")
    assert "时间：6月 → 7月" in (await office.editor.asks("把它改到7月")).text
    assert "地点：（空） → 月湖公园" in (await office.editor.asks("地点改到月湖公园")).text
    await office.editor.asks("六月街道的座谈")
    assert "第 22 项" in (await office.editor.asks("第二个改到7月")).text
    assert "删除第 22 项" in (await office.editor.asks("把第二个删了")).text


async def test_an_editor_of_one_unit_may_say_ours(office: Office) -> None:
    assert "第 14 项" in (await office.street.asks("我们街道的活动改到7月")).text
    assert "你可以改的是月湖街道的活动" in (await office.street.asks("世界环境日活动改到7月")).text


async def test_a_sentence_is_read_anew_where_only_its_value_was_wrong(office: Office) -> None:
    assert "没有13月" in (await office.editor.asks("把17号改到13月")).text
    assert "时间：6月 → 11月" in (await office.editor.asks("把17号改到11月")).text


async def test_a_date_is_counted_from_today(office: Office) -> None:
    assert "→ 2023年5月24日（星期三）" in (await office.editor.asks("/edit 17 日期 下周三")).text


async def test_an_entry_is_deleted_by_what_it_is_about(office: Office) -> None:
    for words in ("删掉世界环境日活动", "世界环境日活动取消了", "取消世界环境日活动"):
        assert "删除第 17 项" in (await office.editor.asks(words)).text
        assert "确认" not in (await office.resident.asks(words)).shown()


async def test_what_goes_on_with_a_question_is_no_order(office: Office) -> None:
    await office.editor.asks("六月有什么活动")
    assert (await office.editor.asks("那就改成七月")).text.startswith("7月有 6 项活动。")

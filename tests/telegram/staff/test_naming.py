"""Do staff teach a name by which residents call a unit, and only one that misleads nobody?"""

from __future__ import annotations

import pytest

from plan_store.store import StoreError
from tests.telegram.staff.conftest import Office, confirmed, noted, told


async def test_a_name_is_taught_once_its_effect_was_seen_and_taken_back(office: Office) -> None:
    await office.resident.asks("科工局周末开门吗")
    await noted(office, 1)
    preview = (await office.editor.asks("/alias 科工局 = 区科技局")).text
    assert preview.startswith("要记住“科工局”就是区科技局吗？")
    assert "· 科工局有什么活动\n　现在：会反问是哪一个\n　以后：查到 1 项：2" in preview
    assert "· 科工局周末开门吗\n　现在：" in preview
    assert await office.bot.store.unit_names() == ()

    said = await told(office.editor, "确认别名")
    assert said.startswith("记住了，“科工局”就是区科技局，马上生效。")
    assert "· 科工局周末开门吗" in said
    assert "区科技局" in (await office.resident.asks("科工局有什么活动")).text
    assert "科工局 = 区科技局" in (await office.editor.asks("/alias")).text

    assert (await told(office.editor, "收回 科工局")).startswith("收回了")
    assert (await office.resident.asks("科工局有什么活动")).text.startswith("你问的是哪一个？")


async def test_a_name_is_taught_in_plain_words(office: Office) -> None:
    assert (await office.editor.asks("科工局就是区科技局")).text.startswith("要记住“科工局”就是区科技局吗？")
    assert await office.bot.store.unit_names() == ()
    assert (await told(office.editor, "确认别名")).startswith("记住了，“科工局”就是区科技局，马上生效")


async def test_a_unit_that_is_only_close_is_asked_about_before_the_name_is_shown(office: Office) -> None:
    assert "你说的是哪一个" in (await office.editor.asks("/alias 月湖办公室 = 月胡街道")).text
    assert (await told(office.editor, "月湖街道")).startswith("要记住“月湖办公室”就是月湖街道吗？")
    assert await office.bot.store.unit_names() == ()


async def test_a_taught_name_may_be_given_to_another_unit(office: Office) -> None:
    await confirmed(office.editor, "/alias 科工局 = 区科技局", "确认别名")
    assert "它现在指的是区科技局。" in (await office.editor.asks("/alias 科工局 = 区工信局")).text
    await told(office.editor, "确认别名")
    assert await office.bot.store.unit_names() == (("科工局", "区工信局"),)


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
        ("/alias 区卫健局 = 区科技局", "不能再指区科技局"),
        ("/alias 医保局 = 区科技局", "“医保局”说的是区医保局"),
        ("/alias 月湖 = 区科技局", "“月湖”说的是月湖街道"),
        ("/alias 公安局 = 区科技局", "是另一个机构的名称"),
        ("公安局就是区科技局", "是另一个机构的名称"),
        ("/alias 市公安局 = 区科技局", "是另一个机构的名称"),
        ("/alias 卫健委 = 区卫健局", "本来就认得"),
        ("/alias 科工局 = 区公安局", "没有“区公安局”这个单位"),
        ("/alias 科工局", "请写成：/alias 别名"),
    ],
)
async def test_a_name_that_would_mislead_is_refused(office: Office, words: str, right: str) -> None:
    assert right in (await office.editor.asks(words)).text
    assert await office.bot.store.unit_names() == ()


async def test_an_editor_of_one_unit_names_it_alone(office: Office) -> None:
    for words in ("/alias 科工局 = 区科技局", "科工局就是区科技局"):
        assert (await office.street.asks(words)).text.startswith("你只能教月湖街道的别名")
    assert (await confirmed(office.street, "/alias 月湖办 = 月湖街道", "确认别名")).startswith("记住了")

    await confirmed(office.editor, "/alias 科工局 = 区科技局", "确认别名")
    assert (await office.street.asks("/alias 科工局 = 月湖街道")).text.startswith("你只能教月湖街道的别名")
    await office.street.asks("/alias")
    assert (await office.street.taps("收回 科工局")).text.startswith("你没有这项权限")
    assert ("科工局", "区科技局") in await office.bot.store.unit_names()


async def test_what_has_become_a_units_name_meanwhile_is_not_taught(office: Office) -> None:
    await office.editor.asks("/alias 文旅中心 = 区科技局")
    await confirmed(office.owner, "/add 读书会 | 现场活动 | 新单位 文旅中心 | 7月", "确认新增")
    assert "不能再指区科技局" in await told(office.editor, "确认别名")
    assert await office.bot.store.unit_names() == ()


async def test_a_name_that_was_kept_is_not_said_to_have_failed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def trouble() -> bool:
        raise StoreError("存储暂时不能用", "请稍后再试")

    await office.editor.asks("/alias 科工局 = 区科技局")
    with monkeypatch.context() as away:
        away.setattr(office.bot.services.snapshots, "refresh", trouble)
        said = await told(office.editor, "确认别名")
    assert said.startswith("记住了，“科工局”就是区科技局，存储这会儿读不出来，过一会儿自动生效。")
    await office.bot.services.snapshots.refresh()
    assert "区科技局" in (await office.resident.asks("科工局有什么活动")).text

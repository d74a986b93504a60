"""Does an entry come in, go, and come back, each once?"""

from __future__ import annotations

from pathlib import Path

from tests.telegram.double import Double
from tests.telegram.running import running
from tests.telegram.staff.conftest import Office, confirmed, told


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


async def test_several_entries_are_deleted_as_one_change(office: Office) -> None:
    preview = await office.editor.asks("/delete 17 18")
    assert "删除第 17 项" in preview.text
    assert "删除第 18 项" in preview.text
    assert "已删除" in await told(office.editor, "确认删除")
    numbers = {one.number for one in (await office.bot.store.plans())[0].entries}
    assert numbers.isdisjoint({17, 18})
    assert "删除第 16 项" in (await office.editor.asks("把15号和16号删了")).text
    assert "没有第 17、99 项，没有改动" in (await office.editor.asks("/delete 16、17、99")).text

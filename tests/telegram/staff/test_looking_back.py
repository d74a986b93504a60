"""Is it told who changed what, and can it be taken back?"""

from __future__ import annotations

from plan_store.staff import rights as staff
from plan_store.staff.rights import Rights, Role
from tests.telegram.staff.conftest import Office, confirmed, told


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


async def test_plain_words_take_a_change_back(office: Office) -> None:
    await confirmed(office.editor, "/edit 17 时间 7月")
    assert "时间：7月 → 6月" in (await office.editor.asks("撤销")).text
    assert "时间：7月 → 6月" in (await office.editor.asks("撤销 1")).text
    await told(office.editor, "确认撤销")
    assert (await office.editor.asks("撤回")).text.startswith("没有可以撤销的修改")
    assert "没有可以撤销" not in (await office.resident.asks("撤销")).text


async def test_the_history_of_an_entry_that_is_not_there_is_said_to_be_none(office: Office) -> None:
    assert "没有第 99 项，序号从 1 到 42" in (await office.editor.asks("/history 99")).text
    assert "还没有 2031 年的计划" in (await office.editor.asks("/history 2031-5")).text
    await confirmed(office.editor, "/delete 17", "确认删除")
    assert "#1" in (await office.editor.asks("/history 17")).text

"""Files and notices from staff's phones: read, shown, taken over and taken back; and the plan as a file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plan_store.documents.writers import Format, write_plan
from plan_store.plan import Entry, Plan
from plan_store.staff.edits import Kind
from tests.plan_store.documents import files
from tests.telegram.double import Person
from tests.telegram.staff.conftest import Office, told

NOTICE = """月湖街道关于举办政务公开主题日活动的通知
辖区各位居民：
一、活动时间
2023年6月9日（星期五）上午10:00—11:30
二、活动地点
月湖公园南门广场
三、活动内容
现场解答政策问题。
四、报名方式
电话报名，6月7日17:00截止
五、联系人及联系电话
张三，0731-84512345
开福区人民政府月湖街道办事处
2023年6月1日"""


async def plan_of(office: Office, year: int = 2023) -> Plan:
    return next(plan for plan in await office.bot.store.plans() if plan.year == year)


async def entry(office: Office, number: int) -> Entry:
    found = (await plan_of(office)).entry(number)
    assert found is not None
    return found


async def edited(office: Office, *changes: Entry, without: int = 0) -> bytes:
    """The plan as staff send it back: some entries changed or new, one left out."""
    plan = await plan_of(office)
    by_number = {one.number: one for one in (*plan.entries, *changes) if one.number != without}
    entries = tuple(by_number[number] for number in sorted(by_number))
    return write_plan(replace(plan, entries=entries), Format.DOCX)


async def sends(person: Person, content: bytes, name: str = "2023年计划.docx", caption: str = "") -> str:
    person.looks()
    await person.sends_document(content, name, caption)
    return (await person.reply(within=20)).text


# --- files ------------------------------------------------------------------------------------------------
async def test_all_of_a_file_is_taken_over_as_one_change_and_taken_back_as_one(office: Office) -> None:
    before = await plan_of(office)
    moved = replace(await entry(office, 17), theme="换了主题")
    new = replace(moved, number=43, unit="区科技局", theme="科普日")

    text = await sends(office.editor, await edited(office, moved, new))
    assert "新增 1 项，修改 1 项，相同 41 项" in text
    assert "→ 换了主题" in text
    assert await plan_of(office) == before

    assert (await told(office.editor, "全部采用（2 项）")).startswith("好了，已导入")
    after = await plan_of(office)
    assert after.entries == (*(moved if one.number == 17 else one for one in before.entries), new)
    (change,) = await office.bot.store.history.latest(5)
    assert (change.kind, change.source, change.by.id) == (
        Kind.IMPORT,
        "2023年计划.docx",
        office.editor.user.id,
    )
    assert "科普日" in (await office.resident.asks("第43个活动")).text

    await office.editor.asks("/undo")
    await told(office.editor, "确认撤销")
    assert await plan_of(office) == before


async def test_only_some_of_a_file_are_taken(office: Office) -> None:
    seventeen, three = await entry(office, 17), await entry(office, 3)
    content = await edited(office, replace(seventeen, theme="甲"), replace(three, theme="乙"))
    await sends(office.owner, content)

    office.owner.looks()
    await office.owner.taps("只采用…")
    assert "也可以直接发序号" in (await office.owner.reply()).text
    assert "只写序号" in (await office.owner.asks("随便")).text
    assert "第 5 项" in (await office.owner.asks("3、5")).text
    assert "→ 乙" in (await office.owner.asks("第3项")).text
    await told(office.owner, "确认导入")

    assert ((await entry(office, 3)).theme, await entry(office, 17)) == ("乙", seventeen)


async def test_some_of_a_file_are_chosen_by_buttons(office: Office) -> None:
    seventeen, three = await entry(office, 17), await entry(office, 3)
    content = await edited(office, replace(seventeen, theme="甲"), replace(three, theme="乙"))
    owner = office.owner
    await sends(owner, content)
    owner.looks()
    await owner.taps("只采用…")
    await owner.reply()

    await told(owner, "17")
    await told(owner, "3")
    assert buttons_of(owner) == ["✓ 3", "✓ 17", "采用选中的 2 项", "取消"]
    await told(owner, "✓ 17")
    assert "→ 乙" in await told(owner, "采用选中的 1 项")
    await told(owner, "‹ 上一步")
    assert buttons_of(owner) == ["✓ 3", "17", "采用选中的 1 项", "取消"]
    assert "→ 乙" in await told(owner, "采用选中的 1 项")
    await told(owner, "确认导入")

    assert ((await entry(office, 3)).theme, await entry(office, 17)) == ("乙", seventeen)


def buttons_of(person: Person) -> list[str]:
    """The labels under the last message."""
    last = list(person.chat.messages.values())[-1]
    return [button["text"] for row in last.keyboard or [] for button in row]


async def test_what_a_file_lacks_stays_unless_it_is_asked_to_go(office: Office) -> None:
    changed = replace(await entry(office, 17), theme="甲")
    content = await edited(office, changed, without=42)

    assert "缺少 第 42 项" in await sends(office.editor, content)
    await told(office.editor, "全部采用（1 项）")
    assert (await plan_of(office)).entry(42) is not None

    await sends(office.editor, content)
    await told(office.editor, "删除缺少的 1 项")
    assert (await plan_of(office)).entry(42) is None


async def test_a_file_that_says_the_same_or_is_cancelled_changes_nothing(office: Office) -> None:
    before = await plan_of(office)

    assert "没有要改的" in await sends(office.editor, await edited(office))
    await sends(office.editor, await edited(office, replace(await entry(office, 17), theme="甲")))
    assert "没有改动" in await told(office.editor, "取消")
    assert await plan_of(office) == before


async def test_a_new_year_is_a_plan_beside_the_old_one(office: Office) -> None:
    assert "会成为一份新的计划" in await sends(office.editor, files.xlsx(), "2024.xlsx")
    await told(office.editor, "全部采用（3 项）")

    assert len((await plan_of(office, 2024)).entries) == 3
    assert len((await plan_of(office)).entries) == 42
    assert "食品安全宣传" in (await office.resident.asks("2024年六月有什么活动")).text


async def test_some_of_a_new_year_can_be_taken(office: Office) -> None:
    await sends(office.editor, files.xlsx(), "2024.xlsx")
    office.editor.looks()
    await office.editor.taps("只采用…")
    await office.editor.reply()
    await office.editor.asks("2")
    await told(office.editor, "确认导入")

    assert [one.number for one in (await plan_of(office, 2024)).entries] == [2]


async def test_a_long_difference_is_shown_page_by_page(office: Office) -> None:
    plan = await plan_of(office)
    changed = [replace(one, theme=f"{one.theme}，内容有了很大的调整") for one in plan.entries]

    first = await sends(office.editor, await edited(office, *changed))
    second = await told(office.editor, "下一页 ›")

    assert "第 1/" in first
    assert "第 2/" in second
    assert await told(office.editor, "‹ 上一页") == first
    await told(office.editor, "全部采用（42 项）")
    assert (await plan_of(office)).entries == tuple(changed)


async def test_doubts_are_shown_with_their_row(office: Office) -> None:
    rows = (files.HEADER, ("1", "甲", "讲座", "区卫建局", "5月"), ("2", "乙", "讲座", "区卫健局", "13月"))

    text = await sends(office.editor, files.docx(rows), "2023.docx")

    assert "读不懂 第3行（序号 2）：没有13月" in text
    assert "和“区卫健局”相近" in text


async def test_an_editor_of_one_unit_takes_over_its_entries_alone(office: Office) -> None:
    mine, other = await entry(office, 14), await entry(office, 17)
    content = await edited(office, replace(mine, theme="月湖的"), replace(other, theme="别人的"))

    assert "不归你的单位负责的没有列出" in await sends(office.street, content)
    await told(office.street, "全部采用（1 项）")
    assert ((await entry(office, 14)).theme, await entry(office, 17)) == ("月湖的", other)

    assert "你可以改的是月湖街道" in await sends(
        office.street, await edited(office, replace(other, theme="别人的"))
    )


async def test_whoever_was_dismissed_meanwhile_takes_nothing_over(office: Office) -> None:
    before = await plan_of(office)
    await sends(office.editor, await edited(office, replace(await entry(office, 17), theme="甲")))
    await office.bot.store.members.dismiss(office.editor.user.id, office.owner.user.id)

    await office.editor.taps("全部采用（1 项）")

    assert await plan_of(office) == before


async def test_somebody_who_was_faster_is_not_overwritten(office: Office) -> None:
    seventeen, three = await entry(office, 17), await entry(office, 3)
    content = await edited(office, replace(seventeen, theme="甲"), replace(three, theme="乙"))
    await sends(office.editor, content)
    await office.owner.asks("/edit 17 主题 主任改的")
    await told(office.owner, "确认修改")

    text = await told(office.editor, "全部采用（2 项）")

    assert "有人改过" in text
    assert ((await entry(office, 17)).theme, await entry(office, 3)) == ("主任改的", three)


async def test_two_send_files_and_residents_are_answered_meanwhile(office: Office) -> None:
    hostile = files.docx_of_many_elements()
    office.owner.looks()
    office.editor.looks()
    await office.owner.sends_document(hostile, "计划.docx")
    await office.editor.sends_document(
        await edited(office, replace(await entry(office, 17), theme="甲")), "计划.docx"
    )

    answers = [await office.resident.asks(words, within=3) for words in ("六月有什么活动", "七月呢")]

    assert all("项" in answer.text for answer in answers)
    assert "→ 甲" in (await office.editor.reply(within=20)).text
    refused = (await office.owner.reply(within=20)).text
    assert "大得不正常" in refused
    assert "没有改动" in refused


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"\xff\xd8\xff" + b"0" * 50, "照片.jpg", "这是图片"),
        (files.compound("EncryptedPackage"), "计划.xlsx", "有密码"),
        (files.docx((("姓名", "电话"), ("张三", "1"))), "通讯录.docx", "没有找到活动计划的表格"),
    ],
)
async def test_a_file_that_is_no_plan_gets_a_clear_line(
    office: Office, content: bytes, name: str, said: str
) -> None:
    assert said in await sends(office.editor, content, name)


async def test_a_caption_may_tell_the_year(office: Office) -> None:
    text = await sends(office.editor, files.docx(title="活动计划安排表"), "计划.docx", "2024年的计划")

    assert "2024年计划（库里还没有" in text


async def test_a_resident_who_sends_a_file_is_no_staff(office: Office) -> None:
    before = await plan_of(office)

    text = await sends(office.resident, await edited(office, replace(await entry(office, 17), theme="甲")))

    assert "采用" not in text
    assert await plan_of(office) == before


async def test_a_step_survives_a_new_start(office: Office) -> None:
    """What was read is kept in the database: whoever answers next finds it there."""
    await sends(office.editor, await edited(office, replace(await entry(office, 17), theme="甲")))

    draft = await office.bot.store.drafts.get(office.editor.user.id, office.editor.user.id)

    assert draft is not None
    assert draft.content["do"] == "document"


# --- export -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("label", "form"), [("Excel（.xlsx）", "xlsx"), ("CSV", "csv"), ("JSON", "json")])
async def test_an_export_sent_back_changes_nothing(office: Office, label: str, form: str) -> None:
    await office.editor.asks("/export")
    office.editor.looks()
    await office.editor.taps(label)
    sent = await office.editor.reply()
    assert sent.content["document"]["file_name"] == f"开福区2023年活动计划.{form}"
    assert sent.file is not None

    assert "没有要改的" in await sends(office.editor, sent.file, f"改好的.{form}")


async def test_a_calendar_and_a_word_document_can_be_had_in_one_line(office: Office) -> None:
    calendar = await office.owner.asks("/export ics")
    assert calendar.file is not None
    assert calendar.file.count(b"BEGIN:VEVENT") >= 42
    assert (await office.owner.asks("/export 2023 docx")).content["document"]["file_name"].endswith(".docx")
    assert "还没有 2030 年的计划" in (await office.owner.asks("/export 2030 docx")).text
    assert "可以用：xlsx" in (await office.owner.asks("/export pptx")).text


async def test_residents_cannot_export(office: Office) -> None:
    assert (await office.resident.asks("/export")).text.startswith("没有这个命令。")


async def test_the_plan_of_another_district_is_called_by_its_name(office: Office) -> None:
    plan = await plan_of(office)
    theirs = replace(plan, district="岳麓区", title=plan.title.replace("开福区", "岳麓区"))
    first = replace(theirs.entries[0], unit="市监局")
    theirs = replace(theirs, entries=(first, *theirs.entries[1:]))
    said = await sends(office.editor, write_plan(theirs, Format.DOCX))
    assert "这是岳麓区的计划；机器人回答的是开福区的" in said
    assert "是不是写错了" not in said
    made = await told(office.editor, "全部采用")
    assert "（岳麓区2023年计划）" in made
    assert "（开福区2023年计划）" not in made
    assert (
        "第 17 项 世界环境日纪念活动（开福区2023年计划）"
        in (await office.editor.asks("/edit 17 时间 7月")).text
    )
    assert "环境日" in (await office.resident.asks("第17项是什么活动")).text


# --- notices ----------------------------------------------------------------------------------------------
async def test_what_a_notice_says_is_answered_from_then_on(office: Office) -> None:
    assert "计划里没写" in (await office.resident.asks("月湖街道的活动在哪里")).text

    text = (await office.editor.asks(NOTICE)).text
    assert "第 14 项" in text
    assert "地点：（空） → 月湖公园南门广场" in text
    assert (await told(office.editor, "确认采用通知")).startswith("好了，已采用通知")

    (change,) = await office.bot.store.history.latest(5)
    assert change.kind is Kind.NOTICE
    for question, answer in (
        ("月湖街道的活动在哪里", "月湖公园南门广场"),
        ("几点开始", "10:00"),
        ("月湖街道活动是哪天", "6月9日"),
        ("怎么报名", "电话报名"),
        (
            "报名截止到什么时候",
            "活动在2023年6月9日（星期五）10:00—11:30。参与方式：电话报名，6月7日17:00截止",
        ),
        ("联系电话多少", "84512345"),
    ):
        assert answer in (await office.resident.asks(question)).text, question


async def test_a_notice_may_come_forwarded_as_a_file_or_below_a_poster(office: Office) -> None:
    message = await office.resident.says(NOTICE)
    await office.resident.reply()
    office.owner.looks()
    await office.owner.forwards(message)
    assert "月湖公园南门广场" in (await office.owner.reply()).text

    document = files.docx(
        (("活动时间", "6月9日上午10:00"), ("活动地点", "月湖公园")), title="月湖街道活动通知"
    )
    assert "地点：（空） → 月湖公园" in await sends(office.owner, document, "通知.docx")

    office.owner.looks()
    await office.owner.sends_photo(caption=NOTICE)
    assert "月湖公园南门广场" in (await office.owner.reply()).text


async def test_where_it_is_unsure_which_entry_is_meant_it_asks(office: Office) -> None:
    text = (await office.editor.asks("活动时间：6月9日上午10:00\n活动地点：图书馆报告厅\n联系人：张三")).text
    assert "哪一项" in text
    assert "没有第 99 项" in (await office.editor.asks("99")).text
    assert "第 17 项" in (await office.editor.asks("17")).text
    await told(office.editor, "‹ 上一步")
    assert "第 18 项" in (await office.editor.asks("第18项")).text
    await told(office.editor, "确认采用通知")

    assert (await entry(office, 18)).details.place == "图书馆报告厅"


async def test_a_weekday_that_does_not_fit_is_pointed_out(office: Office) -> None:
    text = (await office.editor.asks(NOTICE.replace("星期五", "星期六"))).text

    assert "请核对：2023年6月9日是星期五，通知写的是星期六" in text


async def test_a_notice_of_another_unit_is_not_theirs_to_take_over(office: Office) -> None:
    words = NOTICE.replace("月湖街道", "秀峰街道")
    reply = await office.street.asks(words)
    assert "像是第 15 项" in reply.text
    assert "（秀峰街道）的，你可以改的是月湖街道的活动" in reply.text
    assert "你可以改的是月湖街道" in (await office.street.asks("15")).text


async def test_a_resident_who_pastes_a_notice_changes_nothing(office: Office) -> None:
    before = await plan_of(office)
    text = (await office.resident.asks(NOTICE)).text

    assert "采用" not in text
    assert await plan_of(office) == before


async def test_how_many_followers_will_hear_of_it_is_said_first(office: Office) -> None:
    await office.resident.asks("订阅 月湖街道")

    assert "1 位订阅者会收到变更通知" in (await office.editor.asks(NOTICE)).text
    moved = replace(await entry(office, 14), theme="换了主题")
    assert "1 位订阅者会收到变更通知" in await sends(office.editor, await edited(office, moved))
    assert "没有订阅者会收到通知" in await sends(office.editor, files.xlsx(), "2024.xlsx")

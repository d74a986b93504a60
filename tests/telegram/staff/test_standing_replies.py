"""Do staff see what could not be answered, and answer such questions once for all?"""

from __future__ import annotations

import datetime as dt

import pytest

from tests.telegram.staff.conftest import Office, confirmed, noted, told


async def test_what_could_not_be_answered_is_listed_by_likeness(office: Office) -> None:
    for words in ("可以带小狗吗", "可不可以带小狗", "可以带小狗吗？", "科工局有什么活动"):
        await office.resident.asks(words)
    await noted(office, 4)
    said = (await office.editor.asks("/unanswered")).text
    assert said.startswith("还答不上来的问题：4 次，2 类")
    assert said.index("1. 可以带小狗吗？\n3 次") < said.index("2. 科工局有什么活动\n1 次")
    assert office.resident.user.first_name not in said


DOGS = "活动现场不能带宠物，请谅解。"


async def test_a_kind_of_question_is_answered_in_one_line_until_a_day(office: Office) -> None:
    await office.resident.asks("可不可以带小狗")
    await noted(office, 1)
    preview = await office.editor.asks(f"/answer 可以带小狗吗 | {DOGS} | 6月30日")
    assert "到 2023年6月30日 为止" in preview.text
    assert DOGS not in (await office.resident.asks("能带小狗吗")).text
    await noted(office, 2)

    said = await told(office.editor, "确认答复")
    assert said.startswith("记住了，马上生效，用到 2023年6月30日。")
    assert "有 2 次现在会得到这个答复" in said
    assert (
        await office.resident.asks("请问带小狗可以吗？")
    ).text == f"{DOGS}\n\n工作人员 2023年5月20日 的答复"
    office.bot.clock.now += dt.timedelta(days=60)
    assert DOGS not in (await office.resident.asks("能带小狗吗")).text


async def test_a_standing_answer_is_taken_back(office: Office) -> None:
    await confirmed(office.editor, f"/answer 可以带小狗吗 | {DOGS} | 年底", "确认答复")
    assert DOGS in (await office.owner.asks("/answer")).text
    assert (await told(office.owner, "收回 1")).startswith("收回了")
    assert DOGS not in (await office.resident.asks("能带小狗吗")).text
    assert (await office.owner.asks("/answer")).text.startswith("现在没有统一答复")


async def test_what_says_something_else_is_offered_and_not_answered(office: Office) -> None:
    await confirmed(office.editor, f"/answer 可以带小狗吗 | {DOGS} | 年底", "确认答复")
    reply = await office.resident.asks("可以带小猫吗")
    assert DOGS not in reply.text
    reply = await office.resident.asks("请问可以带小狗进来吗")
    assert "相近的问题工作人员答过：“可以带小狗吗”" in reply.text
    office.resident.looks()
    await office.resident.taps("可以带小狗吗")
    assert DOGS in (await office.resident.reply()).text


async def test_a_group_of_the_unanswered_is_answered_step_by_step(office: Office) -> None:
    for words in ("可以带小狗吗", "可以带小狗吗？", "可以带小猫吗"):
        await office.resident.asks(words)
    await noted(office, 3)
    await office.editor.asks("/unanswered")
    assert "只是因为字面相近" in await told(office.editor, "答复 1")
    assert "请发来答复" in await told(office.editor, "只答：可以带小狗吗")
    assert "用到哪一天" in (await office.editor.asks(DOGS)).text
    assert "已经过去了" in (await office.editor.asks("2023-01-01")).text
    assert "到 2023年8月20日 为止" in await told(office.editor, "三个月")
    assert "用到哪一天" in await told(office.editor, "‹ 上一步")
    assert "请发来答复" in await told(office.editor, "‹ 上一步")
    await office.editor.asks(DOGS)
    assert "到 2023年6月30日 为止" in (await office.editor.asks("6月30日")).text
    assert "有 2 次现在会得到这个答复" in await told(office.editor, "确认答复")
    assert "可以带小猫吗" in (await office.editor.asks("/unanswered")).text
    assert DOGS not in (await office.resident.asks("可以带小猫吗")).text


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("/answer 六月有什么活动 | 没有活动 | 年底", "从计划里就能回答"),
        ("/answer 吗 | 好的 | 年底", "看不出是什么问题"),
        (f"/answer 可以带小狗吗 | {DOGS} | 2022-01-01", "已经过去了"),
        (f"/answer 可以带小狗吗 | {'长' * 1001} | 年底", "最多 1000 个字"),
        ("/answer 可以带小狗吗 | 可以 | 年底 | 多余", "应该是三段"),
        ("/answer 可以带小狗吗", "请发来答复"),
    ],
)
async def test_an_answer_that_cannot_stand_is_refused(office: Office, words: str, right: str) -> None:
    reply = await office.editor.asks(words)
    assert right in reply.text
    assert not any("确认" in label for row in reply.labels for label in row)


async def test_an_editor_of_one_unit_answers_nothing_for_all(office: Office) -> None:
    assert "请能改全部活动的同事来写" in (await office.street.asks(f"/answer 狗 | {DOGS} | 年底")).text
    await confirmed(office.editor, f"/answer 可以带小狗吗 | {DOGS} | 年底", "确认答复")
    seen = await office.street.asks("六月有什么活动")
    assert (await office.street.sends_tap(seen, "1wo1").answer).get("show_alert")
    assert DOGS in (await office.resident.asks("能带小狗吗")).text

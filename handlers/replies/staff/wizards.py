"""In which words are staff led to a change, step by step, and told what would be right?"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.replies import labels
from handlers.replies.keyboards import LABEL
from handlers.replies.reply import Button, Reply, laid_out, quoted, shorten
from handlers.replies.staff.changes import facts, heading, menu_card, shown_for_delete
from handlers.replies.staff.taps import Back, Cancel, EditField, EditMenu, Pick, staff_button
from plan_store.plan import Entry, Plan
from plan_store.staff.fields import MAY_BE_EMPTY, Field
from plan_store.staff.rights import Rights
from plan_store.staff.units import UnitMeant

COMMANDS = (
    ("edit", "修改一项活动"),
    ("add", "新增一项活动"),
    ("delete", "删除一项活动"),
    ("history", "修改记录"),
    ("undo", "撤销修改"),
    ("trash", "恢复删除的活动"),
    ("unanswered", "没答上来的问题"),
    ("alias", "单位的别名"),
    ("export", "把计划导出成文件"),
    ("inquiries", "等答复的居民咨询"),
    ("announce", "给订阅者发公告"),
    ("stats", "提问、订阅和咨询的数字"),
    ("cancel", "放弃刚才开始的操作"),
)
GENERAL_COMMANDS = (("answer", "统一答复一类问题"),)
"""Of those who are not bound to one unit."""
OWNER_COMMANDS = (("grant", "邀请工作人员"), ("staff", "工作人员名单"))
"""(command, what it does), below those of residents in the menu of staff alone."""


def commands(rights: Rights) -> tuple[tuple[str, str], ...]:
    """(command, what it does) of those who have these rights."""
    general = () if rights.unit else GENERAL_COMMANDS
    return (*COMMANDS, *general, *(OWNER_COMMANDS if rights.may_grant else ()))


def help_(rights: Rights) -> Reply:
    whose = f"{quoted(rights.unit)}的活动" if rights.unit else "全部活动"
    lines = "\n".join(f"/{name} {what}" for name, what in commands(rights))
    return Reply(
        f"<b>你可以改{whose}</b>\n\n{lines}\n\n"
        "改一项活动：/edit 17 时间 7月-8月，或者直接说“把17号的时间改到7月”，只发 /edit 17 可以点按钮。"
        "每次修改都会先给你看，确认了才生效，也都能撤销。"
    )


IN_PRIVATE = Reply("管理命令请到和我的私聊里用，群里大家都看得见。")
CANCELLED = Reply("好，没有改动。")
NOTHING_BEGUN = "这一步已经过去了，请重新来。"
NOT_ALLOWED = "你没有这项权限，没有改动。"
STEPS = ("theme", "forms", "unit", "period")
_STEP_QUESTIONS = {
    "theme": "请发来活动的主题。",
    "forms": "是什么形式？可以写几种，用顿号隔开，例如“座谈交流、政策宣传”。",
    "unit": "由哪个单位负责？写计划里的单位名称就行。",
    "period": "什么时间？例如“6月”或“5月-9月”。",
}
_STEP_NAMES = {"theme": "主题", "forms": "形式", "unit": "单位", "period": "时间"}
_HINTS = {
    Field.THEME: "请发来新的主题。",
    Field.FORMS: "请发来新的形式，几种之间用顿号隔开，例如“座谈交流、政策宣传”。",
    Field.UNIT: "请发来责任单位的名称。",
    Field.PERIOD: "请发来新的时间，例如“7月”或“7月-8月”。",
    Field.DATE: "请发来具体日期，例如“{year}-06-05 9:30”或“6月5日 9:30-11:30”，几场之间用分号隔开。",
    Field.PLACE: "请发来地点。",
    Field.CONTACT: "请发来联系方式。",
    Field.SIGNUP: "请发来参与方式，例如“6月1日前电话报名”。",
    Field.AUDIENCE: "请发来参加对象，例如“辖区居民”。",
    Field.NOTE: "请发来备注。",
}


def which_entry(verb: str, command: str, example: str = "") -> Reply:
    more = f"，或者 /{command} 17 {example}" if example else ""
    return Reply(f"要{verb}哪一项？请写上序号，例如 /{command} 17{more}。")


def no_such_entry(number: int, plan: Plan, *, thrown: bool) -> Reply:
    if thrown:
        return Reply(f"第 {number} 项已经删除了，发 /trash 可以恢复。")
    numbers = (
        f"序号从 {plan.entries[0].number} 到 {plan.entries[-1].number}" if plan.entries else "现在是空的"
    )
    return Reply(f"{labels.plan_name(plan)}里没有第 {number} 项，{numbers}。")


def no_such_entries(numbers: Sequence[int], plan: Plan) -> Reply:
    missing = "、".join(str(number) for number in numbers[:10]) + ("等" if len(numbers) > 10 else "")
    return Reply(f"{labels.plan_name(plan)}里没有第 {missing} 项，没有改动。发 /trash 可以看删除过的。")


def no_such_plan(year: int | None) -> Reply:
    return Reply(f"还没有 {year} 年的计划。" if year else "现在还没有计划。")


def not_yours(rights: Rights) -> Reply:
    return Reply(f"你可以改的是{quoted(rights.unit)}的活动，这一项不归它负责，没有改动。")


def unknown_field(said: str) -> Reply:
    names = "、".join(field.value for field in Field)
    return Reply(f"没看懂要改“{quoted(said, 20)}”的哪一处，可以改：{names}。例如 /edit 17 时间 7月-8月")


def same_already(entry: Entry, field: Field) -> Reply:
    return Reply(f"第 {entry.number} 项的{field.value}本来就是这样，不用改。")


def edit_menu(entry: Entry, plan: Plan) -> Reply:
    filled = facts(entry)
    buttons = [
        staff_button(
            field.value if filled[field.value] else f"＋{field.value}",
            EditField(entry.year, entry.number, place),
        )
        for place, field in enumerate(Field)
    ]
    rows = laid_out(buttons, 4)
    return Reply(menu_card(entry, plan), (*rows, (shown_for_delete(entry),)))


def ask_value(entry: Entry, plan: Plan, field: Field, key: str, trouble: str = "") -> Reply:
    now = facts(entry)[field.value]
    lines = [quoted(trouble, 300)] if trouble else []
    lines.append(f"{heading(entry, plan)}\n现在的{field.value}：{quoted(now, 300) or '（空）'}")
    hint = _HINTS[field].format(year=entry.year)
    lines.append(hint + ("要清空请发“无”。" if field in MAY_BE_EMPTY and now else ""))
    row = (
        staff_button("‹ 返回", EditMenu(entry.year, entry.number)),
        staff_button("取消", Cancel(key)),
    )
    return Reply("\n\n".join(lines), (row,))


def ask_step(step: str, values: dict[str, str], plan: Plan, key: str, trouble: str = "") -> Reply:
    lines = [quoted(trouble, 300)] if trouble else []
    given = [f"{_STEP_NAMES[name]}：{quoted(values[name], 200)}" for name in STEPS if name in values]
    lines.append("\n".join((f"<b>新增一项活动</b>（{labels.plan_name(plan)}）", *given)))
    lines.append(_STEP_QUESTIONS[step])
    row = [staff_button("取消", Cancel(key))]
    if given:
        row.insert(0, staff_button("‹ 上一步", Back(key)))
    return Reply("\n\n".join(lines), (tuple(row),))


def too_many_parts(count: int) -> Reply:
    return Reply(f"这里有 {count} 段，应该是四段，用竖线隔开：主题 | 形式 | 单位 | 时间。")


def which_unit(meant: UnitMeant, key: str) -> Reply:
    """Whether one of the close names was meant."""
    rows = [(staff_button(shorten(unit, LABEL), Pick(key, place)),) for place, unit in enumerate(meant.units)]
    last: tuple[Button, ...] = (staff_button("都不是", Back(key)), staff_button("取消", Cancel(key)))
    return Reply(f"计划里没有“{quoted(meant.said, 30)}”，你说的是哪一个？", (*rows, last))


def refused(trouble: Sequence[str] | str) -> Reply:
    """Words that cannot stand there, and what would be right."""
    return Reply(quoted(trouble if isinstance(trouble, str) else "\n".join(trouble), 400))

"""In which words is a document set beside the plan? Plain lines, for the command line and for the chat."""

from __future__ import annotations

from collections.abc import Iterator

from plan_store.documents.columns import Column
from plan_store.documents.difference import Difference, Proposed
from plan_store.documents.writing import cells_of
from plan_store.plan import Entry, Plan
from plan_store.staff.edits import Change, Edit

_NOTHING = "（空）"


def plan_title(plan: Plan) -> str:
    return f"{plan.district}{plan.year}年计划"


def counts(difference: Difference) -> str:
    """What was read and what it would do, in one line each."""
    plan = difference.plan
    known = "" if plan.entries else "（库里还没有，会成为一份新的计划）"
    lines = [f"{plan_title(plan)}{known}：读到 {difference.rows} 项"]
    parts = [
        f"新增 {len(difference.new)} 项" if difference.new else "",
        f"修改 {len(difference.changed)} 项" if difference.changed else "",
        f"相同 {difference.same} 项" if difference.same else "",
        f"计划里有、文件里没有 {len(difference.missing)} 项" if difference.missing else "",
        f"读不懂 {len(difference.unread)} 行" if difference.unread else "",
    ]
    lines.append("，".join(part for part in parts if part))
    doubtful = sum(bool(one.doubts) for one in difference.proposed) + len(difference.doubts)
    if doubtful:
        lines.append(f"有 {doubtful} 行请核对，见下面的“请核对”")
    return "\n".join(lines)


def items(difference: Difference) -> Iterator[str]:
    """Each thing that the document would do or leaves open, what most needs a look first."""
    for remark in difference.remarks:
        yield f"请核对：{remark}"
    for unread in difference.unread:
        number = f"（序号 {unread.number}）" if unread.number else ""
        yield f"读不懂 {unread.where}{number}：{unread.reason}；这一行不会采用"
    for one in difference.proposed:
        yield _proposed(one)
    for where, doubt in difference.doubts:
        yield f"请核对 {where}：{doubt}"
    for edit in difference.missing:
        yield f"缺少 {named(edit.entry)}：文件里没有，默认保留"


def _proposed(one: Proposed) -> str:
    doubts = [f"  请核对：{doubt}" for doubt in one.doubts]
    if one.edit.before is None:
        head = f"新增 {named(one.edit.entry)}（{one.where}）"
        return "\n".join([head, *(f"  {line}" for line in _facts(one.edit.entry)), *doubts])
    head = f"修改 {named(one.edit.before)}（{one.where}）"
    return "\n".join([head, *(f"  {line}" for line in before_after(one.edit)), *doubts])


def named(entry: Entry) -> str:
    return f"第 {entry.number} 项 {_short(entry.title, 60)}"


def _facts(entry: Entry) -> Iterator[str]:
    for column, cell in cells_of(entry).items():
        if cell and column not in (Column.NUMBER, Column.THEME):
            yield f"{column.title}：{_short(cell)}"


def before_after(edit: Edit) -> Iterator[str]:
    """`活动时间：6月 → 7月-8月`, for each part that changes."""
    before = cells_of(edit.before) if edit.before else {}
    after = cells_of(edit.after) if edit.after else {}
    for column, cell in after.items():
        if cell != before.get(column, ""):
            yield f"{column.title}：{_short(before.get(column, '')) or _NOTHING} → {_short(cell) or _NOTHING}"


def _short(text: str, most: int = 150) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[:most]}…"


def nothing_to_do(difference: Difference) -> str:
    return f"和库里的{plan_title(difference.plan)}一样，没有要改的。"


def taken_over(change: Change) -> str:
    """What was done, in one line."""
    new = sum(edit.before is None for edit in change.edits)
    gone = sum(edit.after is None for edit in change.edits)
    changed = len(change.edits) - new - gone
    parts = [(new, "新增"), (changed, "修改"), (gone, "删除")]
    done = "，".join(f"{what} {count} 项" for count, what in parts if count)
    return f"好了，{change.district}{change.year}年计划{done}。"


# --- the command line -------------------------------------------------------------------------------------
KEPT = "没有改动。"
CHOOSE = "全部采用写 y，只采用几项写序号（如 1-3、8），取消直接回车"
NOT_UNDERSTOOD = "看不懂，请写 y、序号（如 1-3、8），或直接回车取消"
OVERTAKEN = "刚才有人改过这些活动，没有改动；请再导入一次，看看现在的差别"
MISSING_STAY = "缺少的会保留；要一起删除，请加 --delete-missing。"


def other_district(theirs: str, ours: str) -> str:
    return f"这是{theirs}的计划；机器人回答的是{ours}的，存进去也不会用来回答"


def no_such_proposal(numbers: list[int]) -> str:
    return f"文件里没有要新增或修改的第 {'、'.join(map(str, numbers))} 项，没有改动。"


def no_plan(year: int | None) -> str:
    return f"库里没有{year}年的计划。" if year else "库里还没有计划。"


def undo_hint(change: Change) -> str:
    return f"要撤销，工作人员可以在 Telegram 里发 /undo {change.number}。"


def written(path: str, count: int) -> str:
    return f"已写入 {path}（{count} 项）"


def exists_already(path: str) -> str:
    return f"{path} 已经有了，没有覆盖；要覆盖请加 --force"

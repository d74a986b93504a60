"""In which words do staff see a change: before it is made, once it is made, and in the history?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from handlers.replies import labels, points
from handlers.replies.listing import CARD_ROOM, card
from handlers.replies.reply import MESSAGE_UNITS, Button, Keyboard, Reply, laid_out, quoted, units
from handlers.replies.staff.taps import (
    Back,
    Cancel,
    Confirm,
    Delete,
    EditMenu,
    Older,
    Restore,
    Undo,
    staff_button,
)
from handlers.replies.taps import ShowEntry, data_of
from plan_store.plan import Entry, Plan
from plan_store.staff.edits import Change, Conflict, Edit, Kind

_ROOM = MESSAGE_UNITS - 100
"""UTF-16 units for the parts of a message; the rest is for the words that some are left out."""
_KINDS = {
    Kind.EDIT: "修改",
    Kind.ADD: "新增",
    Kind.DELETE: "删除",
    Kind.RESTORE: "恢复",
    Kind.IMPORT: "导入",
    Kind.NOTICE: "采用通知",
    Kind.UNDO: "撤销",
}
_NOTHING = "（空）"
_DESCRIBED = 20
"""Entries of one change that are told in full."""
_MOST, _LEAST = 2800, 400
"""UTF-16 units for one entry of a change; for each of many."""
_HEADING = 700
"""UTF-16 units that the heading of an entry may take, escaped."""
HISTORY_PAGE = 6
"""Changes in one message."""
TRASH_SHOWN = 20


# --- before it is made ------------------------------------------------------------------------------------
def preview(
    edits: Sequence[Edit],
    kind: Kind,
    plan: Plan,
    followers: int,
    key: str,
    *,
    back: bool,
    doubts: Sequence[str] = (),
) -> Reply:
    """What would be changed, whom it would reach, and the question whether it is to be done."""
    undone = "请看一看，确认以后才生效。"
    unsure = "\n".join(f"请核对：{quoted(doubt, 150)}" for doubt in doubts[:8])
    text = _changed(edits, kind, plan, last=(unsure, reach(followers), undone))
    row = [staff_button(f"确认{_KINDS[kind]}", Confirm(key))]
    if back:
        row.append(staff_button("‹ 上一步", Back(key)))
    return Reply(text, (tuple(row), (staff_button("取消", Cancel(key)),)))


def reach(followers: int) -> str:
    """Who will be told."""
    return f"{followers} 位订阅者会收到变更通知。" if followers else "没有订阅者会收到通知。"


def _changed(
    edits: Sequence[Edit], kind: Kind, plan: Plan, first: Sequence[str] = (), last: Sequence[str] = ()
) -> str:
    """The entries of a change as they were and will be, as many as fit between what must be said."""
    room = min(_MOST, _ROOM - _HEADING - _taken((*first, *last)))
    each = max(_LEAST, room // len(edits))
    told = [_one(edit, kind, plan, each) for edit in edits[:_DESCRIBED]]
    rest = f"……等共 {len(edits)} 项"
    return _paragraphs(told, first, last, rest=rest, more=len(edits) > _DESCRIBED)


def _one(edit: Edit, kind: Kind, plan: Plan, room: int) -> str:
    if edit.before is None and edit.after is not None:
        number = f"第 {edit.number} 项" if edit.number else "一项"
        verb = "恢复" if kind is Kind.RESTORE else "新增"
        return f"<b>{verb}{number}</b>（{labels.plan_name(plan)}）\n{_rows(edit.after, room)}"
    if edit.after is None and edit.before is not None:
        return f"<b>删除第 {edit.number} 项</b>（{labels.plan_name(plan)}）\n{_rows(edit.before, room)}"
    return f"{heading(edit.entry, plan)}\n{differences(edit, room)}"


def heading(entry: Entry, plan: Plan) -> str:
    return f"<b>第 {entry.number} 项 {quoted(entry.title, 100)}</b>（{labels.plan_name(plan)}）"


def _rows(entry: Entry, room: int) -> str:
    given = {name: value for name, value in facts(entry).items() if value}
    return _fitting(
        lambda most: "\n".join(f"{name}：{quoted(value, most)}" for name, value in given.items()), room
    )


def _fitting(told: Callable[[int], str], room: int) -> str:
    """What `told` makes of values of at most so many UTF-16 units each, so long that it fits into `room`."""
    return next((text for most in (300, 150, 80, 40) if units(text := told(most)) <= room), told(16))


def facts(entry: Entry) -> dict[str, str]:
    """What stands in each part of an entry, by what staff call it; empty where nothing does."""
    details = entry.details
    return {
        "主题": entry.title,
        "形式": "、".join(entry.forms),
        "单位": entry.unit,
        "时间": str(entry.period),
        "日期": "；".join(points.session(one) for one in details.sessions),
        "地点": details.place,
        "联系方式": details.contact,
        "参与方式": details.signup,
        "参加对象": details.audience,
        "备注": details.note,
    }


def differences(edit: Edit, room: int) -> str:
    """`时间：6月 → 7月-8月`, a line for each part that changes, in about so many UTF-16 units."""
    before = facts(edit.before) if edit.before else {}
    after = facts(edit.after) if edit.after else {}
    pairs = [(name, before.get(name, ""), after.get(name, "")) for name in (before or after)]

    def told(most: int) -> str:
        return "\n".join(f"{name}：{_turned(was, is_, most)}" for name, was, is_ in pairs if was != is_)

    return _fitting(told, room)


def _turned(before: str, after: str, most: int) -> str:
    """One value and the other; of long ones that begin alike, from shortly before they part."""
    pairs = zip(before, after, strict=False)
    alike = next((at for at, (was, is_) in enumerate(pairs) if was != is_), min(len(before), len(after)))
    at = max(0, alike - 8) if min(units(before), units(after)) > most else 0
    shown = (f"…{value[at:]}" if at else value for value in (before, after))
    was, is_ = (quoted(value, most) or _NOTHING for value in shown)
    return f"{was} → {is_}"


# --- once it is made --------------------------------------------------------------------------------------
LATER = "这里是终端：别人要等机器人连上 Telegram 才会收到，超过三天没连上就不再发了。"


def made(change: Change, plan: Plan, followers: int, *, elsewhere: bool = False) -> Reply:
    """What was done, how it is taken back, and until when nobody hears of it then.

    `elsewhere`: whether others hear of it by the bot on Telegram, which need not run now.
    """
    told = f"{followers} 位订阅者会收到变更通知；一分钟以内撤销就不发。" if followers else ""
    told += LATER if followers and elsewhere else ""
    done = f"好了，已{_KINDS[change.kind]}。要撤销请发 /undo {change.number}"
    text = _changed(change.edits, change.kind, plan, (done,), (told,))
    row = [staff_button("撤销", Undo(change.number))]
    standing = [edit.after for edit in change.edits if edit.after is not None]
    if len(standing) == 1:
        row.append(_show(standing[0]))
        row.append(staff_button("接着改", EditMenu(standing[0].year, standing[0].number)))
    return Reply(text, (tuple(row),))


def _show(entry: Entry) -> Button:
    data = data_of(ShowEntry(entry.year, entry.number))
    assert data is not None
    return Button(f"看第 {entry.number} 项", data)


def overtaken(conflict: Conflict, plan: Plan, key: str | None, now: dt.datetime) -> Reply:
    """Somebody else was faster: what they did, what was wanted, and the question which it shall be."""
    edit = conflict.edit
    lines = [f"{heading(conflict.now or edit.entry, plan)}\n刚才已经有人改过，这次还没有改。"]
    if conflict.change is not None:
        theirs = next((one for one in conflict.change.edits if one.number == edit.number), None)
        said = (differences(theirs, _MOST // 3) if theirs.before and theirs.after else "") if theirs else ""
        lines.append(f"{_signed(conflict.change, now)}\n{said}".rstrip())
    if edit.before is not None and edit.after is not None:
        lines.append(f"你要改的是：\n{differences(edit, _MOST // 3)}")
    if conflict.now is None and edit.before is not None:
        lines.append("这一项已经被删除，可以发 /trash 恢复后再改。")
    if key is None:
        return Reply(_paragraphs(lines))
    buttons: Keyboard = ((staff_button("仍然改成我的", Confirm(key)), staff_button("不改了", Cancel(key))),)
    return Reply(_paragraphs(lines, last=("要在现在的基础上改成你的吗？",)), buttons)


def undo_overtaken(conflicts: Sequence[Conflict], plan: Plan, now: dt.datetime) -> Reply:
    """A change that cannot be taken back, since its entries were changed again."""
    return _conflicts("没有撤销：下面这些后来又改过，请先撤销后来的那次。", conflicts, plan, now)


def many_overtaken(conflicts: Sequence[Conflict], plan: Plan, now: dt.datetime) -> Reply:
    """A change of many entries, of which some have changed since it was shown: none of it was made."""
    return _conflicts("一项也没有改：下面这些刚才有人改过，请重新来一次。", conflicts, plan, now)


def _conflicts(lead: str, conflicts: Sequence[Conflict], plan: Plan, now: dt.datetime) -> Reply:
    lines = []
    for conflict in conflicts[:10]:
        entry = conflict.now or conflict.edit.entry
        by = _signed(conflict.change, now) if conflict.change else ""
        lines.append(f"{heading(entry, plan)}\n{by}".rstrip())
    return Reply(_paragraphs(lines, (lead,), more=len(conflicts) > len(lines)))


def undo_preview(change: Change, plan: Plan, followers: int, key: str, now: dt.datetime) -> Reply:
    edits = [edit.reversed for edit in change.edits]
    lead = f"要撤销这一次吗？\n{_signed(change, now)}"
    text = _changed(edits, Kind.UNDO, plan, (lead, "撤销以后："), (reach(followers),))
    return Reply(text, ((staff_button("确认撤销", Confirm(key)), staff_button("取消", Cancel(key))),))


NOTHING_TO_UNDO = Reply("没有可以撤销的修改。发 /history 可以看有哪些。")


# --- the history ------------------------------------------------------------------------------------------
def history(changes: Sequence[Change], now: dt.datetime, entry: Entry | None) -> Reply:
    """The latest first; one more than `HISTORY_PAGE` says that there are older ones."""
    shown = changes[:HISTORY_PAGE]
    title = f"第 {entry.number} 项 {quoted(entry.title, 60)} 的修改记录" if entry else "最近的修改"
    lines = []
    for change in shown:
        edits = [one for one in change.edits if entry is None or one.number == entry.number]
        lines.append(f"{_signed(change, now)}\n{_short(edits)}")
    how = f"撤销某一次，请发 /undo 和它的编号，例如 /undo {shown[0].number}"
    rows: list[tuple[Button, ...]] = []
    if len(changes) > HISTORY_PAGE:
        year, number = (entry.year, entry.number) if entry else (0, 0)
        rows.append((staff_button("更早的 ›", Older(year, number, shown[-1].number)),))
    return Reply(_paragraphs(lines, (f"<b>{title}</b>",), (how,)), tuple(rows))


def _signed(change: Change, now: dt.datetime) -> str:
    """`#12 张主任 5月20日 9:30 修改（已被 #13 撤销）`."""
    at = change.at.astimezone(now.tzinfo)
    day = f"{at.month}月{at.day}日" if at.year == now.year else f"{at.year}年{at.month}月{at.day}日"
    who = quoted(change.by.name, 30) or str(change.by.id)
    what = _KINDS[change.kind] + (f" #{change.undoes}" if change.undoes else "")
    source = f"《{quoted(change.source, 40)}》" if change.source else ""
    undone = f"（已被 #{change.undone_by} 撤销）" if change.undone_by else ""
    return f"#{change.number} {who} {day} {at.hour}:{at.minute:02} {what}{source}{undone}"


def _short(edits: Sequence[Edit]) -> str:
    lines = []
    for edit in edits[:3]:
        if edit.before and edit.after:
            lines.append(f"第 {edit.number} 项 {differences(edit, _LEAST // min(3, len(edits)))}")
        else:
            lines.append(
                f"{'新增' if edit.after else '删除'}第 {edit.number} 项 {quoted(edit.entry.title, 60)}"
            )
    if len(edits) > 3:
        lines.append(f"……共 {len(edits)} 项")
    return "\n".join(lines)


def no_history(entry: Entry | None) -> Reply:
    return Reply(f"第 {entry.number} 项还没有改过。" if entry else "还没有修改记录。")


def trash(thrown: Sequence[Entry], plan: Plan) -> Reply:
    if not thrown:
        return Reply(f"{labels.plan_name(plan)}里没有删除过的活动。")
    shown = thrown[-TRASH_SHOWN:]
    title = f"<b>{labels.plan_name(plan)}里删除了 {len(thrown)} 项</b>，点一下可以恢复："
    lines = [
        f"{entry.number}. {quoted(entry.title, 60)}\n{quoted(entry.unit)} · {entry.period}" for entry in shown
    ]
    buttons = [staff_button(f"恢复 {entry.number}", Restore(entry.year, entry.number)) for entry in shown]
    rows = laid_out(buttons, 4)
    return Reply(_paragraphs(lines, (title,)), rows)


def shown_for_delete(entry: Entry) -> Button:
    return staff_button("删除这一项", Delete(entry.year, entry.number))


def menu_card(entry: Entry, plan: Plan) -> str:
    return f"{card(entry, CARD_ROOM)}\n\n<i>{labels.source(plan)}</i>\n要改哪一项？"


def _paragraphs(
    parts: Iterable[str],
    first: Sequence[str] = (),
    last: Sequence[str] = (),
    *,
    rest: str = "……",
    more: bool = False,
) -> str:
    """The parts one under the other between `first` and `last`, which are always said.

    `rest` stands for what is left out: parts that do not fit into a message, and where there are `more`.
    """
    kept: list[str] = []
    room = _ROOM - _taken((*first, *last))
    for part in filter(None, parts):
        room -= _taken((part,))
        if room < 0:
            more = True
            break
        kept.append(part)
    return "\n\n".join(filter(None, (*first, *kept, rest if more else "", *last)))


def _taken(parts: Iterable[str]) -> int:
    """UTF-16 units of paragraphs, with the empty lines between them."""
    return sum(units(part) + 2 for part in parts if part)

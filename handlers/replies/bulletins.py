"""What do people read who are told of a change of the plan, or of what staff announce?"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.replies import points
from handlers.replies.reply import (
    MESSAGE_UNITS,
    Button,
    Keyboard,
    Reply,
    escape,
    laid_out,
    quoted,
    shorten,
    units,
)
from handlers.replies.taps import ShowEntry, data_of
from plan_store.plan import Entry
from plan_store.staff.edits import Edit

_ROOM = MESSAGE_UNITS - 200
_BUTTONS = 8


def changed(edits: Sequence[Edit]) -> Reply:
    """What has changed in entries that somebody follows: before → after."""
    head = "你关注的活动有变动："
    parts: list[str] = []
    for place, edit in enumerate(edits):
        part = _one(edit)
        if sum(map(units, parts)) + units(part) > _ROOM:
            parts.append(f"……另有 {len(edits) - place} 项也有变动。")
            break
        parts.append(part)
    standing = [edit.after for edit in edits if edit.after is not None]
    return Reply("\n\n".join([head, *parts]), _details(standing[:_BUTTONS]))


def _one(edit: Edit) -> str:
    title = f"<b>{edit.number}. {quoted(edit.entry.title, 100)}</b>"
    if edit.after is None:
        return f"{title}\n已取消，不再举办。"
    if edit.before is None:
        return f"{title}\n重新列入计划：{quoted(edit.after.unit)} · {edit.after.period}"
    before, after = _facts(edit.before), _facts(edit.after)
    lines = (
        f"{name}：{quoted(before[name], 200) or '没有写'} → {quoted(after[name], 200) or '没有写'}"
        for name in after
        if before[name] != after[name]
    )
    return "\n".join((title, *lines))


def _facts(entry: Entry) -> dict[str, str]:
    details = entry.details
    return {
        "主题": entry.title,
        "单位": entry.unit,
        "时间": f"{entry.year}年{entry.period}",
        "形式": "、".join(entry.forms),
        "日期": "；".join(points.session(one) for one in details.sessions),
        "地点": details.place,
        "联系方式": details.contact,
        "参与方式": details.signup,
        "参加对象": details.audience,
        "备注": details.note,
    }


def _details(entries: Sequence[Entry]) -> Keyboard:
    buttons = []
    for entry in entries:
        label = "看详情" if len(entries) == 1 else f"看第 {entry.number} 项"
        if data := data_of(ShowEntry(entry.year, entry.number)):
            buttons.append(Button(label, data))
    return laid_out(buttons, 2)


def announcement(text: str) -> Reply:
    """The words of staff, as they wrote them."""
    return Reply(escape(shorten(text.strip(), MESSAGE_UNITS)))
